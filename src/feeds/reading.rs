//! What one venue says at the moment.

use crate::types::DurationNanos;

/// How a venue is reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkState {
    /// Not at all, for now.
    #[default]
    Down,
    /// Its stream is being opened; quotes come from REST.
    Connecting,
    /// Its stream speaks.
    Streaming,
}

impl LinkState {
    /// Its name in JSON and for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Connecting => "connecting",
            Self::Streaming => "streaming",
        }
    }
}

/// What was counted since the feed began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Messages of the stream.
    pub messages: u64,
    /// Messages that are not as documented.
    pub bad: u64,
    /// Streams opened.
    pub connects: u64,
    /// Trades taken, filled ones included.
    pub trades: u64,
    /// Holes in the numbers of messages or trades.
    pub gaps: u64,
    /// Trades of holes that REST gave.
    pub filled: u64,
    /// Trades of holes that stayed missing.
    pub missed: u64,
    /// Messages, trades and quotes that were old or repeated.
    pub dropped: u64,
    /// Quotes that were too old when they arrived.
    pub late: u64,
    /// Requests that the host refused, or that were not sent to respect its limits.
    pub withheld: u64,
}

/// What one venue says at the moment. Plain data: it travels through a snapshot.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct VenueReading {
    /// How it is reached.
    pub link: LinkState,
    /// Best bid; 0 before the first quote.
    pub bid: f64,
    /// Best ask; 0 before the first quote.
    pub ask: f64,
    /// When the quote arrived, on the monotonic clock.
    pub quote_at: Option<DurationNanos>,
    /// Price of the last trade; 0 before the first.
    pub last_price: f64,
    /// The venue's clock ahead of ours, in nanoseconds.
    pub skew_ns: Option<i64>,
    /// How wrong that may be, in nanoseconds.
    pub skew_error_ns: i64,
    /// What was counted.
    pub counts: Counts,
}

impl VenueReading {
    /// Middle of a quote that is at most `age_max_ns` old.
    #[must_use]
    pub fn fresh_mid(&self, now: DurationNanos, age_max_ns: i64) -> Option<f64> {
        let age_ns = now.0.saturating_sub(self.quote_at?.0);
        let sound = self.bid > 0.0 && self.ask >= self.bid && self.ask.is_finite();
        (sound && age_ns <= age_max_ns).then_some((self.bid + self.ask) / 2.0)
    }
}
