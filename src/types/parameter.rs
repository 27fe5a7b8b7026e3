//! The error of a constructor that was given an unusable parameter.

use std::fmt;

/// A parameter outside its range. Names the parameter, what it was and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterError {
    /// Name of the parameter, as in the constructor's signature.
    pub name: &'static str,
    /// The value as text.
    pub was: String,
    /// What would have been accepted.
    pub expected: &'static str,
}

impl ParameterError {
    /// Builds the error.
    #[must_use]
    pub fn new(name: &'static str, was: impl fmt::Display, expected: &'static str) -> Self {
        Self { name, was: was.to_string(), expected }
    }
}

impl fmt::Display for ParameterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was {}, expected {}", self.name, self.was, self.expected)
    }
}

impl std::error::Error for ParameterError {}
