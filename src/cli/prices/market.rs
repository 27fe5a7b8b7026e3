//! What is replayed: a file of ticks, trades or bars, or the made-up market, as ticks in memory.

use std::path::{Path, PathBuf};

use hypertrader::ffi::abi::HtMqlTick;
use hypertrader::store::{
    FileBar, FileTick, MarketData, OnBad, ReadOptions, Reader, Record, Report, Spread,
    open_market_data, synthetic,
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
#[derive(Debug)]
enum Rows {
    Bars(Vec<FileBar>),
    Ticks(Vec<FileTick>),
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

/// Rows and what is known about them.
#[derive(Debug)]
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
    match data {
        MarketData::Bars(mut reader) => {
            let rows = collect(&mut reader, TICKS_MAX / TICKS_PER_BAR, path, progress)?;
            let report = reader.report().clone();
            let period = bar_period(&report).map_err(|text| format!("{source}: {text}"))?;
            let facts = facts_of(rows.iter().flat_map(|bar| [bar.open, bar.close]), true);
            let (kind, row_count) = (Kind::Bars { period }, rows.len());
            let (rows, report) = (Rows::Bars(rows), Some(report));
            Ok(Market { source, symbol, kind, row_count, report, facts, rows })
        }
        MarketData::Ticks(mut reader) => {
            let rows = collect(&mut reader, TICKS_MAX, path, progress)?;
            let report = Some(reader.report().clone());
            let has_quotes = rows.iter().any(|tick| tick.bid > 0.0);
            let kind = if has_quotes { Kind::Quotes } else { Kind::Trades };
            let price = |tick: &FileTick| if has_quotes { tick.bid } else { tick.last };
            let facts = facts_of(rows.iter().map(price), !has_quotes);
            let row_count = rows.len();
            Ok(Market { source, symbol, kind, row_count, report, facts, rows: Rows::Ticks(rows) })
        }
    }
}

fn synthetic_week(symbol: Option<&str>) -> Market {
    let rows: Vec<FileTick> = synthetic::SyntheticTicks::weeks(SYNTHETIC_SEED, 1).collect();
    Market {
        source: "SYNTHETIC week (made up, not a market)".to_owned(),
        symbol: symbol.unwrap_or(synthetic::SYMBOL).to_owned(),
        kind: Kind::Synthetic,
        row_count: rows.len(),
        report: None,
        facts: facts_of(rows.iter().map(|tick| tick.bid), false),
        rows: Rows::Ticks(rows),
    }
}

fn collect<R: Record>(
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
        match (&self.rows, self.kind) {
            (Rows::Bars(bars), Kind::Bars { period }) => bars
                .iter()
                .map(|bar| bar.written.seconds())
                .filter(|&open_s| period.open_of(open_s) != open_s)
                .count(),
            _ => 0,
        }
    }

    /// Bars as they are and ticks as ticks. `modelled_spread` gives trades a quote.
    pub(in crate::cli) fn into_feed(
        self,
        contract: &Contract,
        modelled_spread: Option<u32>,
    ) -> Feed {
        match (self.rows, self.kind) {
            (Rows::Bars(bars), Kind::Bars { period }) => {
                let spread_points = modelled_spread.unwrap_or(contract.spread_points);
                let points_per_unit = contract.points_per_unit();
                Feed::Bars { bars, period, model: QuoteModel { points_per_unit, spread_points } }
            }
            (rows, kind) => {
                Feed::Ticks(Self { rows, kind, ..self }.into_ticks(contract, modelled_spread))
            }
        }
    }

    /// The ticks. `modelled_spread` gives trades a quote; bars always have one.
    pub(in crate::cli) fn into_ticks(
        self,
        contract: &Contract,
        modelled_spread: Option<u32>,
    ) -> Vec<HtMqlTick> {
        let spread_points = modelled_spread.unwrap_or(contract.spread_points);
        let model = QuoteModel { points_per_unit: contract.points_per_unit(), spread_points };
        match (self.rows, self.kind) {
            (Rows::Bars(bars), Kind::Bars { period }) => {
                bars.iter().flat_map(|bar| ticks_of(bar, period, &model)).collect()
            }
            (Rows::Bars(_), _) => Vec::new(), // only bars are kept as bars
            (Rows::Ticks(ticks), kind) => {
                let model = (kind == Kind::Trades && modelled_spread.is_some()).then_some(model);
                ticks.iter().map(|tick| tick_of(tick, model.as_ref())).collect()
            }
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
