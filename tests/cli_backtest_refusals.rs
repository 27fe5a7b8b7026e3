//! What `hypertrader backtest` refuses, and that it leaves no half-written file.

#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/command_line.rs"]
mod command_line;

use command_line::{Folder, error_of, result_of};

/// One vote of a rule is enough.
const EAGER: &str = "[signals.combine]\nvotes_min = 1\nmin_confidence_frac = 0.0\n";
/// 2026-01-06, a Tuesday.
const START_S: i64 = 1_767_657_600;
const HEADER: &str = "time,open,high,low,close,volume\n";

/// A bar that swings with its number, made up, `second` after the first.
fn row(number: u32, second: i64) -> String {
    let height = |number: u32| f64::from((number % 80).min(80 - number % 80)) * 0.000_08;
    let (open, close) = (1.1 + height(number), 1.1 + height(number + 1));
    let (high, low) = (open.max(close) + 0.000_05, open.min(close) - 0.000_05);
    let time = START_S + second;
    format!("{time},{open:.5},{high:.5},{low:.5},{close:.5},10\n")
}

/// Bars of a minute; `shift_s` moves a bar from where it would be.
fn bars(count: u32, shift_s: impl Fn(u32) -> i64) -> String {
    let rows: String =
        (0..count).map(|number| row(number, 60 * i64::from(number) + shift_s(number))).collect();
    format!("{HEADER}{rows}")
}

#[test]
fn empty_and_short_data_say_how_much_is_needed() {
    let folder = Folder::new("refused-short");
    let file = folder.write("EURUSD_M1.csv", HEADER);
    let error = error_of(&["backtest", "--bars", &file]);
    assert!(error.contains("EURUSD_M1.csv"), "{error}");
    // Of the built-in columns the average of 200 bars warms up longest: 199 bars lack it, the
    // 200th has it, and the 201st closes that one.
    let file = folder.write("EURUSD_M1.csv", &bars(200, |_| 0));
    let error = error_of(&["backtest", "--bars", &file]);
    assert!(error.contains("has 200 bars of 1m, expected at least 201"), "{error}");
    let file = folder.write("EURUSD_M1.csv", &bars(201, |_| 0));
    assert_eq!(result_of(&["backtest", "--bars", &file])["bars"], 200);
    let error = error_of(&["backtest", "--bars", &file, "--period", "5m"]);
    assert!(error.contains("has 41 bars of 5m"), "{error}");
    let error = error_of(&["backtest", "--bars", &file, "--period", "30s"]);
    assert!(error.contains("have a period of 1m, --period was 30s"), "{error}");
}

#[test]
fn long_gaps_are_named_by_both_ends() {
    let folder = Folder::new("refused-gap");
    let days = |count: i64| move |number: u32| if number >= 300 { count * 86_400 } else { 0 };
    let file = folder.write("EURUSD_M1.csv", &bars(600, days(4)));
    assert_eq!(result_of(&["backtest", "--bars", &file])["bars"], 599);
    let error = error_of(&["backtest", "--bars", &file, "--gap-max", "3d"]);
    let ends = "nothing between 2026-01-06T04:59:00 and 2026-01-10T05:00:00";
    assert!(error.contains(ends) && error.contains("at most 3.0 days"), "{error}");
    let file = folder.write("EURUSD_M1.csv", &bars(600, days(11)));
    let error = error_of(&["backtest", "--bars", &file]);
    assert!(error.contains("at most 10.0 days; --gap-max"), "{error}");
    assert_eq!(result_of(&["backtest", "--bars", &file, "--gap-max", "12d"])["bars"], 599);
}

#[test]
fn bars_of_two_periods_are_refused() {
    let folder = Folder::new("refused-mixed");
    // Ten days at the head of a file of minutes, as exports of terminals have them.
    let days: String = (0..10).map(|day| row(day, (i64::from(day) - 10) * 86_400)).collect();
    let minutes = bars(400, |_| 0).replacen(HEADER, "", 1);
    let file = folder.write("EURUSD_M1.csv", &format!("{HEADER}{days}{minutes}"));
    let error = error_of(&["backtest", "--bars", &file]);
    assert!(error.contains("mixed frames: 10 steps of 86400 s, first at line 2"), "{error}");
}

#[test]
fn zones_do_not_mix() {
    let folder = Folder::new("refused-zones");
    let zone = |number: u32, zone: &str| {
        let (hour, minute) = (number / 60, number % 60);
        format!("2026-01-06T{hour:02}:{minute:02}:00{zone},1.1,1.2,1.0,1.1,5\n")
    };
    let all = |last: &str| {
        let rows: String = (0..300).map(|number| zone(number, "Z")).collect();
        format!("{HEADER}{rows}{}", zone(300, last))
    };
    let file = folder.write("EURUSD_M1.csv", &all(""));
    let error = error_of(&["backtest", "--bars", &file]);
    assert!(error.contains("a zone in every row or in none"), "{error}");
    let file = folder.write("EURUSD_M1.csv", &all("Z"));
    let config = folder.write("athens.toml", "[engine]\nserver_utc_offset_s = 7200\n");
    let error = error_of(&["backtest", "--bars", &file, "--config", &config]);
    assert!(error.contains("state a zone and are UTC, engine.server_utc_offset_s"), "{error}");
    assert_eq!(result_of(&["backtest", "--bars", &file])["bars"], 300);
}

#[test]
fn spreads_below_zero_are_refused_unless_asked_for() {
    let folder = Folder::new("refused-spread");
    let header = "time,bid_open,bid_high,bid_low,bid_close,ask_open,ask_high,ask_low,ask_close\n";
    let row = |minute: i64| {
        let ask = if minute == 250 { 1.099 } else { 1.101 };
        format!("{},1.1,1.2,1.0,1.1,1.101,1.201,1.001,{ask}\n", START_S + 60 * minute)
    };
    let rows: String = (0..300).map(row).collect();
    let file = folder.write("EURUSD_M1.csv", &format!("{header}{rows}"));
    let error = error_of(&["backtest", "--bars", &file]);
    assert!(error.contains("the spread of the bar at 2026-01-06T04:10:00 was below 0"), "{error}");
    assert_eq!(result_of(&["backtest", "--bars", &file, "--on-bad", "skip"])["bars"], 299);
    let ticks = folder.write("EURUSD.csv", "time,bid,ask\n1767657600000,1.1,1.0999\n");
    let error = error_of(&["backtest", "--ticks", &ticks]);
    assert!(error.contains("EURUSD.csv:2"), "{error}");
}

#[test]
fn impossible_parameters_are_named() {
    let folder = Folder::new("refused-parameters");
    let file = folder.write("EURUSD_M1.csv", &bars(300, |_| 0));
    let specs = [
        ("contract_size = -1.0", "contract_size was -1"),
        (
            "volume_min_lots = 5.0\nvolume_max_lots = 1.0",
            "volume_max was 1, expected at least volume_min",
        ),
        ("leverage = 0", "leverage was 0"),
        ("swap_long = nan", "swap_long was NaN"),
        ("days_per_year = 0", "days_per_year was 0, expected 1 to 366"),
        ("swap_mode = \"sometimes\"", "spec.toml:1:13"),
        ("[sessions]\nmonday = [\"9-17\"]", "expected hours such as"),
        ("freeze_level_points = -3", "spec.toml:1:"),
    ];
    for (text, expected) in specs {
        let spec = folder.write("spec.toml", text);
        let error = error_of(&["backtest", "--bars", &file, "--spec", &spec]);
        assert!(error.contains(expected), "{text}: {error}");
    }
    for (text, expected) in [
        ("[backtest.execution]\nreject_prob = 1.5", "reject_prob"),
        ("[backtest.account]\nbalance = -5.0", "balance"),
        ("[backtest.account]\ncurrency = \"TRY\"", "what a USD is worth in TRY is not known"),
    ] {
        let broker = folder.write("broker.toml", text);
        let error = error_of(&["backtest", "--bars", &file, "--broker", &broker]);
        assert!(error.contains(expected), "{text}: {error}");
    }
}

/// Files of the folder by name, without the inputs.
#[cfg(unix)]
fn left_behind(folder: &Folder) -> Vec<String> {
    let names = std::fs::read_dir(folder.path("")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> =
        names.filter(|name| name != "EURUSD_M1.csv" && name != "eager.toml").collect();
    names.sort();
    names
}

/// A limit of the size of files stands for a full disk: writing fails in the middle.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_file() {
    let folder = Folder::new("refused-disk");
    let config = folder.write("eager.toml", EAGER);
    let file = folder.write("EURUSD_M1.csv", &bars(20_000, |_| 0));
    let trades = folder.write("trades.csv", "as it was\n");
    let run = |blocks: u32| {
        // A write beyond the limit is an error instead of a signal.
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        let program = env!("CARGO_BIN_EXE_hypertrader");
        let mut command = std::process::Command::new("sh");
        command.args(["-c", &script, "sh", program, "backtest", "--bars", &file]);
        command.args(["--config", &config, "--trades", &trades]).output().unwrap()
    };
    let output = run(1);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("trades.csv"), "{error}");
    assert_eq!(std::fs::read_to_string(&trades).unwrap(), "as it was\n");
    assert_eq!(left_behind(&folder), ["trades.csv"]);
    assert_eq!(run(10_000).status.code(), Some(0), "with room it is written");
    assert!(std::fs::read_to_string(&trades).unwrap().lines().count() > 20);
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_the_old_file() {
    use std::os::unix::process::ExitStatusExt;
    let folder = Folder::new("refused-interrupt");
    let config = folder.write("eager.toml", EAGER);
    // Long enough to be interrupted in the middle: 400,000 bars are handed in three times.
    let file = folder.write("EURUSD_M1.csv", &bars(400_000, |_| 0));
    let trades = folder.write("trades.csv", "as it was\n");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_hypertrader"));
    command.args(["backtest", "--bars", &file, "--config", &config, "--trades", &trades]);
    let mut child = command.spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(150));
    let pid = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    let status = child.wait().unwrap();
    assert_eq!(status.signal(), Some(2), "{status}");
    assert_eq!(std::fs::read_to_string(&trades).unwrap(), "as it was\n");
    assert_eq!(left_behind(&folder), ["trades.csv"]);
}
