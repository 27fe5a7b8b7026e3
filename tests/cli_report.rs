//! `hypertrader backtest --report --equity` from outside.

#![cfg(feature = "cli")]

#[path = "support/command_line.rs"]
mod command_line;

use command_line::{Folder, error_of, result_of};

/// Bars of a minute that swing, on a Tuesday; made up.
fn bars(count: u32) -> String {
    let mut text = "time,open,high,low,close,volume\n".to_owned();
    let mut price = 1.1_f64;
    for minute in 0..count {
        let open = price;
        price += if minute % 80 < 40 { 0.000_08 } else { -0.000_08 };
        let (high, low) = (open.max(price) + 0.000_05, open.min(price) - 0.000_05);
        let time = 1_767_657_600 + 60 * i64::from(minute);
        text.push_str(&format!("{time},{open:.5},{high:.5},{low:.5},{price:.5},10\n"));
    }
    text
}

#[test]
fn the_files_say_what_the_result_says() {
    let folder = Folder::new("report-files");
    let config =
        folder.write("eager.toml", "[signals.combine]\nvotes_min = 1\nmin_confidence_frac = 0.0\n");
    let file = folder.write("EURUSD_M1.csv", &bars(3_000));
    let (report, equity) = (folder.path("report.html"), folder.path("equity.csv"));
    let run = || {
        let arguments = ["backtest", "--bars", &file, "--config", &config];
        let result =
            result_of(&[&arguments[..], &["--report", &report, "--equity", &equity]].concat());
        (result, std::fs::read_to_string(&report).unwrap())
    };
    let (result, page) = run();
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
    assert!(page.contains(result["digest"].as_str().unwrap()));
    assert!(page.contains(result["verdict"]["text"].as_str().unwrap()));
    let hash = result["fingerprint"]["sha256"].as_str().unwrap();
    assert_eq!(hash.len(), 64);
    assert!(page.contains(hash));
    let codes = result["findings"].as_array().unwrap();
    assert!(codes.iter().any(|finding| finding["code"] == "short"), "two days of data");
    let net = result["net_profit"].as_f64().unwrap();
    let text = std::fs::read_to_string(&equity).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next().unwrap(), "time,equity,balance");
    let last: Vec<&str> = lines.next_back().unwrap().split(',').collect();
    let balance: f64 = last[2].parse().unwrap();
    assert!((balance - 10_000.0 - net).abs() < 1e-6, "{balance} {net}");
    // One line a closed bar, and one for the end.
    assert_eq!(text.lines().count() as u64, result["bars"].as_u64().unwrap() + 2);
    assert_eq!(page, run().1, "the same page every time");
}

/// The same prices with a volume of 0 in every bar but the first: all fills but those are stale.
#[test]
fn fills_in_bars_without_volume_are_told() {
    let folder = Folder::new("report-stale");
    let config =
        folder.write("eager.toml", "[signals.combine]\nvotes_min = 1\nmin_confidence_frac = 0.0\n");
    let run = |text: &str| {
        let file = folder.write("EURUSD_M1.csv", text);
        let result = result_of(&["backtest", "--bars", &file, "--config", &config]);
        let findings = result["findings"].as_array().unwrap().clone();
        let stale = findings.into_iter().find(|finding| finding["code"] == "stale_fills");
        (result["trades"].as_u64().unwrap(), stale)
    };
    let busy = bars(3_000);
    let (trades, stale) = run(&busy);
    assert!(trades > 0 && stale.is_none(), "{stale:?}");
    let quiet = busy.replace(",10\n", ",0\n").replacen(",0\n", ",10\n", 1);
    let (trades, stale) = run(&quiet);
    let stale = stale.unwrap();
    let text = stale["text"].as_str().unwrap();
    assert!(text.starts_with(&format!("{trades} trades (100.0 %)")), "{text}");
}

#[test]
fn a_report_that_cannot_be_written_is_an_error() {
    let folder = Folder::new("report-refused");
    let file = folder.write("EURUSD_M1.csv", &bars(300));
    let report = folder.path("no/such/folder/report.html");
    let error = error_of(&["backtest", "--bars", &file, "--report", &report]);
    assert!(error.contains("report.html"), "{error}");
}
