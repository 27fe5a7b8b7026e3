//! What is replayed: a file of ticks, trades or bars, or the made-up market, as ticks in memory.

use std::path::{Path, PathBuf};

use hypertrader::ffi::abi::HtMqlTick;
use hypertrader::store::{
    FileBar, FileTick, MarketData, OnBad, ReadOptions, Reader, Record, Report, Spread,
    WrittenNanos, open_market_data, synthetic,
};
use hypertrader::types::Period;

use super::bar_ticks::{QuoteModel, TICKS_PER_BAR, ticks_of};
use super::contract::{Contract, PriceFacts};
use crate::cli::bar_file::{PRICES_SAMPLED, bar_period, decimals_of, symbol_of};
use crate::cli::progress::Progress;

/// Most ticks held in memory: 60 bytes each, 4.5 GB. Longer files are replayed in parts.
const TICKS_MAX: usize = 75_000_000;
const SYNTHETIC_SEED: u64 = 20_240_107;

/// What the rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Kind {
    Quotes,
    Trades,
    Bars { period: Period },
    Synthetic,
}

/// Rows as read, before they become ticks.
#[derive(Clone, Debug)]
enum Rows {
    Bars { bars: Vec<FileBar>, period: Period },
    Ticks(Vec<FileTick>),
}

impl Rows {
    fn len(&self) -> usize {
        match self {
            Self::Bars { bars, .. } => bars.len(),
            Self::Ticks(ticks) => ticks.len(),
        }
    }

    /// What the rows are, and what they say about prices.
    fn describe(&self) -> (Kind, PriceFacts) {
        match self {
            Self::Bars { bars, period } => {
                let facts = facts_of(bars.iter().flat_map(|bar| [bar.open, bar.close]), true);
                (Kind::Bars { period: *period }, facts)
            }
            Self::Ticks(ticks) => {
                let has_quotes = ticks.iter().any(|tick| tick.bid > 0.0);
                let kind = if has_quotes { Kind::Quotes } else { Kind::Trades };
                let price = |tick: &FileTick| if has_quotes { tick.bid } else { tick.last };
                (kind, facts_of(ticks.iter().map(price), !has_quotes))
            }
        }
    }
}

/// What a simulation is fed with.
#[derive(Debug)]
pub(in crate::cli) enum Feed {
    /// Bars, whose prices inside are in an order that is assumed.
    Bars {
        /// Oldest first.
        bars: Vec<FileBar>,
        /// Their length.
        period: Period,
        /// The quote beside a price.
        model: QuoteModel,
    },
    /// Quotes and trades.
    Ticks(Vec<HtMqlTick>),
}

impl Feed {
    /// Bars or ticks.
    pub(in crate::cli) fn row_count(&self) -> usize {
        match self {
            Self::Bars { bars, .. } => bars.len(),
            Self::Ticks(ticks) => ticks.len(),
        }
    }

    /// When a row is, on the clock of the file.
    pub(in crate::cli) fn time_of(&self, row: usize) -> WrittenNanos {
        match self {
            Self::Bars { bars, .. } => bars[row].written,
            Self::Ticks(ticks) => WrittenNanos(ticks[row].time_msc() * 1_000_000),
        }
    }
}

/// Rows and what is known about them.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Market {
    pub(in crate::cli) source: String,
    pub(in crate::cli) symbol: String,
    pub(in crate::cli) kind: Kind,
    pub(in crate::cli) row_count: usize,
    pub(in crate::cli) report: Option<Report>,
    pub(in crate::cli) facts: PriceFacts,
    rows: Rows,
}

impl Kind {
    pub(in crate::cli) const fn name(self) -> &'static str {
        match self {
            Self::Quotes => "quotes",
            Self::Trades => "trades",
            Self::Bars { .. } => "bars",
            Self::Synthetic => "synthetic quotes",
        }
    }
}

/// Reads a file, or makes the market of one week. Errors name file, line and column.
pub(in crate::cli) fn read(
    file: Option<&PathBuf>,
    symbol: Option<&str>,
    on_bad: OnBad,
    progress: &Progress,
) -> Result<Market, String> {
    let Some(path) = file else { return Ok(synthetic_week(symbol)) };
    let symbol = match symbol {
        Some(symbol) => symbol.to_owned(),
        None => symbol_of(path)?,
    };
    let options = ReadOptions { on_bad, kind: None };
    let data = open_market_data(path, &options).map_err(|error| error.to_string())?;
    let source = path.display().to_string();
    let (rows, report) = match data {
        MarketData::Bars(mut reader) => {
            let bars = collect(&mut reader, TICKS_MAX / TICKS_PER_BAR, path, progress)?;
            let report = reader.report().clone();
            let period = bar_period(&report).map_err(|text| format!("{source}: {text}"))?;
            (Rows::Bars { bars, period }, report)
        }
        MarketData::Ticks(mut reader) => {
            let ticks = collect(&mut reader, TICKS_MAX, path, progress)?;
            (Rows::Ticks(ticks), reader.report().clone())
        }
    };
    let (kind, facts) = rows.describe();
    let row_count = rows.len();
    Ok(Market { source, symbol, kind, row_count, report: Some(report), facts, rows })
}

fn synthetic_week(symbol: Option<&str>) -> Market {
    let ticks: Vec<FileTick> = synthetic::SyntheticTicks::weeks(SYNTHETIC_SEED, 1).collect();
    let rows = Rows::Ticks(ticks);
    let (_, facts) = rows.describe();
    Market {
        source: "SYNTHETIC week (made up, not a market)".to_owned(),
        symbol: symbol.unwrap_or(synthetic::SYMBOL).to_owned(),
        kind: Kind::Synthetic,
        row_count: rows.len(),
        report: None,
        facts,
        rows,
    }
}

/// All rows of a reader; an error beyond `limit`.
pub(in crate::cli) fn collect<R: Record>(
    reader: &mut Reader<R>,
    limit: usize,
    path: &Path,
    progress: &Progress,
) -> Result<Vec<R>, String>
where
    Reader<R>: Iterator<Item = Result<R, hypertrader::store::FileError>>,
{
    let mut rows = Vec::new();
    for row in reader {
        rows.push(row.map_err(|error| error.to_string())?);
        progress.advance_to(rows.len() as u64);
        if rows.len() > limit {
            return Err(format!(
                "{}: more than {limit} rows, expected a file that fits into memory: split it",
                path.display()
            ));
        }
    }
    Ok(rows)
}

fn facts_of(prices: impl Iterator<Item = f64>, by_last: bool) -> PriceFacts {
    let mut facts = PriceFacts { first_price: 0.0, decimals: 0, by_last };
    for price in prices.filter(|price| *price > 0.0).take(PRICES_SAMPLED) {
        if facts.first_price == 0.0 {
            facts.first_price = price;
        }
        facts.decimals = facts.decimals.max(decimals_of(price));
    }
    facts
}

impl Market {
    /// Whether the rows have quotes of their own.
    pub(in crate::cli) const fn has_quotes(&self) -> bool {
        matches!(self.kind, Kind::Quotes | Kind::Synthetic)
    }

    /// How many rows do not open where a bar of the period opens: the engine then builds others.
    pub(in crate::cli) fn off_grid_count(&self) -> usize {
        let Rows::Bars { bars, period } = &self.rows else { return 0 };
        let opens = bars.iter().map(|bar| bar.written.seconds());
        opens.filter(|&open_s| period.open_of(open_s) != open_s).count()
    }

    /// The period of bars; `None` for ticks.
    pub(in crate::cli) const fn period(&self) -> Option<Period> {
        match self.kind {
            Kind::Bars { period } => Some(period),
            _ => None,
        }
    }

    /// When every row is, on the clock of the file.
    fn times(&self) -> Box<dyn Iterator<Item = WrittenNanos> + '_> {
        match &self.rows {
            Rows::Bars { bars, .. } => Box::new(bars.iter().map(|bar| bar.written)),
            Rows::Ticks(ticks) => Box::new(ticks.iter().map(|tick| tick.written)),
        }
    }

    /// How many bars of a period the rows make.
    pub(in crate::cli) fn bar_count(&self, period: Period) -> usize {
        let mut last = None;
        let opens = self.times().map(|time| period.open_of(time.seconds()));
        opens.filter(|&open_s| last.replace(open_s) != Some(open_s)).count()
    }

    /// The first two neighbouring rows that are more than some seconds apart.
    pub(in crate::cli) fn first_gap_beyond(
        &self,
        most_s: i64,
    ) -> Option<(WrittenNanos, WrittenNanos)> {
        let mut gaps = self.times().zip(self.times().skip(1));
        gaps.find(|(from, to)| to.seconds() - from.seconds() > most_s)
    }

    /// The first bar that closes with the ask below the bid.
    pub(in crate::cli) fn first_crossed(&self) -> Option<WrittenNanos> {
        let Rows::Bars { bars, .. } = &self.rows else { return None };
        let is_crossed = |bar: &&FileBar| matches!(bar.spread, Spread::Price(price) if price < 0.0);
        bars.iter().find(is_crossed).map(|bar| bar.written)
    }

    /// The first rows, as if the file ended there: what it says about prices comes from them alone.
    pub(in crate::cli) fn head(&self, row_count: usize) -> Self {
        let rows = match &self.rows {
            Rows::Bars { bars, period } => {
                let bars = bars.iter().take(row_count).copied().collect();
                Rows::Bars { bars, period: *period }
            }
            Rows::Ticks(ticks) => Rows::Ticks(ticks.iter().take(row_count).copied().collect()),
        };
        let (kind, facts) = rows.describe();
        Self {
            source: self.source.clone(),
            symbol: self.symbol.clone(),
            kind: if self.kind == Kind::Synthetic { self.kind } else { kind },
            row_count: rows.len(),
            report: self.report.clone(),
            facts,
            rows,
        }
    }

    /// Bars as they are and ticks as ticks. `modelled_spread` gives trades a quote.
    pub(in crate::cli) fn into_feed(
        self,
        contract: &Contract,
        modelled_spread: Option<u32>,
    ) -> Feed {
        let spread_points = modelled_spread.unwrap_or(contract.spread_points);
        let model = QuoteModel { points_per_unit: contract.points_per_unit(), spread_points };
        match self.rows {
            Rows::Bars { bars, period } => Feed::Bars { bars, period, model },
            Rows::Ticks(ticks) => {
                let is_modelled = self.kind == Kind::Trades && modelled_spread.is_some();
                let model = is_modelled.then_some(&model);
                Feed::Ticks(ticks.iter().map(|tick| tick_of(tick, model)).collect())
            }
        }
    }

    /// The ticks. `modelled_spread` gives trades a quote; bars always have one.
    pub(in crate::cli) fn into_ticks(
        self,
        contract: &Contract,
        modelled_spread: Option<u32>,
    ) -> Vec<HtMqlTick> {
        match self.into_feed(contract, modelled_spread) {
            Feed::Bars { bars, period, model } => {
                bars.iter().flat_map(|bar| ticks_of(bar, period, &model)).collect()
            }
            Feed::Ticks(ticks) => ticks,
        }
    }
}

fn tick_of(tick: &FileTick, model: Option<&QuoteModel>) -> HtMqlTick {
    let time_msc = tick.written.0.div_euclid(1_000_000);
    let (bid, ask) = match model {
        Some(model) => (tick.last, model.ask(tick.last, Spread::Unknown)),
        None => (tick.bid, tick.ask),
    };
    let quote_flags = if bid > 0.0 { 2 + 4 } else { 0 };
    let trade_flags = if tick.last > 0.0 { 8 + 16 } else { 0 };
    HtMqlTick::new(time_msc, bid, ask, tick.last, tick.volume, quote_flags | trade_flags)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_begin_with_the_symbol() {
        let symbol = |name: &str| symbol_of(Path::new(name));
        assert_eq!(symbol("data/BTCUSD_M1_mt5.csv.gz").unwrap(), "BTCUSD");
        assert_eq!(symbol("US100.csv").unwrap(), "US100");
        assert!(symbol("_.csv").unwrap_err().contains("--symbol"));
    }

    #[test]
    fn decimal_places_are_those_of_the_text() {
        assert_eq!((decimals_of(1.08055), decimals_of(100.0), decimals_of(0.1)), (5, 0, 1));
    }

    #[test]
    fn trades_have_a_quote_only_when_one_is_modelled() {
        let trade = FileTick { last: 100.5, volume: 2.0, ..FileTick::default() };
        let model = QuoteModel { points_per_unit: 2.0, spread_points: 2 };
        assert_eq!(tick_of(&trade, None).bid(), 0.0);
        let quoted = tick_of(&trade, Some(&model));
        assert_eq!((quoted.bid(), quoted.ask(), quoted.last()), (100.5, 101.5, 100.5));
    }
}
