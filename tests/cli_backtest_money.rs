//! The results of `hypertrader backtest` computed once more, from nothing but the file of trades.

#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/command_line.rs"]
mod command_line;

use command_line::{Folder, result_of};
use serde_json::Value;

/// One vote of a rule is enough; losses stop nothing.
const EAGER: &str = "[signals.combine]\nvotes_min = 1\nmin_confidence_frac = 0.0\n";
/// 2026-01-06, a Tuesday.
const START_S: i64 = 1_767_657_600;
const DEPOSIT: f64 = 10_000.0;

/// Bars of 15 minutes around a price, made up, with positions that live over nights.
fn bars(count: u32, around: f64, places: usize) -> String {
    let mut text = "time,open,high,low,close,volume\n".to_owned();
    let mut price = around;
    for number in 0..count {
        let open = price;
        price += if number % 80 < 40 { 0.000_3 } else { -0.000_3 } * around;
        price += (f64::from(number * 7_919 % 13) - 6.0) * 0.000_1 * around;
        let (high, low) = (open.max(price) + 0.000_1 * around, open.min(price) - 0.000_1 * around);
        let time = START_S + 900 * i64::from(number);
        text +=
            &format!("{time},{open:.places$},{high:.places$},{low:.places$},{price:.places$},9\n");
    }
    text
}

/// A row of the file of trades.
struct Trade {
    sign: f64,
    lots: f64,
    opened: String,
    open_price: f64,
    closed: String,
    close_price: f64,
    commission: f64,
    swap: f64,
    profit: f64,
}

impl Trade {
    fn net(&self) -> f64 {
        self.commission + self.swap + self.profit
    }
}

fn trades(path: &str) -> Vec<Trade> {
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().skip(1).map(|line| {
        let fields: Vec<&str> = line.split(',').collect();
        let number = |index: usize| fields[index].parse::<f64>().unwrap();
        Trade {
            sign: if fields[2] == "buy" { 1.0 } else { -1.0 },
            lots: number(3),
            opened: fields[4].to_owned(),
            open_price: number(5),
            closed: fields[6].to_owned(),
            close_price: number(7),
            commission: number(8),
            swap: number(9),
            profit: number(10),
        }
    });
    rows.collect()
}

/// Days after 2026-01-01, a Thursday, of a time in January or February of 2026.
fn day_of(time: &str) -> i64 {
    let (month, day) = (&time[5..7], time[8..10].parse::<i64>().unwrap());
    day - 1 + if month == "02" { 31 } else { 0 }
}

/// Nights of a trade: the triple one ends a Wednesday, none ends a Saturday or Sunday.
fn nights(trade: &Trade) -> i64 {
    let of_day = |day: i64| ["thu", "fri", "sat", "sun", "mon", "tue", "wed"][day as usize % 7];
    let days = day_of(&trade.opened)..day_of(&trade.closed);
    days.map(|day| match of_day(day) {
        "sat" | "sun" => 0,
        "wed" => 3,
        _ => 1,
    })
    .sum()
}

fn is_near(value: &Value, expected: f64) -> bool {
    (value.as_f64().unwrap() - expected).abs() < 1e-4
}

/// `rate`: dollars of one unit of the profit currency at a price; `night`: dollars a lot and night
/// of longs and shorts.
fn check(result: &Value, trades: &[Trade], rate: fn(f64) -> f64, night: (f64, f64)) {
    let mut held_over_night = 0;
    for trade in trades {
        let moved = (trade.close_price - trade.open_price) * trade.sign;
        let profit = moved * 100_000.0 * trade.lots * rate(trade.close_price);
        assert!((trade.profit - profit).abs() < 2e-6, "{} {profit}", trade.profit);
        assert!((trade.commission + 2.0 * 3.5 * trade.lots).abs() < 2e-6, "{}", trade.commission);
        let night = if trade.sign > 0.0 { night.0 } else { night.1 };
        let swap = night * trade.lots * nights(trade) as f64;
        assert!((trade.swap - swap).abs() < 1e-5, "{} {swap} {}", trade.swap, trade.opened);
        held_over_night += i32::from(swap != 0.0);
    }
    assert!(trades.len() > 10 && held_over_night > 2, "{} {held_over_night}", trades.len());
    let sum = |value: fn(&Trade) -> f64| trades.iter().map(value).sum::<f64>();
    let won: f64 = trades.iter().map(Trade::net).filter(|net| *net > 0.0).sum();
    let lost: f64 = trades.iter().map(Trade::net).filter(|net| *net < 0.0).sum();
    let wins = trades.iter().filter(|trade| trade.net() > 0.0).count();
    let all = &result["performance"];
    assert!(is_near(&result["net_profit"], won + lost), "{result}");
    assert!(is_near(&all["trades"]["gross_profit"], won), "{result}");
    assert!(is_near(&all["trades"]["gross_loss"], lost), "{result}");
    assert!(is_near(&result["profit_factor"], won / -lost), "{result}");
    assert!(is_near(&result["win_rate_frac"], wins as f64 / trades.len() as f64));
    assert!(is_near(&all["costs"]["commission"], sum(|trade| trade.commission)));
    assert!(is_near(&all["costs"]["swap"], sum(|trade| trade.swap)));
    assert!(is_near(&all["returns"]["final_equity"], DEPOSIT + won + lost));
    // Half of the commission is paid at the entry. An entry at the same bar close as the exit
    // before it hides a peak of the balance, by what it pays.
    let (mut balance, mut peak, mut deepest, mut hidden) = (DEPOSIT, DEPOSIT, 0.0_f64, 0.0_f64);
    for trade in trades {
        for change in [trade.commission / 2.0, trade.net() - trade.commission / 2.0] {
            balance += change;
            peak = peak.max(balance);
            deepest = deepest.max(peak - balance);
        }
        hidden = hidden.max(-trade.commission / 2.0);
    }
    let depth = all["balance_drawdowns"]["largest"]["depth"].as_f64().unwrap();
    assert!((depth - deepest).abs() <= hidden + 1e-6, "{depth} {deepest}");
}

#[test]
fn every_trade_and_every_sum_can_be_computed_from_its_prices() {
    let folder = Folder::new("money");
    let config = folder.write("eager.toml", EAGER);
    let path = folder.path("trades.csv");
    let costs = "commission_per_lot = 3.5\nspread_points = 12\nswap_triple_day = \"wednesday\"\n";
    // 3 points of a dollar a lot; in yen an amount of the account's.
    let points = "swap_mode = \"points\"\nswap_long = -3.0\nswap_short = 1.5\n";
    let amounts = "swap_mode = \"account_currency\"\nswap_long = 4.0\nswap_short = -7.25\n";
    let dollars: fn(f64) -> f64 = |_| 1.0;
    let yen: fn(f64) -> f64 = |price| 1.0 / price;
    for (symbol, around, places, swaps, rate, night) in [
        ("EURUSD", 1.1, 5, points, dollars, (-3.0, 1.5)),
        ("USDJPY", 150.0, 3, amounts, yen, (4.0, -7.25)),
    ] {
        let file = folder.write(&format!("{symbol}_M15.csv"), &bars(3_000, around, places));
        let spec = folder.write("spec.toml", &format!("{costs}{swaps}"));
        let arguments = ["backtest", "--bars", &file, "--config", &config, "--spec", &spec];
        let result = result_of(&[&arguments[..], &["--trades", &path]].concat());
        let trades = trades(&path);
        assert_eq!(result["trades"], trades.len());
        check(&result, &trades, rate, night);
    }
}

#[test]
fn orders_wait_for_the_hours_of_the_contract() {
    let folder = Folder::new("hours");
    let config = folder.write("eager.toml", EAGER);
    let path = folder.path("trades.csv");
    let file = folder.write("EURUSD_M15.csv", &bars(3_000, 1.1, 5));
    let hours = ["monday", "tuesday", "wednesday", "thursday", "friday"]
        .map(|day| format!("{day} = [\"08:00-12:00\", \"13:00-16:00\"]\n"));
    let spec = folder.write("spec.toml", &format!("[sessions]\n{}", hours.concat()));
    let arguments = ["backtest", "--bars", &file, "--config", &config, "--spec", &spec];
    result_of(&[&arguments[..], &["--trades", &path]].concat());
    let trades = trades(&path);
    assert!(trades.len() > 3, "{}", trades.len());
    // What is open at the end of the data is closed there, whatever the hour.
    let times = trades.iter().flat_map(|trade| [&trade.opened, &trade.closed]);
    for time in times.take(2 * trades.len() - 1) {
        let hour: u32 = time[11..13].parse().unwrap();
        assert!((8..12).contains(&hour) || (13..16).contains(&hour), "{time}");
    }
}

#[test]
fn the_year_of_the_contract_scales_ratios() {
    let folder = Folder::new("year");
    let config = folder.write("eager.toml", EAGER);
    let file = folder.write("EURUSD_M15.csv", &bars(3_000, 1.1, 5));
    let ratio = |days: u32| {
        let spec = folder.write("spec.toml", &format!("days_per_year = {days}\n"));
        let arguments = ["backtest", "--bars", &file, "--config", &config, "--spec", &spec];
        let result = result_of(&arguments);
        let returns = &result["performance"]["returns"];
        assert_eq!(returns["annualisation"]["days_per_year"], f64::from(days));
        result["sharpe_ann"].as_f64().unwrap()
    };
    // A ratio of daily returns grows with the root of the days.
    assert!((ratio(252) / ratio(63) - 2.0).abs() < 1e-9);
}
