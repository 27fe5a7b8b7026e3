//! `hypertrader history ls`.

use serde::Serialize;

use hypertrader::store::{
    Gap, HistoryFolder, HistoryKind, HistoryStore, Market, TickFolder, WrittenNanos,
};
use hypertrader::types::{NANOS_PER_SECOND, Period};

use super::failed;
use super::place::{Chosen, MarketArg, StoreArgs};
use crate::cli::exit::Failure;
use crate::cli::output::Output;

/// Gaps that are named, the longest.
const GAPS_SHOWN: usize = 5;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    chosen: Chosen,
    /// When the markets trade; by default as the bars themselves say.
    #[arg(long, value_enum)]
    market: Option<MarketArg>,
}

/// Result of `history ls --json`.
#[derive(Debug, Serialize)]
struct Listed {
    store: String,
    bars: Vec<ListedBars>,
    ticks: Vec<ListedTicks>,
}

/// One series; times are of the clock of its source.
#[derive(Debug, Serialize)]
struct ListedBars {
    folder: String,
    source: Option<String>,
    symbol: Option<String>,
    period: Option<String>,
    clock: Option<&'static str>,
    /// Why the rest is missing.
    error: Option<String>,
    months: usize,
    rows: u64,
    first: Option<String>,
    last: Option<String>,
    market: Option<&'static str>,
    gaps: ListedGaps,
    /// Pauses of 20 hours and more on working days: holidays, or bars were lost.
    long_pauses: ListedGaps,
    size_bytes: u64,
}

#[derive(Debug, Default, Serialize)]
struct ListedGaps {
    count: usize,
    missing_bars: u64,
    longest: Vec<ListedGap>,
}

#[derive(Debug, Serialize)]
struct ListedGap {
    from: String,
    to: String,
    missing_bars: u64,
}

/// Recorded ticks of a symbol.
#[derive(Debug, Serialize)]
struct ListedTicks {
    folder: String,
    source: Option<String>,
    symbol: Option<String>,
    pieces: usize,
    logs: usize,
    rows: u64,
    first_day: Option<String>,
    last_day: Option<String>,
    size_bytes: u64,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Failure> {
    let store = args.store.existing().map_err(failed)?;
    let market = args.market.map(Market::from);
    let folders = args.chosen.bars(&store).map_err(failed)?;
    let bars: Vec<ListedBars> =
        folders.iter().map(|folder| listed_bars(&store, folder, market)).collect();
    let ticks = args.chosen.ticks(&store).map_err(failed)?;
    let ticks: Vec<ListedTicks> = ticks.into_iter().map(listed_ticks).collect();
    for bars in &bars {
        say_bars(bars, output);
    }
    for ticks in &ticks {
        say_ticks(ticks, output);
    }
    if bars.is_empty() && ticks.is_empty() {
        output.say("nothing is stored");
    }
    output.result(&Listed { store: store.folder().display().to_string(), bars, ticks });
    Ok(())
}

fn listed_bars(store: &HistoryStore, folder: &HistoryFolder, market: Option<Market>) -> ListedBars {
    let series = folder.series();
    let is_utc = folder.kind() == Some(HistoryKind::Market { is_utc: true });
    let mut listed = ListedBars {
        folder: folder.path.display().to_string(),
        source: series.map(|series| series.source.to_owned()),
        symbol: series.map(|series| series.symbol.to_owned()),
        period: series.map(|series| series.period.to_string()),
        clock: folder.kind().map(HistoryKind::clock),
        error: None,
        months: 0,
        rows: 0,
        first: None,
        last: None,
        market: None,
        gaps: ListedGaps::default(),
        long_pauses: ListedGaps::default(),
        size_bytes: 0,
    };
    let Some(series) = series else {
        listed.error = Some("no file can be read; see history verify".to_owned());
        return listed;
    };
    match store.summary(&series, market) {
        Ok(found) => {
            listed.months = found.month_count;
            listed.rows = found.bar_count;
            listed.first = found.span_s.map(|(first_s, _)| time(first_s, is_utc));
            listed.last = found.span_s.map(|(_, last_s)| time(last_s, is_utc));
            listed.market = Some(match found.market {
                Market::Always => "always",
                Market::Sessions => "sessions",
            });
            listed.gaps = listed_gaps(&found.pauses.gaps, series.period, is_utc);
            listed.long_pauses = listed_gaps(&found.pauses.long, series.period, is_utc);
            listed.size_bytes = found.size_bytes;
        }
        Err(error) => listed.error = Some(error.to_string()),
    }
    listed
}

fn time(seconds: i64, is_utc: bool) -> String {
    let zone = if is_utc { "Z" } else { "" };
    format!("{}{zone}", WrittenNanos(seconds.saturating_mul(NANOS_PER_SECOND)))
}

fn listed_gaps(gaps: &[Gap], period: Period, is_utc: bool) -> ListedGaps {
    let mut longest = gaps.to_vec();
    longest.sort_by_key(|gap| (gap.from_s - gap.to_s, gap.from_s));
    longest.truncate(GAPS_SHOWN);
    let longest = longest.iter().map(|gap| ListedGap {
        from: time(gap.from_s, is_utc),
        to: time(gap.to_s, is_utc),
        missing_bars: gap.bar_count(period),
    });
    ListedGaps {
        count: gaps.len(),
        missing_bars: gaps.iter().map(|gap| gap.bar_count(period)).sum(),
        longest: longest.collect(),
    }
}

fn listed_ticks(folder: TickFolder) -> ListedTicks {
    let (source, symbol) = folder.owner.unzip();
    let (first_day, last_day) = folder.days.unzip();
    ListedTicks {
        folder: folder.path.display().to_string(),
        source,
        symbol,
        pieces: folder.piece_count,
        logs: folder.log_count,
        rows: folder.tick_count,
        first_day,
        last_day,
        size_bytes: folder.size_bytes,
    }
}

fn say_bars(bars: &ListedBars, output: &mut Output) {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "?".to_owned());
    let (source, symbol) = (text(&bars.source), text(&bars.symbol));
    output.say(&format!("{source} {symbol} {}: {}", text(&bars.period), bars.folder));
    if let Some(error) = &bars.error {
        output.say(&format!("  {error}"));
        return;
    }
    output.say(&format!(
        "  {} rows in {} months, {} to {} ({} clock), {} bytes",
        bars.rows,
        bars.months,
        text(&bars.first),
        text(&bars.last),
        bars.clock.unwrap_or("?"),
        bars.size_bytes
    ));
    for (gaps, what) in [(&bars.gaps, "gaps"), (&bars.long_pauses, "long pauses")] {
        if gaps.count > 0 {
            output.say(&format!("  {} {what}, {} bars", gaps.count, gaps.missing_bars));
        }
        for gap in &gaps.longest {
            output.say(&format!("    {} to {}: {} bars", gap.from, gap.to, gap.missing_bars));
        }
    }
}

fn say_ticks(ticks: &ListedTicks, output: &mut Output) {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "?".to_owned());
    output.say(&format!(
        "{} {} ticks: {}\n  {} rows in {} pieces, {} logs, {} to {}, {} bytes",
        text(&ticks.source),
        text(&ticks.symbol),
        ticks.folder,
        ticks.rows,
        ticks.pieces,
        ticks.logs,
        text(&ticks.first_day),
        text(&ticks.last_day),
        ticks.size_bytes
    ));
}
