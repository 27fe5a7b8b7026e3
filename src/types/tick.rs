//! One quote or trade.

use std::fmt;

use super::UnixNanos;

/// A quote (bid and ask) or, on exchange symbols, a trade (last).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tick {
    /// When the source says it happened.
    pub time: UnixNanos,
    /// Best bid; 0 where the symbol has trades only.
    pub bid: f64,
    /// Best ask; 0 where the symbol has trades only.
    pub ask: f64,
    /// Price of the last trade; 0 where the symbol has quotes only.
    pub last: f64,
    /// Volume of the last trade; 0 where unknown.
    pub volume: f64,
}

/// Why a tick was refused.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TickError {
    /// A price or the volume is not a finite number, or is negative.
    Number {
        /// `bid`, `ask`, `last` or `volume`.
        field: &'static str,
        /// The value.
        was: f64,
    },
    /// Neither a quote nor a trade.
    Empty,
    /// Only one of bid and ask was given.
    OneSided {
        /// Bid.
        bid: f64,
        /// Ask.
        ask: f64,
    },
    /// The ask is below the bid.
    Crossed {
        /// Bid.
        bid: f64,
        /// Ask.
        ask: f64,
    },
    /// Earlier than the tick before it.
    Backwards {
        /// Time of the tick before.
        previous: UnixNanos,
        /// Time of this tick.
        was: UnixNanos,
    },
}

impl fmt::Display for TickError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Number { field, was } => {
                write!(f, "{field} was {was}, expected a finite number, 0 or more")
            }
            Self::Empty => f.write_str("bid, ask and last were all 0, expected a quote or a trade"),
            Self::OneSided { bid, ask } => {
                write!(f, "bid was {bid} and ask {ask}, expected both or neither")
            }
            Self::Crossed { bid, ask } => {
                write!(f, "bid was {bid} and ask {ask}, expected ask at or above bid")
            }
            Self::Backwards { previous, was } => {
                write!(f, "time was {was}, expected {previous} or later")
            }
        }
    }
}

impl std::error::Error for TickError {}

impl Tick {
    /// Checks the numbers and the quote. Does not look at time.
    ///
    /// # Errors
    /// The first problem, in the order of [`TickError`]'s variants.
    #[inline]
    pub fn check(&self) -> Result<(), TickError> {
        for (field, was) in
            [("bid", self.bid), ("ask", self.ask), ("last", self.last), ("volume", self.volume)]
        {
            if !(was.is_finite() && was >= 0.0) {
                return Err(TickError::Number { field, was });
            }
        }
        match (self.bid > 0.0, self.ask > 0.0) {
            (true, true) if self.ask < self.bid => {
                Err(TickError::Crossed { bid: self.bid, ask: self.ask })
            }
            (true, true) => Ok(()),
            (false, false) if self.last > 0.0 => Ok(()),
            (false, false) => Err(TickError::Empty),
            _ => Err(TickError::OneSided { bid: self.bid, ask: self.ask }),
        }
    }

    /// Whether both sides of the quote are known.
    #[must_use]
    pub fn has_quote(&self) -> bool {
        self.bid > 0.0 && self.ask > 0.0
    }
}
