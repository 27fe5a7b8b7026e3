//! `hypertrader replay`: recorded data through the built library, as a terminal would feed it.
//!
//! The library is loaded at run time and driven through its C functions only, so what is measured
//! and hashed is what an Expert Advisor gets.
//!
//! | file | what |
//! |---|---|
//! | `library` | the C functions, loaded and checked |
//! | `terminal` | the simulated broker, in the structures of the C interface |
//! | `drive` | the order of the calls |
//! | `decisions`, `latency` | what comes out |
//! | `report` | how it is shown |

mod decisions;
mod drive;
mod latency;
mod library;
mod report;
mod terminal;

use std::path::PathBuf;

use hypertrader::ffi::abi::{HT_MODE_REPLAY, HtEngineParams, HtMqlTick};
use hypertrader::types::{FixedText, ParameterError, Period};

use self::decisions::DecisionTable;
use self::drive::Driver;
use self::library::{Library, Session};
use self::report::{Inputs, Passes, Throughput};
use self::terminal::{LOGIN, MAGIC, Terminal};
use super::arguments::OnBadRows;
use super::exit::Failure;
use super::output::Output;
use crate::cli::prices::bar_ticks::TICKS_PER_BAR;
use crate::cli::prices::contract::{ACCOUNT_CURRENCY, Contract};
use crate::cli::prices::market::{Kind, Market};
use crate::cli::progress::Progress;

/// Ticks of one call in the pass that measures throughput, as CopyTicks catches up after a pause.
const BATCH_TICKS: usize = 256;
/// Replay exists to see decisions, and its orders reach no market.
const OVERRIDES: &str = "[engine]\ntrading_enabled = true\n";

/// Replay recorded ticks or bars through the built library and report decisions, latency, digest.
///
/// The library is driven through its C interface as the terminal would. Orders are filled by a
/// simulated account at once; nothing reaches a market. Times of the file are taken as the trade
/// server's clock; `engine.server_utc_offset_s` of the configuration says how far that is from UTC.
/// `engine.trading_enabled` is switched on for the replay whatever the configuration says.
///
/// Bars become four ticks each: open, the nearer of high and low, the other one, close. Contract
/// size, tick value and the like are assumed from the symbol's name and printed; --spec replaces
/// them.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Ticks, trades or bars: CSV as MetaTrader, Binance and others write it, also gzip or zstd; a
    /// Parquet table; or a folder of them, such as one of the history store.
    /// Without one a made-up week is replayed.
    file: Option<PathBuf>,
    /// Symbol; by default the file name up to the first `_`, `.` or `-`.
    #[arg(long)]
    symbol: Option<String>,
    /// Bar period such as 1m, 15m, H4; by default that of the file's bars, else as configured (1m).
    #[arg(long, value_parser = parse_period)]
    period: Option<Period>,
    /// Configuration file; by default the built-in values.
    #[arg(long)]
    config: Option<PathBuf>,
    /// The built library; by default the one beside this program, or the newer one in `deps` there.
    #[arg(long)]
    library: Option<PathBuf>,
    /// TOML file that replaces assumed values of the contract, such as `contract_size = 1000.0`.
    #[arg(long)]
    spec: Option<PathBuf>,
    /// What to do with bad rows.
    #[arg(long, value_enum, default_value_t)]
    on_bad: OnBadRows,
    /// Modelled spread in points for data without quotes. Trades have none otherwise, and entries
    /// are then refused (NO_QUOTE).
    #[arg(long)]
    spread_points: Option<u32>,
    /// Balance of the simulated account, US dollars.
    #[arg(long, default_value_t = 10_000.0)]
    balance: f64,
    /// Write every decision and refusal to this CSV file.
    #[arg(long)]
    decisions: Option<PathBuf>,
    /// Afterwards replay once more in batches of 256 ticks, to measure throughput without the
    /// clock's cost for every tick.
    #[arg(long)]
    throughput: bool,
}

fn parse_period(text: &str) -> Result<Period, ParameterError> {
    Period::parse(text)
}

/// A replay that could not be done.
fn failed(problem: String) -> Failure {
    let result = serde_json::json!({ "error": problem });
    Failure { lines: vec![problem], result }
}

pub(crate) fn run(args: &Args, output: &mut Output) -> Result<(), Failure> {
    replay(args, output).map_err(failed)
}

fn replay(args: &Args, output: &mut Output) -> Result<(), String> {
    if !(args.balance.is_finite() && args.balance > 0.0) {
        return Err(format!("--balance was {}, expected an amount above 0", args.balance));
    }
    let path = args.library.clone().map_or_else(library::default_path, Ok)?;
    let library = Library::load(&path)?;
    let market = {
        let progress = Progress::counting("reading rows");
        let symbol = args.symbol.as_deref();
        crate::cli::prices::market::read(args.file.as_ref(), symbol, args.on_bad.into(), &progress)?
    };
    let contract =
        Contract::new(&market.symbol, &market.facts, ACCOUNT_CURRENCY, args.spec.as_deref())?;
    let inputs = Inputs::new(args, &library, &market, &contract);
    let period_s = period_seconds(args, &market)?;
    let (by_last, first_price) = (market.facts.by_last, market.facts.first_price);
    let is_bars = matches!(market.kind, Kind::Bars { .. });
    let ticks_per_bar = if is_bars { TICKS_PER_BAR } else { 0 };
    let ticks = market.into_ticks(&contract, args.spread_points);
    let setup = Setup { args, library: &library, contract, period_s, by_last, first_price };
    let passes = setup.run(&ticks, ticks_per_bar)?;
    report::print(&inputs, &passes, output);
    Ok(())
}

/// The period to ask for in seconds, 0 = as configured.
fn period_seconds(args: &Args, market: &Market) -> Result<u32, String> {
    let of_file = match market.kind {
        Kind::Bars { period } => Some(period),
        _ => None,
    };
    match (args.period, of_file) {
        (Some(asked), Some(of_file)) if asked.seconds() < of_file.seconds() => Err(format!(
            "{}: its bars have a period of {of_file}, --period was {asked}, expected {of_file} or \
             longer",
            market.source
        )),
        (Some(asked), _) => Ok(asked.seconds()),
        (None, Some(of_file)) => Ok(of_file.seconds()),
        (None, None) => Ok(0),
    }
}

/// Everything a pass begins with.
struct Setup<'a> {
    args: &'a Args,
    library: &'a Library,
    contract: Contract,
    period_s: u32,
    by_last: bool,
    first_price: f64,
}

impl Setup<'_> {
    fn open(&self) -> Result<Session<'_>, String> {
        let symbol = FixedText::<32>::new(&self.contract.symbol).ok_or_else(|| {
            format!("symbol was {:?}, expected at most 32 bytes", self.contract.symbol)
        })?;
        let params = HtEngineParams {
            struct_size: size_of::<HtEngineParams>() as u32,
            mode: HT_MODE_REPLAY,
            magic: MAGIC,
            login: LOGIN,
            risk_group: 0,
            period_s: self.period_s,
            reserved: 0,
            instance_key: [0; 64],
            symbol: symbol.to_c(),
        };
        let config = match &self.args.config {
            None => "",
            Some(path) => path
                .to_str()
                .ok_or_else(|| format!("{}: the path was not UTF-8", path.display()))?,
        };
        self.library.open(&params, config, OVERRIDES)
    }

    fn terminal(&self) -> Result<Terminal, String> {
        let balance = self.args.balance;
        Terminal::new(self.contract.clone(), self.first_price, self.by_last, balance)
    }

    fn run(&self, ticks: &[HtMqlTick], ticks_per_bar: usize) -> Result<Passes, String> {
        let session = self.open()?;
        let mut terminal = self.terminal()?;
        let mut table = self.args.decisions.as_deref().map(DecisionTable::create).transpose()?;
        let overhead_ns = latency::clock_overhead_ns();
        let mut driver = Driver::new(&session, &mut terminal, table.as_mut(), ticks_per_bar);
        let start = latency::now();
        let timings = {
            let progress = Progress::of(ticks.len() as u64, "replaying ticks");
            driver.run_singly(ticks, overhead_ns, &progress)?
        };
        let wall_ns = latency::nanos_since(start);
        let (counts, digest) = driver.finish();
        let status = session.status()?;
        if let Some(table) = table {
            table.finish()?;
        }
        let throughput =
            self.args.throughput.then(|| self.measure(ticks, ticks_per_bar)).transpose()?;
        let open_positions = terminal.positions().len();
        let floating = terminal.equity()?.micros - terminal.balance()?.micros;
        Ok(Passes {
            tick_count: ticks.len() as u64,
            counts,
            digest,
            timings,
            overhead_ns,
            wall_ns,
            status,
            results: terminal.results()?,
            open_positions,
            floating_micros: floating,
            throughput,
        })
    }

    /// The second pass: a fresh engine and account, batches, the time inside the calls.
    fn measure(&self, ticks: &[HtMqlTick], ticks_per_bar: usize) -> Result<Throughput, String> {
        let session = self.open()?;
        let mut terminal = self.terminal()?;
        let mut driver = Driver::new(&session, &mut terminal, None, ticks_per_bar);
        let times = driver.run_batches(ticks, BATCH_TICKS)?;
        Ok(Throughput::new(ticks.len() as u64, BATCH_TICKS, times))
    }
}
