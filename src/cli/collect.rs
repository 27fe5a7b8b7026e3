//! `hypertrader bootstrap` and `hypertrader collect`: bars into the history store.
//!
//! Both ask a source for what is missing. `bootstrap` looks at the last days of the source and
//! holds all of them against the store; `collect` goes on from what is stored.

use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;

use hypertrader::collect::{
    Collected, FileSource, FileSourceOptions, KlineSource, Order, Recheck, StoreSource,
    collect as collect_bars,
};
use hypertrader::store::{HistoryBar, HistorySeries, HistoryStore, Market, Replaced, WrittenNanos};
use hypertrader::types::{NANOS_PER_SECOND, Period};

use super::arguments::OnBadRows;
use super::exit::Failure;
use super::history::failed;
use super::history::place::{MarketArg, StoreArgs, parse_period};
use super::output::Output;

/// Stored bars that `collect` compares with the source: those that may have been forming.
const NEWEST_BARS: u32 = 3;

/// Fill the history store for the first time: the last days that a source has.
#[derive(Debug, clap::Args)]
pub(crate) struct BootstrapArgs {
    #[command(flatten)]
    what: What,
    /// Only the last so many days of the source; by default all it has.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=36_500))]
    days: Option<u32>,
}

/// Add to the history store what is new, and fill its gaps.
///
/// What was interrupted goes on where it was. A bar that differs from the stored one replaces it,
/// and is told.
#[derive(Debug, clap::Args)]
pub(crate) struct CollectArgs {
    #[command(flatten)]
    what: What,
    /// Hold every stored bar against the source, not only the newest.
    #[arg(long)]
    repair: bool,
}

/// Where bars come from, and where they go.
#[derive(Debug, clap::Args)]
struct What {
    #[command(flatten)]
    store: StoreArgs,
    /// The symbol, as the source calls it.
    #[arg(long)]
    symbol: String,
    /// Length of a bar.
    #[arg(long, value_parser = parse_period)]
    period: Period,
    #[command(flatten)]
    from: From,
    /// What the source is called in the store. Needed with --from-files; with --from-store where
    /// that store has several.
    #[arg(long, required_unless_present = "from_store")]
    source: Option<String>,
    /// When the market trades; by default as the bars themselves say.
    #[arg(long, value_enum)]
    market: Option<MarketArg>,
    /// Times of files without a zone are UTC; else they are of a clock that nobody named.
    #[arg(long, conflicts_with = "from_store")]
    utc: bool,
    /// What to do with bad rows of files.
    #[arg(long, value_enum, default_value_t)]
    on_bad: OnBadRows,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct From {
    /// Files of bars: CSV as MetaTrader, Binance and others write it, also gzip or zstd, or
    /// Parquet. Where they overlap, the one named first counts.
    #[arg(long, num_args = 1.., value_name = "FILE")]
    from_files: Vec<PathBuf>,
    /// Another history store, such as the one that the script Bootstrap fills in a terminal.
    #[arg(long, value_name = "FOLDER")]
    from_store: Option<PathBuf>,
}

/// Result of `bootstrap --json` and `collect --json`.
#[derive(Debug, Serialize)]
struct Done {
    folder: String,
    source: String,
    symbol: String,
    period: String,
    requests: u64,
    retries: u64,
    received: u64,
    added: u64,
    replaced: u64,
    /// The first hundred.
    replaced_bars: Vec<Change>,
    refused: u64,
    /// The first hundred.
    refused_bars: Vec<String>,
    confirmed_empty: u64,
    still_missing: u64,
    /// Bad rows of files that were left out.
    skipped_rows: u64,
    /// Rows of files whose spread is a price, which is not kept.
    lost_spreads: u64,
}

#[derive(Debug, Serialize)]
struct Change {
    time: String,
    /// Open, high, low, close.
    was: [f64; 4],
    is: [f64; 4],
}

pub(crate) fn bootstrap(args: &BootstrapArgs, output: &mut Output) -> Result<(), Failure> {
    run(&args.what, args.days, Recheck::All, output).map_err(failed)
}

pub(crate) fn collect(args: &CollectArgs, output: &mut Output) -> Result<(), Failure> {
    let recheck = if args.repair { Recheck::All } else { Recheck::Newest(NEWEST_BARS) };
    run(&args.what, None, recheck, output).map_err(failed)
}

fn run(
    what: &What,
    days: Option<u32>,
    recheck: Recheck,
    output: &mut Output,
) -> Result<(), String> {
    let store = what.store.store()?;
    if let Some(folder) = &what.from.from_store {
        let from = HistoryStore::new(folder);
        let series = what.series_in(&from)?;
        let series = HistorySeries { source: &series, symbol: &what.symbol, period: what.period };
        if is_same(from.folder(), store.folder()) {
            return Err(format!("{}: is the store itself", folder.display()));
        }
        let mut source = StoreSource::open(from, &series).map_err(|error| error.to_string())?;
        let done = fill(what, &store, &mut source, days, recheck)?;
        what.report(&store, &source, done, (0, 0), output);
        return Ok(());
    }
    let options = FileSourceOptions {
        name: what.source.clone().unwrap_or_default(),
        period: what.period,
        on_bad: what.on_bad.into(),
        is_utc: what.utc,
    };
    let files = &what.from.from_files;
    let mut source = FileSource::open(files, options).map_err(|error| error.to_string())?;
    let done = fill(what, &store, &mut source, days, recheck)?;
    let left_out = (source.skipped_count(), source.spread_lost_count());
    what.report(&store, &source, done, left_out, output);
    Ok(())
}

fn is_same(one: &std::path::Path, other: &std::path::Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

fn fill(
    what: &What,
    store: &HistoryStore,
    source: &mut dyn KlineSource,
    days: Option<u32>,
    recheck: Recheck,
) -> Result<Collected, String> {
    let extent = source.extent().map_err(|error| error.to_string())?;
    let end_s = extent.map(|extent| what.period.next_open(extent.last_s));
    let begin_s = match (days, end_s) {
        (Some(days), Some(end_s)) => Some(end_s - i64::from(days) * 86_400),
        _ => extent.map(|extent| extent.first_s),
    };
    let order = Order {
        symbol: &what.symbol,
        period: what.period,
        from_s: begin_s,
        now_s: None,
        market: what.market.map(Market::from),
        recheck,
    };
    let mut wait = |milliseconds: u64| {
        std::thread::sleep(Duration::from_millis(milliseconds));
        true
    };
    collect_bars(store, source, &order, &mut wait).map_err(|error| error.to_string())
}

impl What {
    /// The source that is meant in another store.
    fn series_in(&self, store: &HistoryStore) -> Result<String, String> {
        if let Some(source) = &self.source {
            return Ok(source.clone());
        }
        let found = store.list().map_err(|error| error.to_string())?;
        let series = found.iter().filter_map(|folder| folder.series());
        let fitting = series.filter(|s| s.symbol == self.symbol && s.period == self.period);
        let sources: Vec<&str> = fitting.map(|series| series.source).collect();
        match sources[..] {
            [source] => Ok(source.to_owned()),
            _ => Err(format!(
                "{}: {} sources have {} {}, expected one; say --source: {}",
                store.folder().display(),
                sources.len(),
                self.symbol,
                self.period,
                sources.join(", ")
            )),
        }
    }

    fn report(
        &self,
        store: &HistoryStore,
        source: &dyn KlineSource,
        done: Collected,
        (skipped_rows, lost_spreads): (u64, u64),
        output: &mut Output,
    ) {
        let name = source.name();
        let series = HistorySeries { source: name, symbol: &self.symbol, period: self.period };
        let result = Done {
            folder: store.folder_of(&series).display().to_string(),
            source: name.to_owned(),
            symbol: self.symbol.clone(),
            period: self.period.to_string(),
            requests: done.request_count,
            retries: done.retry_count,
            received: done.received_count,
            added: done.added_count,
            replaced: done.replaced_count,
            replaced_bars: done.replaced.iter().map(change).collect(),
            refused: done.refused_count,
            refused_bars: done.refused,
            confirmed_empty: done.empty_count,
            still_missing: done.missing_count,
            skipped_rows,
            lost_spreads,
        };
        say(&result, output);
        output.result(&result);
    }
}

fn change(replaced: &Replaced) -> Change {
    let prices = |bar: &HistoryBar| [bar.open, bar.high, bar.low, bar.close];
    Change {
        time: WrittenNanos(replaced.is.open_s.saturating_mul(NANOS_PER_SECOND)).to_string(),
        was: prices(&replaced.was),
        is: prices(&replaced.is),
    }
}

fn say(done: &Done, output: &mut Output) {
    output.say(&format!(
        "{}: {} bars added, {} replaced, {} confirmed to be empty, {} still missing",
        done.folder, done.added, done.replaced, done.confirmed_empty, done.still_missing
    ));
    for Change { time, was, is } in &done.replaced_bars {
        output.say(&format!("  {time}: was {was:?}, is {is:?}"));
    }
    if done.refused > 0 {
        output.say(&format!("{} bars contradict themselves and are not stored", done.refused));
        done.refused_bars.iter().for_each(|bar| output.say(&format!("  {bar}")));
    }
    if done.skipped_rows > 0 {
        output.say(&format!("{} bad rows were left out", done.skipped_rows));
    }
    if done.lost_spreads > 0 {
        output.say(&format!("{} spreads are prices and were not kept", done.lost_spreads));
    }
}
