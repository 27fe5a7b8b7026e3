//! Why bars were not labelled.

use std::fmt;

use crate::types::{BarError, DurationNanos, ParameterError};

/// Why bars were not labelled.
#[derive(Clone, Debug, PartialEq)]
pub enum LabelError {
    /// A setting cannot be used with these bars.
    Setting(ParameterError),
    /// A list has another length than there are bars.
    Length {
        /// The list.
        what: &'static str,
        /// Its length.
        was: usize,
        /// Number of bars.
        bars: usize,
    },
    /// A price is not a finite number above 0, or the prices of a bar contradict each other.
    Bar {
        /// Row, from 0.
        row: usize,
        /// What is wrong.
        error: BarError,
    },
    /// A spread is negative or not finite.
    Spread {
        /// Row, from 0.
        row: usize,
        /// The spread.
        was: f64,
    },
    /// An average true range is negative or infinite.
    Range {
        /// Row, from 0.
        row: usize,
        /// The range.
        was: f64,
    },
    /// Bars are not in order, or there twice, or overlap.
    Time {
        /// Row, from 0.
        row: usize,
        /// Time since the bar before opened.
        after: DurationNanos,
        /// The least it may be.
        period: DurationNanos,
    },
    /// The horizon is longer than the data: no row would have a label.
    Horizon {
        /// The horizon.
        horizon: DurationNanos,
        /// From the first to the last close.
        span: DurationNanos,
        /// Number of bars.
        bars: usize,
    },
}

/// Nanoseconds as seconds, for people.
fn seconds(span: DurationNanos) -> f64 {
    span.0 as f64 / 1e9
}

impl fmt::Display for LabelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting(error) => write!(f, "{error}"),
            Self::Length { what, was, bars } => write!(f, "{was} {what} for {bars} bars"),
            Self::Bar { row, error } => write!(f, "row {row}: {error}"),
            Self::Spread { row, was } => {
                write!(f, "row {row}: the spread was {was}, expected a finite number, 0 or more")
            }
            Self::Range { row, was } => write!(
                f,
                "row {row}: the average true range was {was}, expected a finite number, 0 or more"
            ),
            Self::Time { row, after, period } => write!(
                f,
                "row {row}: it opens {} s after the bar before, expected at least {} s; sort, and \
                 drop doubles",
                seconds(*after),
                seconds(*period)
            ),
            Self::Horizon { horizon, span, bars } => write!(
                f,
                "the horizon was {} s, expected at most the {} s that {bars} bars span",
                seconds(*horizon),
                seconds(*span)
            ),
        }
    }
}

impl std::error::Error for LabelError {}
