//! The machine's clocks, for background threads only.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::types::{DurationNanos, UnixNanos};

/// Reads the machine's clocks. Nothing that decides does: time comes with events there.
#[derive(Clone, Copy, Debug)]
pub struct MachineClock(Instant);

impl MachineClock {
    /// A clock whose monotonic time begins now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "background threads time out and pause")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Time since the start. Never jumps, whatever happens to the wall clock.
    #[must_use]
    pub fn monotonic(&self) -> DurationNanos {
        DurationNanos(i64::try_from(self.0.elapsed().as_nanos()).unwrap_or(i64::MAX))
    }

    /// The wall clock; the epoch if it is set before 1970. May jump.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "held against the clocks of exchanges")]
    pub fn utc(&self) -> UnixNanos {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        UnixNanos(since.map_or(0, |since| i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)))
    }
}
