//! What is wrong with a message.

use std::fmt;

/// A message that is not as documented.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// Where in the message.
    pub place: &'static str,
    /// What was expected there.
    pub expected: &'static str,
    /// What was there, shortened.
    pub was: String,
}

impl ParseError {
    pub(super) fn new(place: &'static str, expected: &'static str, was: &str) -> Self {
        const CHARACTERS: usize = 80;
        let was = was.chars().filter(|it| !it.is_control()).take(CHARACTERS).collect();
        Self { place, expected, was }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: was {}, expected {}", self.place, self.was, self.expected)
    }
}
