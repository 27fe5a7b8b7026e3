//! `backtest --check`: does the past depend on the future, and on where the data begins?
//!
//! | file | what |
//! |---|---|
//! | `trace` | all rows and decisions of a run |
//! | `look_ahead` | data cut off at random rows |
//! | `warm_up` | data begun later |

mod look_ahead;
mod trace;
mod warm_up;

use std::fmt::Write;

use serde::Serialize;

use hypertrader::clock::ServerClock;
use hypertrader::model::random::Random;

use self::look_ahead::Cut;
use self::trace::{Trace, record};
use self::warm_up::{ColumnWarmUp, Start};
use super::run::Setup;
use crate::cli::exit::Failure;
use crate::cli::output::Output;
use crate::cli::prices::market::{Feed, Market};

/// Later starts that are tried.
const STARTS: usize = 4;

/// How the checks are done.
#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// Check for look-ahead and for the length of the warm-up instead of reporting results: the
    /// data is cut off at random rows, which must change nothing before them, and begun later.
    /// Ends with status 1 if anything depends on later prices.
    #[arg(long)]
    pub(super) check: bool,
    /// Random cuts of --check.
    #[arg(long, default_value_t = 8, requires = "check",
          value_parser = clap::value_parser!(u32).range(1..=1_000))]
    check_cuts: u32,
    /// Seed of the cuts and starts of --check.
    #[arg(long, default_value_t = 42, requires = "check")]
    check_seed: u64,
    /// Difference of a column to the run over all data that counts as none, as a fraction of the
    /// column's root mean square.
    #[arg(long, default_value_t = 1e-6, requires = "check", allow_negative_numbers = true)]
    check_tolerance_frac: f64,
}

/// Result of `backtest --check --json`.
#[derive(Debug, Serialize)]
struct Findings {
    source: String,
    symbol: String,
    rows: usize,
    bars: usize,
    decisions: usize,
    seed: u64,
    /// Whether anything depends on later prices.
    look_ahead: bool,
    cuts: Vec<Cut>,
    /// Why the configured model knows these prices; `None`: it does not, or there is none.
    model_saw: Option<String>,
    tolerance_frac: f64,
    starts: Vec<Start>,
    columns: Vec<ColumnWarmUp>,
    /// The column that needs longest until it is close, of those that ever are, and how many bars.
    slowest_column: Option<String>,
    warm_up_bars: Option<usize>,
    /// Columns that never agree: they depend on where the data begins.
    never: Vec<String>,
}

/// Runs the checks and prints what they found; a failure if it is look-ahead. `setup_of` makes of
/// rows what a backtest of them begins with.
pub(super) fn run(
    args: &CheckArgs,
    market: &Market,
    spread_points: Option<u32>,
    setup_of: &dyn Fn(&Market) -> Result<Setup, Vec<String>>,
    output: &mut Output,
) -> Result<(), Failure> {
    let found = check(args, market, spread_points, setup_of).map_err(|lines| Failure {
        result: serde_json::json!({ "error": lines.join("\n") }),
        lines,
    })?;
    let text = found.to_text().unwrap_or_default(); // writing to a String cannot fail
    if found.look_ahead {
        let result = serde_json::to_value(&found).unwrap_or_default();
        return Err(Failure { lines: text.lines().map(str::to_owned).collect(), result });
    }
    output.say(&text);
    output.result(&found);
    Ok(())
}

fn check(
    args: &CheckArgs,
    market: &Market,
    spread_points: Option<u32>,
    setup_of: &dyn Fn(&Market) -> Result<Setup, Vec<String>>,
) -> Result<Findings, Vec<String>> {
    let one = |text: String| vec![text];
    let tolerance_frac = args.check_tolerance_frac;
    if !(tolerance_frac.is_finite() && tolerance_frac >= 0.0) {
        let expected = "expected a number, 0 or more";
        return Err(one(format!("--check-tolerance-frac was {tolerance_frac}, {expected}")));
    }
    let rows = market.row_count;
    let mut random = Random::new(args.check_seed);
    let marks = draw(&mut random, args.check_cuts as usize, rows / 10..rows);
    let setup = setup_of(market)?;
    let feed = market.clone().into_feed(&setup.contract, spread_points);
    let (full, extents) = record(&setup, &feed, 0..rows, &marks).map_err(one)?;
    let mut cuts = Vec::with_capacity(marks.len());
    for (&row, &until) in marks.iter().zip(&extents) {
        let head = market.head(row);
        let setup = setup_of(&head)?;
        let cut_feed = head.into_feed(&setup.contract, spread_points);
        let (cut, _) = record(&setup, &cut_feed, 0..row, &[]).map_err(one)?;
        cuts.push(Cut {
            row,
            time: feed.time_of(row - 1).to_string(),
            bars: until.bars,
            decisions: until.decisions,
            difference: look_ahead::difference(&full, until, &cut),
        });
    }
    let model_saw = model_saw(&setup, &feed).map_err(one)?;
    let firsts = draw(&mut random, STARTS, rows / 20..rows / 2);
    let starts = later_starts(&setup, &feed, &full, &firsts, tolerance_frac).map_err(one)?;
    let columns = warm_up::slowest(&starts);
    let slowest = columns.iter().max_by_key(|column| column.until_close.unwrap_or(0));
    let never = columns.iter().filter(|column| column.until_close.is_none());
    Ok(Findings {
        source: market.source.clone(),
        symbol: market.symbol.clone(),
        rows,
        bars: full.bars.len(),
        decisions: full.decisions.len(),
        seed: args.check_seed,
        look_ahead: model_saw.is_some() || cuts.iter().any(|cut| cut.difference.is_some()),
        cuts,
        model_saw,
        tolerance_frac,
        slowest_column: slowest.map(|column| column.name.clone()),
        warm_up_bars: slowest.and_then(|column| column.until_close),
        never: never.map(|column| column.name.clone()).collect(),
        starts,
        columns,
    })
}

/// Different numbers of a range, rising; fewer where the range is short.
fn draw(random: &mut Random, count: usize, range: std::ops::Range<usize>) -> Vec<usize> {
    let mut drawn: Vec<usize> =
        (0..count).map(|_| range.start + random.below(range.len())).collect();
    drawn.sort_unstable();
    drawn.dedup();
    drawn
}

fn later_starts(
    setup: &Setup,
    feed: &Feed,
    full: &Trace,
    firsts: &[usize],
    tolerance_frac: f64,
) -> Result<Vec<Start>, String> {
    let magnitudes = warm_up::magnitudes(full);
    let mut starts = Vec::with_capacity(firsts.len());
    for &row in firsts {
        let (late, _) = record(setup, feed, row..feed.row_count(), &[])?;
        starts.push(Start {
            row,
            time: feed.time_of(row).to_string(),
            bars: late.bars.len(),
            decisions: late.decisions.len(),
            decisions_agree_after: warm_up::decisions(full, &late),
            columns: warm_up::columns(full, &late, &magnitudes, tolerance_frac),
        });
    }
    Ok(starts)
}

/// Whether the configured model was trained on bars of these days: then it was told the answers.
fn model_saw(setup: &Setup, feed: &Feed) -> Result<Option<String>, String> {
    let engine = setup.engine()?;
    let Some(span) = engine.model().map(|model| model.span).filter(|span| span.rows > 0) else {
        return Ok(None);
    };
    let mut clock: ServerClock = engine.clock().clone();
    let first = clock.to_utc(feed.time_of(0).0);
    let last = clock.to_utc(feed.time_of(feed.row_count() - 1).0);
    let overlaps = span.first <= last && first <= span.last;
    Ok(overlaps.then(|| {
        format!(
            "the model learnt from {} to {}, these prices are from {first} to {last}",
            span.first, span.last
        )
    }))
}

impl Findings {
    fn to_text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        writeln!(
            text,
            "{}: {} {} rows, {} bars, {} decisions and refusals",
            self.source, self.symbol, self.rows, self.bars, self.decisions
        )?;
        for cut in &self.cuts {
            let Some(difference) = &cut.difference else { continue };
            writeln!(text, "  LOOK-AHEAD cut after row {} ({}): {difference}", cut.row, cut.time)?;
        }
        if let Some(reason) = &self.model_saw {
            writeln!(text, "  LOOK-AHEAD {reason}")?;
        }
        let sound = self.cuts.iter().filter(|cut| cut.difference.is_none()).count();
        writeln!(
            text,
            "  look-ahead: {sound} of {} cuts (seed {}) changed nothing before them",
            self.cuts.len(),
            self.seed
        )?;
        self.write_warm_up(&mut text)?;
        Ok(text)
    }

    fn write_warm_up(&self, text: &mut String) -> std::fmt::Result {
        let bars = |count: Option<usize>| count.map_or("never".to_owned(), |it| it.to_string());
        for start in &self.starts {
            writeln!(
                text,
                "  begun at {}: {} bars, decides as with all data, which the account also sways, \
                 after {} bars",
                start.time,
                start.bars,
                bars(start.decisions_agree_after)
            )?;
        }
        writeln!(text, "  bars until    a value    the same    within {:e}", self.tolerance_frac)?;
        for column in &self.columns {
            writeln!(
                text,
                "  {:>21} {:>11} {:>13}  {}",
                bars(column.until_valid),
                bars(column.until_exact),
                bars(column.until_close),
                column.name
            )?;
        }
        if let (Some(name), Some(count)) = (&self.slowest_column, self.warm_up_bars) {
            writeln!(text, "  warm-up: {count} bars, for {name}")?;
        }
        if !self.never.is_empty() {
            let names = self.never.join(", ");
            writeln!(text, "  depend on where the data begins: {names}")?;
        }
        Ok(())
    }
}
