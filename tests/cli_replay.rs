//! `hypertrader replay` as scripts use it: the built program and the built library, from outside.

#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/command_line.rs"]
mod command_line;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use command_line::{Folder, text};
use hypertrader::features::Builder;
use hypertrader::signals::{RuleSet, SignalSettings};
use hypertrader::store::{OnBad, open_bars};
use hypertrader::types::UnixNanos;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The library that this `cargo test` built. It lies beside the tests; `cargo build` also puts it
/// beside the program.
fn library() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let (prefix, suffix) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    test.with_file_name(format!("{prefix}hypertrader{suffix}"))
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hypertrader"));
    command.arg("replay").args(arguments).arg("--library").arg(library());
    command.stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

/// The JSON result of a replay that must succeed.
fn replay(arguments: &[&str]) -> Value {
    let output = run(&[arguments, &["--json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout).lines().count(), 1, "one result on standard output");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// M1 bars that rise and fall in waves of 40 bars, from 2024-01-01 00:00.
fn wave_bars(count: usize) -> String {
    let mut csv = "time,open,high,low,close,volume\n".to_owned();
    let height = |index: usize| {
        let phase = index % 80;
        if phase < 40 { phase } else { 80 - phase }
    };
    for index in 0..count {
        let (open, close) = (110_000 + 10 * height(index), 110_000 + 10 * height(index + 1));
        let (high, low) = (open.max(close) + 3, open.min(close) - 4);
        let price = |points: usize| format!("{}.{:05}", points / 100_000, points % 100_000);
        let [open, high, low, close] = [open, high, low, close].map(price);
        let time = 1_704_067_200 + 60 * index;
        csv += &format!("{time},{open},{high},{low},{close},{}\n", 100 + index % 7);
    }
    csv
}

#[test]
fn the_result_has_the_promised_shape() {
    let result = replay(&[]);
    assert_eq!(result["synthetic"], true);
    for key in ["ticks", "bars", "decisions"] {
        assert!(result[key].is_u64(), "{key}: {result}");
    }
    assert!(result["refusals"].is_object());
    assert_eq!(result["digest"].as_str().unwrap().len(), 64);
    assert!(result["ticks_per_s"].as_f64().unwrap() > 0.0);
    for key in ["call_ns", "bar_call_ns"] {
        let percentiles: Vec<u64> = ["p50", "p99", "p999", "max"]
            .iter()
            .map(|p| result[key][p].as_u64().unwrap())
            .collect();
        assert!(percentiles.is_sorted(), "{key}: {percentiles:?}");
    }
    // Five days of the made-up market are 7200 minutes, of which the last one never closes.
    assert_eq!(result["bars"], 7_199);
}

#[test]
fn without_a_file_the_summary_says_that_the_data_is_made_up() {
    let output = run(&[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty(), "results for machines only on --json");
    let summary = text(&output.stderr);
    for part in ["SYNTHETIC", "assumed", "digest", "p99.9"] {
        assert!(summary.contains(part), "{part} is missing in: {summary}");
    }
}

#[test]
fn every_run_gives_the_same_digest_and_other_data_another() {
    let folder = Folder::new("digest");
    let file = folder.write("EURUSD_M1.csv", &wave_bars(400));
    let file = file.as_str();
    let shorter = folder.write("EURUSD_M1_short.csv", &wave_bars(399));
    let first = replay(&[file]);
    assert_eq!(first["digest"], replay(&[file, "--throughput"])["digest"]);
    assert_ne!(first["digest"], replay(&[&shorter])["digest"]);
}

/// The digest of a run without a signal covers one feature row per closed bar and nothing else. It
/// equals one made here from the same columns over the file's bars, with the documented bytes: the
/// engine rebuilt every bar exactly, volume included.
#[test]
fn bars_come_out_of_the_engine_as_they_are_in_the_file() {
    let folder = Folder::new("bars");
    let file = folder.write("EURUSD_M1.csv", &wave_bars(150));
    let columns = ["close", "tr", "obv", "vol_chg_1", "min_2", "max_2", "swing_high_2"];
    let config = folder.write(
        "columns.toml",
        &format!("[features]\ncolumns = {columns:?}\n[signals.combine]\nmode = \"all\"\n"),
    );
    let result = replay(&[&file, "--config", &config]);
    assert_eq!((&result["ticks"], &result["bars"]), (&600.into(), &149.into()));
    assert_eq!((&result["decisions"], &result["refusals"]), (&0.into(), &serde_json::json!({})));
    assert_eq!(result["digest"], digest_of_bars(Path::new(&file), &columns));
}

fn digest_of_bars(file: &Path, columns: &[&str]) -> String {
    let required = RuleSet::new(&SignalSettings::default()).unwrap().required_columns();
    let names: Vec<&str> =
        columns.iter().copied().chain(required.iter().map(String::as_str)).collect();
    let mut builder = Builder::new(&names).unwrap();
    let bars = open_bars(file, OnBad::Fail).unwrap().read_all().unwrap();
    let mut hash = Sha256::new();
    for bar in &bars[..bars.len() - 1] {
        builder.update(&bar.to_bar(UnixNanos(bar.written.0), 0.0));
        let (row, count) = (builder.current(), builder.schema().len());
        hash.update(b"F");
        hash.update(bar.written.seconds().to_le_bytes());
        hash.update(u32::try_from(count).unwrap().to_le_bytes());
        for index in 0..count {
            hash.update([u8::from(row.valid >> index & 1 == 1)]);
            hash.update(row.values[index].to_le_bytes());
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_table_of_decisions_has_a_row_for_each() {
    let folder = Folder::new("table");
    let file = folder.write("EURUSD_M1.csv", &wave_bars(1_500));
    let config = folder.write("eager.toml", "[signals.combine]\nvotes_min = 1\n");
    let table = folder.path("decisions.csv");
    let result = replay(&[&file, "--config", &config, "--decisions", &table]);
    let refused: u64 =
        result["refusals"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    let rows = std::fs::read_to_string(&table).unwrap().lines().count() as u64 - 1;
    assert_eq!(rows, result["decisions"].as_u64().unwrap() + refused);
    assert!(rows > 0, "a wave must make the rules speak: {result}");
}

#[test]
fn a_bad_row_is_named_by_line_and_column_or_skipped_and_counted() {
    let folder = Folder::new("bad");
    let bars = wave_bars(50);
    let spoiled = bars.replacen("1.10016", "1.1oo16", 1);
    assert_ne!(bars, spoiled);
    let line = spoiled.lines().position(|line| line.contains("1.1oo16")).unwrap() + 1;
    let bad = spoiled.lines().nth(line - 1).unwrap();
    let column = bad.find("1.1oo16").unwrap() + 1;
    let file = folder.write("EURUSD_M1.csv", &spoiled);
    let file = file.as_str();
    let output = run(&[file, "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let place = format!("{file}:{line}:{column}: ");
    assert!(text(&output.stderr).contains(&place), "{place} in {}", text(&output.stderr));
    let error: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(error["error"].as_str().unwrap().contains(&place));
    let skipped = replay(&[file, "--on-bad", "skip"]);
    assert_eq!(skipped["rows"], 49);
    assert_eq!(skipped["skipped"]["number"], 1);
}

#[test]
fn wrong_usage_is_told_apart_from_failure() {
    for arguments in [&["--period", "7m"][..], &["--no-such-flag"], &["--on-bad", "maybe"]] {
        assert_eq!(run(arguments).status.code(), Some(2), "{arguments:?}");
    }
    let folder = Folder::new("usage");
    let file = folder.write("EURUSD_M1.csv", &wave_bars(10));
    let file = file.as_str();
    let spec = folder.write("spec.toml", "contract_size = 1000.0\nlot = 5\n");
    let spec = spec.as_str();
    for (arguments, expected) in [
        (vec!["no-such-file.csv"], "no-such-file.csv"),
        (vec![file, "--config", "no-such-config.toml"], "no-such-config.toml"),
        (vec![file, "--period", "30s"], "expected 1m or longer"),
        (vec![file, "--spec", spec], "spec.toml:2:1: "),
        (vec![file, "--balance", "0"], "--balance"),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(text(&output.stderr).contains(expected), "{expected}: {}", text(&output.stderr));
    }
}

#[test]
fn a_library_that_is_not_there_or_not_ours_is_refused() {
    let folder = Folder::new("library");
    let other = folder.write("libhypertrader.so", "not a library");
    for (path, expected) in
        [(Path::new("no-such-library.so"), "no such file"), (Path::new(&other), "cannot be loaded")]
    {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hypertrader"));
        let output = command.arg("replay").arg("--library").arg(path).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains(expected), "{}", text(&output.stderr));
    }
}

#[test]
fn the_library_beside_the_program_is_found() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hypertrader"));
    let output = command.args(["replay", "--json"]).stdin(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = PathBuf::from(result["library"].as_str().unwrap());
    assert_eq!(found.file_name(), library().file_name());
}

#[test]
fn trades_have_no_quotes_unless_a_spread_is_asked_for() {
    let folder = Folder::new("trades");
    let mut csv = "time,price,size\n".to_owned();
    for index in 0..5_000 {
        let wave = (index / 20) % 80;
        let height = if wave < 40 { wave } else { 80 - wave };
        let (time, price) = (1_704_067_200_000_i64 + 3_000 * index, 40_000 + 20 * height);
        csv += &format!("{time},{price}.5,0.25\n");
    }
    let file = folder.write("BTCUSD_trades.csv", &csv);
    let file = file.as_str();
    let without = replay(&[file]);
    assert_eq!((&without["kind"], &without["opens"]), (&"trades".into(), &0.into()));
    assert!(without["bars"].as_u64().unwrap() > 200, "bars are built from trades: {without}");
    let with = replay(&[file, "--spread-points", "100"]);
    assert_eq!(with["bars"], without["bars"]);
    assert!(with["refusals"].get("NO_QUOTE").is_none(), "{with}");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = command(&["--json"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(0));
}

/// Recorded data that not every machine has.
fn recorded(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    path.is_file().then(|| path.display().to_string())
}

#[test]
fn recorded_files_replay_alike_twice() {
    for name in
        ["bars_m1/CADJPY_M1_mt4_2022.csv.gz", "ticks/EURUSD_ticks_fxcm_2014-05-01_02.csv.gz"]
    {
        let Some(file) = recorded(name) else { continue };
        // The quotes of one file cross now and then, as recorded quotes do.
        let first = replay(&[&file, "--on-bad", "skip"]);
        assert_eq!(first["digest"], replay(&[&file, "--on-bad", "skip"])["digest"], "{name}");
        assert!(first["bars"].as_u64().unwrap() > 100, "{name}: {first}");
        assert_eq!(first["ticks_skipped"], 0, "{name}");
    }
}
