//! Collecting from a source that is made up, and from files and stores on the disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::*;
use crate::store::{
    Activity, Gap, HistoryBar, HistoryKind, HistorySeries, HistoryStore, Market, OnBad,
};
use crate::types::{CivilDate, Period};

const M1: Period = Period::M1;

/// Minute `n` after 2026-01-31 22:00.
fn minute(n: i64) -> i64 {
    CivilDate { year: 2026, month: 1, day: 31 }.to_days() * 86_400 + 79_200 + n * 60
}

fn bar(n: i64) -> HistoryBar {
    let activity = Activity::Market { volume: 0.25 * n as f64, trade_count: n };
    let close = 100.0 + (n % 13) as f64;
    HistoryBar { open_s: minute(n), open: 100.0, high: 120.0, low: 90.0, close, activity }
}

/// An exchange that has the bars it is given, in pages of `rows_max`.
struct Exchange {
    bars: BTreeMap<i64, HistoryBar>,
    rows_max: usize,
    requests: Vec<(i64, i64)>,
    /// Requests that are answered with "later", by their number.
    later_at: Vec<usize>,
    /// Whether a page covers all that was asked for, whatever it holds.
    breaks_promises: bool,
}

impl Exchange {
    fn with(minutes: impl IntoIterator<Item = i64>) -> Self {
        let bars = minutes.into_iter().map(|n| (minute(n), bar(n))).collect();
        let (requests, later_at) = (Vec::new(), Vec::new());
        Self { bars, rows_max: 10, requests, later_at, breaks_promises: false }
    }
}

impl KlineSource for Exchange {
    fn name(&self) -> &str {
        "exchange"
    }

    fn kind(&self) -> HistoryKind {
        HistoryKind::Market { is_utc: true }
    }

    fn rows_max(&self) -> usize {
        self.rows_max
    }

    fn pause_ms(&self) -> u64 {
        50
    }

    fn market(&self) -> Option<Market> {
        Some(Market::Always)
    }

    fn is_authority(&self) -> bool {
        true
    }

    fn extent(&mut self) -> Result<Option<Extent>, SourceError> {
        Ok(None)
    }

    fn page(&mut self, from_s: i64, to_s: i64) -> Result<Page, SourceError> {
        self.requests.push((from_s, to_s));
        if self.later_at.contains(&self.requests.len()) {
            return Err(SourceError::Later { wait_ms: 7, text: "too many requests".to_owned() });
        }
        let found = self.bars.range(from_s..to_s).map(|(_, bar)| *bar);
        let bars: Vec<_> = found.take(self.rows_max).collect();
        let is_full = bars.len() == self.rows_max;
        let last_s = bars.last().map_or(to_s, |bar| bar.open_s + 60);
        let covered_to_s = if is_full { last_s.min(to_s) } else { to_s };
        let covered_to_s = if self.breaks_promises { from_s } else { covered_to_s };
        Ok(Page { bars, covered_to_s })
    }
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ht-collect-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn store(&self) -> HistoryStore {
        HistoryStore::new(&self.0.join("store"))
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// From minute 0 to minute `now`, which has not closed.
fn order(now: i64) -> Order<'static> {
    Order {
        symbol: "BTCUSDT",
        period: M1,
        from_s: Some(minute(0)),
        now_s: Some(minute(now) + 30),
        market: None,
        recheck: Recheck::Newest(2),
    }
}

fn stored(store: &HistoryStore, source: &str) -> Vec<HistoryBar> {
    let series = HistorySeries { source, symbol: "BTCUSDT", period: M1 };
    let months = store.months(&series).unwrap();
    months.into_iter().flat_map(|key| store.read_month(&series, key).unwrap()).collect()
}

fn run(store: &HistoryStore, source: &mut dyn KlineSource, order: &Order<'_>) -> Collected {
    collect(store, source, order, &mut |_| true).unwrap()
}

#[test]
fn the_first_time_takes_all_closed_bars_in_pages() {
    let folder = Folder::new("first");
    let store = folder.store();
    let mut exchange = Exchange::with(0..=200);
    let done = run(&store, &mut exchange, &order(200));
    assert_eq!(stored(&store, "exchange"), (0..200).map(bar).collect::<Vec<_>>());
    assert_eq!((done.added_count, done.request_count, done.missing_count), (200, 20, 0));
    assert_eq!(store.folder().read_dir().unwrap().count(), 1);
}

#[test]
fn the_next_time_asks_only_for_what_is_new_and_checks_the_newest() {
    let folder = Folder::new("next");
    let store = folder.store();
    let mut exchange = Exchange::with(0..=300);
    run(&store, &mut exchange, &order(200));
    exchange.requests.clear();
    let done = run(&store, &mut exchange, &order(205));
    assert_eq!(exchange.requests, [(minute(198), minute(205))]);
    assert_eq!((done.added_count, done.replaced_count), (5, 0));
    assert_eq!(stored(&store, "exchange").len(), 205);
    let again = run(&store, &mut exchange, &order(205));
    assert_eq!((again.added_count, again.received_count), (0, 2));
}

#[test]
fn gaps_are_filled_or_remembered_as_empty_and_never_asked_again() {
    let folder = Folder::new("gaps");
    let store = folder.store();
    let lost = 40..60;
    let mut halted = Exchange::with((0..=300).filter(|n| !(100..130).contains(n)));
    // What was stored before lacks bars that the exchange has.
    let part: Vec<_> =
        (20..250).filter(|n| !lost.contains(n) && !(100..130).contains(n)).map(bar).collect();
    let series = HistorySeries { source: "exchange", symbol: "BTCUSDT", period: M1 };
    store.merge(&series, HistoryKind::Market { is_utc: true }, &part).unwrap();

    let done = run(&store, &mut halted, &order(300));
    assert_eq!(stored(&store, "exchange").len(), 270);
    assert_eq!(done.added_count, 20 + 20 + 50);
    assert_eq!((done.empty_count, done.missing_count, done.range_count), (30, 0, 4));
    let confirmed = store.confirmed(&series).unwrap();
    assert_eq!(confirmed.gaps(), [Gap { from_s: minute(100), to_s: minute(130) }]);
    halted.requests.clear();
    run(&store, &mut halted, &order(300));
    assert_eq!(halted.requests, [(minute(298), minute(300))]);
    assert_eq!(store.summary(&series, None).unwrap().pauses.gaps, []);
}

#[test]
fn a_fresh_hole_is_asked_for_again() {
    let folder = Folder::new("fresh");
    let store = folder.store();
    let mut exchange = Exchange::with((0..=300).filter(|n| *n != 290));
    let done = run(&store, &mut exchange, &order(300));
    assert_eq!((done.empty_count, done.missing_count), (0, 1));
    exchange.bars.insert(minute(290), bar(290));
    let done = run(&store, &mut exchange, &order(300));
    assert_eq!((done.added_count, done.missing_count), (1, 0));
}

#[test]
fn bars_that_changed_at_the_source_are_replaced_and_told() {
    let folder = Folder::new("repair");
    let store = folder.store();
    let mut exchange = Exchange::with(0..=200);
    run(&store, &mut exchange, &order(200));
    let corrected = HistoryBar { close: 119.0, ..bar(17) };
    exchange.bars.insert(minute(17), corrected);
    assert_eq!(run(&store, &mut exchange, &order(200)).replaced_count, 0, "not looked at");
    let done = run(&store, &mut exchange, &Order { recheck: Recheck::All, ..order(200) });
    assert_eq!((done.replaced_count, done.added_count), (1, 0));
    assert_eq!((done.replaced[0].was, done.replaced[0].is), (bar(17), corrected));
    assert_eq!(stored(&store, "exchange")[17], corrected);
}

#[test]
fn it_goes_on_where_it_was_interrupted() {
    let folder = Folder::new("interrupted");
    let store = folder.store();
    let count = 40_000;
    let mut exchange = Exchange::with(0..=count);
    exchange.rows_max = 1_000;
    let mut left = 25;
    let mut wait = |_| {
        left -= 1;
        left > 0
    };
    let error = collect(&store, &mut exchange, &order(count), &mut wait).unwrap_err();
    assert!(matches!(error, CollectError::Cancelled));
    let before = stored(&store, "exchange").len();
    assert_eq!(before, 17_000, "a batch was stored");
    exchange.requests.clear();
    run(&store, &mut exchange, &order(count));
    assert_eq!(exchange.requests[0].0, minute(16_998));
    assert_eq!(stored(&store, "exchange").len(), count as usize);
}

#[test]
fn a_source_that_says_later_is_waited_for_and_one_that_never_answers_is_left() {
    let folder = Folder::new("later");
    let store = folder.store();
    let mut exchange = Exchange::with(0..=30);
    exchange.later_at = vec![2, 3];
    let mut waits = Vec::new();
    let mut wait = |milliseconds| {
        waits.push(milliseconds);
        true
    };
    let done = collect(&store, &mut exchange, &order(30), &mut wait).unwrap();
    assert_eq!((done.added_count, done.request_count, done.retry_count), (30, 5, 2));
    assert_eq!(waits, [50, 7, 50, 7, 50, 50]);
    exchange.later_at = (0..100).collect();
    let error = collect(&store, &mut exchange, &order(40), &mut |_| true).unwrap_err();
    assert_eq!(error.to_string(), "exchange: said later 8 times");
}

#[test]
fn pages_that_would_lose_bars_are_refused() {
    let folder = Folder::new("promise");
    let store = folder.store();
    let mut exchange = Exchange { breaks_promises: true, ..Exchange::with(0..=30) };
    let error = collect(&store, &mut exchange, &order(30), &mut |_| true).unwrap_err().to_string();
    assert!(error.starts_with("exchange: a page from"), "{error}");
    assert!(stored(&store, "exchange").is_empty());
}

#[test]
fn bars_that_contradict_themselves_are_refused_and_told() {
    let folder = Folder::new("refused");
    let store = folder.store();
    let mut exchange = Exchange::with(0..=300);
    exchange.bars.insert(minute(5), HistoryBar { low: 130.0, ..bar(5) });
    exchange.bars.insert(minute(6) + 7, HistoryBar { open_s: minute(6) + 7, ..bar(6) });
    let done = run(&store, &mut exchange, &order(300));
    assert_eq!((done.refused_count, done.added_count), (2, 299));
    assert!(done.refused[1].contains("is no open of a bar of 1m"), "{:?}", done.refused);
    assert_eq!(done.empty_count, 0, "a bar that is wrong is not a bar that is not there");
}

fn rows(minutes: impl IntoIterator<Item = i64>, close: &str) -> String {
    let mut text = "time,open,high,low,close,volume\n".to_owned();
    for n in minutes {
        text += &format!("{},100,120,90,{close},1.5\n", minute(n));
    }
    text
}

fn files(paths: &[PathBuf], is_utc: bool) -> FileSource {
    let (name, on_bad) = ("files".to_owned(), OnBad::Fail);
    FileSource::open(paths, FileSourceOptions { name, period: M1, on_bad, is_utc }).unwrap()
}

#[test]
fn files_become_one_series_and_the_first_named_counts() {
    let folder = Folder::new("files");
    let store = folder.store();
    // The second file fills a hole of the first and differs where both have bars.
    let first = folder.write("a.csv", &rows((10..50).filter(|n| !(20..25).contains(n)), "101"));
    let second = folder.write("b.csv", &rows(0..30, "102"));
    let third = folder.write("c.csv", &rows(60..70, "103"));
    let mut source = files(&[first, second, third], true);
    let done = run(&store, &mut source, &Order { from_s: None, now_s: None, ..order(0) });
    let closes: Vec<(i64, f64)> =
        stored(&store, "files").iter().map(|b| ((b.open_s - minute(0)) / 60, b.close)).collect();
    let expected = (0..10).map(|n| (n, 102.0)).chain((10..20).map(|n| (n, 101.0)));
    let expected = expected.chain((20..25).map(|n| (n, 102.0))).chain((25..50).map(|n| (n, 101.0)));
    let expected: Vec<_> = expected.chain((60..70).map(|n| (n, 103.0))).collect();
    assert_eq!(closes, expected);
    assert_eq!((done.added_count, done.missing_count, done.empty_count), (60, 10, 0));
    assert_eq!(source.kind(), HistoryKind::Market { is_utc: true });
}

#[test]
fn files_fill_gaps_of_what_is_stored_without_reading_over_it() {
    let folder = Folder::new("fill");
    let store = folder.store();
    let with_holes = folder.write("a.csv", &rows((0..100).filter(|n| n % 20 != 7), "101"));
    let order = Order { from_s: None, now_s: None, ..order(0) };
    run(&store, &mut files(&[with_holes], false), &order);
    let whole = folder.write("b.csv", &rows(0..120, "101"));
    let mut source = files(&[whole], false);
    let done = run(&store, &mut source, &order);
    assert_eq!((done.added_count, done.replaced_count), (5 + 20, 0));
    let opens: Vec<i64> = stored(&store, "files").iter().map(|bar| bar.open_s).collect();
    assert_eq!(opens, (0..120).map(minute).collect::<Vec<_>>());
}

#[test]
fn pages_of_files_may_go_back_and_forth() {
    let folder = Folder::new("pages");
    let path = folder.write("a.csv", &rows((0..100).filter(|n| n % 3 != 0), "101"));
    let mut source = files(&[path], true);
    for (from, to) in [(0, 10), (10, 11), (11, 12), (40, 60), (5, 9), (90, 200), (98, 99)] {
        let page = source.page(minute(from), minute(to)).unwrap();
        let opens: Vec<i64> = page.bars.iter().map(|bar| bar.open_s).collect();
        let expected = (from..to.min(100)).filter(|n| n % 3 != 0).map(minute);
        assert_eq!(opens, expected.collect::<Vec<_>>(), "{from} to {to}");
        assert_eq!(page.covered_to_s, minute(to));
    }
}

#[test]
fn exports_of_a_terminal_keep_ticks_and_spread() {
    let folder = Folder::new("terminal");
    let store = folder.store();
    let text = "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\n\
        2026.01.31\t22:00:00\t100\t120\t90\t101\t17\t0\t3\n\
        2026.01.31\t22:01:00\t100\t120\t90\t101\t18\t0\t4\n";
    let path = folder.write("BTCUSDT_M1.csv", text);
    run(&store, &mut files(&[path], false), &Order { from_s: None, now_s: None, ..order(0) });
    let activity = Activity::Terminal { tick_volume: 18, spread_points: 4, real_volume: 0 };
    let bars = stored(&store, "files");
    assert_eq!((bars[1].open_s, bars[1].activity), (minute(1), activity));
}

#[test]
fn files_of_another_period_or_clock_are_refused() {
    let folder = Folder::new("other");
    let options = |is_utc| FileSourceOptions {
        name: "files".to_owned(),
        period: M1,
        on_bad: OnBad::Fail,
        is_utc,
    };
    let hours = folder.write("h.csv", &rows((0..5).map(|n| n * 60), "101"));
    let error = FileSource::open(&[hours], options(true)).unwrap_err().to_string();
    assert!(error.contains("h.csv") && error.contains("3600 s apart"), "{error}");
    let zoned = "time,open,high,low,close\n2026-01-31T22:00:00Z,100,120,90,101\n\
        2026-01-31T22:01:00Z,100,120,90,101\n";
    let paths = [folder.write("z.csv", zoned), folder.write("u.csv", &rows(0..5, "101"))];
    let error = FileSource::open(&paths, options(false)).unwrap_err().to_string();
    assert!(error.contains("u.csv") && error.contains("z.csv"), "{error}");
    FileSource::open(&paths, options(true)).unwrap();
}

#[test]
fn another_store_fills_this_one() {
    let folder = Folder::new("store");
    let (store, terminal) = (folder.store(), HistoryStore::new(&folder.0.join("terminal")));
    let series = HistorySeries { source: "exchange", symbol: "BTCUSDT", period: M1 };
    run(&terminal, &mut Exchange::with(0..=200), &order(200));
    let mut source = StoreSource::open(terminal.clone(), &series).unwrap();
    let done = run(&store, &mut source, &Order { now_s: None, from_s: None, ..order(0) });
    assert_eq!((done.added_count, done.missing_count), (200, 0));
    assert_eq!(stored(&store, "exchange"), stored(&terminal, "exchange"));
    let nobody = HistorySeries { symbol: "ETHUSDT", ..series };
    let error = StoreSource::open(terminal, &nobody).unwrap_err().to_string();
    assert!(error.contains("holds no bars"), "{error}");
    assert!(Path::new(store.folder()).exists());
}
