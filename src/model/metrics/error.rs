//! Why predictions were not judged.

use std::fmt;

/// Why predictions were not judged.
#[derive(Clone, Debug, PartialEq)]
pub enum MetricError {
    /// No rows.
    Empty,
    /// A list has another length than there are classes.
    Length {
        /// The list.
        what: &'static str,
        /// Its length.
        was: usize,
        /// Rows.
        rows: usize,
    },
    /// Probabilities of a row are not finite numbers from 0 to 1 whose sum is 1.
    Probabilities {
        /// Row, from 0.
        row: usize,
        /// The probabilities.
        was: [f64; 3],
    },
    /// A weight is not a finite number, 0 or more.
    Weight {
        /// Row, from 0.
        row: usize,
        /// The weight.
        was: f64,
    },
    /// All weights are 0.
    Weightless,
    /// Rows are not in order of time.
    Time {
        /// Row, from 0.
        row: usize,
    },
    /// A threshold is not a number from 0 to 1.
    Threshold(f64),
}

impl fmt::Display for MetricError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("no rows to judge, expected at least one"),
            Self::Length { what, was, rows } => write!(f, "{was} {what} for {rows} rows"),
            Self::Probabilities { row, was } => write!(
                f,
                "row {row}: the probabilities were {was:?}, expected numbers from 0 to 1 whose sum \
                 is 1"
            ),
            Self::Weight { row, was } => {
                write!(f, "row {row}: the weight was {was}, expected a finite number, 0 or more")
            }
            Self::Weightless => f.write_str("all weights are 0, expected one above 0"),
            Self::Time { row } => write!(f, "row {row}: its time is not after the one before"),
            Self::Threshold(was) => {
                write!(f, "threshold_prob was {was}, expected a number from 0 to 1")
            }
        }
    }
}

impl std::error::Error for MetricError {}
