//! `hypertrader backtest`: recorded prices through the engine and a simulated broker.
//!
//! | file | what |
//! |---|---|
//! | `check` | look-ahead and warm-up |
//! | `drill_down` | ticks for bars that do not tell what came first |
//! | `run` | the prices handed in, the decisions hashed |
//! | `refusals` | data that cannot be simulated soundly |
//! | `result` | what came of it, for people and for programs |
//! | `statistics` | figures of trades and equity |
//! | `trades` | the file of trades |
//! | `equity` | the file of equity |
//! | `world` | files of news and of scheduled events |
//! | `report`, `stale` | the page for people; trades in bars without trading |

mod check;
pub(in crate::cli) mod drill_down;
mod equity;
pub(in crate::cli) mod refusals;
mod report;
mod result;
pub(in crate::cli) mod run;
mod stale;
mod statistics;
mod trades;
pub(in crate::cli) mod world;

use std::path::PathBuf;

use hypertrader::store::AtomicFile;
use hypertrader::types::{ParameterError, Period};

use self::drill_down::DrillDown;
use self::run::Setup;
use super::exit::Failure;
use super::output::Output;
use super::prices::market::{self, Kind, Market};
use super::progress::Progress;
use super::simulation::SimulationArgs;

/// Backtest: the live engine over recorded ticks or bars, with a simulated broker.
///
/// The engine is the one that trades live; only the broker is simulated: spread, commission,
/// slippage, latency, rejections, gaps through stops, margin and stop-out, as the file of --broker
/// says (sections backtest.*). Inside a bar prices take an order that is assumed; trades that
/// depend on it are counted, and the result is given for the best and the worst order too.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Bars: CSV as MetaTrader, Binance and others write it, also gzip or zstd; a Parquet table; or
    /// a folder of them. Without bars and ticks a made-up week is taken.
    #[arg(long, conflicts_with = "ticks")]
    bars: Option<PathBuf>,
    /// Quotes, or trades with --spread-points.
    #[arg(long)]
    ticks: Option<PathBuf>,
    /// Symbol; by default the file name up to the first `_`, `.` or `-`.
    #[arg(long)]
    symbol: Option<String>,
    /// Bar period of the engine; by default that of the file's bars, else as configured (1m).
    #[arg(long, value_parser = parse_period)]
    period: Option<Period>,
    #[command(flatten)]
    simulation: SimulationArgs,
    /// Write every closed trade to this CSV file.
    #[arg(long)]
    trades: Option<PathBuf>,
    /// Write the account at every closed bar to this CSV file.
    #[arg(long)]
    equity: Option<PathBuf>,
    /// Write the result as one HTML file with charts, and with what to doubt about it.
    #[arg(long)]
    report: Option<PathBuf>,
    /// Ticks for bars that hold both stop and target of a position: where this file covers such a
    /// bar, its ticks say which came first. Its times must be of the same clock as the bars'.
    #[arg(long, requires = "bars", conflicts_with = "check")]
    drill_down: Option<PathBuf>,
    #[command(flatten)]
    world: world::WorldArgs,
    #[command(flatten)]
    check: check::CheckArgs,
}

fn parse_period(text: &str) -> Result<Period, ParameterError> {
    Period::parse(text)
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Result<(), Failure> {
    let failed = |lines: Vec<String>| {
        let result = serde_json::json!({ "error": lines.join("\n") });
        Failure { lines, result }
    };
    let market = read(args).map_err(failed)?;
    let setup_of = |market: &Market| setup(args, market);
    let setup = setup_of(&market).map_err(failed)?;
    args.simulation.refuse_unsound(&market, &setup).map_err(failed)?;
    if args.check.check {
        let spread_points = args.simulation.spread_points;
        return check::run(&args.check, &market, spread_points, &setup_of, output);
    }
    backtest(args, market, setup, output).map_err(failed)
}

/// The prices, of the kind that was asked for.
fn read(args: &Args) -> Result<Market, Vec<String>> {
    let one = |text: String| vec![text];
    let file = args.bars.as_ref().or(args.ticks.as_ref());
    let market = {
        let progress = Progress::counting("reading rows");
        let symbol = args.symbol.as_deref();
        market::read(file, symbol, args.simulation.on_bad.into(), &progress).map_err(one)?
    };
    let is_bars = matches!(market.kind, Kind::Bars { .. });
    if let Some(path) = file
        && is_bars != args.bars.is_some()
    {
        let (asked, other) = if is_bars { ("ticks", "--bars") } else { ("bars", "--ticks") };
        let kind = market.kind.name();
        return Err(one(format!(
            "{}: holds {kind}, expected {asked}; use {other}",
            path.display()
        )));
    }
    Ok(market)
}

/// What a backtest of these prices begins with. Its orders reach no market.
fn setup(args: &Args, market: &Market) -> Result<Setup, Vec<String>> {
    let mut setup = args.simulation.setup(market, args.period)?;
    setup.engine.core.trading_enabled = true;
    setup.world = args.world.read().map_err(|text| vec![text])?;
    Ok(setup)
}

fn backtest(
    args: &Args,
    market: Market,
    mut setup: Setup,
    output: &mut Output,
) -> Result<(), Vec<String>> {
    let one = |text: String| vec![text];
    let is_bars = matches!(market.kind, Kind::Bars { .. });
    let (source, kind, rows) = (market.source.clone(), market.kind.name(), market.row_count);
    let reading = market.report.clone();
    let file = args.bars.as_ref().or(args.ticks.as_ref());
    let mut subject = report::Subject::of(file, &market).map_err(one)?;
    let feed = market.into_feed(&setup.contract, args.simulation.spread_points);
    if let Some(path) = &args.drill_down {
        let ticks = DrillDown::read(path, args.simulation.on_bad.into(), &feed, reading.as_ref());
        setup.drill_down = Some(ticks.map_err(one)?);
    }
    let outcome = setup.run(&feed).map_err(one)?;
    subject.look_at(&feed, &setup, &outcome.trades);
    let brackets = if is_bars { Some(setup.brackets(&feed).map_err(one)?) } else { None };
    let account = statistics::of(&setup, &outcome).map_err(one)?;
    if let Some(path) = &args.trades {
        trades::write(path, &setup.contract, &outcome.trades).map_err(one)?;
    }
    if let (Some(path), Some(account)) = (&args.equity, &account) {
        equity::write(path, &account.curve).map_err(one)?;
    }
    let page = subject.page(&setup, &outcome, brackets.as_ref(), account);
    if let Some(path) = &args.report {
        AtomicFile::write_whole(path, page.to_html().as_bytes())
            .map_err(|error| one(error.to_string()))?;
    }
    let facts = result::Facts { source, kind, rows, page };
    result::report(&facts, &setup, &outcome, output);
    Ok(())
}
