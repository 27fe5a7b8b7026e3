//! What exchanges say, without any network: requests as text, answers as text, events out.
//!
//! One file per venue implements [`Exchange`]. A parser takes nothing for granted: what is not as
//! documented is a [`ParseError`] with its place, what was expected and what was there.

mod binance;
mod coinbase;
mod error;
mod event;
mod kraken;
mod read;
mod stamp;

pub use binance::Binance;
pub use coinbase::Coinbase;
pub use error::ParseError;
pub use event::{Event, Kline, Quote, Trade};
pub use kraken::Kraken;

use super::symbols::Pair;
use crate::engine::Venue;
use crate::http::BudgetPlan;
use crate::types::{Bar, UnixNanos};

/// A request: what follows the base address, and what it costs of the host's rate limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Path and query.
    pub path: String,
    /// Weight by the venue's own scale.
    pub weight: u32,
}

/// One exchange's interface.
pub trait Exchange: std::fmt::Debug + Send + Sync {
    /// Which one.
    fn venue(&self) -> Venue;
    /// Base of its REST addresses.
    fn rest_url(&self) -> &'static str;
    /// Base of its WebSocket address.
    fn stream_url(&self) -> &'static str;
    /// Rate limit of the REST interface, for everybody at one address.
    fn budget(&self) -> BudgetPlan;
    /// Header that names the used weight.
    fn used_header(&self) -> Option<&'static str> {
        None
    }
    /// Header that carries an API key for public data, where there is one.
    fn key_header(&self) -> Option<&'static str> {
        None
    }
    /// How the venue writes the pair; `None` if it does not trade it.
    fn symbol(&self, pair: &Pair, dollar_coins: bool) -> Option<String>;

    /// Path of the stream, after the base.
    fn stream_path(&self, symbol: &str) -> String;
    /// What to send once connected.
    fn subscriptions(&self, symbol: &str) -> Vec<String>;
    /// Reads one message of the stream.
    ///
    /// # Errors
    /// The first thing that is not as documented; events before it stand in `events`.
    fn parse(&self, symbol: &str, text: &str, events: &mut Vec<Event>) -> Result<(), ParseError>;

    /// Asks for the clock.
    fn clock_request(&self) -> Request;
    /// Time of the clock, and how coarse it is, in nanoseconds.
    ///
    /// # Errors
    /// As [`Exchange::parse`].
    fn parse_clock(&self, text: &str) -> Result<(UnixNanos, i64), ParseError>;
    /// Asks for the best bid and ask.
    fn quote_request(&self, symbol: &str) -> Request;
    /// Best bid and ask.
    ///
    /// # Errors
    /// As [`Exchange::parse`].
    fn parse_quote(&self, symbol: &str, text: &str) -> Result<Quote, ParseError>;
    /// Asks for the trades after `last`.
    fn trades_request(&self, symbol: &str, last: &Trade) -> Request;
    /// Trades, in order of their numbers.
    ///
    /// # Errors
    /// As [`Exchange::parse`].
    fn parse_trades(&self, symbol: &str, text: &str) -> Result<Vec<Trade>, ParseError>;
    /// Minutes that one request for bars covers.
    fn bars_per_request(&self) -> i64;
    /// Asks for the bars of a minute that open from `from` on, [`Exchange::bars_per_request`] of
    /// them.
    fn bars_request(&self, symbol: &str, from: UnixNanos) -> Request;
    /// Bars of a minute, oldest first; the last may still be forming.
    ///
    /// # Errors
    /// As [`Exchange::parse`].
    fn parse_bars(&self, symbol: &str, text: &str) -> Result<Vec<Bar>, ParseError>;
    /// Whether an answer with status 200 is a refusal for asking too much.
    fn is_refusal(&self, _text: &str) -> bool {
        false
    }
}

/// The exchange of a name.
#[must_use]
pub const fn exchange(venue: Venue) -> &'static dyn Exchange {
    match venue {
        Venue::Binance => &Binance,
        Venue::Coinbase => &Coinbase,
        Venue::Kraken => &Kraken,
    }
}

#[cfg(test)]
mod tests;
