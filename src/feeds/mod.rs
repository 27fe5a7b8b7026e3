//! Prices of exchanges, from the wire to an engine.
//!
//! ```text
//! thread "ht-VENUE:SYMBOL", one a venue and symbol       engine's thread, on a tick
//!   REST   clock, quote, missing trades ─┐                  MarketLink::poll
//!   stream quotes, trades, bars ─────────┤                    reads one snapshot a venue
//!     order checked, holes filled        └──► snapshot ──►    median of the fresh ones,
//!                                             notices  ──►    cache if there is none
//! ```
//!
//! [`exchange`] knows what venues say, [`FeedWorker`] keeps one connection to one of them, over a
//! [`Transport`] that tests replace. [`consolidate`] makes one price of several. [`MarketLink`] is
//! an engine's end: wait-free, without allocation. Faults and how soon each is over: docs/feeds.md.

mod addresses;
mod cache;
mod consolidated;
pub mod exchange;
mod history;
mod link;
mod network;
mod outlet;
mod reading;
mod rest;
mod sequence;
mod skew;
mod symbols;
mod transport;
mod worker;

pub use addresses::{Address, AddressError};
pub use consolidated::{Market, Rules, Source, consolidate};
pub use history::page_bars;
pub use link::{Feeds, LinkError, LinkOptions, MarketLink, Seat};
pub use network::Network;
pub use outlet::{Notice, Outlets, Reader};
pub use reading::{Counts, LinkState, VenueReading};
pub use rest::{FetchError, Rest};
pub use skew::ClockSkew;
pub use symbols::Pair;
pub use transport::{ConnectError, Frame, Stream, Transport};
pub use worker::{FeedWorker, Plan, QUIET_PING, SILENCE_MAX};
