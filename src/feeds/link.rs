//! An engine's end of the feeds.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use super::addresses::{Address, AddressError};
use super::cache;
use super::consolidated::{Market, Rules, Source, VENUES_MAX, consolidate};
use super::exchange::exchange;
use super::network::Network;
use super::outlet::{Notice, Outlets, Reader};
use super::reading::VenueReading;
use super::rest::Rest;
use super::symbols::Pair;
use super::worker::{FeedWorker, Plan};
use crate::engine::{FeedSettings, Venue};
use crate::http::Budget;
use crate::runtime::{Lease, LeaseError, Runtime, Time};
use crate::telemetry::Level;
use crate::types::{DurationNanos, MarketPrice, NANOS_PER_MILLI};

/// Why an engine cannot have feeds.
#[derive(Debug)]
pub enum LinkError {
    /// The symbol, or the setting `feeds.pair`, names no pair.
    Pair(String),
    /// No venue of the list trades the pair.
    Venues(Pair),
    /// An address.
    Address(AddressError),
    /// The background.
    Lease(LeaseError),
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pair(name) => write!(
                f,
                "feeds.pair: {name:?} names no pair of currencies, expected one such as \"BTC/USD\""
            ),
            Self::Venues(pair) => {
                write!(f, "feeds.venues: none trades {pair}, expected at least one that does")
            }
            Self::Address(error) => error.fmt(f),
            Self::Lease(error) => write!(f, "feeds: {error}"),
        }
    }
}

/// What the links of a process share: readers of each feed, limits of each host.
#[derive(Debug, Default)]
pub struct Feeds {
    outlets: Mutex<Vec<(String, Arc<Outlets>)>>,
    budgets: Mutex<Vec<(String, Arc<Mutex<Budget>>)>>,
}

/// How to open a link.
pub struct LinkOptions<'a> {
    /// Where its threads run.
    pub runtime: &'a Runtime,
    /// Whether trades and bars are wanted as notices.
    pub events: bool,
    /// Reads a variable of the environment.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
}

impl fmt::Debug for LinkOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LinkOptions").field("events", &self.events).finish_non_exhaustive()
    }
}

/// One venue of a link.
#[derive(Debug)]
pub struct Seat {
    /// Which.
    pub venue: Venue,
    /// The symbol as it writes it.
    pub symbol: String,
    /// What it said at the last poll.
    pub reading: VenueReading,
    reader: Reader,
    lost_told: u64,
    _lease: Lease,
}

/// An engine's end of its feeds. Dropping it never waits; the feeds go on for a minute.
#[derive(Debug)]
pub struct MarketLink {
    seats: Vec<Seat>,
    rules: Rules,
    cache_age_max_ns: i64,
    /// Last live price, and when it was seen.
    last: Option<(f64, DurationNanos)>,
    market: Market,
    told: Option<(Source, bool)>,
    time: Arc<dyn Time>,
}

impl Feeds {
    /// The budget of a host.
    pub fn budget(&self, venue: Venue, base: &str, time: &dyn Time) -> Arc<Mutex<Budget>> {
        let mut budgets = self.budgets.lock();
        if let Some((_, budget)) = budgets.iter().find(|(name, _)| name == base) {
            return Arc::clone(budget);
        }
        let budget = Budget::new(exchange(venue).budget(), time.monotonic());
        let budget = Arc::new(Mutex::new(budget));
        budgets.push((base.to_owned(), Arc::clone(&budget)));
        budget
    }

    fn outlets(&self, name: &str) -> Arc<Outlets> {
        let mut outlets = self.outlets.lock();
        if let Some((_, found)) = outlets.iter().find(|(other, _)| other == name) {
            return Arc::clone(found);
        }
        let made = Arc::new(Outlets::default());
        outlets.push((name.to_owned(), Arc::clone(&made)));
        made
    }

    /// Joins the feeds of a broker's symbol, and starts those that do not run yet. Waits for no
    /// network.
    ///
    /// # Errors
    /// [`LinkError`].
    pub fn open(
        &self,
        settings: &FeedSettings,
        symbol: &str,
        options: &LinkOptions<'_>,
    ) -> Result<MarketLink, LinkError> {
        let pair = pair_of(settings, symbol)?;
        let time = Arc::clone(options.runtime.time());
        let mut seats: Vec<Seat> = Vec::new();
        for &venue in settings.venues.iter().take(VENUES_MAX) {
            let repeated = seats.iter().any(|seat| seat.venue == venue);
            let name = exchange(venue).symbol(&pair, settings.dollar_coins);
            if let Some(name) = name.filter(|_| !repeated) {
                seats.push(self.seat(settings, venue, name, options)?);
            }
        }
        if seats.is_empty() {
            return Err(LinkError::Venues(pair));
        }
        let rules = Rules {
            quote_age_max_ns: i64::from(settings.quote_age_max_ms) * NANOS_PER_MILLI,
            disagreement_max_bps: settings.disagreement_max_bps,
        };
        let names = seats.iter().map(|seat| (seat.venue, seat.symbol.as_str()));
        let last = names
            .filter_map(|(venue, name)| cached(settings, venue, name, &*time))
            .max_by_key(|(_, at)| *at);
        Ok(MarketLink {
            seats,
            rules,
            cache_age_max_ns: i64::from(settings.cache_age_max_ms) * NANOS_PER_MILLI,
            last,
            market: Market::default(),
            told: None,
            time,
        })
    }

    fn seat(
        &self,
        settings: &FeedSettings,
        venue: Venue,
        symbol: String,
        options: &LinkOptions<'_>,
    ) -> Result<Seat, LinkError> {
        let exchange = exchange(venue);
        let address = Address::of(venue, settings, options.variable).map_err(LinkError::Address)?;
        let public = (exchange.rest_url(), exchange.stream_url());
        let place = if (address.rest.as_str(), address.stream.as_str()) == public {
            String::new()
        } else {
            format!("@{}|{}", address.rest, address.stream)
        };
        let name = format!("{}:{symbol}{place}", venue.as_str());
        let outlets = self.outlets(&name);
        let reader = outlets.join(options.events);
        let time = options.runtime.time();
        let budget = self.budget(venue, &address.rest, &**time);
        let make = || {
            let plan = Plan {
                exchange,
                symbol: symbol.clone(),
                rest: Rest::new(exchange, address.rest.clone(), budget),
                stream_url: format!("{}{}", address.stream, exchange.stream_path(&symbol)),
                quote_age_max: Duration::from_millis(u64::from(settings.quote_age_max_ms)),
                cache: cache_path(settings, venue, &symbol),
            };
            let network = Network::new(exchange.key_header().zip(address.key.clone()));
            Box::new(FeedWorker::new(plan, Box::new(network), outlets)) as Box<_>
        };
        let lease = options.runtime.lease(&name, make).map_err(LinkError::Lease)?;
        let reading = VenueReading::default();
        Ok(Seat { venue, symbol, reading, reader, lost_told: 0, _lease: lease })
    }
}

fn pair_of(settings: &FeedSettings, symbol: &str) -> Result<Pair, LinkError> {
    let (name, pair) = match settings.pair.as_str() {
        "" => (symbol, Pair::of_symbol(symbol)),
        written => (written, Pair::written(written)),
    };
    pair.ok_or_else(|| LinkError::Pair(name.to_owned()))
}

fn cache_path(settings: &FeedSettings, venue: Venue, symbol: &str) -> Option<PathBuf> {
    let name: String = symbol.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = format!("{}-{name}.price", venue.as_str());
    (!settings.cache_dir.is_empty()).then(|| PathBuf::from(&settings.cache_dir).join(name))
}

/// A price of the cache and its age, as a moment of the monotonic clock.
fn cached(
    settings: &FeedSettings,
    venue: Venue,
    symbol: &str,
    time: &dyn Time,
) -> Option<(f64, DurationNanos)> {
    let price = cache::read(&cache_path(settings, venue, symbol)?)?;
    let age = time.utc().since(price.time);
    // A time that is yet to come says that one of the clocks was wrong.
    (age.0 >= 0).then(|| (price.mid, DurationNanos(time.monotonic().0.saturating_sub(age.0))))
}

impl MarketLink {
    /// Looks at every venue and says what the market is. Wait-free, without allocation: a snapshot
    /// a venue and one look at the monotonic clock.
    pub fn poll(&mut self) -> Market {
        let now = self.time.monotonic();
        let mut readings = [(Venue::Binance, VenueReading::default()); VENUES_MAX];
        for (seat, reading) in self.seats.iter_mut().zip(&mut readings) {
            seat.reading = seat.reader.snapshot.read();
            *reading = (seat.venue, seat.reading);
        }
        let mut market = consolidate(&readings[..self.seats.len()], now, &self.rules);
        if let Some(mid) = market.mid {
            self.last = Some((mid, now));
        } else if let Some((mid, at)) = self.last
            && market.fresh == 0
            && now.0.saturating_sub(at.0) <= self.cache_age_max_ns
        {
            market.mid = Some(mid);
            market.source = Source::Cache;
        }
        self.market = market;
        market
    }

    /// What the market is for an engine, as of the last poll.
    #[must_use]
    pub const fn price(&self) -> MarketPrice {
        match self.market.mid {
            Some(mid) => MarketPrice::Known { mid },
            None => MarketPrice::Unknown,
        }
    }

    /// The venues, the preferred first, as of the last poll.
    #[must_use]
    pub fn seats(&self) -> &[Seat] {
        &self.seats
    }

    /// Hands out what happened since the last time. Not for a tick.
    pub fn drain(&mut self, mut take: impl FnMut(Venue, Notice)) {
        for seat in &mut self.seats {
            while let Some(notice) = seat.reader.notices.pop() {
                take(seat.venue, notice);
            }
        }
    }

    /// Notices that were lost since the last call, because nobody drained them.
    pub fn take_lost(&mut self) -> u64 {
        let mut lost = 0;
        for seat in &mut self.seats {
            lost += seat.reader.notices.lost() - seat.lost_told;
            seat.lost_told = seat.reader.notices.lost();
        }
        lost
    }

    /// A line, when the source in use has changed since the last call.
    pub fn take_change(&mut self) -> Option<(Level, String)> {
        let Market { source, fresh, is_disputed, disagreement_bps, .. } = self.market;
        let present = (source, is_disputed);
        if self.told == Some(present) {
            return None;
        }
        self.told = Some(present);
        let of = self.seats.len();
        Some(match (source, is_disputed) {
            (_, true) => {
                let text =
                    format!("market price: none, venues are {disagreement_bps:.1} bps apart");
                (Level::Warn, text)
            }
            (Source::Nothing, _) => (Level::Warn, "market price: no source".to_owned()),
            (Source::Cache, _) => (Level::Warn, "market price: from the cache".to_owned()),
            (Source::Venue(venue), _) => {
                let venue = venue.as_str();
                (Level::Info, format!("market price: {venue} first, {fresh} of {of} venues"))
            }
        })
    }
}
