//! Times as feeds and calendars write them.

use crate::types::{CivilDate, NANOS_PER_SECOND, UnixNanos};

/// Accepted forms, for error messages.
pub const ACCEPTED: &str = "2026-01-05T03:40:00Z, with an offset such as +02:00 or none for UTC, \
    2026.01.05 03:40, 20260105T034000Z, or seconds, milliseconds, microseconds or nanoseconds \
    since 1970";

/// Reads a time. Without a zone it is UTC.
#[must_use]
pub fn parse(text: &str) -> Option<UnixNanos> {
    parse_local(text, &|stamp| stamp)
}

/// Reads a time; `to_utc` is asked for one without a zone, and given it as if it were UTC.
#[must_use]
pub fn parse_local(text: &str, to_utc: &dyn Fn(UnixNanos) -> UnixNanos) -> Option<UnixNanos> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() != 8 {
        return unix(text);
    }
    let mut reader = Reader(text.as_bytes());
    let date = reader.date()?;
    let mut seconds = date.to_days() * 86_400;
    let mut nanos = 0;
    let mut is_local = true;
    if reader.skip(b"Tt ") {
        let (of_day, fraction) = reader.time()?;
        seconds += of_day;
        nanos = fraction;
        is_local = reader.0.is_empty();
        seconds -= reader.offset()?;
    }
    let stamp = UnixNanos(seconds.checked_mul(NANOS_PER_SECOND)?.checked_add(nanos)?);
    reader.0.is_empty().then(|| if is_local { to_utc(stamp) } else { stamp })
}

/// A whole number: its unit follows from its size, as times from 1973 to 5138.
fn unix(text: &str) -> Option<UnixNanos> {
    let value: i64 = text.parse().ok()?;
    let unit = match text.len() {
        9..=11 => NANOS_PER_SECOND,
        12..=14 => 1_000_000,
        15..=17 => 1_000,
        18..=19 => 1,
        _ => return None,
    };
    value.checked_mul(unit).map(UnixNanos)
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    /// Takes one of these characters if it comes next.
    fn skip(&mut self, any: &[u8]) -> bool {
        let found = self.0.first().is_some_and(|byte| any.contains(byte));
        if found {
            self.0 = &self.0[1..];
        }
        found
    }

    /// Exactly `count` digits.
    fn digits(&mut self, count: usize) -> Option<i64> {
        let digits = self.0.get(..count).filter(|it| it.iter().all(u8::is_ascii_digit))?;
        self.0 = &self.0[count..];
        Some(digits.iter().fold(0, |value, digit| value * 10 + i64::from(digit - b'0')))
    }

    fn date(&mut self) -> Option<CivilDate> {
        let year = self.digits(4)?;
        let is_separated = self.skip(b"-./");
        let month = u32::try_from(self.digits(2)?).ok()?;
        if is_separated && !self.skip(b"-./") {
            return None;
        }
        let day = u32::try_from(self.digits(2)?).ok()?;
        Some(CivilDate { year, month, day }).filter(|date| date.is_valid())
    }

    /// Seconds of the day, and nanoseconds.
    fn time(&mut self) -> Option<(i64, i64)> {
        let hour = self.digits(2)?;
        let is_separated = self.skip(b":");
        let minute = self.digits(2)?;
        let has_seconds = if is_separated {
            self.skip(b":")
        } else {
            self.0.first().is_some_and(u8::is_ascii_digit)
        };
        let second = if has_seconds { self.digits(2)? } else { 0 };
        let mut nanos = 0;
        if self.skip(b".") {
            let mut unit = NANOS_PER_SECOND;
            let length = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
            for _ in 0..length {
                unit /= 10;
                nanos += self.digits(1)? * unit;
            }
        }
        let is_valid = hour < 24 && minute < 60 && second <= 60;
        is_valid.then_some((hour * 3_600 + minute * 60 + second, nanos))
    }

    /// Seconds that the zone is ahead of UTC.
    fn offset(&mut self) -> Option<i64> {
        if self.0.is_empty() || self.skip(b"Zz") {
            return Some(0);
        }
        let sign = if self.skip(b"+") { 1 } else { -1 };
        if sign < 0 && !self.skip(b"-") {
            return None;
        }
        let hours = self.digits(2)?;
        self.skip(b":");
        let minutes = self.digits(2)?;
        (hours <= 14 && minutes < 60).then_some(sign * (hours * 3_600 + minutes * 60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_feeds_write() {
        // 1_767_584_400 is 2026-01-05 03:40:00 UTC (GNU date).
        for (text, millis) in [
            ("2026-01-05T03:40:00Z", 1_767_584_400_000),
            ("2026-01-05 03:40:00", 1_767_584_400_000),
            ("2026-01-05T05:40:00.25+02:00", 1_767_584_400_250),
            ("2026-01-04T22:40:00-0500", 1_767_584_400_000),
            ("2026.01.05 03:40", 1_767_584_400_000),
            ("20260105T034000Z", 1_767_584_400_000),
            ("20260105", 1_767_571_200_000),
            ("2026/01/05", 1_767_571_200_000),
            ("1767584400", 1_767_584_400_000),
            ("1767584400250", 1_767_584_400_250),
        ] {
            assert_eq!(parse(text), Some(UnixNanos(millis * 1_000_000)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in [
            "",
            "yesterday",
            "2026-02-30",
            "2026-01-05T25:00:00Z",
            "2026-01-05T03:40:00Q",
            "2026-0105",
            "2026-01-05T03:40:00Z!",
            "12345",
            "2026-01-05T03",
            "-1767584400",
            "99999999999999999999",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
