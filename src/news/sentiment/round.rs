//! Rounding to decimals as Python does: by the exact value of the number, not of its multiple.

use std::fmt::Write;

/// Text of a number between -10 and 10 with four decimals.
#[derive(Default)]
struct Digits {
    bytes: [u8; 16],
    len: usize,
}

impl Write for Digits {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = self.len + text.len();
        let free = self.bytes.get_mut(self.len..end).ok_or(std::fmt::Error)?;
        free.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

/// `value`, between -10 and 10, to `decimals` (at most 4) as Python's `round(value, decimals)`.
pub(super) fn round(value: f64, decimals: usize) -> f64 {
    let unit = [1.0, 10.0, 100.0, 1_000.0, 10_000.0][decimals.min(4)];
    let scaled = value * unit;
    let below = scaled.floor();
    let rest = scaled - below;
    // The product is off by less than 1e-11; only next to a half can that decide.
    if (rest - 0.5).abs() > 1e-9 {
        return (if rest < 0.5 { below } else { below + 1.0 }) / unit;
    }
    let mut digits = Digits::default();
    let written = write!(digits, "{value:.decimals$}");
    let text = std::str::from_utf8(&digits.bytes[..digits.len]).unwrap_or_default();
    if written.is_ok() { text.parse().unwrap_or(value) } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers of Python 3.11.
    #[test]
    fn halves_go_where_the_exact_value_lies() {
        for (value, decimals, rounded) in [
            (0.0005, 3, 0.001),
            (0.0015, 3, 0.002),
            (0.0025, 3, 0.003),
            (0.0625, 3, 0.062), // an exact half: to the even digit
            (0.1875, 3, 0.188),
            (-0.0625, 3, -0.062),
            (0.00005, 4, 0.0001),
            (0.44285, 4, 0.4429),
            (0.99995, 4, 1.0),
            (-0.12345, 4, -0.1235),
            (0.3182, 4, 0.3182),
            (-0.00001, 4, 0.0),
        ] {
            assert_eq!(round(value, decimals), rounded, "{value} to {decimals}");
        }
    }
}
