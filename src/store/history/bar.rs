//! A bar of the history store, and what its numbers mean.

use crate::types::{Bar, BarError, UnixNanos};

use super::super::parquet_write::ColumnType;

/// Where the bars of a series come from, and so which columns its files have and by which clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryKind {
    /// A terminal: columns as in MetaTrader's `MqlRates`, times of the trade server's clock.
    Terminal,
    /// An exchange or a file: traded volume, number of trades.
    Market {
        /// Whether times are UTC; else they are those of a clock that the source did not name.
        is_utc: bool,
    },
}

const fn column(name: &'static str, kind: ColumnType) -> (&'static str, ColumnType) {
    (name, kind)
}

const OPEN: (&str, ColumnType) = column("open", ColumnType::Double);
const HIGH: (&str, ColumnType) = column("high", ColumnType::Double);
const LOW: (&str, ColumnType) = column("low", ColumnType::Double);
const CLOSE: (&str, ColumnType) = column("close", ColumnType::Double);

const fn time(is_utc: bool) -> (&'static str, ColumnType) {
    column("time", ColumnType::Time { is_utc })
}

const TERMINAL: [(&str, ColumnType); 8] = [
    time(false),
    OPEN,
    HIGH,
    LOW,
    CLOSE,
    column("tick_volume", ColumnType::Int64),
    column("spread", ColumnType::Int32),
    column("real_volume", ColumnType::Int64),
];

const fn market(is_utc: bool) -> [(&'static str, ColumnType); 7] {
    let volume = column("volume", ColumnType::Double);
    let trades = column("trade_count", ColumnType::Int64);
    [time(is_utc), OPEN, HIGH, LOW, CLOSE, volume, trades]
}

const MARKET_UTC: [(&str, ColumnType); 7] = market(true);
const MARKET_LOCAL: [(&str, ColumnType); 7] = market(false);

impl HistoryKind {
    /// Every kind.
    pub(super) const ALL: [Self; 3] =
        [Self::Terminal, Self::Market { is_utc: true }, Self::Market { is_utc: false }];

    /// The columns of a file.
    pub(super) const fn columns(self) -> &'static [(&'static str, ColumnType)] {
        match self {
            Self::Terminal => &TERMINAL,
            Self::Market { is_utc: true } => &MARKET_UTC,
            Self::Market { is_utc: false } => &MARKET_LOCAL,
        }
    }

    /// Whose clock the times are of, as files and reports name it.
    #[must_use]
    pub const fn clock(self) -> &'static str {
        match self {
            Self::Terminal => "trade server",
            Self::Market { is_utc: true } => "UTC",
            Self::Market { is_utc: false } => "not named",
        }
    }
}

/// How much was traded in a bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Activity {
    /// As a terminal says it: [`HistoryKind::Terminal`].
    Terminal {
        /// Number of ticks.
        tick_volume: i64,
        /// Spread in points.
        spread_points: i32,
        /// Traded volume.
        real_volume: i64,
    },
    /// As an exchange says it: [`HistoryKind::Market`].
    Market {
        /// Traded volume, 0 where unknown.
        volume: f64,
        /// Number of trades, 0 where unknown.
        trade_count: i64,
    },
}

/// A bar as its source gives it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HistoryBar {
    /// When it opened: seconds of the source's clock.
    pub open_s: i64,
    /// First price.
    pub open: f64,
    /// Highest price.
    pub high: f64,
    /// Lowest price.
    pub low: f64,
    /// Last price.
    pub close: f64,
    /// How much was traded.
    pub activity: Activity,
}

impl HistoryBar {
    /// Whether a series of this kind can hold it.
    #[must_use]
    pub const fn is_of(&self, kind: HistoryKind) -> bool {
        matches!(
            (self.activity, kind),
            (Activity::Terminal { .. }, HistoryKind::Terminal)
                | (Activity::Market { .. }, HistoryKind::Market { .. })
        )
    }

    /// Checks prices and volumes.
    ///
    /// # Errors
    /// What contradicts itself.
    pub fn check(&self) -> Result<(), String> {
        let (volume, counts) = match self.activity {
            Activity::Terminal { tick_volume, spread_points, real_volume } => {
                (0.0, [tick_volume, i64::from(spread_points), real_volume])
            }
            Activity::Market { volume, trade_count } => (volume, [trade_count, 0, 0]),
        };
        if let Some(was) = counts.iter().find(|&&count| count < 0) {
            return Err(format!("a count was {was}, expected 0 or more"));
        }
        let bar = Bar {
            open_time: UnixNanos::default(),
            open: self.open,
            high: self.high,
            low: self.low,
            close: self.close,
            volume,
            spread_points: 0,
        };
        bar.check().map_err(|error: BarError| error.to_string())
    }
}
