//! `hypertrader backtest --check`: what depends on later prices is found, what does not is not.

#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/command_line.rs"]
mod command_line;
#[path = "support/model.rs"]
mod model;

use command_line::{Folder, error_of, result_of, run};
use hypertrader::model::file::{Model, Span};
use hypertrader::store::write_model;
use hypertrader::types::UnixNanos;
use serde_json::Value;

/// One vote of a rule is enough.
const EAGER: &str = "[signals.combine]\nvotes_min = 1\nmin_confidence_frac = 0.0\n";
/// 2026-01-06, a Tuesday.
const START_S: i64 = 1_767_657_600;

/// Bars of a minute that swing, made up; `places` says how many decimals a bar has.
fn bars(count: u32, places: impl Fn(u32) -> usize) -> String {
    let mut text = "time,open,high,low,close,volume\n".to_owned();
    let mut price = 20_000.0;
    for minute in 0..count {
        let places = places(minute);
        let open = price;
        price += if minute % 80 < 40 { 8.0 } else { -8.0 };
        price += f64::from(minute * 7_919 % 13) - 6.0;
        let (high, low) = (open.max(price) + 5.5, open.min(price) - 5.5);
        let time = START_S + 60 * i64::from(minute);
        text += &format!("{time},{open:.places$},{high:.places$},{low:.places$},");
        text += &format!("{:.places$},10\n", price + if places > 1 { 0.25 } else { 0.0 });
    }
    text
}

/// The result of a check that must find look-ahead.
fn found(arguments: &[&str]) -> Value {
    let output = run(&[arguments, &["--json"]].concat());
    assert_eq!(output.status.code(), Some(1));
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(result["look_ahead"], true, "{result}");
    result
}

#[test]
fn an_engine_that_only_sees_the_past_passes() {
    let folder = Folder::new("check-clean");
    let config = folder.write("eager.toml", EAGER);
    let file = folder.write("US100_M1.csv", &bars(2_000, |_| 1));
    let result = result_of(&["backtest", "--bars", &file, "--config", &config, "--check"]);
    assert_eq!(result["look_ahead"], false);
    let cuts = result["cuts"].as_array().unwrap();
    assert_eq!(cuts.len(), 8);
    assert!(cuts.iter().all(|cut| cut["difference"].is_null()));
    assert!(cuts.last().unwrap()["decisions"].as_u64().unwrap() > 0, "{result}");
    let bars_of = |name: &str, key: &str| {
        let columns = result["columns"].as_array().unwrap();
        columns.iter().find(|column| column["name"] == name).unwrap()[key].as_u64()
    };
    // A window of 50 is full with the bar of index 49, and agrees from then on.
    assert_eq!(bars_of("sma_50", "until_valid"), Some(49));
    assert_eq!(bars_of("sma_50", "until_close"), Some(49));
    // An average that keeps 19/21 of its error a bar has lost 999,999 in a million of any error
    // not larger than the price after ln(1e6) / ln(21/19) = 138.04 bars.
    let forgotten = bars_of("ema_20", "until_close").unwrap();
    assert!((20..=19 + 139).contains(&forgotten), "{forgotten}");
    // A sum since the beginning never forgets it.
    assert_eq!(bars_of("obv", "until_close"), None);
    assert!(result["never"].as_array().unwrap().contains(&"obv".into()));
    assert_eq!(result["starts"].as_array().unwrap().len(), 4);
}

/// How many decimals prices have is learnt from the first 1,000 bars. Where only later ones of
/// these have two, the point, and with it the modelled spread of the earlier ones, is learnt from
/// later prices.
#[test]
fn a_contract_that_is_guessed_from_later_prices_is_found() {
    let folder = Folder::new("check-digits");
    let config = folder.write("eager.toml", EAGER);
    let file =
        folder.write("US100_M1.csv", &bars(1_000, |minute| if minute < 600 { 1 } else { 2 }));
    let arguments = ["backtest", "--bars", &file, "--config", &config, "--check"];
    let result = found(&arguments);
    let cuts = result["cuts"].as_array().unwrap();
    for cut in cuts {
        let decided = cut["decisions"].as_u64().unwrap() > 0;
        let expected = cut["row"].as_u64().unwrap() <= 600 && decided;
        assert_eq!(cut["difference"].is_string(), expected, "{cut}");
    }
    assert!(cuts.iter().any(|cut| cut["difference"].is_null()), "{result}");
    let spec = folder.write("spec.toml", "digits = 2\n");
    let result = result_of(&[&arguments[..], &["--spec", &spec]].concat());
    assert_eq!(result["look_ahead"], false, "with stated digits nothing is guessed");
}

#[test]
fn a_model_that_learnt_from_these_prices_is_found() {
    let folder = Folder::new("check-model");
    let file = folder.write("US100_M1.csv", &bars(400, |_| 1));
    let path = folder.path("model.htm");
    let config = folder.write("model.toml", &format!("[model]\nfile = {path:?}\n"));
    let write = |first_s: i64, last_s: i64| {
        let time = |seconds: i64| UnixNanos(seconds * 1_000_000_000);
        let span = Span { first: time(first_s), last: time(last_s), rows: 1_000 };
        write_model(path.as_ref(), &Model { span, ..model::model() }).unwrap();
    };
    let arguments = ["backtest", "--bars", &file, "--config", &config, "--check"];
    write(START_S - 90_000, START_S + 60 * 100);
    let result = found(&arguments);
    assert!(result["model_saw"].as_str().unwrap().contains("the model learnt from"), "{result}");
    assert!(result["cuts"].as_array().unwrap().iter().all(|cut| cut["difference"].is_null()));
    write(START_S - 90_000, START_S - 3_600);
    assert_eq!(result_of(&arguments)["model_saw"], Value::Null);
}

#[test]
fn what_cannot_be_checked_is_refused() {
    let folder = Folder::new("check-short");
    let file = folder.write("US100_M1.csv", &bars(99, |_| 1));
    let error = error_of(&["backtest", "--bars", &file, "--check"]);
    assert!(error.contains("has 99 bars of 1m, expected at least"), "{error}");
    let error = error_of(&["backtest", "--check", "--check-tolerance-frac", "-1"]);
    assert!(error.contains("--check-tolerance-frac"), "{error}");
}
