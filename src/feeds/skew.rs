//! How far a venue's clock is from ours.

use crate::types::{DurationNanos, UnixNanos};

/// The venue's clock, measured over REST and carried on by our monotonic clock: a jump of our wall
/// clock changes the skew that is told, and nothing else.
///
/// Formula: the answer's time belongs to the middle of the request's way, so the error is at most
/// half of the round trip and as much as the venue's clock is coarse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockSkew {
    /// Time of the venue at `at`.
    time: UnixNanos,
    at: DurationNanos,
    error_ns: i64,
}

impl ClockSkew {
    /// From an answer that says `time`, rounded down to a multiple of `coarse_ns`; asked at `asked`
    /// and here at `answered`.
    #[must_use]
    pub const fn measured(
        time: UnixNanos,
        coarse_ns: i64,
        asked: DurationNanos,
        answered: DurationNanos,
    ) -> Self {
        let half_trip = answered.0.saturating_sub(asked.0) / 2;
        let half_step = coarse_ns / 2;
        Self {
            time: UnixNanos(time.0.saturating_add(half_step)),
            at: DurationNanos(asked.0.saturating_add(half_trip)),
            error_ns: half_trip.saturating_add(half_step),
        }
    }

    /// The venue's clock now.
    #[must_use]
    pub const fn venue_time(&self, now: DurationNanos) -> UnixNanos {
        UnixNanos(self.time.0.saturating_add(now.0.saturating_sub(self.at.0)))
    }

    /// The venue's clock ahead of ours, in nanoseconds.
    #[must_use]
    pub const fn skew_ns(&self, now: DurationNanos, utc: UnixNanos) -> i64 {
        self.venue_time(now).0.saturating_sub(utc.0)
    }

    /// How wrong both may be, in nanoseconds.
    #[must_use]
    pub const fn error_ns(&self) -> i64 {
        self.error_ns
    }

    /// Age of something that the venue stamped, at least; in nanoseconds.
    #[must_use]
    pub const fn age_ns(&self, stamped: UnixNanos, now: DurationNanos) -> i64 {
        self.venue_time(now).0.saturating_sub(stamped.0).saturating_sub(self.error_ns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_is_half_the_way_and_half_the_step() {
        let s = DurationNanos::from_seconds;
        let skew = ClockSkew::measured(UnixNanos::from_seconds(1_000), 1_000_000_000, s(10), s(14));
        // 1000 to 1001 at second 12 of our monotonic clock.
        assert_eq!(skew.venue_time(s(12)), UnixNanos(1_000_500_000_000));
        assert_eq!(skew.error_ns(), 2_500_000_000);
        assert_eq!(skew.skew_ns(s(13), UnixNanos::from_seconds(1_000)), 1_500_000_000);
        assert_eq!(skew.age_ns(UnixNanos::from_seconds(998), s(12)), 0);
        // The wall clock jumps an hour ahead: the skew says so, the age does not change.
        assert_eq!(skew.skew_ns(s(13), UnixNanos::from_seconds(4_600)), -3_598_500_000_000);
        assert_eq!(skew.age_ns(UnixNanos::from_seconds(900), s(12)), 98_000_000_000);
    }
}
