//! The trade server's clock to UTC.

use super::DstRule;
use crate::types::{CivilDate, NANOS_PER_SECOND, ParameterError, UnixNanos};

const HOUR_S: i64 = 3_600;
const SECONDS_PER_DAY: i64 = 86_400;

/// Converts server time to UTC, following the daylight saving changes of the server.
///
/// In the hour that is repeated when clocks go back, a server time means two instants: the earlier
/// one is taken as long as that does not go back behind the previous conversion. The hour that is
/// skipped in spring does not exist; should a server stamp it all the same, winter time is assumed.
///
/// Cost: two comparisons and a subtraction, except in the hours round a change.
#[derive(Clone, Debug)]
pub struct ServerClock {
    winter_offset_s: i64,
    rule: DstRule,
    /// Server seconds between which `span_offset_s` holds without doubt.
    span: (i64, i64),
    span_offset_s: i64,
    last_utc_s: i64,
}

impl ServerClock {
    /// A server whose clock is `winter_offset_s` seconds ahead of UTC outside summer time.
    ///
    /// # Errors
    /// If the offset is beyond +-14 hours or not a multiple of 15 minutes.
    pub fn new(winter_offset_s: i32, rule: DstRule) -> Result<Self, ParameterError> {
        if winter_offset_s.unsigned_abs() > 50_400 || winter_offset_s % 900 != 0 {
            return Err(ParameterError::new(
                "utc_offset_s",
                winter_offset_s,
                "a multiple of 900 from -50400 to 50400",
            ));
        }
        Ok(Self {
            winter_offset_s: i64::from(winter_offset_s),
            rule,
            span: (0, 0),
            span_offset_s: 0,
            last_utc_s: i64::MIN,
        })
    }

    /// The UTC instant of `server_ns` nanoseconds on the server's clock.
    #[inline]
    pub fn to_utc(&mut self, server_ns: i64) -> UnixNanos {
        let server_s = server_ns.div_euclid(NANOS_PER_SECOND);
        if server_s < self.span.0 || server_s >= self.span.1 {
            self.find_span(server_s);
        }
        self.last_utc_s = server_s - self.span_offset_s;
        UnixNanos(server_ns.saturating_sub(self.span_offset_s * NANOS_PER_SECOND))
    }

    /// Seconds on the server's clock at a UTC instant.
    #[must_use]
    pub fn server_seconds(&self, utc: UnixNanos) -> i64 {
        let utc_s = utc.seconds();
        utc_s + self.offset_at(utc_s)
    }

    /// How far the server's clock is ahead of UTC at a UTC second.
    ///
    /// Cost: a few comparisons near the times that were converted last, else a date.
    #[must_use]
    pub fn offset_at(&self, utc_s: i64) -> i64 {
        // A span of one second may be the hour that spring skips, which has no UTC of its own.
        let (from, to) = self.span;
        if to > from.saturating_add(1)
            && (from..to).contains(&utc_s.saturating_add(self.span_offset_s))
        {
            return self.span_offset_s;
        }
        let year = CivilDate::from_days(utc_s.div_euclid(SECONDS_PER_DAY)).year;
        match self.rule.summer(year) {
            Some((from, to)) if (from..to).contains(&utc_s) => self.winter_offset_s + HOUR_S,
            _ => self.winter_offset_s,
        }
    }

    /// Finds the offset for `server_s` and the longest span round it in which it is certain.
    #[cold]
    fn find_span(&mut self, server_s: i64) {
        let winter = self.winter_offset_s;
        let utc_guess = server_s - winter;
        let year = CivilDate::from_days(utc_guess.div_euclid(SECONDS_PER_DAY)).year;
        let Some((from, to)) = self.rule.summer(year) else {
            self.span = (i64::MIN, i64::MAX);
            self.span_offset_s = winter;
            return;
        };
        let year_start = |year| CivilDate { year, month: 1, day: 1 }.to_days() * SECONDS_PER_DAY;
        let summer = (from + winter + HOUR_S, to + winter); // up to the repeated hour
        let repeated = (to + winter, to + winter + HOUR_S);
        if server_s < from + winter {
            self.span = (year_start(year) + winter, from + winter);
            self.span_offset_s = winter;
        } else if server_s >= repeated.1 {
            self.span = (repeated.1, year_start(year + 1) + winter);
            self.span_offset_s = winter;
        } else if (summer.0..summer.1).contains(&server_s) {
            self.span = summer;
            self.span_offset_s = winter + HOUR_S;
        } else if (repeated.0..repeated.1).contains(&server_s) {
            let earlier = server_s - winter - HOUR_S;
            let first_pass = earlier >= self.last_utc_s;
            self.span = (server_s, server_s + 1);
            self.span_offset_s = if first_pass { winter + HOUR_S } else { winter };
        } else {
            self.span = (server_s, server_s + 1); // the hour that spring skips
            self.span_offset_s = winter;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(year: i64, month: u32, day: u32, hour: i64) -> i64 {
        CivilDate { year, month, day }.to_days() * SECONDS_PER_DAY + hour * HOUR_S
    }

    fn convert(clock: &mut ServerClock, server_s: i64) -> i64 {
        clock.to_utc(server_s * NANOS_PER_SECOND).seconds()
    }

    #[test]
    fn a_gmt_plus_2_server_on_us_dates() {
        let mut clock = ServerClock::new(7_200, DstRule::UnitedStates).unwrap();
        assert_eq!(convert(&mut clock, at(2026, 1, 5, 12)), at(2026, 1, 5, 10));
        assert_eq!(convert(&mut clock, at(2026, 3, 6, 23)), at(2026, 3, 6, 21)); // Friday before
        assert_eq!(convert(&mut clock, at(2026, 3, 9, 0)), at(2026, 3, 8, 21)); // Monday after
        assert_eq!(convert(&mut clock, at(2026, 12, 31, 23)), at(2026, 12, 31, 21));
        assert_eq!(convert(&mut clock, at(2027, 1, 1, 1)), at(2026, 12, 31, 23));
    }

    #[test]
    fn every_hour_of_three_years_round_trips() {
        for (rule, offset) in [
            (DstRule::UnitedStates, 7_200),
            (DstRule::Europe, 3_600),
            (DstRule::None, -18_000),
            (DstRule::Europe, 0),
        ] {
            let mut clock = ServerClock::new(offset, rule).unwrap();
            for utc_s in (at(2024, 1, 1, 0)..at(2027, 1, 1, 0)).step_by(1_800) {
                let server_s = clock.server_seconds(UnixNanos::from_seconds(utc_s));
                assert_eq!(convert(&mut clock, server_s), utc_s, "{rule:?} {offset}");
            }
        }
    }

    #[test]
    fn the_offset_does_not_depend_on_what_was_converted_before() {
        for (rule, offset) in [(DstRule::UnitedStates, 7_200), (DstRule::Europe, -3_600)] {
            let fresh = ServerClock::new(offset, rule).unwrap();
            let mut used = fresh.clone();
            // Every quarter of an hour of the server's clock, also the hours that it skips.
            for server_s in (at(2025, 12, 1, 0)..at(2027, 1, 15, 0)).step_by(900) {
                let utc_s = convert(&mut used, server_s);
                for near_s in (utc_s - 10_800..=utc_s + 10_800).step_by(900) {
                    assert_eq!(used.offset_at(near_s), fresh.offset_at(near_s), "{near_s}");
                }
            }
        }
    }

    #[test]
    fn without_history_the_repeated_hour_is_its_first_pass() {
        let mut clock = ServerClock::new(7_200, DstRule::UnitedStates).unwrap();
        let repeated = at(2026, 11, 1, 8) + 1_800; // 06:00 UTC is 09:00 then 08:00 server time
        assert_eq!(convert(&mut clock, repeated), at(2026, 11, 1, 5) + 1_800);
        assert_eq!(convert(&mut clock, repeated - 1), at(2026, 11, 1, 6) + 1_799);
    }

    #[test]
    fn absurd_offsets_are_refused() {
        assert!(ServerClock::new(50_401, DstRule::None).is_err());
        assert!(ServerClock::new(i32::MIN, DstRule::None).is_err());
        assert!(ServerClock::new(1_000, DstRule::None).is_err());
    }
}
