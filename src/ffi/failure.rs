//! A failed call: the code the host sees and the text that `ht_last_error` gives.

use std::cell::Cell;
use std::fmt::{self, Write};

use super::code::describe;

/// Longest error text, in bytes.
pub(super) const TEXT_CAPACITY: usize = 2_048;

/// Why a call failed.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) code: i32,
    pub(super) text: String,
}

impl Failure {
    pub(super) fn new(code: i32, text: impl fmt::Display) -> Self {
        Self { code, text: text.to_string() }
    }
}

/// What a call returns inside the library: the host's non-negative result, or a failure.
pub(super) type Outcome = Result<i32, Failure>;

/// An error text in place, so that keeping one needs no allocation and no destructor. Thread-local
/// storage without a destructor also means that unloading the library leaves nothing behind.
#[derive(Clone, Copy)]
pub(super) struct ErrorText {
    bytes: [u8; TEXT_CAPACITY],
    len: usize,
}

impl fmt::Debug for ErrorText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl ErrorText {
    pub(super) const EMPTY: Self = Self { bytes: [0; TEXT_CAPACITY], len: 0 };

    pub(super) fn of(failure: &Failure) -> Self {
        let mut text = Self::EMPTY;
        // Writing cannot fail: what does not fit is cut.
        let _ = write!(text, "[{}] {} ", failure.code, describe(failure.code));
        let _ = text.write_str(&failure.text);
        text
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or("")
    }
}

impl Write for ErrorText {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = TEXT_CAPACITY - self.len;
        let end = (0..=room.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
        let end = end.unwrap_or(0);
        self.bytes[self.len..self.len + end].copy_from_slice(&text.as_bytes()[..end]);
        self.len += end;
        Ok(())
    }
}

thread_local! {
    static LAST: Cell<ErrorText> = const { Cell::new(ErrorText::EMPTY) };
}

/// Keeps the text for `ht_last_error(0, ...)` on this thread and gives the code.
pub(super) fn report(failure: &Failure) -> i32 {
    LAST.set(ErrorText::of(failure));
    failure.code
}

/// The text of this thread's last failed call.
pub(super) fn last_of_thread() -> ErrorText {
    LAST.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_code_and_cuts_long_text() {
        let text = ErrorText::of(&Failure::new(-1, "params was NULL"));
        assert_eq!(text.as_str(), "[-1] A required pointer was NULL. params was NULL");
        let long = "\u{e4}".repeat(TEXT_CAPACITY);
        let text = ErrorText::of(&Failure::new(-1, long));
        assert!(text.as_str().len() <= TEXT_CAPACITY && text.as_str().ends_with('\u{e4}'));
    }
}
