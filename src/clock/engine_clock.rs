//! The engine's idea of "now": the latest time any event brought, never earlier than before.

use crate::types::UnixNanos;

/// A clock that only events move, and only forwards.
#[derive(Clone, Copy, Debug, Default)]
pub struct EngineClock {
    now: UnixNanos,
}

impl EngineClock {
    /// The latest time seen; the epoch before any event.
    #[must_use]
    pub const fn now(&self) -> UnixNanos {
        self.now
    }

    /// Moves to `time` unless that would go back. Returns the time now.
    pub fn advance(&mut self, time: UnixNanos) -> UnixNanos {
        self.now = self.now.max(time);
        self.now
    }
}
