//! Times as files write them.

use std::fmt;

use crate::types::{CivilDate, NANOS_PER_SECOND, UnixNanos};

use super::number::parse_digits;

const SECONDS_PER_DAY: i64 = 86_400;

/// A time as a file writes it: nanoseconds since 1970-01-01 00:00 *of the clock the file uses*.
///
/// Whoever knows that clock makes it UTC; see [`super::Report::zone_stated`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WrittenNanos(pub i64);

impl WrittenNanos {
    /// From a text as files write times, such as `2026-01-05`, `2026-01-05T03:40:00` or a unix
    /// time.
    ///
    /// # Errors
    /// What was expected.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        StampParser::default().parse(text.as_bytes())
    }

    /// Whole seconds, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(NANOS_PER_SECOND)
    }
}

impl fmt::Display for WrittenNanos {
    /// ISO-8601 without zone: `2026-01-05T03:40:00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(UnixNanos(self.0).to_string().trim_end_matches('Z'))
    }
}

/// Unit of numeric times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnixUnit {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Millis,
    /// Microseconds.
    Micros,
    /// Nanoseconds.
    Nanos,
}

impl UnixUnit {
    const fn nanos(self) -> i64 {
        match self {
            Self::Seconds => NANOS_PER_SECOND,
            Self::Millis => 1_000_000,
            Self::Micros => 1_000,
            Self::Nanos => 1,
        }
    }

    /// From the size of the number. Read as its unit, every accepted number lies between 1973 and
    /// 5138: seconds have 9 to 11 digits, milliseconds 12 to 14, microseconds 15 to 17.
    fn of(value: i64) -> Option<Self> {
        match value {
            100_000_000..100_000_000_000 => Some(Self::Seconds),
            100_000_000_000..100_000_000_000_000 => Some(Self::Millis),
            100_000_000_000_000..100_000_000_000_000_000 => Some(Self::Micros),
            100_000_000_000_000_000.. => Some(Self::Nanos),
            _ => None,
        }
    }
}

/// Parses the times of one file. Remembers the unit of numeric times, whether the first row states
/// a zone, and the last date (most rows repeat it).
#[derive(Debug, Default)]
pub(crate) struct StampParser {
    unit: Option<UnixUnit>,
    zone_stated: Option<bool>,
    last_date: [u8; 10],
    last_days: i64,
}

impl StampParser {
    pub(crate) fn with_unit(unit: Option<UnixUnit>) -> Self {
        Self { unit, ..Self::default() }
    }

    /// Whether the times state their zone, and so are UTC.
    pub(crate) fn zone_stated(&self) -> bool {
        self.zone_stated == Some(true)
    }

    /// A time in one column. On failure, what was expected.
    pub(crate) fn parse(&mut self, text: &[u8]) -> Result<WrittenNanos, &'static str> {
        if is_numeric(text) {
            return self.parse_unix(text);
        }
        let (days, rest) = self.parse_date(text)?;
        let rest = match rest {
            [] => &[][..],
            [b' ' | b'T' | b't', rest @ ..] if !rest.is_empty() => rest,
            _ => return Err(EXPECTED_TIME),
        };
        self.finish(days, rest)
    }

    /// A date in one column and a time of day in another.
    pub(crate) fn parse_pair(
        &mut self,
        date: &[u8],
        time_of_day: &[u8],
    ) -> Result<WrittenNanos, &'static str> {
        let (days, rest) = self.parse_date(date)?;
        if !rest.is_empty() || time_of_day.is_empty() {
            return Err("a date such as 2020.05.31 and a time such as 23:59");
        }
        self.finish(days, time_of_day)
    }

    fn parse_unix(&mut self, text: &[u8]) -> Result<WrittenNanos, &'static str> {
        let (whole, fraction) = match text.iter().position(|&byte| byte == b'.') {
            Some(point) => (&text[..point], &text[point + 1..]),
            None => (text, &[][..]),
        };
        // 19 digits reach beyond the year 2262 and do not fit `parse_digits`; the last digit is
        // added here so that nanoseconds of today are read.
        let value = match whole {
            [head @ .., last] if whole.len() == 19 => parse_digits(head)
                .and_then(|v| v.checked_mul(10)?.checked_add(i64::from(last.wrapping_sub(b'0')))),
            _ => parse_digits(whole),
        }
        .ok_or(EXPECTED_UNIX)?;
        let unit = match self.unit {
            Some(unit) => unit,
            None => UnixUnit::of(value).ok_or(EXPECTED_UNIX)?,
        };
        if self.unit.is_some() && value != 0 && UnixUnit::of(value).is_some_and(|is| is != unit) {
            return Err("a unix time in the unit of the rows before");
        }
        let fraction_nanos = parse_fraction(fraction, unit.nanos())?;
        let nanos = value
            .checked_mul(unit.nanos())
            .and_then(|nanos| nanos.checked_add(fraction_nanos))
            .ok_or("a unix time before the year 2262")?;
        self.unit = Some(unit);
        Ok(WrittenNanos(nanos))
    }

    /// Days since 1970, and the text after the date.
    fn parse_date<'a>(&mut self, text: &'a [u8]) -> Result<(i64, &'a [u8]), &'static str> {
        if text.len() >= 10 && text[..10] == self.last_date {
            return Ok((self.last_days, &text[10..]));
        }
        let number = |from: usize, to: usize| text.get(from..to).and_then(parse_digits);
        let separator = |at: usize| text.get(at).copied().unwrap_or(0);
        let (year, month, day, length) = match (separator(2), separator(4)) {
            (_, mark @ (b'-' | b'.' | b'/')) if separator(7) == mark => {
                (number(0, 4), number(5, 7), number(8, 10), 10)
            }
            // Day first, as Central European terminals and Dukascopy write it. A slash there could
            // also mean month first, so it is refused.
            (b'.', _) if separator(5) == b'.' => (number(6, 10), number(3, 5), number(0, 2), 10),
            _ => (number(0, 4), number(4, 6), number(6, 8), 8),
        };
        let (Some(year), Some(month), Some(day)) = (year, month, day) else {
            return Err(EXPECTED_TIME);
        };
        let date = CivilDate { year, month: month as u32, day: day as u32 };
        if !date.is_valid() {
            return Err("a day that exists");
        }
        if !(1678..2262).contains(&year) {
            return Err("a year from 1678 to 2261");
        }
        if length == 10 {
            self.last_date.copy_from_slice(&text[..10]);
            self.last_days = date.to_days();
        }
        Ok((date.to_days(), &text[length..]))
    }

    fn finish(&mut self, days: i64, rest: &[u8]) -> Result<WrittenNanos, &'static str> {
        let (time, zone) = split_zone(rest);
        let seconds_and_nanos = parse_time_of_day(time)?;
        let zone_s = zone.map(parse_zone).transpose()?;
        // A date alone can state no zone, so it does not contradict rows that do.
        if !rest.is_empty() {
            match self.zone_stated {
                None => self.zone_stated = Some(zone_s.is_some()),
                Some(stated) if stated != zone_s.is_some() => {
                    return Err("a zone in every row or in none");
                }
                Some(_) => {}
            }
        }
        let (seconds, nanos) = seconds_and_nanos;
        let written_s = days * SECONDS_PER_DAY + seconds - zone_s.unwrap_or(0);
        written_s
            .checked_mul(NANOS_PER_SECOND)
            .and_then(|total| total.checked_add(nanos))
            .map(WrittenNanos)
            .ok_or("a year from 1678 to 2261")
    }
}

const EXPECTED_TIME: &str =
    "a time such as 2020-05-31T23:59:00Z, 2020.05.31 23:59, 20200531 235900 or a unix time";
const EXPECTED_UNIX: &str = "a unix time in seconds, ms, us or ns, of the year 1973 or later";

/// Whether the text is a unix time: digits with at most one point, and not a date such as 20200531.
fn is_numeric(text: &[u8]) -> bool {
    let whole = text.iter().take_while(|b| b.is_ascii_digit()).count();
    match text.get(whole) {
        None => whole != 8 && whole > 0,
        Some(b'.') => whole > 4 && text[whole + 1..].iter().all(u8::is_ascii_digit),
        Some(_) => false,
    }
}

/// Nanoseconds of a decimal fraction of `unit_nanos`; digits beyond a nanosecond are cut off.
fn parse_fraction(digits: &[u8], unit_nanos: i64) -> Result<i64, &'static str> {
    let mut nanos = 0;
    let mut scale = unit_nanos;
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return Err("digits after the decimal point of a time");
        }
        scale /= 10;
        nanos += i64::from(digit) * scale;
    }
    Ok(nanos)
}

/// Splits `23:59:00+02:00` into time and zone. A minus before `AM` or `PM` is not a zone.
fn split_zone(text: &[u8]) -> (&[u8], Option<&[u8]>) {
    if let Some(time) = text.strip_suffix(b"Z").or_else(|| text.strip_suffix(b"z")) {
        return (time, Some(b"+00"));
    }
    if let Some(time) = text.strip_suffix(b" UTC").or_else(|| text.strip_suffix(b" GMT")) {
        return (time, Some(b"+00"));
    }
    match text.iter().position(|&byte| matches!(byte, b'+' | b'-')) {
        Some(sign) if text.get(sign + 1).is_some_and(u8::is_ascii_digit) => {
            (text[..sign].trim_ascii_end(), Some(&text[sign..]))
        }
        _ => (text, None),
    }
}

/// Seconds east of UTC from `+02`, `+0200` or `+02:00`.
fn parse_zone(text: &[u8]) -> Result<i64, &'static str> {
    let expected = "a zone such as Z, +02:00 or -0530";
    let (hours, minutes) = match text {
        [_, hours @ ..] if hours.len() == 2 => (hours, &b"00"[..]),
        [_, rest @ ..] if rest.len() == 4 => rest.split_at(2),
        [_, rest @ ..] if rest.len() == 5 && rest[2] == b':' => (&rest[..2], &rest[3..]),
        _ => return Err(expected),
    };
    match (parse_digits(hours), parse_digits(minutes)) {
        (Some(hours @ 0..=18), Some(minutes @ 0..=59)) => {
            let seconds = hours * 3_600 + minutes * 60;
            Ok(if text[0] == b'-' { -seconds } else { seconds })
        }
        _ => Err(expected),
    }
}

/// Seconds and nanoseconds after midnight.
fn parse_time_of_day(text: &[u8]) -> Result<(i64, i64), &'static str> {
    let expected = "a time of day such as 23:59, 23:59:00.123, 235900123 or 11-PM";
    let (text, half_day) = split_half_day(text);
    let (clock, fraction) = match text.iter().position(|&byte| byte == b'.') {
        Some(point) if point >= 6 => (&text[..point], &text[point + 1..]),
        Some(_) => return Err(expected),
        None if text.len() == 9 && !text.contains(&b':') => text.split_at(6),
        None => (text, &[][..]),
    };
    let two = |from: usize| clock.get(from..from + 2).and_then(parse_digits).ok_or(expected);
    let colon = |at: usize| clock.get(at) == Some(&b':');
    let (mut hour, minute, second) = match clock.len() {
        0 if half_day.is_none() => (0, 0, 0),
        2 if half_day.is_some() => (two(0)?, 0, 0),
        5 if colon(2) => (two(0)?, two(3)?, 0),
        8 if colon(2) && colon(5) => (two(0)?, two(3)?, two(6)?),
        6 => (two(0)?, two(2)?, two(4)?),
        _ => return Err(expected),
    };
    if let Some(afternoon) = half_day {
        if !(1..=12).contains(&hour) {
            return Err("an hour from 1 to 12 before AM or PM");
        }
        hour = hour % 12 + if afternoon { 12 } else { 0 };
    }
    if hour > 23 || minute > 59 || second > 59 {
        return Err(expected);
    }
    let nanos = parse_fraction(fraction, NANOS_PER_SECOND)?;
    Ok((hour * 3_600 + minute * 60 + second, nanos))
}

/// Splits off `-AM`, ` PM` and the like; true is afternoon.
fn split_half_day(text: &[u8]) -> (&[u8], Option<bool>) {
    let [head @ .., half, b'M' | b'm'] = text else { return (text, None) };
    let head = match head {
        [head @ .., b'-' | b' '] => head,
        _ => head,
    };
    match half {
        b'A' | b'a' => (head, Some(false)),
        b'P' | b'p' => (head, Some(true)),
        _ => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<i64, &'static str> {
        StampParser::default().parse(text.as_bytes()).map(|stamp| stamp.0)
    }

    #[test]
    fn reads_every_way_of_writing_one_instant() {
        // date -u -d @1590969540 gives 2020-05-31 23:59:00.
        let expected = Ok(1_590_969_540_000_000_000);
        for text in [
            "2020-05-31 23:59:00",
            "2020-05-31T23:59:00",
            "2020-05-31T23:59:00Z",
            "2020-05-31 23:59:00+00:00",
            "2020-06-01T01:59:00+02:00",
            "2020-06-01T01:59:00+02",
            "2020-05-31 18:29:00-0530",
            "2020-05-31 23:59:00 UTC",
            "2020-05-31 23:59",
            "2020.05.31 23:59:00",
            "2020/05/31 23:59",
            "2020-05-31 11:59 PM",
            "2020-05-31 11:59:00-PM",
            "20200531 235900",
            "20200531 235900000",
            "31.05.2020 23:59:00.000",
            "2020-05-31T23:59:00.000000000",
            "1590969540",
            "1590969540.0",
            "1590969540000",
            "1590969540000000",
            "1590969540000000000",
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    #[test]
    fn reads_fractions_dates_and_the_twelve_hour_clock() {
        let midnight = 1_590_883_200_000_000_000; // date -u -d 2020-05-31 +%s
        for (text, nanos) in [
            ("2020-05-31", midnight),
            ("20200531", midnight),
            ("2020.05.31", midnight),
            ("2020-05-31 12-AM", midnight),
            ("2020-05-31 12-PM", midnight + 43_200_000_000_000),
            ("2020-05-31 00:00:00.5", midnight + 500_000_000),
            ("20200531 000000007", midnight + 7_000_000),
            ("1590883200000.142", midnight + 142_000),
            ("1590883200000.1234567", midnight + 123_456),
            ("1969-12-31 23:59:59", -1_000_000_000),
        ] {
            assert_eq!(parse(text), Ok(nanos), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_not_a_time() {
        for text in [
            "",
            "x",
            "2020",
            "12",
            "2020-02-30",
            "2020-13-01 00:00",
            "2020-05-31 24:00",
            "2020-05-31 23:60",
            "2020-05-31 23:59:00+99:00",
            "2020-05-31 00-AM",
            "2020-05-31 13-PM",
            "2020-05-31_23:59",
            "05/31/2020",
            "9223372036854775808",
            "99999999999999999999",
            "1500-01-01",
            "2020-05-31 2",
            "-1590969540",
            "1590969540.1.2",
            "2262-06-01",
            "nan",
            "2020-05-31T",
            "2020-05-31Tx",
        ] {
            assert!(parse(text).is_err(), "{text:?} was accepted");
        }
    }

    #[test]
    fn one_file_has_one_unit_and_states_the_zone_always_or_never() {
        let mut parser = StampParser::default();
        assert!(parser.parse(b"1590969540").is_ok());
        assert!(parser.parse(b"1590969600000").is_err());
        let mut parser = StampParser::default();
        assert!(parser.parse(b"2020-05-31T23:59:00Z").is_ok());
        assert!(parser.parse(b"2020-05-31T23:59:00").is_err());
        assert!(parser.zone_stated());
    }
}
