//! One bar of prices.

use std::fmt;

use super::UnixNanos;

/// Open, high, low, close and volume of one period.
///
/// Stamped with its open; it may be read only after its close.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bar {
    /// When the bar opened.
    pub open_time: UnixNanos,
    /// First price.
    pub open: f64,
    /// Highest price.
    pub high: f64,
    /// Lowest price.
    pub low: f64,
    /// Last price.
    pub close: f64,
    /// Number of ticks, or traded volume where the source gives one.
    pub volume: f64,
    /// Spread in points at the close, 0 where unknown.
    pub spread_points: u32,
}

/// Why a bar was refused.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BarError {
    /// A price is not a finite number above zero.
    Price {
        /// `open`, `high`, `low` or `close`.
        field: &'static str,
        /// The value.
        was: f64,
    },
    /// High is below another price of the bar, or low above one.
    Range {
        /// High.
        high: f64,
        /// Low.
        low: f64,
    },
    /// The volume is negative or not a number.
    Volume(f64),
}

impl fmt::Display for BarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Price { field, was } => {
                write!(f, "{field} was {was}, expected a finite price above 0")
            }
            Self::Range { high, low } => {
                write!(f, "high was {high} and low {low}, expected low <= open, close <= high")
            }
            Self::Volume(was) => write!(f, "volume was {was}, expected a finite number, 0 or more"),
        }
    }
}

impl std::error::Error for BarError {}

impl Bar {
    /// Checks prices and volume.
    ///
    /// # Errors
    /// The first problem, in the order prices, range, volume.
    pub fn check(&self) -> Result<(), BarError> {
        for (field, was) in
            [("open", self.open), ("high", self.high), ("low", self.low), ("close", self.close)]
        {
            if !(was.is_finite() && was > 0.0) {
                return Err(BarError::Price { field, was });
            }
        }
        if self.high < self.open.max(self.close) || self.low > self.open.min(self.close) {
            return Err(BarError::Range { high: self.high, low: self.low });
        }
        if !(self.volume.is_finite() && self.volume >= 0.0) {
            return Err(BarError::Volume(self.volume));
        }
        Ok(())
    }
}
