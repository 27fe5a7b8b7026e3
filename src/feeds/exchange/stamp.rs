//! Times of RFC 3339 in UTC, as exchanges write them.

use crate::types::{CivilDate, NANOS_PER_SECOND, UnixNanos};

/// Parses `YYYY-MM-DDTHH:MM:SS[.f]Z`, one to nine digits of fraction. `None` for anything else.
pub(super) fn parse(text: &str) -> Option<UnixNanos> {
    let bytes = text.strip_suffix('Z')?.as_bytes();
    let (whole, fraction) = bytes.split_at_checked(19)?;
    let number = |from: usize, to: usize, max: i64| {
        let digits = whole.get(from..to)?;
        digits_value(digits).filter(|value| *value <= max)
    };
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if marks.iter().any(|&(at, mark)| whole.get(at) != Some(&mark)) {
        return None;
    }
    let (month, day) = (number(5, 7, 12)?, number(8, 10, 31)?);
    let (month, day) = (u32::try_from(month).ok()?, u32::try_from(day).ok()?);
    let date = CivilDate { year: number(0, 4, 2_200)?, month, day };
    if !date.is_valid() {
        return None;
    }
    let of_day = number(11, 13, 23)? * 3_600 + number(14, 16, 59)? * 60 + number(17, 19, 60)?;
    let nanos = match fraction {
        [] => 0,
        [b'.', digits @ ..] if (1..=9).contains(&digits.len()) => {
            digits_value(digits)? * 10_i64.pow(9 - digits.len() as u32)
        }
        _ => return None,
    };
    let seconds = date.to_days() * 86_400 + of_day;
    Some(UnixNanos(seconds.checked_mul(NANOS_PER_SECOND)?.checked_add(nanos)?))
}

fn digits_value(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0_i64, |value, digit| {
        digit.is_ascii_digit().then(|| value * 10 + i64::from(digit - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_exchanges_write_and_nothing_else() {
        // Seconds by `date -u -d`.
        let cases = [
            ("2026-04-07T00:28:59.662782Z", 1_775_521_739_662_782_000),
            ("2023-10-04T16:25:00.000000000Z", 1_696_436_700_000_000_000),
            ("2025-11-11T00:17:10Z", 1_762_820_230_000_000_000),
        ];
        for (text, nanos) in cases {
            assert_eq!(parse(text), Some(UnixNanos(nanos)), "{text}");
        }
        let bad = [
            "",
            "Z",
            "2026-04-07",
            "2026-04-07T00:28:59",
            "2026-13-07T00:28:59Z",
            "2026-02-30T00:28:59Z",
            "2026-04-07T24:00:00Z",
            "2026-04-07T00:28:59.Z",
            "2026-04-07T00:28:59.1234567890Z",
            "2026-04-07 00:28:59Z",
            "2026-04-07T00:28:5xZ",
        ];
        for text in bad {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
