//! `hypertrader backtest` from outside: it decides as a replay through the C ABI does, and its
//! money can be recomputed from its trades.

#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/command_line.rs"]
mod command_line;

use command_line::{Folder, error_of, result_of};
use hypertrader::backtest::BrokerSettings;
use hypertrader::config::render_sections;

/// Bars of a minute that swing, on a Tuesday.
fn bars(count: u32) -> String {
    let mut text = "time,open,high,low,close,volume\n".to_owned();
    let mut price = 1.1;
    for minute in 0..count {
        let open = price;
        let wave = f64::from(minute % 80) - 39.5;
        price += if wave < 0.0 { 0.000_08 } else { -0.000_08 };
        price += (f64::from(minute * 7_919 % 13) - 6.0) * 0.000_01;
        let (high, low) = (open.max(price) + 0.000_05, open.min(price) - 0.000_05);
        let time = 1_767_657_600 + 60 * i64::from(minute);
        text.push_str(&format!("{time},{open:.5},{high:.5},{low:.5},{price:.5},10\n"));
    }
    text
}

/// One vote of a rule is enough.
const EAGER: &str = "[signals.combine]\nvotes_min = 1\nmin_confidence_frac = 0.0\n";

/// The library that this `cargo test` built.
fn library() -> String {
    let test = std::env::current_exe().unwrap();
    let (prefix, suffix) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    test.with_file_name(format!("{prefix}hypertrader{suffix}")).to_str().unwrap().to_owned()
}

#[test]
fn the_same_prices_give_the_same_digest_as_a_replay() {
    let folder = Folder::new("backtest-parity");
    let config = folder.write("eager.toml", EAGER);
    let file = folder.write("EURUSD_M1.csv", &bars(3_000));
    let library = library();
    let pairs = [
        (vec!["replay"], vec!["backtest"]),
        (
            vec!["replay", &file, "--config", &config],
            vec!["backtest", "--bars", &file, "--config", &config],
        ),
    ];
    for (replay, backtest) in pairs {
        let replay = result_of(&[&replay[..], &["--library", &library]].concat());
        let backtest = result_of(&backtest);
        assert_eq!(replay["digest"], backtest["digest"]);
        assert_eq!(replay["bars"], backtest["bars"]);
        assert!(backtest["decisions"].as_u64().unwrap() > 5, "{backtest}");
    }
}

#[test]
fn the_trades_add_up_to_the_result() {
    let folder = Folder::new("backtest-trades");
    let config = folder.write("eager.toml", EAGER);
    let broker = folder.write(
        "broker.toml",
        "[backtest.costs]\ncommission_per_lot = 3.5\nslippage_points = 1\n\
         [backtest.execution]\nlatency_ms = 250\n",
    );
    let file = folder.write("EURUSD_M1.csv", &bars(3_000));
    let trades = folder.path("trades.csv");
    let arguments = ["backtest", "--bars", &file, "--config", &config, "--broker", &broker];
    let result = result_of(&[&arguments[..], &["--trades", &trades]].concat());
    let text = std::fs::read_to_string(&trades).unwrap();
    let mut lines = text.lines();
    let header = "id,symbol,side,lots,open_time,open_price,close_time,close_price,commission,swap,\
                  profit,exit_reason";
    assert_eq!(lines.next().unwrap(), header);
    let (mut net, mut count) = (0.0, 0);
    for line in lines {
        let field = |index: usize| line.split(',').nth(index).unwrap();
        let number = |index: usize| field(index).parse::<f64>().unwrap();
        // 100,000 euro a lot, two deals of 3.50 a lot.
        let move_of = if field(2) == "buy" { 1.0 } else { -1.0 } * (number(7) - number(5));
        assert!((number(10) - move_of * 100_000.0 * number(3)).abs() < 0.01, "{line}");
        assert!((number(8) + 7.0 * number(3)).abs() < 1e-6, "{line}");
        net += number(8) + number(9) + number(10);
        count += 1;
    }
    assert_eq!(result["trades"].as_u64(), Some(count));
    assert!(count > 5, "{count} trades");
    assert!((result["net_profit"].as_f64().unwrap() - net).abs() < 0.01);
    let (worst, best) = (&result["net_profit_adverse"], &result["net_profit_favourable"]);
    assert!(worst.as_f64() <= best.as_f64(), "{worst} {best}");
}

/// `HT_BLESS=1` writes the page anew.
#[test]
fn the_page_of_the_broker_lists_its_settings() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/backtest.md");
    let read = || std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let page = read();
    let (text, _) = page.split_once("## Settings of the broker\n\n").unwrap();
    let sections = render_sections::<BrokerSettings>();
    let expected = format!("{text}## Settings of the broker\n\n{sections}");
    if std::env::var_os("HT_BLESS").is_some() {
        std::fs::write(path, &expected).unwrap();
    }
    assert!(read() == expected, "docs/backtest.md differs from the sources: run with HT_BLESS=1");
}

#[test]
fn what_cannot_be_simulated_is_named() {
    let folder = Folder::new("backtest-refused");
    let file = folder.write("EURUSD_M1.csv", &bars(10));
    let error = error_of(&["backtest", "--ticks", &file]);
    assert!(error.contains("holds bars, expected ticks; use --bars"), "{error}");
    let broker = folder.write("broker.toml", "[backtest.costs]\ncommission = 1\n");
    let error = error_of(&["backtest", "--bars", &file, "--broker", &broker]);
    assert!(error.contains("broker.toml:2"), "{error}");
    let broker = folder.write("broker.toml", "[backtest.account]\ncurrency = \"\"\n");
    let error = error_of(&["backtest", "--bars", &file, "--broker", &broker]);
    assert!(error.contains("backtest.account.currency"), "{error}");
    let error = error_of(&["backtest", "--bars", &folder.path("none.csv"), "--symbol", "X"]);
    assert!(error.contains("none.csv"), "{error}");
}
