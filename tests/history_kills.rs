//! A thousand times a program that stores bars, records ticks and compacts is killed at a random
//! moment; after each, every file is whole, nothing acknowledged is lost, nothing is there twice.
//!
//! Ignored by default, since it takes a minute:
//! `cargo test --test history_kills -- --ignored`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a panic is how a test fails")]

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use hypertrader::store::{
    Activity, HistoryBar, HistoryKind, HistorySeries, HistoryStore, RecordedTick, TickRecorder,
    compact_ticks, tick_folders, tick_reader, verify_ticks,
};
use hypertrader::types::Period;

const KILLS: usize = 1_000;
/// A store grows until then, and a new one begins.
const KILLS_PER_STORE: usize = 40;
const DELAY_MAX_US: u64 = 30_000;
const SEED: u64 = 20_260_105;

const SERIES: HistorySeries<'_> =
    HistorySeries { source: "kills", symbol: "EURUSD", period: Period::Seconds(3_600) };
const KIND: HistoryKind = HistoryKind::Market { is_utc: true };
/// 2026-01-01 00:00.
const START_S: i64 = 1_767_225_600;

fn bar(n: i64) -> HistoryBar {
    let close = 100.0 + (n * 7 % 31) as f64;
    let activity = Activity::Market { volume: n as f64 + 0.5, trade_count: n };
    let open_s = START_S + n * 3_600;
    HistoryBar { open_s, open: 100.0, high: 140.0, low: 90.0, close, activity }
}

/// Some forty ticks an hour, so that logs become pieces all the time.
fn tick(n: i64) -> RecordedTick {
    let bid = 1.0 + (n * 11 % 1_009) as f64 * 1e-5;
    let time_ms = START_S * 1_000 + n * 90_001;
    RecordedTick { time_ms, bid, ask: bid + 1e-5, last: 0.0, volume: 0.0, flags: n as u32 }
}

struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }
}

/// The program that is killed: this test, started again with a folder and where to go on.
#[test]
#[ignore = "part of the test of kills"]
fn the_program_that_is_killed() {
    let variable = |name| std::env::var(name).ok();
    let Some(folder) = variable("HT_KILLS_FOLDER") else { return };
    let number = |name| variable(name).unwrap().parse::<i64>().unwrap();
    let (folder, mut next_bar) = (PathBuf::from(folder), number("HT_KILLS_BAR"));
    let next_tick = number("HT_KILLS_TICK");
    let recorder = TickRecorder::start(&folder, SERIES.source, SERIES.symbol).unwrap();
    if next_tick >= 0 {
        let record = move || record(recorder, next_tick);
        std::thread::Builder::new().spawn(record).unwrap();
    }
    let ticks = folder.clone();
    let compact = move || {
        loop {
            for found in tick_folders(&ticks).unwrap_or_default() {
                // A piece may vanish beneath a look; nobody else compacts.
                let _ = compact_ticks(&found.path);
            }
        }
    };
    std::thread::Builder::new().spawn(compact).unwrap();
    let store = HistoryStore::new(&folder);
    for batch in 0.. {
        // Some of the bars again, and up to nine days ahead.
        let bars: Vec<_> =
            ((next_bar - 5).max(0)..next_bar + 1 + batch * 53 % 211).map(bar).collect();
        store.merge(&SERIES, KIND, &bars).unwrap();
        next_bar += 1 + batch * 53 % 211;
        say(&format!("B {next_bar}\n"));
        let _ = store.compact(&SERIES).unwrap();
    }
}

fn record(mut recorder: TickRecorder, from: i64) {
    for n in from.. {
        recorder.push(tick(n));
        if n % 16 == 0 {
            std::thread::sleep(Duration::from_micros(300));
            say(&format!("T {}\n", from + recorder.counts().written as i64));
        }
    }
}

/// A whole line or, if killed, a part of one.
fn say(line: &str) {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(line.as_bytes()).unwrap();
    stdout.flush().unwrap();
}

/// What is known to be stored.
#[derive(Default)]
struct Acknowledged {
    bars: i64,
    ticks: i64,
}

/// Runs the program for a random time.
fn run_and_kill(folder: &Path, known: &mut Acknowledged, records: bool, delay: Duration) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_program_that_is_killed", "--ignored", "--nocapture", "--quiet"])
        .env("HT_KILLS_FOLDER", folder)
        .env("HT_KILLS_BAR", known.bars.to_string())
        .env("HT_KILLS_TICK", if records { known.ticks } else { -1 }.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut stdout, mut stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let read = move || {
        let mut text = String::new();
        stdout.read_to_string(&mut text).unwrap();
        text
    };
    let reader = std::thread::Builder::new().spawn(read).unwrap();
    std::thread::sleep(delay);
    child.kill().unwrap();
    child.wait().unwrap();
    let (mut complaint, text) = (String::new(), reader.join().unwrap());
    stderr.read_to_string(&mut complaint).unwrap();
    assert!(!complaint.contains("panicked"), "the program failed by itself: {complaint}");
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    for line in whole.lines() {
        match line.split_once(' ') {
            Some(("B", count)) => known.bars = count.parse().unwrap(),
            Some(("T", count)) => known.ticks = count.parse().unwrap(),
            _ => {}
        }
    }
}

/// Files that were being written.
fn half_written(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|end| end == "tmp")).count()
}

/// Bars are whole, at least those acknowledged, in one piece; how many there are.
fn check_bars(folder: &Path, known: &Acknowledged) -> i64 {
    let store = HistoryStore::new(folder);
    let place = store.folder_of(&SERIES);
    if !place.exists() {
        assert_eq!(known.bars, 0);
        return 0;
    }
    let verified = store.verify(&place).unwrap();
    let damaged: Vec<_> = verified.problems.iter().filter(|problem| problem.is_damage).collect();
    assert!(damaged.is_empty(), "{damaged:?}");
    let months = store.months(&SERIES).unwrap().into_iter();
    let stored: Vec<HistoryBar> =
        months.flat_map(|key| store.read_month(&SERIES, key).unwrap()).collect();
    let count = stored.len() as i64;
    assert!(count >= known.bars, "{count} bars, acknowledged {}", known.bars);
    assert!(stored.iter().copied().eq((0..count).map(bar)), "bars are missing or wrong");
    count
}

/// Ticks are whole, at least those acknowledged, each once; how many there are.
fn check_ticks(folder: &Path, known: &Acknowledged) -> i64 {
    let Some(found) = tick_folders(folder).unwrap().pop() else {
        assert_eq!(known.ticks, 0);
        return 0;
    };
    let damaged: Vec<_> = verify_ticks(&found.path).unwrap().problems;
    assert!(damaged.iter().all(|problem| !problem.is_damage), "{damaged:?}");
    let recorder = TickRecorder::start(folder, SERIES.source, SERIES.symbol).unwrap();
    let (_, has_ended) = recorder.stop(Duration::from_secs(60));
    assert!(has_ended);
    let stored: Vec<RecordedTick> =
        tick_reader(&found.path).unwrap().flat_map(|group| group.unwrap()).collect();
    let count = stored.len() as i64;
    assert!(count >= known.ticks, "{count} ticks, acknowledged {}", known.ticks);
    assert!(stored.iter().copied().eq((0..count).map(tick)), "ticks are missing, twice or wrong");
    count
}

#[test]
#[ignore = "takes a minute; scripts/test runs it"]
fn a_thousand_kills_leave_every_file_whole() {
    let mut random = Random(SEED);
    let (mut kills, mut half, mut bars, mut ticks) = (0, 0, 0, 0);
    let root = std::env::temp_dir().join(format!("ht-kills-{}", std::process::id()));
    while kills < KILLS {
        let folder = root.join(kills.to_string());
        std::fs::create_dir_all(&folder).unwrap();
        let mut known = Acknowledged::default();
        for _ in 0..KILLS_PER_STORE.min(KILLS - kills) {
            // One of three only takes up what the one before it left, and is killed at that.
            let records = random.below(3) > 0;
            let delay = Duration::from_micros(random.below(DELAY_MAX_US));
            run_and_kill(&folder, &mut known, records, delay);
            kills += 1;
            half += half_written(&HistoryStore::new(&folder).folder_of(&SERIES));
            half +=
                tick_folders(&folder).unwrap().iter().map(|f| half_written(&f.path)).sum::<usize>();
            known.bars = check_bars(&folder, &known);
            // Not after each: what is left is then taken up by the next program.
            if records && random.below(2) == 0 {
                let before = known.ticks;
                run_and_kill(&folder, &mut known, false, delay / 2);
                known.ticks = known.ticks.max(before);
                known.bars = check_bars(&folder, &known);
                kills += 1;
            }
            known.ticks = check_ticks(&folder, &known);
        }
        (bars, ticks) = (bars + known.bars, ticks + known.ticks);
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::remove_dir_all(&root).unwrap();
    println!("{kills} kills: {bars} bars and {ticks} ticks whole, {half} files half written");
    // Nothing was shown unless all of it happened.
    assert!(half > KILLS / 50, "kills hit {half} writes");
    assert!(bars > 1_000 && ticks > 1_000, "{bars} bars, {ticks} ticks");
}
