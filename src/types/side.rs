//! Buy or sell.

use std::fmt;

/// The direction of a position, an order or a vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Long: gains when the price rises. Opens at the ask, closes at the bid.
    Buy,
    /// Short: gains when the price falls. Opens at the bid, closes at the ask.
    Sell,
}

impl Side {
    /// +1.0 for buy, -1.0 for sell.
    #[must_use]
    pub const fn sign(self) -> f64 {
        match self {
            Self::Buy => 1.0,
            Self::Sell => -1.0,
        }
    }

    /// The other side.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Buy => Self::Sell,
            Self::Sell => Self::Buy,
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Buy => "buy",
            Self::Sell => "sell",
        })
    }
}
