//! What a decision is held against: everything the gate does not keep itself.

use super::session::EventList;
use crate::types::{Account, MarketPrice, Position, SymbolSpec, UnixNanos};

/// A market with both sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quote {
    /// Best bid.
    pub bid: f64,
    /// Best ask.
    pub ask: f64,
    /// When it was quoted.
    pub time: UnixNanos,
}

impl Quote {
    /// Both prices are above zero and finite, and the ask is not below the bid.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.bid > 0.0 && self.ask >= self.bid && self.ask.is_finite()
    }
}

/// How an intent is to be executed; from the settings of `execution`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntentTerms {
    /// Largest acceptable distance from the intent's price, in points.
    pub deviation_points: u32,
    /// The intent must not be executed after this.
    pub expires: UnixNanos,
}

/// Everything an entry is held against.
#[derive(Clone, Copy, Debug)]
pub struct EntryContext<'a> {
    /// Now, by the engine's clock.
    pub now: UnixNanos,
    /// Now, by the trade server's clock, in seconds since 1970-01-01 00:00 there.
    pub server_s: i64,
    /// The symbol, already checked with [`SymbolSpec::check`].
    pub spec: &'a SymbolSpec,
    /// Newest account snapshot.
    pub account: Option<&'a Account>,
    /// Newest quote.
    pub quote: Option<Quote>,
    /// When the positions were last reported.
    pub positions_time: Option<UnixNanos>,
    /// The engine's own position in the symbol.
    pub own_position: Option<&'a Position>,
    /// On a netting account: the magic number of somebody else's position in the symbol.
    pub foreign_magic: Option<u64>,
    /// Volume of all positions and orders of the account in the symbol on the signal's side,
    /// whoever opened them, in lots. Counts against the broker's volume limit.
    pub side_lots: f64,
    /// Decision whose result is not known yet.
    pub in_flight: Option<u64>,
    /// Whether that decision closes the position.
    pub closing: bool,
    /// Scheduled events.
    pub events: &'a EventList,
    /// The market outside the broker.
    pub market: MarketPrice,
    /// Whether the configuration and the host allow trading.
    pub trading_enabled: bool,
    /// Terms of the order.
    pub terms: IntentTerms,
}

/// Everything a close or a change of stops is held against.
#[derive(Clone, Copy, Debug)]
pub struct PositionContext<'a> {
    /// Now, by the engine's clock.
    pub now: UnixNanos,
    /// The symbol.
    pub spec: &'a SymbolSpec,
    /// Newest quote.
    pub quote: Option<Quote>,
    /// The position.
    pub position: &'a Position,
    /// Terms of the order.
    pub terms: IntentTerms,
}
