//! Why there are no statistics.

use std::fmt;

use crate::types::UnixNanos;

/// Why there are no statistics.
#[derive(Clone, Debug, PartialEq)]
pub enum PerformanceError {
    /// A setting is not a number above 0.
    Setting {
        /// The setting.
        name: &'static str,
        /// What it was.
        was: f64,
    },
    /// The equity curve has no point.
    NoPoints,
    /// A number of a trade cannot be.
    TradeNumber {
        /// Place in the list, from 0.
        index: usize,
        /// Number of the trade.
        id: u64,
        /// The field.
        field: &'static str,
        /// What it was.
        was: f64,
        /// What it has to be.
        expected: &'static str,
    },
    /// A trade was closed before it was opened.
    TradeTimes {
        /// Place in the list, from 0.
        index: usize,
        /// Number of the trade.
        id: u64,
        /// When it was opened.
        open: UnixNanos,
        /// When it was closed.
        close: UnixNanos,
    },
    /// A trade was closed before the one that precedes it in the list.
    TradeOrder {
        /// Place in the list, from 0.
        index: usize,
        /// Number of the trade.
        id: u64,
        /// When it was closed.
        close: UnixNanos,
        /// When the one before was closed.
        previous: UnixNanos,
    },
    /// A number of a point of the curve cannot be.
    PointNumber {
        /// Place in the list, from 0.
        index: usize,
        /// The field.
        field: &'static str,
        /// What it was.
        was: f64,
    },
    /// A point of the curve is earlier than the one before.
    PointOrder {
        /// Place in the list, from 0.
        index: usize,
        /// Its time.
        time: UnixNanos,
        /// The time of the one before.
        previous: UnixNanos,
    },
}

impl fmt::Display for PerformanceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting { name, was } => {
                write!(f, "{name} was {was}, expected a number from 1e-18 to 1e18")
            }
            Self::NoPoints => f.write_str("the equity curve is empty, expected at least one point"),
            Self::TradeNumber { index, id, field, was, expected } => {
                write!(f, "trade {id} (index {index}): {field} was {was}, expected {expected}")
            }
            Self::TradeTimes { index, id, open, close } => write!(
                f,
                "trade {id} (index {index}): close_time was {close}, expected not before its \
                 open_time {open}"
            ),
            Self::TradeOrder { index, id, close, previous } => write!(
                f,
                "trade {id} (index {index}): close_time was {close}, expected not before that of \
                 the trade before, {previous}"
            ),
            Self::PointNumber { index, field, was } => {
                write!(
                    f,
                    "equity point {index}: {field} was {was}, expected a number from -1e18 to 1e18"
                )
            }
            Self::PointOrder { index, time, previous } => write!(
                f,
                "equity point {index}: time was {time}, expected not before that of the point \
                 before, {previous}"
            ),
        }
    }
}

impl std::error::Error for PerformanceError {}
