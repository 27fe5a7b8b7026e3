//! A bounded ring of log records. When it is full the oldest record makes room and is counted.

use std::collections::VecDeque;
use std::fmt::{self, Write};

use crate::types::UnixNanos;

/// Severity of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Something a person must act on.
    Error = 1,
    /// Something unusual that was handled.
    Warn = 2,
    /// A change of state.
    Info = 3,
    /// A detail.
    Debug = 4,
    /// Every step.
    Trace = 5,
}

impl Level {
    /// Upper-case name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "ERROR",
            Self::Warn => "WARN",
            Self::Info => "INFO",
            Self::Debug => "DEBUG",
            Self::Trace => "TRACE",
        }
    }
}

/// One record. Text longer than its capacity is cut at a character boundary and ends in `...`.
#[derive(Clone, Debug)]
pub struct LogRecord {
    /// When, on the engine's clock.
    pub time: UnixNanos,
    /// How severe.
    pub level: Level,
    text: TextBuffer,
}

impl LogRecord {
    /// The message.
    #[must_use]
    pub fn text(&self) -> &str {
        self.text.as_str()
    }
}

/// Records in order, oldest first; never more than the capacity.
#[derive(Debug)]
pub struct LogRing {
    records: VecDeque<LogRecord>,
    capacity: usize,
    dropped: u64,
    pushed: u64,
}

impl LogRing {
    /// A ring of `capacity` records, allocated now.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        let capacity = capacity.max(1);
        Self { records: VecDeque::with_capacity(capacity), capacity, dropped: 0, pushed: 0 }
    }

    /// Adds a record without allocating.
    pub fn push(&mut self, time: UnixNanos, level: Level, message: fmt::Arguments<'_>) {
        self.pushed += 1;
        if self.records.len() == self.capacity {
            self.records.pop_front();
            self.dropped += 1;
        }
        let mut text = TextBuffer::EMPTY;
        // Writing into the buffer cannot fail: what does not fit is cut.
        let _ = text.write_fmt(message);
        self.records.push_back(LogRecord { time, level, text });
    }

    /// Takes the oldest record.
    pub fn pop(&mut self) -> Option<LogRecord> {
        self.records.pop_front()
    }

    /// The oldest record.
    #[must_use]
    pub fn peek(&self) -> Option<&LogRecord> {
        self.records.front()
    }

    /// Records ever added.
    #[must_use]
    pub const fn pushed(&self) -> u64 {
        self.pushed
    }

    /// The newest records, at most `count` of those that are still here, oldest first.
    pub fn newest(&self, count: u64) -> impl Iterator<Item = &LogRecord> {
        let count = usize::try_from(count).unwrap_or(usize::MAX).min(self.records.len());
        self.records.range(self.records.len() - count..)
    }

    /// How many records had to make room before they were drained.
    #[must_use]
    pub const fn dropped(&self) -> u64 {
        self.dropped
    }
}

const TEXT_CAPACITY: usize = 232;
const ELLIPSIS: &str = "...";

/// Text that is cut instead of growing: at a character boundary, and then it ends in `...`.
#[derive(Clone, Copy)]
pub struct TextBuffer {
    bytes: [u8; TEXT_CAPACITY],
    len: usize,
    cut: bool,
}

impl TextBuffer {
    /// No text.
    pub const EMPTY: Self = Self { bytes: [0; TEXT_CAPACITY], len: 0, cut: false };

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only whole characters are ever copied in, so the fallback is never taken.
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or("")
    }

    fn append(&mut self, text: &str) {
        self.bytes[self.len..self.len + text.len()].copy_from_slice(text.as_bytes());
        self.len += text.len();
    }
}

impl fmt::Debug for TextBuffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl Write for TextBuffer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.cut {
            return Ok(());
        }
        let room = TEXT_CAPACITY - ELLIPSIS.len() - self.len;
        if text.len() <= room {
            self.append(text);
        } else {
            let end = (0..=room).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
            self.append(&text[..end]);
            self.append(ELLIPSIS);
            self.cut = true;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_record_makes_room_and_is_counted() {
        let mut ring = LogRing::new(2);
        for number in 0..5 {
            ring.push(UnixNanos(number), Level::Info, format_args!("record {number}"));
        }
        assert_eq!(ring.dropped(), 3);
        assert_eq!(ring.pop().unwrap().text(), "record 3");
        assert_eq!(ring.pop().unwrap().text(), "record 4");
        assert!(ring.pop().is_none());
    }

    #[test]
    fn long_text_is_cut_between_characters() {
        let mut ring = LogRing::new(1);
        let long = "\u{e4}".repeat(TEXT_CAPACITY);
        ring.push(UnixNanos(0), Level::Warn, format_args!("a{long}{long}"));
        let record = ring.pop().unwrap();
        assert!(record.text().ends_with("..."));
        assert!(record.text().len() <= TEXT_CAPACITY);
        assert!(record.text().starts_with("a\u{e4}"));
    }
}
