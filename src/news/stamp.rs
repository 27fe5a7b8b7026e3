//! Times as feeds write them: RFC 3339, RFC 2822, seconds since 1970. Always with a zone.

use crate::types::{CivilDate, NANOS_PER_SECOND, UnixNanos};

/// What [`parse`] takes, for messages.
pub const EXPECTED: &str = "a time with its zone as 2026-01-31T12:00:00Z, Sat, 31 Jan 2026 12:00:00 GMT or seconds \
     since 1970";

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a time of the years 1970 to 2199; `None` for anything else, and for times without a zone.
#[must_use]
pub fn parse(text: &str) -> Option<UnixNanos> {
    let text = text.trim();
    if !text.is_empty() && text.len() <= 10 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds = text.parse().ok()?;
        return Some(UnixNanos::from_seconds(seconds)).filter(|_| seconds < 7_258_118_400);
    }
    iso(text).or_else(|| mail(text))
}

/// RFC 3339: `2026-01-31T12:00:00.5+01:00`, also with a space for the `T`, also without seconds.
fn iso(text: &str) -> Option<UnixNanos> {
    let (date, rest) = text.split_at_checked(10)?;
    let mut parts = date.split('-');
    let date =
        civil(number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?)
            .filter(|_| parts.next().is_none())?;
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let zone_at = rest.find(['Z', 'z', '+', '-'])?;
    let (clock, zone) = rest.split_at(zone_at);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    if fraction.is_empty() || fraction.len() > 9 {
        return None;
    }
    let nanos = number(fraction, fraction.len())? * 10_i64.pow(9 - fraction.len() as u32);
    let seconds = date.to_days() * 86_400 + clock_s(clock)? - zone_s(zone)?;
    Some(UnixNanos(seconds * NANOS_PER_SECOND + nanos)).filter(|time| time.0 >= 0)
}

/// RFC 2822: `Sat, 31 Jan 2026 12:00:00 +0000`; the day of the week is not looked at.
fn mail(text: &str) -> Option<UnixNanos> {
    let rest = text.split_once(',').map_or(text, |(_, rest)| rest);
    let mut parts = rest.split_ascii_whitespace();
    let day = parts.next().filter(|day| day.len() <= 2)?;
    let month = parts.next()?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|name| *name == month)? as i64 + 1;
    let date = civil(number(parts.next()?, 4)?, month, number(day, day.len())?)?;
    let seconds = date.to_days() * 86_400 + clock_s(parts.next()?)? - zone_s(parts.next()?)?;
    let time = UnixNanos::from_seconds(seconds);
    Some(time).filter(|time| time.0 >= 0 && parts.next().is_none())
}

fn civil(year: i64, month: i64, day: i64) -> Option<CivilDate> {
    let (month, day) = (u32::try_from(month).ok()?, u32::try_from(day).ok()?);
    let date = CivilDate { year, month, day };
    ((1970..2200).contains(&year) && date.is_valid()).then_some(date)
}

/// Seconds since midnight of `HH:MM` or `HH:MM:SS`. A leap second is the next one.
fn clock_s(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let (hours, minutes) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let seconds = parts.next().map_or(Some(0), |part| number(part, 2))?;
    let sound = hours < 24 && minutes < 60 && seconds <= 60 && parts.next().is_none();
    sound.then_some(hours * 3_600 + minutes * 60 + seconds)
}

/// Seconds east of Greenwich.
fn zone_s(text: &str) -> Option<i64> {
    let hours = match text.to_ascii_uppercase().as_str() {
        "Z" | "UT" | "UTC" | "GMT" => 0,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        _ => return offset_s(text),
    };
    Some(hours * 3_600)
}

/// `+HH:MM` or `+HHMM`.
fn offset_s(text: &str) -> Option<i64> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits = text.strip_prefix(['+', '-'])?.replace(':', "");
    let value = number(&digits, 4)?;
    let (hours, minutes) = (value / 100, value % 100);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3_600 + minutes * 60))
}

/// A number of exactly `len` digits.
fn number(text: &str, len: usize) -> Option<i64> {
    let sound = text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| sound)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seconds by `date -u -d`.
    #[test]
    fn reads_what_feeds_write() {
        for (text, seconds) in [
            ("2022-12-23T13:26:36Z", 1_671_801_996),
            ("2022-12-23T14:26:36+01:00", 1_671_801_996),
            ("2022-12-23 08:26:36-0500", 1_671_801_996),
            ("2022-12-23T13:26Z", 1_671_801_960),
            ("Mon, 13 Mar 2023 10:13:50 +0000", 1_678_702_430),
            ("13 Mar 2023 10:13:50 GMT", 1_678_702_430),
            ("Mon, 13 Mar 2023 06:13:50 EDT", 1_678_702_430),
            ("1678702430", 1_678_702_430),
            ("2000-02-29T00:00:00Z", 951_782_400),
        ] {
            assert_eq!(parse(text), Some(UnixNanos::from_seconds(seconds)), "{text}");
        }
        assert_eq!(parse("1970-01-01T00:00:00.5Z"), Some(UnixNanos(500_000_000)));
    }

    #[test]
    fn refuses_what_has_no_zone_or_is_no_time() {
        for text in [
            "",
            "2022-12-23 13:26:36",
            "2022-12-23",
            "2023-02-29T00:00:00Z",
            "2022-12-23T24:00:00Z",
            "2022-12-23T13:26:36.Z",
            "2022-12-23T13:26:36+1:00",
            "Mon, 13 Foo 2023 10:13:50 GMT",
            "Mon, 13 Mar 23 10:13:50 GMT",
            "Mon, 13 Mar 2023 10:13:50 CET",
            "Mon, 13 Mar 2023 10:13:50",
            "99999999999",
            "9999999999",
            "1969-12-31T23:59:59Z",
            "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}T00:00:00Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
