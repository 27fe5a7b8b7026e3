//! Why a statistic was not computed.

use std::fmt;

/// Why a statistic was not computed.
#[derive(Clone, Debug, PartialEq)]
pub enum OverfittingError {
    /// There is too little of something.
    Few {
        /// What there is too little of.
        what: &'static str,
        /// How much there was.
        was: usize,
        /// The least.
        expected: usize,
    },
    /// A value is not a number, or too large to be one of these.
    Number {
        /// Column, from 0; `None` where there is one series only.
        column: Option<usize>,
        /// Row, from 0.
        row: usize,
        /// The value.
        was: f64,
    },
    /// A list has another length than those it belongs to.
    Length {
        /// The list.
        what: &'static str,
        /// Its number, from 0.
        index: usize,
        /// Its length.
        was: usize,
        /// The length of the others.
        expected: usize,
    },
    /// All values are equal, so there is no deviation to divide by.
    Flat {
        /// Column, from 0; `None` where there is one series only.
        column: Option<usize>,
        /// The value.
        was: f64,
    },
    /// A parameter is out of its range.
    Parameter {
        /// The parameter.
        name: &'static str,
        /// Its value.
        was: f64,
        /// Its range.
        expected: &'static str,
    },
    /// Two points of a grid have the same coordinates.
    Repeated {
        /// The first point, from 0.
        first: usize,
        /// The other one.
        second: usize,
    },
}

impl OverfittingError {
    /// The error of a parameter that must be in a range.
    pub(super) const fn parameter(name: &'static str, was: f64, expected: &'static str) -> Self {
        Self::Parameter { name, was, expected }
    }
}

/// `column 3, ` where there are several columns.
fn place(column: Option<usize>) -> String {
    column.map_or_else(String::new, |column| format!("column {column}, "))
}

impl fmt::Display for OverfittingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Few { what, was, expected } => {
                write!(f, "{what}: was {was}, expected at least {expected}")
            }
            Self::Number { column, row, was } => {
                write!(
                    f,
                    "{}row {row}: was {was}, expected a number from -1e60 to 1e60",
                    place(*column)
                )
            }
            Self::Length { what, index, was, expected } => {
                write!(f, "{what} {index}: its length was {was}, expected {expected}")
            }
            Self::Flat { column, was } => {
                write!(f, "{}all rows: were {was}, expected values that differ", place(*column))
            }
            Self::Parameter { name, was, expected } => {
                write!(f, "{name} was {was}, expected {expected}")
            }
            Self::Repeated { first, second } => write!(
                f,
                "points {first} and {second} have the same coordinates, expected each once"
            ),
        }
    }
}

impl std::error::Error for OverfittingError {}
