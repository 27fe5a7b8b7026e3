//! The history store through the C ABI, read back by the command line, and broken on purpose.

#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::ptr::null;
use std::time::Duration;

use hypertrader::ffi::abi::*;
use hypertrader::ffi::code::*;
use hypertrader::store::{HistorySeries, HistoryStore, OnBad, open_bars};
use hypertrader::types::Period;
use support::raw::{self, Append};
use support::{Scratch, last_error};

/// 2026-01-31 23:00 of the server's clock: an hour later it is February.
const START_S: i64 = 1_769_900_400;

const SERIES: HistorySeries<'_> =
    HistorySeries { source: "Broker-Demo", symbol: "EURUSD", period: Period::M1 };

/// Bars of a price that goes up and down a little, one a minute.
fn bars(count: i64) -> Vec<HtMqlRates> {
    (0..count)
        .map(|n| {
            let close = 1.1 + (n % 7) as f64 * 0.0001;
            let prices = [1.1, close.max(1.1) + 0.0001, 1.0999, close];
            HtMqlRates::new(START_S + n * 60, prices, 10 + n, 5)
        })
        .collect()
}

fn text(text: &str) -> (*const u8, i32) {
    (text.as_ptr(), text.len() as i32)
}

fn overrides(folder: &Path) -> String {
    format!("engine.history_dir = {:?}\n", folder.display().to_string())
}

/// Sound arguments but for the folder.
fn append_to(overrides: &str) -> Append {
    Append {
        mode: HT_MODE_LIVE,
        config_path: (null(), 0),
        overrides: text(overrides),
        source: text(SERIES.source),
        symbol: text(SERIES.symbol),
        period_s: 60,
    }
}

fn store(folder: &Path, rates: &[HtMqlRates]) -> i32 {
    let overrides = overrides(folder);
    raw::history_append(&append_to(&overrides), rates.as_ptr(), rates.len() as i32)
}

fn place(folder: &Path) -> PathBuf {
    HistoryStore::new(folder).folder_of(&SERIES)
}

#[test]
fn bars_are_stored_once_and_read_back() {
    let folder = Scratch::new("history");
    let rates = bars(120);
    assert_eq!(store(&folder.0, &rates), 120, "{}", last_error(0));
    assert_eq!(store(&folder.0, &rates), 0);
    assert_eq!(store(&folder.0, &rates[..0]), 0);
    let mut reader = open_bars(&place(&folder.0), OnBad::Fail).unwrap();
    let rows = reader.read_all().unwrap();
    assert_eq!(rows.len(), rates.len());
    for (row, rate) in rows.iter().zip(&rates) {
        assert_eq!(row.written.seconds(), rate.time_s());
        assert_eq!([row.open, row.high, row.low, row.close], rate.prices());
        assert_eq!(row.volume, rate.tick_volume() as f64);
    }
    let corrected = HtMqlRates::new(START_S, [1.1, 1.2, 1.0, 1.15], 9, 5);
    assert_eq!(store(&folder.0, &[corrected]), 1);
    let rows = open_bars(&place(&folder.0), OnBad::Fail).unwrap().read_all().unwrap();
    assert_eq!((rows.len(), rows[0].close), (120, 1.15), "the later bar wins");
}

#[cfg(feature = "cli")]
#[test]
fn the_command_line_reads_the_store() {
    let folder = Scratch::new("history-cli");
    assert_eq!(store(&folder.0, &bars(120)), 120);
    let place = place(&folder.0);
    let hypertrader = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hypertrader"));
        let output = command.args(arguments).stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()
    };
    let out = folder.0.join("out.csv");
    let (bars, out) = (place.to_str().unwrap(), out.to_str().unwrap());
    let written =
        hypertrader(&["features", "--bars", bars, "--out", out, "--columns", "sma_2", "--json"]);
    assert_eq!((written["rows"].as_u64(), written["skipped"].as_u64()), (Some(120), Some(0)));
    let table = std::fs::read_to_string(out).unwrap();
    let second = table.lines().nth(2).unwrap();
    // Closes of 1.1 and 1.1001, whose mean is 1.10005.
    assert!(second.starts_with("2026-01-31T23:01:00Z,1.1,"), "{second}");
    let mean: f64 = second.rsplit(',').next().unwrap().parse().unwrap();
    assert!((mean - 1.10005).abs() < 1e-12, "{mean}");

    let february = place.join("EURUSD_1m_2026-02.parquet");
    let replayed = hypertrader(&["replay", february.to_str().unwrap(), "--json"]);
    assert_eq!(replayed["symbol"], "EURUSD");
    // The hour's last bar is closed by no later tick.
    assert_eq!(replayed["bars"].as_u64(), Some(59));
}

/// Refused with `code`, naming `what`; nothing appears in the folder.
#[track_caller]
fn refused(folder: &Path, code: i32, what: &str, was: i32) {
    let error = last_error(0);
    assert_eq!(was, code, "{what}: {error}");
    assert!(error.contains(what), "{what} is not named in: {error}");
    assert!(!folder.join("store").exists(), "{what}: a folder appeared");
}

#[test]
fn misuse_is_refused_before_anything_is_written() {
    let folder = Scratch::new("history-misuse");
    let overrides = overrides(&folder.0.join("store"));
    let rates = bars(3);
    let call = |change: &dyn Fn(&mut Append)| {
        let mut append = append_to(&overrides);
        change(&mut append);
        raw::history_append(&append, rates.as_ptr(), 3)
    };
    let refused = |code, what: &str, was| refused(&folder.0, code, what, was);
    let long = "x".repeat(64);
    for mode in [HT_MODE_TESTER, HT_MODE_REPLAY, -1, 4] {
        refused(HT_E_VALUE, "mode was", call(&|a| a.mode = mode));
    }
    refused(HT_E_NULL, "config_path was NULL", call(&|a| a.config_path = (null(), 1)));
    refused(HT_E_NULL, "overrides was NULL", call(&|a| a.overrides.0 = null()));
    refused(HT_E_NULL, "source was NULL", call(&|a| a.source.0 = null()));
    refused(HT_E_NULL, "symbol was NULL", call(&|a| a.symbol.0 = null()));
    refused(HT_E_COUNT, "count of source was -1", call(&|a| a.source.1 = -1));
    refused(HT_E_UTF8, "symbol was not UTF-8", call(&|a| a.symbol = (b"A\xFF".as_ptr(), 2)));
    refused(HT_E_VALUE, "source was", call(&|a| a.source = text("")));
    refused(HT_E_VALUE, "source was", call(&|a| a.source = text(&long)));
    refused(HT_E_VALUE, "symbol was", call(&|a| a.symbol = text(&long[..32])));
    refused(HT_E_VALUE, "symbol was", call(&|a| a.symbol = text("A\0B")));
    for period_s in [0, -60, 7, i32::MAX, i32::MIN] {
        refused(HT_E_VALUE, "period_s was", call(&|a| a.period_s = period_s));
    }
    refused(HT_E_CONFIG, "history_dir is not set", call(&|a| a.overrides = (null(), 0)));
    refused(HT_E_CONFIG, "nonsense", call(&|a| a.overrides = text("engine.nonsense = 1")));
    refused(HT_E_CONFIG, "no such", call(&|a| a.config_path = text("no such file.toml")));
    let append = append_to(&overrides);
    refused(HT_E_NULL, "rates was NULL", raw::history_append(&append, null(), 1));
    refused(HT_E_COUNT, "count of rates", raw::history_append(&append, rates.as_ptr(), -1));
    refused(HT_E_COUNT, "count of rates", raw::history_append(&append, rates.as_ptr(), i32::MAX));
}

#[test]
fn bad_bars_are_named_and_none_is_stored() {
    let folder = Scratch::new("history-bars");
    let path = folder.0.join("store");
    let with = |index: usize, bar: HtMqlRates| {
        let mut rates = bars(3);
        rates[index] = bar;
        store(&path, &rates)
    };
    let bar = |time_s, prices, ticks, spread| HtMqlRates::new(time_s, prices, ticks, spread);
    let (second, sound) = (START_S + 60, [1.1, 1.2, 1.0, 1.15]);
    for prices in [[1.1, 1.0, 1.2, 1.1], [f64::NAN, 1.2, 1.0, 1.1], [0.0; 4], [-1.0; 4]] {
        refused(&folder.0, HT_E_BAR, "bar 1 of 3", with(1, bar(second, prices, 1, 1)));
    }
    refused(&folder.0, HT_E_BAR, "bar 1 of 3: volume", with(1, bar(second, sound, -1, 1)));
    refused(&folder.0, HT_E_VALUE, "bar 1 of 3: rates.spread", with(1, bar(second, sound, 1, -1)));
    refused(&folder.0, HT_E_BAR, "the open of a bar of 1m", with(1, bar(second + 1, sound, 1, 1)));
    refused(&folder.0, HT_E_TIME, "bar 1 of 3: time", with(1, bar(START_S, sound, 1, 1)));
    refused(&folder.0, HT_E_TIME, "bar 2 of 3: time", with(2, bar(START_S - 60, sound, 1, 1)));
    refused(&folder.0, HT_E_VALUE, "bar 0 of 3: rates.time", with(0, bar(-60, sound, 1, 1)));
    refused(&folder.0, HT_E_VALUE, "bar 2 of 3: rates.time", with(2, bar(i64::MAX, sound, 1, 1)));
}

#[test]
fn files_that_cannot_be_used_are_named() {
    let folder = Scratch::new("history-files");
    std::fs::write(folder.0.join("store"), "a file where a folder should be").unwrap();
    assert_eq!(store(&folder.0.join("store"), &bars(3)), HT_E_FILE);
    assert!(last_error(0).contains("cannot be created"), "{}", last_error(0));
    assert_eq!(store(&folder.0, &bars(3)), 3);
    let january = place(&folder.0).join("EURUSD_1m_2026-01.parquet");
    std::fs::write(&january, "damaged").unwrap();
    assert_eq!(store(&folder.0, &bars(3)), HT_E_FILE);
    assert!(last_error(0).contains("EURUSD_1m_2026-01.parquet"), "{}", last_error(0));
    assert_eq!(std::fs::read(&january).unwrap(), b"damaged", "it may still be of use to somebody");
}

#[test]
fn writers_in_parallel_lose_nothing() {
    let folder = Scratch::new("history-parallel");
    let rates = bars(400);
    std::thread::scope(|scope| {
        for part in rates.chunks(100) {
            let folder = &folder.0;
            scope.spawn(move || {
                for one in part.chunks(10) {
                    loop {
                        match store(folder, one) {
                            HT_E_BUSY => std::thread::yield_now(),
                            code => break assert_eq!(code, 10, "{}", last_error(0)),
                        }
                    }
                }
            });
        }
    });
    assert_eq!(open_bars(&place(&folder.0), OnBad::Fail).unwrap().read_all().unwrap().len(), 400);
}

/// Bars whose volume tells them from those of other rounds.
fn bars_of_round(round: i64) -> Vec<HtMqlRates> {
    let bar =
        |bar: &HtMqlRates| HtMqlRates::new(bar.time_s(), bar.prices(), round, bar.spread_points());
    bars(2_000).iter().map(bar).collect()
}

const CHILD: &str = "HT_TEST_HISTORY_WRITER";

/// The writer that is killed: not a test of its own.
#[test]
fn writer_that_never_ends() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    for round in 1.. {
        assert!(store(Path::new(&folder), &bars_of_round(round)) >= 0, "{}", last_error(0));
    }
}

#[test]
fn a_killed_writer_leaves_whole_months() {
    let folder = Scratch::new("history-killed");
    assert_eq!(store(&folder.0, &bars_of_round(0)), 2_000);
    for round in 0..10 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writer_that_never_ends"])
            .env(CHILD, &folder.0)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(60 + 7 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        let rows = open_bars(&place(&folder.0), OnBad::Fail).unwrap().read_all().unwrap();
        assert_eq!(rows.len(), 2_000);
        // Each month is of one round: whole, whatever was going on.
        let in_january = rows.iter().filter(|row| row.written.seconds() < START_S + 3_600);
        let volumes: std::collections::BTreeSet<u64> =
            in_january.map(|row| row.volume as u64).collect();
        assert_eq!(volumes.len(), 1, "{volumes:?}");
    }
    // The lock died with its process.
    assert!(store(&folder.0, &bars(10)) >= 0, "{}", last_error(0));
}
