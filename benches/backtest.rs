//! A backtest beside backtesting.py, vectorbt and NautilusTrader: the same bars, trades compared.
//!
//! 1. The crossing of two averages with stop and target, under equal assumptions, 86,394 bars:
//!    here through the whole engine (features, rules, risk, orders), four quotes a bar. Every trade
//!    of backtesting.py and vectorbt must be ours. They are given their signals and levels; only
//!    what simulates is timed, after a first run that compiles. NautilusTrader, which has no stop
//!    and target at the fill in one order, trades the crossings alone: its entries are compared
//!    with the crossings.
//! 2. All rules, 29 columns, stops, trailing by the range, spread, commission and slippage: bars,
//!    and recorded ticks where `../shared/data` has them.
//!
//! Bars: BTCUSD of `../shared/data` where it is, otherwise SYNTHETIC. Figures are CPU time of one
//! thread, the median of seven runs here, of three of a peer. Peers run from
//! `benches/backtest/peers.py` if `HT_PYTHON` names a Python with `tests/oracles/simulators.txt`,
//! and `HT_PYTHON_NAUTILUS` one with nautilus_trader==1.221.0. Run with
//! `HT_PYTHON=python3 cargo bench --bench backtest`.
#![allow(unsafe_code, reason = "reading the CPU clock is a C call")]
#![allow(missing_docs, reason = "a program, not a library")]
#![allow(clippy::print_stdout, reason = "the table is the product")]
#![allow(clippy::unwrap_used, reason = "a failed step should stop the bench")]

#[path = "backtest/market.rs"]
mod market;

use std::fmt::Write as _;
use std::path::Path;

use hypertrader::backtest::{
    Arrival, Broker, BrokerSettings, Intrabar, Nobody, ProfitRate, Simulation, Trade, path,
};
use hypertrader::config::{self, Source};
use hypertrader::engine::{Engine, EngineIdentity, EngineSettings};
use hypertrader::sync::{PoolKey, RiskPool};
use hypertrader::types::{FixedText, Period, Side, Tick, UnixNanos};
use market::{Bars, Quotes};

const RUNS: usize = 7;
/// As tests/oracles/simulators.py has it: a crossing with nothing else.
const CROSSING: &str = r#"
[features]
columns = ["close"]
[signals.ma_cross]
fast = 10
slow = 30
separation_min_frac = 1e-9
[signals.rsi]
enabled = false
[signals.macd]
enabled = false
[signals.bollinger]
enabled = false
[signals.combine]
votes_min = 1
min_confidence_frac = 0.0
[signals.stops]
mode = "percent"
percent_frac = 0.003
reward_to_risk = 2.0
"#;
const EVERYTHING: &str = r#"
[signals.combine]
votes_min = 1
min_confidence_frac = 0.0
[trailing]
enabled = true
unit = "atr"
breakeven_after = 1.0
trail_after = 1.5
trail_distance = 1.0
"#;
const COSTS: &str = "[backtest.costs]\ncommission_per_lot = 3.5\nslippage_points = 1\n";
/// No limit but the volume, so that every signal is taken.
const NO_LIMITS: &str = r#"
[engine]
trading_enabled = true
[risk.limits]
daily_loss_max_frac = 1.0
weekly_loss_max_frac = 1.0
drawdown_max_frac = 1.0
loss_streak_max = 0
spread_max_frac = 0.2
"#;

/// CPU seconds of this process, which has one thread.
#[cfg(unix)]
fn cpu_seconds() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a valid timespec that outlives the call.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// Seconds since the first call: elsewhere than on Unix the wall clock must do.
#[cfg(not(unix))]
#[allow(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn cpu_seconds() -> f64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed().as_secs_f64()
}

fn simulation(
    market: &market::Market,
    settings: &str,
    costs: &str,
    first_price: f64,
) -> Simulation<Nobody> {
    let lots = market.lots;
    let limits = format!("{NO_LIMITS}[risk]\nlots_max = {lots}\n");
    let text = Source::new("bench", settings.as_bytes());
    let overrides = Source::new("limits", limits.as_bytes());
    let settings = config::load::<EngineSettings>(text, overrides, None).unwrap().settings;
    let account = "[backtest.account]\nbalance = 1000000000.0\n";
    let (costs, account) =
        (Source::new("costs", costs.as_bytes()), Source::new("account", account.as_bytes()));
    let broker = config::load::<BrokerSettings>(costs, account, None).unwrap().settings;
    let symbol = FixedText::new(market.symbol).unwrap();
    let identity = EngineIdentity { login: 1, symbol, magic: 1 };
    let pool = RiskPool::new().join(PoolKey { login: 1, group: 1 });
    let period = Some(Period::M1);
    let engine = Engine::new(identity, settings, String::new(), period, pool).unwrap();
    let spec = market.spec();
    let broker = Broker::new(identity, spec, ProfitRate::Fixed(1.0), broker).unwrap();
    Simulation::new(engine, broker, spec, first_price, Nobody)
}

/// Four ticks a bar, as `hypertrader backtest` makes them.
fn run_bars(
    bars: &Bars,
    settings: &str,
    costs: &str,
    rule: Intrabar,
    has_spread: bool,
) -> Vec<Trade> {
    let mut simulation = simulation(&bars.market, settings, costs, bars.rows[0].open);
    let point = bars.market.point();
    for (bar, &open_s) in bars.rows.iter().zip(&bars.seconds) {
        simulation.broker_mut().set_bar(Some(bar));
        let spread = if has_spread { f64::from(bar.spread_points) * point } else { 0.0 };
        let prices = path(bar, rule, simulation.broker().held_side());
        for (index, price) in prices.into_iter().enumerate() {
            let after_ms = [0, 15_000, 30_000, 59_999][index];
            let (arrival, volume) = match index {
                0 => (Arrival::Jump, bar.volume),
                _ => (Arrival::Continuous, bar.volume * 1e-18),
            };
            let time = UnixNanos::default();
            let tick = Tick { time, bid: price, ask: price + spread, last: price, volume };
            simulation.on_tick((open_s * 1_000 + after_ms) * 1_000_000, &tick, arrival).unwrap();
        }
    }
    simulation.finish().unwrap();
    simulation.broker().trades().to_vec()
}

fn run_ticks(quotes: &Quotes, settings: &str, costs: &str) -> usize {
    let mut simulation = simulation(&quotes.market, settings, costs, quotes.rows[0].1);
    for &(server_ns, bid, ask) in &quotes.rows {
        let tick = Tick { time: UnixNanos::default(), bid, ask, last: 0.0, volume: 0.0 };
        simulation.on_tick(server_ns, &tick, Arrival::Jump).unwrap();
    }
    simulation.finish().unwrap();
    simulation.broker().trades().len()
}

/// What a run gives, and the median of its CPU seconds.
fn timed<T>(mut run: impl FnMut() -> T) -> (T, f64) {
    let mut times = [0.0; RUNS];
    let mut last = None;
    for time in &mut times {
        let before = cpu_seconds();
        last = Some(run());
        *time = cpu_seconds() - before;
    }
    times.sort_by(f64::total_cmp);
    (last.unwrap(), times[RUNS / 2])
}

/// Trades for `peers.py`: prices in points, times in milliseconds.
fn write_trades(file: &Path, market: &market::Market, trades: &[Trade]) {
    let mut text = "side,open_ms,open_price,close_ms,close_price,profit,is_open\n".to_owned();
    let points = |price: f64| (price / market.point()).round() as i64;
    for trade in trades {
        let side = if trade.side == Side::Buy { 1 } else { -1 };
        let milliseconds = |time: UnixNanos| time.0 / 1_000_000;
        let is_open = trade.reason.name() == "end_of_data";
        writeln!(
            text,
            "{side},{},{},{},{},{},{}",
            milliseconds(trade.open_time),
            points(trade.open_price),
            milliseconds(trade.close_time),
            points(trade.close_price),
            trade.profit.to_f64(),
            i32::from(is_open)
        )
        .unwrap();
    }
    std::fs::write(file, text).unwrap();
}

fn line(who: &str, items: usize, seconds: f64, ours: f64, trades: &str) {
    let (rate, ratio) = (items as f64 / seconds / 1e6, seconds / ours);
    println!("{who:>34}  {seconds:>9.4}  {rate:>9.4}  {ratio:>8.2}  {trades}");
}

/// Runs a peer; prints its line. What it prints itself is `CPU-SECONDS TEXT`, a line each.
fn peer(python: &str, folder: &Path, name: &str, bars: usize, ours: f64) {
    let Some(python) = std::env::var_os(python) else {
        println!("{name:>34}  not run: {python} names no Python");
        return;
    };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/backtest/peers.py");
    let mut command = std::process::Command::new(python);
    let output = command.arg(script).arg(folder).arg(name).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        println!("{name} failed:\n{text}{}", String::from_utf8_lossy(&output.stderr));
    }
    for (seconds, rest) in text.lines().filter_map(|line| line.split_once(' ')) {
        let (who, trades) = rest.split_once(": ").unwrap_or((name, rest));
        line(who, bars, seconds.parse().unwrap(), ours, trades);
    }
}

fn beside_peers(bars: &Bars, folder: &Path) {
    let count = bars.rows.len();
    println!("\n{}, {count} bars of a minute, crossing 10/30, stop and target", bars.name);
    println!("{:>34}  {:>9}  {:>9}  {:>8}", "", "CPU s", "M bars/s", "x ours");
    bars.write(&folder.join(format!("{}_M1.csv", bars.market.symbol)));
    let run = |rule| timed(|| run_bars(bars, CROSSING, "", rule, false));
    // backtesting.py takes the stop before the target.
    let (trades, seconds) = run(Intrabar::Adverse);
    write_trades(&folder.join("backtesting.csv"), &bars.market, &trades);
    line("hypertrader, worst order in a bar", count, seconds, seconds, &trades.len().to_string());
    peer("HT_PYTHON", folder, "backtesting", count, seconds);
    let (trades, seconds) = run(Intrabar::Adaptive);
    write_trades(&folder.join("vectorbt.csv"), &bars.market, &trades);
    line("hypertrader, adaptive order", count, seconds, seconds, &trades.len().to_string());
    peer("HT_PYTHON", folder, "vectorbt", count, seconds);
    peer("HT_PYTHON_NAUTILUS", folder, "nautilus", count, seconds);
}

fn everything(bars: &Bars) {
    println!("\nall rules, 29 columns, stops, trailing, spread, commission, slippage");
    println!("{:>34}  {:>9}  {:>9}  {:>8}", "", "CPU s", "M items/s", "");
    let (trades, seconds) =
        timed(|| run_bars(bars, EVERYTHING, COSTS, Intrabar::Adaptive, true).len());
    line(&format!("{}, bars", bars.name), bars.rows.len(), seconds, seconds, &trades.to_string());
    for quotes in market::quotes() {
        let (trades, seconds) = timed(|| run_ticks(&quotes, EVERYTHING, COSTS));
        let name = format!("{}, ticks", quotes.name);
        line(&name, quotes.rows.len(), seconds, seconds, &trades.to_string());
    }
}

fn main() {
    let folder = std::env::temp_dir().join(format!("hypertrader-backtest-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let bars = market::bars();
    beside_peers(&bars, &folder);
    everything(&bars);
    let _ = std::fs::remove_dir_all(&folder);
}
