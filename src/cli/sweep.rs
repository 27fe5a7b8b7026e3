//! `hypertrader sweep`: many combinations of settings on many symbols.
//!
//! | file | what |
//! |---|---|
//! | `grid_file` | what is varied |
//! | `markets` | the bars of each symbol |
//! | `folder` | where the record is; earlier trials on the same bars |
//! | `watch` | progress, Ctrl-C |
//! | `best_file` | what is recommended, as a configuration |
//! | `result` | what came of it, for people and for programs |

mod best_file;
mod folder;
mod grid_file;
mod markets;
mod result;
mod watch;

use std::path::PathBuf;

use hypertrader::clock::Stopwatch;
use hypertrader::research::report::{Fact, SweepTotals};
use hypertrader::sweep::{COMBINATIONS_MAX, Calendar, Surroundings, Sweep};

use self::folder::Folder;
use self::grid_file::GridFile;
use self::markets::Markets;
use self::watch::Watch;
use super::exit::Failure;
use super::output::Output;
use super::processor_time;
use super::simulation::SimulationArgs;

/// Trials a second of one core that the estimate of time takes: of bars of a few years, with
/// ordinary settings.
const TRIALS_PER_S: u128 = 200;

/// Sweep: combinations of settings on one or many symbols, and what to believe of the best.
///
/// Every combination is a backtest of bars with the engine that trades live, and its figures are
/// recorded below --out; a sweep that was cut off goes on from there. What is recommended is the
/// middle of the best neighbourhood, not the peak; walk forward, deflated Sharpe ratio, probability
/// of overfitting and superior predictive ability say what to believe of it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What is varied: TOML with sections [sweep] and [grid]; see docs/sweep.md.
    #[arg(long)]
    grid: PathBuf,
    /// Folder for the record, the report and what is recommended.
    #[arg(long)]
    out: PathBuf,
    /// Bars: a file for each symbol, or folders of such files; beside those of the grid file.
    #[arg(long, num_args = 1..)]
    bars: Vec<PathBuf>,
    #[command(flatten)]
    simulation: SimulationArgs,
    /// Backtests at the same time; by default as many as there are processors.
    #[arg(long)]
    threads: Option<usize>,
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Result<(), Failure> {
    sweep(args, output).map_err(|lines| {
        let result = serde_json::json!({ "error": lines.join("\n") });
        Failure { lines, result }
    })
}

fn sweep(args: &Args, output: &mut Output) -> Result<(), Vec<String>> {
    let one = |text: String| vec![text];
    let grid = GridFile::read(&args.grid)?;
    let mut paths = args.bars.clone();
    if paths.is_empty() {
        paths.clone_from(&grid.bars);
    }
    let files = markets::files(&paths).map_err(one)?;
    let threads = args.threads.unwrap_or_else(processors).max(1);
    check_size(&grid, files.len(), threads).map_err(one)?;
    let Markets { markets, fingerprints } = markets::read(&files, &args.simulation)?;
    let sweep = Sweep {
        space: &grid.space,
        markets: &markets,
        plan: &grid.plan,
        calendar: Calendar::of(&markets),
        threads,
    };
    let folder = Folder::open(&args.out, &grid, &sweep).map_err(one)?;
    let mut records = sweep.open_records(&folder.record).map_err(|error| one(error.to_string()))?;
    let (watch, clock) = (Watch::new(&grid, files.len()), Stopwatch::start());
    let cpu = processor_time::of_process();
    let totals = sweep.run(&mut records, &watch).map_err(|error| one(error.to_string()))?;
    let (wall_s, run) = (clock.elapsed_s(), totals.run);
    drop(watch);
    let cpu_s = processor_time::of_process().saturating_sub(cpu).as_secs_f64();
    let around = Surroundings {
        facts: facts(args, &grid, &sweep),
        fingerprints,
        totals: SweepTotals {
            cpu_s,
            wall_s,
            backtests_per_s: (wall_s > 0.0 && run > 0).then(|| run as f64 / wall_s),
            ..SweepTotals::default()
        },
        earlier: folder.earlier(&sweep).map_err(one)?,
    };
    let report = sweep.report(&records, around).map_err(|error| one(error.to_string()))?;
    let written = result::write(&args.out, &report.page)
        .and_then(|()| best_file::write(&args.out.join("best.toml"), &sweep, &report, &folder));
    written.map_err(one)?;
    result::report(&args.out, &report, totals, output);
    Ok(())
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Refuses what would never end: names the number and the time.
fn check_size(grid: &GridFile, symbols: usize, threads: usize) -> Result<(), String> {
    let count = grid.combinations();
    if count <= u128::from(COMBINATIONS_MAX) {
        return Ok(());
    }
    let seconds = count.saturating_mul(symbols as u128) / (TRIALS_PER_S * threads as u128);
    let shown = |count: u128| {
        if count < 10_000_000_000 { count.to_string() } else { format!("{:.1e}", count as f64) }
    };
    Err(format!(
        "{} combinations on {symbols} symbols, about {} of time on {threads} threads, expected at \
         most {COMBINATIONS_MAX} combinations: take fewer values, or method \"random\" or \"tpe\"",
        shown(count),
        time_text(seconds)
    ))
}

fn time_text(seconds: u128) -> String {
    const DAY: u128 = 86_400;
    match seconds {
        0..7_200 => format!("{} minutes", seconds / 60),
        7_200..DAY => format!("{} hours", seconds / 3_600),
        DAY..31_536_000 => format!("{} days", seconds / DAY),
        _ => format!("{} years", seconds / (365 * DAY)),
    }
}

fn facts(args: &Args, grid: &GridFile, sweep: &Sweep<'_>) -> Vec<Fact> {
    let plan = &grid.plan;
    let broker = &sweep.markets[0].broker;
    let simulation = &args.simulation;
    let path = |path: &Option<PathBuf>| {
        path.as_ref().map_or("built-in values".to_owned(), |path| path.display().to_string())
    };
    let spread =
        simulation.spread_points.map_or("of the file, else as usual".to_owned(), |points| {
            format!("of the file, else {points} points")
        });
    let rows = &sweep.calendar;
    vec![
        Fact::new("Grid", args.grid.display().to_string()),
        Fact::new("Configuration of the engine", path(&simulation.config)),
        Fact::new("Configuration of the broker", path(&simulation.broker)),
        Fact::new("Method", format!("{}, seed {}", plan.method.as_str(), plan.seed)),
        Fact::new("Score", format!("{}, at least {} trades", plan.score.as_str(), plan.trades_min)),
        Fact::new("Spread", spread),
        Fact::new("Order of prices inside a bar", broker.execution.intrabar.as_str()),
        Fact::new("Deposit", format!("{} {}", broker.account.balance, broker.account.currency)),
        Fact::new(
            "Rows of the tests",
            format!("{} of {} trading day(s)", rows.rows(), rows.days_per_row()),
        ),
    ]
}
