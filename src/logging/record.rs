//! One event on its way.

use crate::telemetry::{Level, LogTarget, TextBuffer};

/// An event: when, how severe, from where, and its text.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    /// The fast clock, nanoseconds.
    pub time_ns: u64,
    /// How severe.
    pub level: Level,
    /// Where it came from.
    pub target: LogTarget,
    /// The text, cut if too long.
    pub text: TextBuffer,
}

impl Record {
    pub(super) const EMPTY: Self = Self {
        time_ns: 0,
        level: Level::Info,
        target: LogTarget::Library,
        text: TextBuffer::EMPTY,
    };
}
