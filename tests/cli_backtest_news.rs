//! `hypertrader backtest --news --calendar`: told at the moment it became known, and never before.

#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "support/command_line.rs"]
mod command_line;

use command_line::{Folder, error_of, result_of};
use serde_json::Value;

/// 2026-01-06 00:00, a Tuesday.
const START_S: i64 = 1_767_657_600;
const MINUTES: i64 = 2_000;

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

const EAGER: &str = "[signals.combine]\nvotes_min = 1\nmin_confidence_frac = 0.0\n";
const HEADER: &str = "fetched,published,source,title,url\n";

/// A feed that answers every five minutes, from one minute to another.
fn heartbeats(minutes: std::ops::Range<i64>) -> String {
    minutes.step_by(5).map(|minute| format!("{},,,,\n", START_S + 60 * minute)).collect()
}

fn story(fetched_minute: i64, published_minute: i64, title: &str) -> String {
    let [fetched, published] = [fetched_minute, published_minute].map(|it| START_S + 60 * it);
    format!("{fetched},{published},wire,{title},\n")
}

struct World {
    folder: Folder,
    bars: String,
    config: String,
}

impl World {
    fn new(name: &str, config: &str) -> Self {
        let folder = Folder::new(name);
        let bars = folder.write("EURUSD_M1.csv", &bars());
        let config = folder.write("config.toml", config);
        Self { folder, bars, config }
    }

    fn run(&self, more: &[&str]) -> Value {
        let arguments = ["backtest", "--bars", &self.bars, "--config", &self.config];
        result_of(&[&arguments[..], more].concat())
    }

    /// Minutes at which trades were opened.
    fn entries(&self, more: &[&str]) -> Vec<i64> {
        let trades = self.folder.write("trades.csv", "");
        self.run(&[more, &["--trades", &trades]].concat());
        let text = std::fs::read_to_string(&trades).unwrap();
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap().split(',').collect();
        let at = header.iter().position(|name| *name == "open_time").unwrap();
        let open_time = |line: &str| {
            let text = line.split(',').nth(at).unwrap().to_owned();
            hypertrader::news::stamp::parse(&text).unwrap().seconds()
        };
        lines.map(|line| (open_time(line) - START_S).div_euclid(60)).collect()
    }
}

#[test]
fn a_feed_that_says_nothing_bad_changes_no_decision() {
    let world = World::new("backtest-news-quiet", EAGER);
    let without = world.run(&[]);
    let quiet = heartbeats(0..MINUTES) + &story(500, 499, "Euro rises on strong data");
    let news = world.folder.write("news.csv", &(HEADER.to_owned() + &quiet));
    let with = world.run(&["--news", &news]);
    assert_eq!(without["digest"], with["digest"]);
    assert_eq!(with["news"]["stories"], 1);
    assert!(without["news"].is_null());
    assert!(without["decisions"].as_u64().unwrap() > 5, "{without}");
}

#[test]
fn bad_news_refuse_entries_from_the_moment_they_were_fetched() {
    let world = World::new("backtest-news-bad", EAGER);
    let all = world.entries(&[]);
    let fetched = 700;
    // Published long before it was fetched: nobody knew.
    let crash = story(fetched, fetched - 20, "Euro crashes as banking crisis deepens");
    let text = HEADER.to_owned() + &heartbeats(0..MINUTES) + &crash;
    let news = world.folder.write("news.csv", &text);
    let entries = world.entries(&["--news", &news]);
    let before =
        |list: &[i64]| list.iter().copied().filter(|&it| it <= fetched).collect::<Vec<_>>();
    assert_eq!(before(&entries), before(&all), "what nobody knew changed nothing");
    // Very bad for an hour after it was published; its half-life keeps it alone in the mean.
    let gone = (fetched + 1)..(fetched + 40);
    assert!(all.iter().any(|minute| gone.contains(minute)), "{all:?}");
    assert!(!entries.iter().any(|minute| gone.contains(minute)), "{entries:?}");
}

#[test]
fn a_feed_that_is_down_counts_as_unknown() {
    let config = format!("{EAGER}[signals.gates]\nrequire_news = true\n");
    let world = World::new("backtest-news-down", &config);
    assert_eq!(world.entries(&[]), [0; 0], "nothing is known without a feed");
    let text = HEADER.to_owned() + &heartbeats(0..900);
    let news = world.folder.write("news.csv", &text);
    let entries = world.entries(&["--news", &news]);
    assert!(!entries.is_empty());
    // The last answer is of minute 895; 15 minutes later it says nothing any more.
    assert!(entries.iter().all(|&minute| minute <= 911), "{entries:?}");
}

#[test]
fn columns_show_what_was_known_at_the_close() {
    let columns = "[features]\ncolumns = [\"close\", \"sentiment\", \"news_count_60m\", \
        \"news_mean_15m\", \"news_very_bad\"]\n";
    let world = World::new("backtest-news-columns", &format!("{EAGER}{columns}"));
    let news = world.folder.write("a.csv", &(HEADER.to_owned() + &heartbeats(0..MINUTES)));
    let told = story(1_000, 999, "Euro rises on strong data");
    let more = world.folder.write("b.csv", &(HEADER.to_owned() + &heartbeats(0..MINUTES) + &told));
    let digest = |arguments: &[&str]| world.run(arguments)["digest"].clone();
    let (without, quiet, story) =
        (digest(&[]), digest(&["--news", &news]), digest(&["--news", &more]));
    assert_ne!(without, quiet, "counts are 0 and no longer unknown");
    assert_ne!(quiet, story);
    assert_eq!(story, digest(&["--news", &more]));
}

#[test]
fn scheduled_events_keep_entries_away() {
    let world = World::new("backtest-calendar", EAGER);
    let all = world.entries(&[]);
    let row = |known: &str, currency: &str, name: &str| {
        format!(
            "time,currency,importance,name,known\n{},{currency},high,{name},{known}\n",
            START_S + 60 * 720
        )
    };
    let entries = |text: &str| {
        let calendar = world.folder.write("calendar.csv", text);
        world.entries(&["--calendar", &calendar])
    };
    // Five minutes on either side, as `risk.session` says.
    let around = 716..725;
    let wide = format!("{EAGER}[news.calendar]\nevent_rules = [\"*rate*=7200/7200\"]\n");
    let wide = World::new("backtest-calendar-wide", &wide);
    let hours = 601..840;
    assert!(all.iter().any(|minute| hours.contains(minute)), "{all:?}");
    let kept = entries(&row("", "USD", "Rate decision"));
    assert!(!kept.iter().any(|minute| around.contains(minute)), "{kept:?}");
    assert_eq!(entries(&row("", "JPY", "Rate decision")), all, "not of this symbol");
    let calendar = wide.folder.write("calendar.csv", &row("", "USD", "Rate decision"));
    let kept = wide.entries(&["--calendar", &calendar]);
    assert!(!kept.iter().any(|minute| hours.contains(minute)), "{kept:?}");
    let late = (START_S + 60 * 900).to_string();
    let calendar = wide.folder.write("calendar.csv", &row(&late, "USD", "Rate decision"));
    assert_eq!(wide.entries(&["--calendar", &calendar]), all, "known only when it was over");
}

#[test]
fn files_that_cannot_be_read_are_refused_by_line() {
    let world = World::new("backtest-news-wrong", EAGER);
    for (option, text, part) in [
        ("--news", "fetched,title\nsoon,x\n", "wrong:2: fetched was \"soon\""),
        (
            "--calendar",
            "time,currency,importance,name\n2026-01-06,USD,huge,x\n",
            "wrong:2: importance",
        ),
    ] {
        let file = world.folder.write("wrong", text);
        let error = error_of(&["backtest", "--bars", &world.bars, option, &file]);
        assert!(error.contains(part), "{error}");
    }
}
