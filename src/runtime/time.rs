//! The clocks of background threads, so that a test can hand in others.

use std::fmt;
use std::time::Duration;

use super::alarm::Alarm;
use crate::clock::MachineClock;
use crate::types::{DurationNanos, UnixNanos};

/// What a background thread knows of time.
pub trait Time: fmt::Debug + Send + Sync {
    /// Time since some fixed moment; never jumps.
    fn monotonic(&self) -> DurationNanos;
    /// The wall clock; may jump.
    fn utc(&self) -> UnixNanos;
    /// Lets time pass until `alarm` rings, at most `limit`.
    fn pause(&self, alarm: &Alarm, limit: Duration);
}

/// The machine's time.
#[derive(Clone, Copy, Debug)]
pub struct MachineTime(MachineClock);

impl MachineTime {
    /// Time that begins now.
    #[must_use]
    pub fn start() -> Self {
        Self(MachineClock::start())
    }
}

impl Time for MachineTime {
    fn monotonic(&self) -> DurationNanos {
        self.0.monotonic()
    }

    fn utc(&self) -> UnixNanos {
        self.0.utc()
    }

    fn pause(&self, alarm: &Alarm, limit: Duration) {
        alarm.wait(limit);
    }
}
