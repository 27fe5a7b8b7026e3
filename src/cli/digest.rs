//! One number for everything that an engine did: the same on every run and on every system.

use sha2::{Digest as _, Sha256};

use hypertrader::ffi::abi::HtDecision;
use hypertrader::types::hex;

/// SHA-256 over decisions and feature rows in the order in which they happened.
///
/// Canonical bytes, all little-endian: `D` and every field of the decision but `struct_size`, in
/// declaration order; `F`, the open time of the closed bar in server seconds (i64), the number of
/// columns (u32), then for each column 1 or 0 (u8: valid or warming up) and its value (f64).
#[derive(Clone, Debug, Default)]
pub(in crate::cli) struct RunDigest {
    hash: Sha256,
    /// Bytes of a row: one call for all of them is faster than one for each.
    row: Vec<u8>,
}

impl RunDigest {
    pub(in crate::cli) fn decision(&mut self, decision: &HtDecision) {
        let HtDecision {
            struct_size: _,
            action,
            id,
            time_msc,
            bar_time_s,
            expires_msc,
            position_ticket,
            lots,
            price,
            stop_loss,
            take_profit,
            confidence_frac,
            risk_money,
            refusal_actual,
            refusal_limit,
            side,
            deviation_points,
            refusal_code,
            attempt,
        } = *decision;
        self.hash.update(b"D");
        self.hash.update(action.to_le_bytes());
        self.hash.update(id.to_le_bytes());
        for time in [time_msc, bar_time_s, expires_msc] {
            self.hash.update(time.to_le_bytes());
        }
        self.hash.update(position_ticket.to_le_bytes());
        for number in [
            lots,
            price,
            stop_loss,
            take_profit,
            confidence_frac,
            risk_money,
            refusal_actual,
            refusal_limit,
        ] {
            self.hash.update(number.to_le_bytes());
        }
        self.hash.update(side.to_le_bytes());
        self.hash.update(deviation_points.to_le_bytes());
        self.hash.update(refusal_code.to_le_bytes());
        self.hash.update(attempt.to_le_bytes());
    }

    pub(in crate::cli) fn features(&mut self, bar_time_s: i64, values: &[f64], valid: &[u8]) {
        self.row.clear();
        self.row.push(b'F');
        self.row.extend_from_slice(&bar_time_s.to_le_bytes());
        let count = u32::try_from(values.len()).unwrap_or(u32::MAX);
        self.row.extend_from_slice(&count.to_le_bytes());
        for (value, valid) in values.iter().zip(valid) {
            self.row.push(*valid);
            self.row.extend_from_slice(&value.to_le_bytes());
        }
        self.hash.update(&self.row);
    }

    /// The digest as 64 hexadecimal digits.
    pub(in crate::cli) fn finish(self) -> String {
        hex(&self.hash.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_the_digest_of_the_empty_text() {
        // FIPS 180-4 example values: SHA-256 of no bytes.
        assert_eq!(
            RunDigest::default().finish(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn a_feature_row_has_the_documented_bytes() {
        let mut digest = RunDigest::default();
        digest.features(60, &[1.0], &[1]);
        // printf 'F\x3c\0\0\0\0\0\0\0\x01\0\0\0\x01\0\0\0\0\0\0\xf0\x3f' | sha256sum
        assert_eq!(
            digest.finish(),
            "890d6cbdff9d7cdff7504664159902e9f2d86604ba19fdf67e82a5bb7e667536"
        );
    }
}
