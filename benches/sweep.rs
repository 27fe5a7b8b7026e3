//! A sweep beside vectorbt: the same grid of averages on the same bars, with stop and target.
//!
//! 110 combinations of the crossing of two averages on 86,394 bars of a minute, exact trades: the
//! program as it is used, on one thread, with its record, its tests for luck and its report, and
//! what of that the simulations took. The number of trades of every combination must be that of
//! vectorbt, which is given signals and levels; only its simulation is timed, after a first one
//! that compiles. It sees five rows a bar to have our order of prices; a second run has one row a
//! bar, as it is usually used. Trades one by one are compared by `benches/backtest.rs` and by the
//! section "backtest beside its peers" of scripts/test.
//!
//! Bars: BTCUSD of `../shared/data` where it is, otherwise SYNTHETIC. Figures are CPU time, ours
//! the median of five. vectorbt runs if `HT_PYTHON` names a Python with the packages of
//! `tests/oracles/simulators.txt`. Run with `HT_PYTHON=python3 cargo bench --bench sweep`.
#![allow(missing_docs, reason = "a program, not a library")]
#![allow(clippy::print_stdout, reason = "the table is the product")]
#![allow(clippy::unwrap_used, reason = "a failed step should stop the bench")]

#[allow(dead_code, reason = "the bench of a backtest has ticks and contracts too")]
#[path = "backtest/market.rs"]
mod market;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const RUNS: usize = 5;
const ENGINE: &str = r#"
[features]
columns = ["close"]
[signals.ma_cross]
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
[risk.limits]
daily_loss_max_frac = 1.0
weekly_loss_max_frac = 1.0
drawdown_max_frac = 1.0
loss_streak_max = 0
spread_max_frac = 0.2
[risk]
"#;
const BROKER: &str = "[backtest.account]\nbalance = 1000000000.0\n";
const GRID: &str = "[grid]\nsignals.ma_cross.fast = { from = 5, to = 50, step = 5 }\n\
                    signals.ma_cross.slow = { from = 60, to = 260, step = 20 }\n";

/// What a run says about itself.
struct Run {
    result: Value,
    record: PathBuf,
}

fn sweep(folder: &Path, bars: &Path) -> Run {
    let out = folder.join("out");
    let _ = std::fs::remove_dir_all(&out);
    let file = |name: &str| folder.join(name).into_os_string();
    let output = Command::new(env!("CARGO_BIN_EXE_hypertrader"))
        .args(["sweep", "--json", "--threads", "1", "--spread-points", "0", "--gap-max", "100d"])
        .args(["--grid".into(), file("grid.toml"), "--config".into(), file("engine.toml")])
        .args(["--broker".into(), file("broker.toml")])
        .arg("--bars")
        .arg(bars)
        .arg("--out")
        .arg(&out)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    let record = std::fs::read_dir(out.join("record")).unwrap().next().unwrap().unwrap().path();
    let symbol = bars.file_name().unwrap().to_str().unwrap().split('_').next().unwrap();
    Run { record: record.join(symbol), result }
}

fn line(who: &str, seconds: f64, combinations: f64, ours: f64, note: &str) {
    let (rate, ratio) = (combinations / seconds, seconds / ours);
    println!("{who:>36}  {seconds:>9.4}  {rate:>9.1}  {ratio:>8.2}  {note}");
}

fn main() {
    let folder = std::env::temp_dir().join(format!("hypertrader-sweep-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let bars = market::bars();
    let file = folder.join(format!("{}_M1.csv", bars.market.symbol));
    bars.write(&file);
    let engine = format!("{ENGINE}lots_max = {}\n", bars.market.lots);
    for (name, text) in [("engine.toml", &*engine), ("broker.toml", BROKER), ("grid.toml", GRID)] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let mut runs: Vec<Run> = (0..RUNS).map(|_| sweep(&folder, &file)).collect();
    let cpu_s = |run: &Run| run.result["cpu_s"].as_f64().unwrap();
    runs.sort_by(|one, other| cpu_s(one).total_cmp(&cpu_s(other)));
    let run = &runs[RUNS / 2];
    let combinations = run.result["combinations"].as_f64().unwrap();
    println!("{}, {} bars, {combinations} combinations", bars.name, bars.rows.len());
    println!("{:>36}  {:>9}  {:>9}  {:>8}", "", "CPU s", "comb./s", "x ours");
    let ours = cpu_s(run);
    line("hypertrader, simulations and record", ours, combinations, ours, "");
    match std::env::var_os("HT_PYTHON") {
        None => println!("{:>36}  not run: HT_PYTHON names no Python", "vectorbt"),
        Some(python) => {
            let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/sweep/peers.py");
            let output = Command::new(python).arg(script).arg(&run.record).arg(&file).output();
            let output = output.unwrap();
            let text = String::from_utf8_lossy(&output.stdout);
            if !output.status.success() {
                println!("vectorbt:\n{text}{}", String::from_utf8_lossy(&output.stderr));
            }
            for (seconds, rest) in text.lines().filter_map(|line| line.split_once(' ')) {
                let (who, note) = rest.split_once(": ").unwrap_or((rest, ""));
                line(who, seconds.parse().unwrap(), combinations, ours, note);
            }
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
}
