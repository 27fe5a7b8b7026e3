//! `hypertrader backtest --news --calendar`: what was known then, and nothing that was not.

#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/command_line.rs"]
mod command_line;

use command_line::{Folder, error_of, result_of};
use serde_json::Value;

/// 2026-01-06 00:00 UTC, a Tuesday.
const START_S: i64 = 1_767_657_600;
const MINUTES: i64 = 3_000;

/// Bars of a minute that swing.
fn bars() -> String {
    let mut text = "time,open,high,low,close,volume\n".to_owned();
    let mut price = 1.1;
    for minute in 0..MINUTES {
        let open = price;
        price += if minute % 80 < 40 { 0.000_08 } else { -0.000_08 };
        price += ((minute * 7_919 % 13) as f64 - 6.0) * 0.000_01;
        let (high, low) = (open.max(price) + 0.000_05, open.min(price) - 0.000_05);
        let time = START_S + 60 * minute;
        text.push_str(&format!("{time},{open:.5},{high:.5},{low:.5},{price:.5},10\n"));
    }
    text
}

/// The server's clock is UTC; one vote of a rule is enough.
const CONFIG: &str = "[engine]\nserver_utc_offset_s = 0\nserver_dst = \"none\"\n\
    [signals.combine]\nvotes_min = 1\nmin_confidence_frac = 0.0\n";

/// Times at which a position was opened, seconds since the start.
fn opened(folder: &Folder, config: &str, more: &[&str]) -> (Vec<i64>, Value) {
    let bars = folder.write("EURUSD_M1.csv", &bars());
    let config = folder.write("engine.toml", config);
    let trades = folder.path("trades.csv");
    let arguments =
        ["backtest", "--bars", &bars, "--config", &config, "--trades", &trades, "--period", "M1"];
    let result = result_of(&[&arguments[..], more].concat());
    let text = std::fs::read_to_string(trades).unwrap();
    let time = |line: &str| {
        let text = line.split(',').nth(4).unwrap();
        let date = text.replace(' ', "T");
        let date = if date.ends_with('Z') { date } else { format!("{date}Z") };
        hypertrader::news::stamp::parse(&date).unwrap().seconds() - START_S
    };
    (text.lines().skip(1).map(time).collect(), result)
}

fn headline(fetched_s: i64, title: &str) -> String {
    let time = START_S + fetched_s;
    format!("{time},{},Desk,{title},\n", time - 30)
}

const HEADER: &str = "fetched,published,source,title,url\n";

fn inside(times: &[i64], from_s: i64, to_s: i64) -> usize {
    times.iter().filter(|time| (from_s..to_s).contains(time)).count()
}

#[test]
fn bad_news_keep_from_entering_once_they_are_known_and_not_before() {
    let folder = Folder::new("backtest-news");
    let (plain, _) = opened(&folder, CONFIG, &[]);
    let (from_s, to_s) = (60_000, 63_600);
    assert!(inside(&plain, from_s, to_s) > 3, "{plain:?}");
    let heartbeat = headline(0, "Quiet day") + &headline(60 * MINUTES, "Quiet end");
    let text = HEADER.to_owned() + &heartbeat + &headline(from_s, "Euro crashes in bank panic");
    let file = folder.write("news.csv", &text);
    // The file stands for a source that answers from the first line to the last.
    let config = CONFIG.to_owned() + "[news]\nfeed_age_max_s = 86400\n";
    let (with_news, _) = opened(&folder, &config, &["--news", &file]);
    assert_eq!(inside(&with_news, from_s + 60, to_s), 0, "{with_news:?}");
    let before =
        |times: &[i64]| times.iter().filter(|it| **it < from_s).copied().collect::<Vec<_>>();
    assert_eq!(before(&with_news), before(&plain));
    assert!(inside(&with_news, from_s + 14_400, i64::MAX) > 3, "{with_news:?}");
    // Known an hour later: what was traded until then stays.
    let text = HEADER.to_owned() + &heartbeat + &headline(to_s, "Euro crashes in bank panic");
    let file = folder.write("later.csv", &text);
    let (later, _) = opened(&folder, &config, &["--news", &file]);
    assert_eq!(inside(&later, from_s, to_s), inside(&plain, from_s, to_s));
}

#[test]
fn news_of_others_change_nothing() {
    let folder = Folder::new("backtest-news-others");
    let (_, plain) = opened(&folder, CONFIG, &[]);
    let text =
        HEADER.to_owned() + &headline(0, "Bitcoin crashes") + &headline(180_000, "Gold slumps");
    let file = folder.write("news.csv", &text);
    let (_, with_news) = opened(&folder, CONFIG, &["--news", &file]);
    assert_eq!(plain["digest"], with_news["digest"]);
}

#[test]
fn columns_of_news_are_empty_until_there_are_news() {
    let folder = Folder::new("backtest-news-columns");
    let config = CONFIG.to_owned()
        + "[features]\ncolumns = [\"news_count_60m\", \"news_mean_15m\", \"sentiment\"]\n";
    let (_, plain) = opened(&folder, &config, &[]);
    let file = folder.write("late.csv", &(HEADER.to_owned() + &headline(10_000_000, "Euro soars")));
    let (_, unknown) = opened(&folder, &config, &["--news", &file]);
    assert_eq!(plain["digest"], unknown["digest"]);
    let file = folder.write("now.csv", &(HEADER.to_owned() + &headline(60_000, "Euro gains")));
    let (_, known) = opened(&folder, &config, &["--news", &file]);
    assert_ne!(plain["digest"], known["digest"]);
}

#[test]
fn entries_keep_away_from_scheduled_events_as_their_rules_say() {
    let folder = Folder::new("backtest-calendar");
    let (plain, _) = opened(&folder, CONFIG, &[]);
    let event_s = 61_800;
    let (from_s, to_s) = (event_s - 1_800, event_s + 1_800);
    assert!(inside(&plain, from_s, to_s) > 3, "{plain:?}");
    let row = |known_s: i64, currency: &str, impact: &str| {
        let (known, time) = (START_S + known_s, START_S + event_s);
        format!("known,time,currency,impact,name\n{known},{time},{currency},{impact},Payrolls\n")
    };
    let rules = CONFIG.to_owned() + "[news.events]\nrules = [\"USD:payrolls=1800/1800\"]\n";
    for (text, config, kept_away) in [
        (row(0, "USD", "low"), rules.as_str(), true),
        (row(0, "JPY", "high"), rules.as_str(), false),
        (row(0, "USD", "low"), CONFIG, false),
        (row(event_s + 3_600, "USD", "high"), rules.as_str(), false),
    ] {
        let file = folder.write("events.csv", &text);
        let (times, _) = opened(&folder, config, &["--calendar", &file]);
        let expected = if kept_away { 0 } else { inside(&plain, from_s, to_s) };
        // An order of the bar before the window may be filled in its first second.
        assert_eq!(inside(&times, from_s + 1, to_s), expected, "{text}");
    }
}

#[test]
fn files_that_cannot_be_read_whole_are_refused() {
    let folder = Folder::new("backtest-news-refused");
    let bars = folder.write("EURUSD_M1.csv", &bars());
    for (option, name, text, part) in [
        ("--news", "a.csv", "fetched,title\n", "expected a column `published`"),
        ("--news", "b.csv", "fetched,published,source,title\nsoon,1,Desk,A\n", "line 2: fetched"),
        ("--news", "c.txt", "", "expected csv or jsonl"),
        ("--news", "d.jsonl", "", "expected at least one"),
        ("--calendar", "e.csv", "time,currency,impact,name\n1,US,high,A\n", "line 2: currency"),
        ("--calendar", "f.ics", "x", "expected BEGIN:VCALENDAR"),
    ] {
        let file = folder.write(name, text);
        let error = error_of(&["backtest", "--bars", &bars, option, &file]);
        assert!(error.contains(part) && error.contains(name), "{error}");
    }
}
