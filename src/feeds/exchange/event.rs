//! What a venue reports, whatever its dialect.

use crate::types::{Bar, Side, UnixNanos};

/// Best bid and ask: both above zero and finite, the ask not below the bid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quote {
    /// Best bid.
    pub bid: f64,
    /// Best ask.
    pub ask: f64,
    /// When, by the venue's clock; `None` if it does not say.
    pub time: Option<UnixNanos>,
    /// Number of the change of the book, where there is one: it only grows.
    pub update: Option<u64>,
}

/// One trade.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trade {
    /// Number; the next trade of the symbol has the next one.
    pub id: u64,
    /// Price.
    pub price: f64,
    /// Amount of the base currency.
    pub amount: f64,
    /// When, by the venue's clock.
    pub time: UnixNanos,
    /// Side of whoever took the offer.
    pub taker: Side,
}

/// A bar of a minute as it grows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kline {
    /// The bar so far.
    pub bar: Bar,
    /// Whether the venue says that it is complete.
    pub closed: bool,
}

/// One thing that a message says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// Best bid and ask.
    Quote(Quote),
    /// A trade.
    Trade(Trade),
    /// A bar.
    Kline(Kline),
    /// Number of this message on this connection; the next message has the next one.
    Sequence(u64),
    /// The connection lives.
    Alive,
}
