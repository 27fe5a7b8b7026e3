//! How numbers, times and spans are written.

use crate::types::{CivilDate, DurationNanos, NANOS_PER_SECOND, UnixNanos};

const SECONDS_PER_DAY: i64 = 86_400;
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// What stands for a figure that has no value.
pub(in super::super) const NONE: &str = "\u{2013}";

/// With thousands apart: `-1,234.50`. A zero has no sign.
pub(in super::super) fn grouped(value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    let text = format!("{:.digits$}", value.abs());
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let mut grouped = String::with_capacity(text.len() + whole.len() / 3 + 1);
    if value < 0.0 && !is_zero {
        grouped.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped.push_str(rest);
    grouped
}

/// An amount of money.
pub(in super::super) fn money(value: f64) -> String {
    grouped(value, 2)
}

/// An amount with its sign: `+12.00`.
pub(in super::super) fn signed(value: f64) -> String {
    with_plus(value, money(value))
}

/// A ratio: two digits.
pub(in super::super) fn ratio(value: f64) -> String {
    grouped(value, 2)
}

/// A fraction as a percentage: `12.34 %`.
pub(in super::super) fn percent(frac: f64) -> String {
    format!("{}\u{a0}%", grouped(frac * 100.0, 2))
}

/// A percentage with its sign.
pub(in super::super) fn signed_percent(frac: f64) -> String {
    with_plus(frac, percent(frac))
}

/// A probability: `0.031`.
pub(in super::super) fn prob(value: f64) -> String {
    grouped(value, 3)
}

fn with_plus(value: f64, text: String) -> String {
    if value > 0.0 && text.bytes().any(|byte| matches!(byte, b'1'..=b'9')) {
        format!("+{text}")
    } else {
        text
    }
}

/// A count with thousands apart.
pub(in super::super) fn count(value: u64) -> String {
    grouped(value as f64, 0)
}

/// A figure, or the sign for none.
pub(in super::super) fn or_none(value: Option<f64>, format: impl Fn(f64) -> String) -> String {
    value.map_or_else(|| NONE.to_owned(), format)
}

/// The day of a time: `2024-02-29`.
pub(in super::super) fn day(time: UnixNanos) -> String {
    let date = civil(time);
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// The minute of a time: `2024-02-29 14:05`.
pub(in super::super) fn minute(time: UnixNanos) -> String {
    let second = time.seconds().rem_euclid(SECONDS_PER_DAY);
    format!("{} {:02}:{:02}", day(time), second / 3_600, second / 60 % 60)
}

/// The month of a time: `Feb 2024`.
pub(in super::super) fn month(time: UnixNanos) -> String {
    let date = civil(time);
    format!("{} {}", month_name(date.month), date.year)
}

/// Name of a month, 1 to 12.
pub(in super::super) fn month_name(month: u32) -> &'static str {
    MONTHS.get(month.saturating_sub(1) as usize).unwrap_or(&NONE)
}

/// The date of a time.
pub(in super::super) fn civil(time: UnixNanos) -> CivilDate {
    CivilDate::from_days(time.seconds().div_euclid(SECONDS_PER_DAY))
}

/// A span of time in its two largest units: `3 d 4 h`.
pub(in super::super) fn span(span: DurationNanos) -> String {
    let seconds = span.0 / NANOS_PER_SECOND;
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (730.., ..) => format!("{} y", grouped(days as f64 / 365.25, 1)),
        (30.., ..) => format!("{days} d"),
        (1.., 0, _) => format!("{days} d"),
        (1.., ..) => format!("{days} d {hours} h"),
        (_, 1.., 0) => format!("{hours} h"),
        (_, 1.., _) => format!("{hours} h {minutes} min"),
        (_, _, 1..) => format!("{minutes} min"),
        _ => format!("{seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_a_zero_has_no_sign() {
        assert_eq!(grouped(-1_234_567.891, 2), "-1,234,567.89");
        assert_eq!(grouped(999.999, 2), "1,000.00");
        assert_eq!(grouped(-0.001, 2), "0.00");
        assert_eq!(grouped(f64::NAN, 2), NONE);
        assert_eq!((signed(0.004).as_str(), signed(5.0).as_str()), ("0.00", "+5.00"));
        assert_eq!(percent(-0.1234), "-12.34\u{a0}%");
        assert_eq!(count(1_000), "1,000");
    }

    #[test]
    fn times_and_spans_are_short() {
        // 2024-02-29 14:05 UTC.
        let time = UnixNanos::from_seconds(1_709_215_500);
        assert_eq!(minute(time), "2024-02-29 14:05");
        assert_eq!(month(time), "Feb 2024");
        for (seconds, text) in [
            (59, "59 s"),
            (3_600, "1 h"),
            (5_400, "1 h 30 min"),
            (90_000, "1 d 1 h"),
            (86_400 * 45, "45 d"),
            (86_400 * 1_461, "4.0 y"),
        ] {
            assert_eq!(span(DurationNanos::from_seconds(seconds)), text);
        }
    }
}
