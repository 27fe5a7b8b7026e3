//! Instants and durations, in nanoseconds.

use std::fmt;
use std::ops::{Add, Sub};

/// Nanoseconds in a second.
pub const NANOS_PER_SECOND: i64 = 1_000_000_000;
/// Nanoseconds in a millisecond.
pub const NANOS_PER_MILLI: i64 = 1_000_000;

const SECONDS_PER_DAY: i64 = 86_400;

/// An instant: nanoseconds since 1970-01-01 00:00 UTC.
///
/// Always UTC. A trade server's clock becomes a `UnixNanos` only through
/// [`crate::clock::ServerClock`]. Range: years 1678 to 2262.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixNanos(pub i64);

/// A span of time in nanoseconds. Negative when the later instant was subtracted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DurationNanos(pub i64);

impl UnixNanos {
    /// The instant `seconds` after the epoch. Saturates at the ends of the range.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(NANOS_PER_SECOND))
    }

    /// The instant `millis` after the epoch. Saturates at the ends of the range.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(NANOS_PER_MILLI))
    }

    /// Whole seconds since the epoch, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(NANOS_PER_SECOND)
    }

    /// Whole milliseconds since the epoch, rounded down.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0.div_euclid(NANOS_PER_MILLI)
    }

    /// The time from `earlier` to `self`, saturating.
    #[must_use]
    pub const fn since(self, earlier: Self) -> DurationNanos {
        DurationNanos(self.0.saturating_sub(earlier.0))
    }
}

impl DurationNanos {
    /// A span of whole seconds. Saturates.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(NANOS_PER_SECOND))
    }

    /// A span of whole milliseconds. Saturates.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(NANOS_PER_MILLI))
    }
}

impl Add<DurationNanos> for UnixNanos {
    type Output = Self;
    fn add(self, span: DurationNanos) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub<DurationNanos> for UnixNanos {
    type Output = Self;
    fn sub(self, span: DurationNanos) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl fmt::Display for UnixNanos {
    /// ISO-8601 UTC, as short as the value allows: `2026-01-05T03:40:00Z`, `...00.292Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.seconds();
        let date = CivilDate::from_days(seconds.div_euclid(SECONDS_PER_DAY));
        let second_of_day = seconds.rem_euclid(SECONDS_PER_DAY);
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
            date.year,
            date.month,
            date.day,
            second_of_day / 3600,
            second_of_day / 60 % 60,
            second_of_day % 60
        )?;
        let nanos = self.0.rem_euclid(NANOS_PER_SECOND);
        if nanos != 0 {
            let digits = format!("{nanos:09}");
            write!(f, ".{}", digits.trim_end_matches('0'))?;
        }
        f.write_str("Z")
    }
}

/// A day of the proleptic Gregorian calendar.
///
/// Source of both conversions: the era arithmetic (400-year cycles of 146,097 days that begin on
/// 1 March, so that the leap day comes last) described in Howard Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CivilDate {
    /// Year, may be negative.
    pub year: i64,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day of the month, 1 to 31.
    pub day: u32,
}

impl CivilDate {
    /// The date `days` days after 1970-01-01.
    #[must_use]
    pub const fn from_days(days: i64) -> Self {
        let shifted = days + 719_468; // days from 0000-03-01 to 1970-01-01
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        Self { year, month: month as u32, day: day as u32 }
    }

    /// Days from 1970-01-01 to this date. The date is not checked; see [`CivilDate::is_valid`].
    #[must_use]
    pub const fn to_days(self) -> i64 {
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let march_month = (self.month as i64 + 9) % 12;
        let day_of_year = (153 * march_month + 2) / 5 + self.day as i64 - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// Months since January of the year 0, for counting and comparing.
    #[must_use]
    pub fn month_number(self) -> i64 {
        self.year * 12 + i64::from(self.month) - 1
    }

    /// Whether the month and the day exist.
    #[must_use]
    pub const fn is_valid(self) -> bool {
        if self.month < 1 || self.month > 12 || self.day < 1 || self.day > 31 {
            return false;
        }
        let back = Self::from_days(self.to_days());
        back.month == self.month && back.day == self.day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_dates_convert_both_ways() {
        // 2000-03-01 is day 11,017; 1969-12-31 is day -1 (POSIX time of day 0 is 1970-01-01).
        for (days, year, month, day) in
            [(0, 1970, 1, 1), (-1, 1969, 12, 31), (11_016, 2000, 2, 29), (11_017, 2000, 3, 1)]
        {
            let date = CivilDate { year, month, day };
            assert_eq!(CivilDate::from_days(days), date);
            assert_eq!(date.to_days(), days);
        }
    }

    #[test]
    fn every_day_of_four_centuries_round_trips() {
        for days in -146_097..146_097 {
            let date = CivilDate::from_days(days);
            assert!(date.is_valid());
            assert_eq!(date.to_days(), days);
        }
    }

    #[test]
    fn impossible_dates_are_not_valid() {
        assert!(!CivilDate { year: 2023, month: 2, day: 29 }.is_valid());
        assert!(!CivilDate { year: 2023, month: 13, day: 1 }.is_valid());
        assert!(!CivilDate { year: 2023, month: 4, day: 31 }.is_valid());
    }

    #[test]
    fn displays_iso_8601() {
        assert_eq!(UnixNanos::from_seconds(1_767_584_400).to_string(), "2026-01-05T03:40:00Z");
        assert_eq!(
            UnixNanos::from_millis(1_398_902_400_292).to_string(),
            "2014-05-01T00:00:00.292Z"
        );
        assert_eq!(UnixNanos(-1).to_string(), "1969-12-31T23:59:59.999999999Z");
    }
}
