//! `hypertrader backtest --drill-down`: ticks say what a bar does not.

#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/command_line.rs"]
mod command_line;

use command_line::{Folder, error_of, result_of};
use serde_json::Value;

/// One vote of a rule is enough.
const EAGER: &str = "[signals.combine]\nvotes_min = 1\nmin_confidence_frac = 0.0\n";
/// 2026-01-06, a Tuesday.
const START_S: i64 = 1_767_657_600;

/// Open, high, low, close of bars of a minute that swing, made up.
fn prices(count: u32) -> Vec<[f64; 4]> {
    let mut price = 1.1;
    let bar = |minute: u32| {
        let open = price;
        price += if minute % 80 < 40 { 0.000_08 } else { -0.000_08 };
        price += (f64::from(minute * 7_919 % 13) - 6.0) * 0.000_01;
        [open, open.max(price) + 0.000_05, open.min(price) - 0.000_05, price]
    };
    (0..count).map(bar).collect()
}

fn bars(prices: &[[f64; 4]]) -> String {
    let row = |(minute, [open, high, low, close]): (usize, &[f64; 4])| {
        let time = START_S + 60 * minute as i64;
        format!("{time},{open:.5},{high:.5},{low:.5},{close:.5},10\n")
    };
    let rows: String = prices.iter().enumerate().map(row).collect();
    format!("time,open,high,low,close,volume\n{rows}")
}

/// Quotes with a spread of a pip.
fn ticks(rows: &[(i64, f64)]) -> String {
    let row = |&(time_ms, bid): &(i64, f64)| format!("{time_ms},{bid:.5},{:.5}\n", bid + 0.000_1);
    format!("time,bid,ask\n{}", rows.iter().map(row).collect::<String>())
}

/// The first trade's row of the file of trades.
fn first_trade(path: &str) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().nth(1).unwrap().split(',').map(str::to_owned).collect()
}

struct Desk {
    folder: Folder,
    config: String,
    bars: String,
    trades: String,
}

impl Desk {
    fn backtest(&self, more: &[&str]) -> Value {
        let arguments =
            ["backtest", "--bars", &self.bars, "--config", &self.config, "--trades", &self.trades];
        result_of(&[&arguments[..], more].concat())
    }
}

/// The first position is entered at the open of a bar that then spans 6 % of the price, far beyond
/// its stop and its target. Gives that bar: its row, open, high, low, close.
fn ambiguous() -> (Desk, usize, [f64; 4]) {
    let folder = Folder::new(&format!("drill-{:?}", std::thread::current().id()));
    let mut all = prices(600);
    let desk = Desk {
        config: folder.write("eager.toml", EAGER),
        bars: folder.write("EURUSD_M1.csv", &bars(&all)),
        trades: folder.path("trades.csv"),
        folder,
    };
    desk.backtest(&[]);
    let opened = first_trade(&desk.trades)[4].clone();
    let clock = opened.split_once('T').unwrap().1;
    let (hour, minute) = (&clock[..2], &clock[3..5]);
    let row = hour.parse::<usize>().unwrap() * 60 + minute.parse::<usize>().unwrap();
    let [open, .., close] = all[row];
    all[row] = [open, open * 1.03, open * 0.97, close].map(|price| (price * 1e5).round() / 1e5);
    desk.folder.write("EURUSD_M1.csv", &bars(&all));
    let wide = all[row];
    (desk, row, wide)
}

#[test]
fn the_order_of_the_ticks_decides_between_stop_and_target() {
    let (desk, row, [open, high, low, close]) = ambiguous();
    let plain = desk.backtest(&[]);
    let assumed = first_trade(&desk.trades);
    assert!(plain["ambiguous_trades"].as_u64().unwrap() >= 1, "{plain}");
    assert_eq!(plain["drilled_down_trades"], Value::Null);
    let is_long = assumed[2] == "buy";
    let begin_ms = (START_S + 60 * row as i64) * 1_000;
    for high_first in [true, false] {
        let (first, second) = if high_first { (high, low) } else { (low, high) };
        let rows = [(0, open), (5_000, first), (20_000, second), (59_000, close)];
        let rows = rows.map(|(offset, price)| (begin_ms + offset, price));
        let file = desk.folder.write("ticks.csv", &ticks(&rows));
        let drilled = desk.backtest(&["--drill-down", &file]);
        let trade = first_trade(&desk.trades);
        let expected = if high_first == is_long { "target" } else { "stop" };
        assert_eq!(trade[11], expected, "{trade:?}");
        assert_eq!((&trade[4], &trade[5]), (&assumed[4], &assumed[5]), "entered as without ticks");
        // A stop that the ticks jumped over is filled at the quote beyond it.
        if expected == "stop" {
            let beyond = if is_long { low } else { high + 0.000_1 };
            assert!((trade[7].parse::<f64>().unwrap() - beyond).abs() < 1e-9, "{trade:?}");
        }
        assert!(trade[6].contains(":05Z"), "closed by the first tick after the open: {trade:?}");
        assert_eq!(drilled["drilled_down_trades"], 1, "{drilled}");
        assert_eq!(
            drilled["ambiguous_trades"].as_u64().unwrap() + 1,
            plain["ambiguous_trades"].as_u64().unwrap()
        );
        assert_eq!(drilled["bars"], plain["bars"]);
    }
}

#[test]
fn the_bars_of_the_engine_stay_those_of_the_file() {
    let (desk, row, [open, high, low, close]) = ambiguous();
    let begin_ms = (START_S + 60 * row as i64) * 1_000;
    desk.backtest(&[]);
    let is_long = first_trade(&desk.trades)[2] == "buy";
    // The target comes first in the assumed path and in the ticks, so that both come to the same
    // money and to the same decisions. The ticks are a point short of the high: it is reached
    // nevertheless, or the bar and all features after it would differ.
    let rule = if is_long { "high_first" } else { "low_first" };
    let broker = format!("[backtest.execution]\nintrabar = \"{rule}\"\n");
    let broker = desk.folder.write("broker.toml", &broker);
    let mut extremes = [high - 0.000_01, low];
    if !is_long {
        extremes.reverse();
    }
    let rows = [(0, open), (5_000, extremes[0]), (20_000, extremes[1]), (59_000, close)];
    let rows = rows.map(|(offset, price)| (begin_ms + offset, price));
    let file = desk.folder.write("ticks.csv", &ticks(&rows));
    let plain = desk.backtest(&["--broker", &broker]);
    assert_eq!(first_trade(&desk.trades)[11], "target");
    let drilled = desk.backtest(&["--broker", &broker, "--drill-down", &file]);
    assert_eq!(
        (&first_trade(&desk.trades)[11], &drilled["drilled_down_trades"]),
        (&"target".to_owned(), &1.into())
    );
    assert_eq!(drilled["digest"], plain["digest"]);
    // Two points short: the ticks are not those of this bar.
    let rows = [(5_000, low), (20_000, high - 0.000_02)].map(|(at, price)| (begin_ms + at, price));
    let file = desk.folder.write("ticks.csv", &ticks(&rows));
    let uncovered = desk.backtest(&["--drill-down", &file]);
    assert_eq!(uncovered["drilled_down_trades"], 0);
    assert!(uncovered["drill_down_uncovered_bars"].as_u64().unwrap() >= 1, "{uncovered}");
    assert_eq!(uncovered["digest"], desk.backtest(&[])["digest"], "as if there were no ticks");
}

#[test]
fn ticks_of_other_days_or_another_clock_are_refused() {
    let folder = Folder::new("drill-refused");
    let file = folder.write("EURUSD_M1.csv", &bars(&prices(300)));
    let backtest = |ticks: &str| {
        error_of(&["backtest", "--bars", &file, "--symbol", "EURUSD", "--drill-down", ticks])
    };
    let before = folder.write("ticks.csv", &ticks(&[(START_S * 1_000 - 1, 1.1)]));
    let error = backtest(&before);
    assert!(error.contains("expected ticks of the bars' days, 2026-01-06T00:00:00"), "{error}");
    let zoned = "time,bid,ask\n2026-01-06T00:00:30Z,1.1,1.1001\n";
    let error = backtest(&folder.write("zoned.csv", zoned));
    assert!(error.contains("state a time zone") && error.contains("the same clock"), "{error}");
    let error = backtest(&file);
    assert!(error.contains("holds bars, expected ticks"), "{error}");
}
