//! Exports to ONNX: the same bytes as those that ONNX Runtime was given, and it answers as LightGBM
//! and scikit-learn do.
//!
//! `HT_BLESS=1` writes `tests/golden/models/export` anew; then run `tests/oracles/onnx_export.py`,
//! which the last test here does where Python has the packages (`HT_PYTHON` names another one).

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::{Path, PathBuf};
use std::process::Command;

use hypertrader::model::ensemble::{Ensemble, Link};
use hypertrader::model::learners::{Logistic, Ridge};
use hypertrader::model::{Class, Dataset, Table, lightgbm, onnx};
use hypertrader::types::UnixNanos;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder(name: &str) -> PathBuf {
    root().join("tests/golden/models").join(name)
}

fn from_lightgbm(name: &str) -> (Ensemble, Vec<String>) {
    let path = folder("lightgbm").join(name).with_extension("txt");
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let imported = lightgbm::import(&text).unwrap();
    (imported.ensemble, imported.columns)
}

#[test]
fn exports_are_those_that_onnx_runtime_was_given() {
    let plain = [
        "multiclass",
        "one_versus_all",
        "binary",
        "missing_ignored",
        "nothing_missing",
        "forest_regression",
    ];
    let mut cases: Vec<(&str, Ensemble, Vec<String>)> = Vec::new();
    for name in plain {
        let (ensemble, columns) = from_lightgbm(name);
        cases.push((name, ensemble, columns));
    }
    let (ensemble, columns) = from_lightgbm("multiclass");
    cases.push(("base", Ensemble { base: vec![0.5, -0.25, 0.1], ..ensemble }, columns));
    let (ensemble, columns) = from_lightgbm("one_versus_all");
    let link = Link::OneVersusRest { factor: 0.7 };
    cases.push(("one_versus_rest", Ensemble { link, ..ensemble }, columns));
    for (name, ensemble, columns) in cases {
        is_golden(name, &onnx::export(&ensemble, &columns).unwrap());
    }
}

fn is_golden(name: &str, bytes: &[u8]) {
    let path = folder("export").join(name).with_extension("onnx");
    if std::env::var_os("HT_BLESS").is_some() {
        std::fs::write(&path, bytes).unwrap();
    }
    let golden = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(bytes == golden, "{name}: other bytes than {}", path.display());
}

/// The rows of `tests/oracles/learners.py`; the first 300 are for training.
fn golden_rows() -> Dataset {
    let text = include_str!("golden/learners/rows.csv");
    let number = |field: &str| if field.is_empty() { f64::NAN } else { field.parse().unwrap() };
    let rows: Vec<Vec<f64>> =
        text.lines().skip(1).map(|line| line.split(',').map(number).collect()).collect();
    let values = (0..5).flat_map(|column| rows.iter().map(move |row| row[column])).collect();
    let names = ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec();
    let time = |row: usize| UnixNanos::from_seconds(row as i64);
    Dataset {
        table: Table::new(names, values, rows.len()).unwrap(),
        times: (0..rows.len()).map(time).collect(),
        label_ends: (1..=rows.len()).map(time).collect(),
        classes: rows.iter().map(|row| Class::ALL[row[5] as usize]).collect(),
        weights: rows.iter().map(|row| row[6]).collect(),
    }
}

#[test]
fn exported_lines_are_those_that_onnx_runtime_was_given() {
    let data = golden_rows();
    let training: Vec<usize> = (0..300).collect();
    let logistic = Logistic { penalty: 1.0 }.fit_lines(&data, &training, &|| false).unwrap();
    let ridge = Ridge { penalty: 2.0 }.fit_lines(&data, &training, &|| false).unwrap();
    for (name, lines) in [("logistic", logistic), ("ridge", ridge)] {
        is_golden(name, &onnx::export_lines(&lines, data.table.columns()).unwrap());
    }
}

#[test]
fn what_onnx_cannot_say_is_refused() {
    let (ensemble, columns) = from_lightgbm("zero_is_missing");
    let error = onnx::export(&ensemble, &columns).unwrap_err().to_string();
    assert!(error.contains("tells zeros from the numbers around them"), "{error}");
}

#[test]
fn onnx_runtime_answers_as_the_sources_do() {
    let python = std::env::var("HT_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let run =
        |arguments: &[&str]| Command::new(&python).args(arguments).current_dir(root()).output();
    let packages = "import lightgbm, numpy, onnx, onnxruntime";
    if !run(&["-c", packages]).is_ok_and(|output| output.status.success()) {
        println!("skipped: {python} has no lightgbm, onnx and onnxruntime");
        return;
    }
    let output = run(&["tests/oracles/onnx_export.py"]).unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    println!("{text}");
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(text.matches("largest difference").count(), 10);
}
