//! `hypertrader features` as scripts use it: the built program, from outside.

#![cfg(feature = "cli")]

#[path = "support/command_line.rs"]
mod command_line;

use std::path::Path;
use std::process::Output;

use command_line::{Folder, result_of, text};
use serde_json::Value;

fn run(arguments: &[&str]) -> Output {
    command_line::run(&[&["features"], arguments].concat())
}

fn features(arguments: &[&str]) -> Value {
    result_of(&[&["features"], arguments].concat())
}

const BARS: &str = "time,open,high,low,close,volume
2024-01-01T00:00:00,1.0,2.5,0.5,2.0,10
2024-01-01T00:01:00,2.0,4.5,1.5,4.0,20
2024-01-01T00:02:00,4.0,6.0,3.0,3.0,30
";

#[test]
fn columns_are_empty_while_they_warm_up() {
    let folder = Folder::new("warm");
    let bars = folder.write("EURUSD_M1.csv", BARS);
    let out = folder.path("out.csv");
    let result = features(&["--bars", &bars, "--out", &out, "--columns", "close,sma_2,ret_1,tr"]);
    // Means of two closes: (2 + 4) / 2 and (4 + 3) / 2; returns 4 / 2 - 1 and 3 / 4 - 1; true range
    // needs the close before: max(4.5, 2.0) - min(1.5, 2.0) = 3 and max(6, 4) - min(3, 4) = 3.
    // `close` is the bar's own column and not repeated.
    let expected = "time,open,high,low,close,volume,sma_2,ret_1,tr
2024-01-01T00:00:00Z,1,2.5,0.5,2,10,,,
2024-01-01T00:01:00Z,2,4.5,1.5,4,20,3,1,3
2024-01-01T00:02:00Z,4,6,3,3,30,3.5,-0.25,3
";
    assert_eq!(std::fs::read_to_string(&out).unwrap(), expected);
    assert_eq!((&result["rows"], &result["warm_up_bars"]), (&3.into(), &1.into()));
    assert_eq!(result["columns"], serde_json::json!(["sma_2", "ret_1", "tr"]));
    assert!(result["cpu_s"].as_f64().unwrap() >= 0.0);
}

#[test]
fn the_server_clock_of_the_configuration_becomes_utc() {
    let folder = Folder::new("clock");
    let bars = folder.write("EURUSD_M1.csv", BARS);
    let config = folder.write("broker.toml", "[engine]\nserver_utc_offset_s = 7200\n");
    let out = folder.path("out.csv");
    let result =
        features(&["--bars", &bars, "--out", &out, "--columns", "sma_2", "--config", &config]);
    assert_eq!(result["first_time"], "2023-12-31T22:00:00Z");
    let table = std::fs::read_to_string(&out).unwrap();
    assert!(table.lines().nth(1).unwrap().starts_with("2023-12-31T22:00:00Z,1,2.5,0.5,2,10,"));
}

#[test]
fn parquet_is_written_when_the_name_asks_for_it() {
    let folder = Folder::new("parquet");
    let bars = folder.write("EURUSD_M1.csv", BARS);
    let out = folder.path("out.parquet");
    features(&["--bars", &bars, "--out", &out]);
    let bytes = std::fs::read(&out).unwrap();
    // The format's magic bytes at both ends.
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
}

#[test]
fn bad_rows_and_bad_columns_are_named() {
    let folder = Folder::new("bad");
    let spoiled = BARS.replace("4.5,1.5", "4.5,oops");
    let bars = folder.write("EURUSD_M1.csv", &spoiled);
    let out = folder.path("out.csv");
    let output = run(&["--bars", &bars, "--out", &out]);
    assert_eq!(output.status.code(), Some(1));
    // Line 3; `2024-01-01T00:01:00,2.0,4.5,` has 28 bytes before the field.
    assert!(text(&output.stderr).contains(&format!("{bars}:3:29: ")), "{}", text(&output.stderr));
    assert!(!Path::new(&out).exists(), "a failed table must not appear");
    let result = features(&["--bars", &bars, "--out", &out, "--on-bad", "skip"]);
    assert_eq!((&result["rows"], &result["skipped"]), (&2.into(), &1.into()));
    let output = run(&["--bars", &bars, "--out", &out, "--columns", "smaa_50"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("smaa_50"));
    assert_eq!(run(&["--bars", &bars]).status.code(), Some(2));
}
