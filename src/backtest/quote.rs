//! Bid and ask at a moment.

use crate::types::{Side, UnixNanos};

/// How the price came to a quote from the one before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Arrival {
    /// It jumped: what lies between was never traded.
    #[default]
    Jump,
    /// It moved through every price between, as inside a bar.
    Continuous,
}

/// Bid and ask at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quote {
    /// When, UTC.
    pub time: UnixNanos,
    /// The same on the trade server's clock, nanoseconds.
    pub server_ns: i64,
    /// What a seller gets.
    pub bid: f64,
    /// What a buyer pays.
    pub ask: f64,
    /// How the price came here.
    pub arrival: Arrival,
}

impl Quote {
    /// The price at which a position of this side is opened.
    #[must_use]
    pub const fn opening(&self, side: Side) -> f64 {
        match side {
            Side::Buy => self.ask,
            Side::Sell => self.bid,
        }
    }

    /// The price at which a position of this side is closed.
    #[must_use]
    pub const fn closing(&self, side: Side) -> f64 {
        match side {
            Side::Buy => self.bid,
            Side::Sell => self.ask,
        }
    }
}
