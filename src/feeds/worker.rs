//! Keeps one connection to one venue for one symbol.

mod ask;
mod listen;
mod take;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::cache;
use super::exchange::{Exchange, Trade};
use super::outlet::Outlets;
use super::reading::{LinkState, VenueReading};
use super::rest::Rest;
use super::sequence::Sequence;
use super::skew::ClockSkew;
use super::transport::Transport;
use crate::runtime::{Context, Failure, Worker};
use crate::telemetry::Level;
use crate::types::DurationNanos;

/// A stream that says nothing for this long, not even to a ping, is dead.
pub const SILENCE_MAX: Duration = Duration::from_secs(20);
/// A stream that says nothing for this long is pinged.
pub const QUIET_PING: Duration = Duration::from_secs(10);
/// The venue's clock is measured this often.
const CLOCK_EVERY: Duration = Duration::from_secs(600);
/// The cache is written this often.
const CACHE_EVERY: Duration = Duration::from_secs(5);

/// What a feed is for.
#[derive(Debug)]
pub struct Plan {
    /// The venue's dialect.
    pub exchange: &'static dyn Exchange,
    /// Symbol as the venue writes it.
    pub symbol: String,
    /// Its REST interface.
    pub rest: Rest,
    /// Address of the stream, path included.
    pub stream_url: String,
    /// Oldest usable quote: a quiet stream is helped over REST at half of it.
    pub quote_age_max: Duration,
    /// File of the last quote.
    pub cache: Option<PathBuf>,
}

/// A feed: runs on a thread of its own, under supervision.
pub struct FeedWorker {
    plan: Plan,
    transport: Box<dyn Transport>,
    outlets: Arc<Outlets>,
    reading: VenueReading,
    clock: Option<ClockSkew>,
    last_trade: Option<Trade>,
    trades: Sequence,
    messages: Sequence,
    updates: Sequence,
    /// When the stream last brought a trade that was late.
    late_trade: Option<DurationNanos>,
    clock_asked: Option<DurationNanos>,
    quote_asked: Option<DurationNanos>,
    cached: Option<DurationNanos>,
}

impl std::fmt::Debug for FeedWorker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FeedWorker").field("plan", &self.plan).finish_non_exhaustive()
    }
}

impl FeedWorker {
    /// A feed that shows what it reads through `outlets`.
    #[must_use]
    pub fn new(plan: Plan, transport: Box<dyn Transport>, outlets: Arc<Outlets>) -> Self {
        Self {
            plan,
            transport,
            outlets,
            reading: VenueReading::default(),
            clock: None,
            last_trade: None,
            trades: Sequence::default(),
            messages: Sequence::default(),
            updates: Sequence::default(),
            late_trade: None,
            clock_asked: None,
            quote_asked: None,
            cached: None,
        }
    }

    fn say(&self, level: Level, text: &str) {
        let venue = self.plan.exchange.venue().as_str();
        self.outlets.say(level, &format!("{venue} {}: {text}", self.plan.symbol));
    }

    fn show(&mut self, link: LinkState) {
        self.reading.link = link;
        self.outlets.show(&self.reading);
    }

    /// Writes the cache when it is time.
    fn keep(&mut self, context: &Context) {
        let (Some(path), Some(quote_at)) = (&self.plan.cache, self.reading.quote_at) else {
            return;
        };
        let now = context.time.monotonic();
        if !is_due(self.cached, now, CACHE_EVERY) {
            return;
        }
        self.cached = Some(now);
        let age = DurationNanos(now.0.saturating_sub(quote_at.0));
        let time = context.time.utc() - age;
        let mid = (self.reading.bid + self.reading.ask) / 2.0;
        if let Err(error) = cache::write(path, cache::CachedPrice { mid, time }) {
            self.say(Level::Warn, &format!("cannot write the cache: {error}"));
            self.plan.cache = None;
        }
    }
}

/// Whether something last done then is to be done again.
fn is_due(last: Option<DurationNanos>, now: DurationNanos, every: Duration) -> bool {
    last.is_none_or(|last| since(last, now) >= every)
}

/// Time from `earlier` to `now`; none if that would be negative.
fn since(earlier: DurationNanos, now: DurationNanos) -> Duration {
    Duration::from_nanos(now.0.saturating_sub(earlier.0).max(0).unsigned_abs())
}

impl Worker for FeedWorker {
    fn run(&mut self, context: &Context) -> Result<(), Failure> {
        // Messages are numbered by connection; trades and changes of the book by the venue.
        self.messages.reset();
        self.show(LinkState::Connecting);
        self.ask_clock(context);
        self.ask_quote(context);
        let outcome = self.stream(context);
        self.show(LinkState::Down);
        if let Err(failure) = &outcome {
            self.say(Level::Warn, &failure.text);
        }
        outcome
    }
}
