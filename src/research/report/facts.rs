//! What both kinds of pages say about their data and their assumptions.

use serde::Serialize;

use crate::research::performance::text;
use crate::research::performance::{EquityPoint, Performance, TradeRecord};
use crate::types::UnixNanos;

/// One line of the assumptions: spread, commission, order of prices inside bars, settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is about.
    pub label: String,
    /// What it was.
    pub text: String,
}

impl Fact {
    /// A fact of two texts.
    pub fn new(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { label: label.into(), text: text.into() }
    }
}

/// Which data it was, so that the same can be found again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fingerprint {
    /// File, or what was made up.
    pub source: String,
    /// What the rows are: bars, quotes.
    pub kind: String,
    /// Number of rows.
    pub rows: u64,
    /// First time, if there was one.
    #[serde(serialize_with = "text::shown_if_any")]
    pub first: Option<UnixNanos>,
    /// Last time, if there was one.
    #[serde(serialize_with = "text::shown_if_any")]
    pub last: Option<UnixNanos>,
    /// SHA-256 of the data, 64 hexadecimal digits, where it was computed.
    pub sha256: Option<String>,
    /// Digest of what the engine decided on them, 64 hexadecimal digits, where it was computed.
    pub digest: Option<String>,
}

/// An account through a test: what it traded, its curve, and the figures of both.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Account {
    /// The figures.
    pub performance: Performance,
    /// Closed trades in the order of their closing. Not serialized: as many as there were.
    #[serde(skip)]
    pub trades: Vec<TradeRecord>,
    /// The curve that the figures were computed from. Not serialized: as many points as bars.
    #[serde(skip)]
    pub curve: Vec<EquityPoint>,
}

impl Account {
    /// Sum of the trades after costs.
    #[must_use]
    pub const fn net(&self) -> f64 {
        self.performance.trades.net
    }
}

/// Net profit when prices inside bars take the worst and the best order for the open position.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Brackets {
    /// At the worst order.
    pub adverse: f64,
    /// At the best order.
    pub favourable: f64,
}

/// What the market itself did, for a symbol that was held instead of traded.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MarketMove {
    /// First price, above 0.
    pub first_price: f64,
    /// Last price.
    pub last_price: f64,
}

impl MarketMove {
    /// `last_price / first_price - 1`. `None` unless the first is above 0.
    #[must_use]
    pub fn return_frac(&self) -> Option<f64> {
        (self.first_price > 0.0).then(|| self.last_price / self.first_price - 1.0)
    }
}
