//! Recording, taking up what was left, merging, on real folders.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::compact::{compact_ticks, tick_folders, tick_reader, verify_ticks};
use super::log::{LogReader, LogWriter, Owner};
use super::piece::{Piece, PieceWriter, log_path};
use super::*;
use crate::store::{HistoryError, MarketData, ReadOptions, open_market_data, set_aside};

const LONG: Duration = Duration::from_secs(60);
/// 2026-01-05 08:59:50 of the server's clock.
const START_MS: i64 = 1_767_603_590_000;

fn tick(n: i64) -> RecordedTick {
    let bid = 1.1 + (n % 1_000) as f64 * 1e-5;
    let time_ms = START_MS + n * 25;
    RecordedTick { time_ms, bid, ask: bid + 1e-5, last: 0.0, volume: 0.0, flags: 6 }
}

struct Store(PathBuf);

impl Store {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ht-ticks-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn start(&self) -> TickRecorder {
        TickRecorder::start(&self.0, "Broker-Demo", "EURUSD").unwrap()
    }

    fn folder(&self) -> PathBuf {
        piece::folder_of(&self.0, &owner())
    }

    fn record(&self, ticks: impl IntoIterator<Item = RecordedTick>) -> RecorderCounts {
        let mut recorder = self.start();
        ticks.into_iter().for_each(|tick| recorder.push(tick));
        let (counts, has_ended) = recorder.stop(LONG);
        assert!(has_ended);
        counts
    }

    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names.filter(|name| !name.ends_with("lock")).collect();
        names.sort();
        names
    }

    fn ticks(&self) -> Vec<RecordedTick> {
        tick_reader(&self.folder()).unwrap().flat_map(|group| group.unwrap()).collect()
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn owner() -> Owner {
    Owner { source: "Broker-Demo".to_owned(), symbol: "EURUSD".to_owned() }
}

#[test]
fn ticks_are_recorded_by_the_hour_and_read_as_one_file() {
    let store = Store::new("hours");
    let counts = store.record((0..200_000).map(tick));
    // A test may be faster than the disk: what does not fit is counted, and the rest is whole.
    assert_eq!(counts.received, 200_000);
    assert_eq!(counts.written + counts.lost, 200_000);
    assert_eq!((counts.sealed, counts.failures), (counts.written, 0));
    let ticks = store.ticks();
    assert_eq!(ticks.len() as u64, counts.written);
    assert!(ticks.windows(2).all(|pair| pair[0].time_ms < pair[1].time_ms));
    assert!(ticks.iter().all(|t| *t == tick((t.time_ms - START_MS) / 25)));
    let files = store.files();
    assert!(files[0].starts_with("EURUSD_ticks_2026-01-05_000000001-000000001"), "{files:?}");

    let options = ReadOptions::default();
    let MarketData::Ticks(mut reader) = open_market_data(&store.folder(), &options).unwrap() else {
        panic!("expected ticks")
    };
    let rows = reader.read_all().unwrap();
    assert_eq!(rows.len(), ticks.len());
    assert_eq!((rows[7].bid, rows[7].ask), (ticks[7].bid, ticks[7].ask));
    assert_eq!(rows[7].written.0, ticks[7].time_ms * 1_000_000);
    assert!(!reader.report().zone_stated, "times are the server's");
}

#[test]
fn nothing_is_lost_at_the_rate_of_a_terminal() {
    let store = Store::new("rate");
    let mut recorder = store.start();
    let mut written = 0;
    for n in 0..300_000 {
        recorder.push(tick(n));
        // Never more than half of the queue ahead of the disk.
        while recorder.counts().received - written > 30_000 {
            std::thread::yield_now();
            written = recorder.counts().written;
        }
    }
    let (counts, _) = recorder.stop(LONG);
    assert_eq!((counts.written, counts.sealed, counts.lost), (300_000, 300_000, 0));
    assert_eq!(store.ticks(), (0..300_000).map(tick).collect::<Vec<_>>());
    assert_eq!(store.files().len(), 4, "{:?}", store.files());
    assert!(counts.spilled > 0, "an hour ended while ticks came");
}

#[test]
fn one_recorder_at_a_time_and_numbers_go_on() {
    let store = Store::new("lock");
    store.record((0..10).map(tick));
    let recorder = store.start();
    let second = TickRecorder::start(&store.0, "Broker-Demo", "EURUSD");
    assert!(matches!(second, Err(HistoryError::InUse(_))));
    recorder.stop(LONG);
    store.record((10..20).map(tick));
    assert_eq!(store.files().len(), 2);
    assert_eq!(store.ticks(), (0..20).map(tick).collect::<Vec<_>>());
}

#[test]
fn what_a_killed_recorder_left_becomes_a_piece_without_its_torn_end() {
    let store = Store::new("torn");
    std::fs::create_dir_all(store.folder()).unwrap();
    let path = log_path(&store.folder(), "EURUSD", 5);
    let mut log = LogWriter::create(&path, &owner()).unwrap();
    let ticks: Vec<_> = (0..100).map(tick).collect();
    log.append(&ticks[..60]).unwrap();
    log.append(&ticks[60..]).unwrap();
    drop(log);
    let whole = std::fs::read(&path).unwrap();
    // Ended at every byte of the second block, with a half piece beside it.
    let head = whole.len() - (8 + 40 * 44);
    for len in (head..whole.len()).step_by(97).chain([8, 20, 0]) {
        std::fs::write(&path, &whole[..len]).unwrap();
        let piece = Piece::new(&store.folder(), "EURUSD", tick(0).day(), 5, 5);
        let tmp = format!("{}.77.tmp", piece.path.display());
        std::fs::write(&tmp, b"PAR1 half").unwrap();
        store.start().stop(LONG);
        let expected = if len >= head { 60 } else { 0 };
        assert_eq!(store.ticks(), ticks[..expected], "{len}");
        assert!(!path.exists() && !Path::new(&tmp).exists());
        let _ = std::fs::remove_file(&piece.path);
    }
    // A bit that was changed hides its block and what follows.
    let mut damaged = whole.clone();
    damaged[head - 10] ^= 1;
    std::fs::write(&path, &damaged).unwrap();
    let mut reader = LogReader::open(&path).unwrap();
    assert!(!reader.next_block(&mut Vec::new()).unwrap());
    assert_eq!(reader.torn_bytes(), (8 + 60 * 44) + (8 + 40 * 44));
}

#[test]
fn a_log_that_became_a_piece_is_not_taken_twice() {
    let store = Store::new("twice");
    store.record((0..50).map(tick));
    let mut log = LogWriter::create(&log_path(&store.folder(), "EURUSD", 1), &owner()).unwrap();
    log.append(&(0..50).map(tick).collect::<Vec<_>>()).unwrap();
    drop(log);
    store.start().stop(LONG);
    assert_eq!(store.ticks(), (0..50).map(tick).collect::<Vec<_>>());
    assert_eq!(store.files().len(), 1);
}

fn write_piece(store: &Store, first: u64, last: u64, ticks: &[RecordedTick]) -> PathBuf {
    std::fs::create_dir_all(store.folder()).unwrap();
    let piece = Piece::new(&store.folder(), "EURUSD", ticks[0].day(), first, last);
    let mut writer = PieceWriter::create(&piece.path, &owner()).unwrap();
    writer.write(ticks).unwrap();
    writer.finish().unwrap().finish().unwrap();
    piece.path
}

#[test]
fn pieces_of_a_day_become_one_and_shared_ticks_are_kept_once() {
    let store = Store::new("merge");
    let ticks: Vec<_> = (0..100).map(tick).collect();
    // Two equal ticks of one piece are two; of two pieces they are one.
    let first = [&ticks[..40], &[tick(39)]].concat();
    let second = [&ticks[30..40], &[tick(39)], &ticks[40..70]].concat();
    write_piece(&store, 1, 1, &first);
    write_piece(&store, 2, 2, &second);
    write_piece(&store, 3, 3, &ticks[70..]);
    let next_day: Vec<_> = (0..5).map(|n| tick(n + 86_400 * 40)).collect();
    write_piece(&store, 4, 4, &next_day);
    let error = open_market_data(&store.folder(), &ReadOptions::default()).and_then(|data| {
        let MarketData::Ticks(mut reader) = data else { panic!("expected ticks") };
        reader.read_all().map(|_| ())
    });
    assert!(error.unwrap_err().to_string().contains("expected a time after"));

    let done = compact_ticks(&store.folder()).unwrap();
    assert_eq!((done.written, done.removed), (1, 3));
    let expected = [&ticks[..40], &[tick(39)], &ticks[40..], &next_day].concat();
    assert_eq!(store.ticks(), expected);
    assert_eq!(store.files().len(), 2, "{:?}", store.files());
    let again = compact_ticks(&store.folder()).unwrap();
    assert_eq!((again.written, again.removed), (0, 0));
}

#[test]
fn a_compaction_that_was_killed_leaves_no_tick_twice() {
    let store = Store::new("killed");
    let ticks: Vec<_> = (0..100).map(tick).collect();
    let part = write_piece(&store, 1, 1, &ticks[..50]);
    write_piece(&store, 2, 2, &ticks[50..]);
    let merged = write_piece(&store, 1, 2, &ticks);
    assert_eq!(store.ticks(), ticks, "pieces that were merged count no more");
    let MarketData::Ticks(mut reader) =
        open_market_data(&store.folder(), &ReadOptions::default()).unwrap()
    else {
        panic!("expected ticks")
    };
    assert_eq!(reader.read_all().unwrap().len(), 100);
    std::fs::remove_file(part).unwrap();
    assert_eq!(compact_ticks(&store.folder()).unwrap().removed, 1);
    assert_eq!(store.ticks(), ticks);
    assert!(merged.exists());
}

#[test]
fn a_compaction_works_beside_a_recorder() {
    let store = Store::new("beside");
    store.record((0..10).map(tick));
    store.record((10..20).map(tick));
    let mut recorder = store.start();
    (20..30).for_each(|n| recorder.push(tick(n)));
    while recorder.counts().written < 10 {
        std::thread::yield_now();
    }
    assert_eq!(compact_ticks(&store.folder()).unwrap().written, 1);
    assert_eq!(store.ticks().len(), 20, "the recorder's log is its own");
    recorder.stop(LONG);
    assert_eq!(compact_ticks(&store.folder()).unwrap().written, 1);
    assert_eq!(store.ticks(), (0..30).map(tick).collect::<Vec<_>>());
}

#[test]
fn time_that_goes_back_begins_a_new_piece() {
    let store = Store::new("back");
    store.record([tick(5), tick(6), tick(3), tick(4)]);
    assert_eq!(store.files().len(), 2);
    assert_eq!(verify_ticks(&store.folder()).unwrap().problems, []);
    compact_ticks(&store.folder()).unwrap();
    assert_eq!(store.ticks(), [tick(3), tick(4), tick(5), tick(6)]);
}

#[test]
fn what_is_there_is_listed_and_damage_is_found() {
    let store = Store::new("verify");
    store.record((0..100).map(tick));
    let sound = verify_ticks(&store.folder()).unwrap();
    assert_eq!((sound.sound_files, sound.bar_count, sound.problems.len()), (1, 100, 0));
    let listed = tick_folders(&store.0).unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].owner, Some(("Broker-Demo".to_owned(), "EURUSD".to_owned())));
    let day = "2026-01-05".to_owned();
    assert_eq!((listed[0].tick_count, &listed[0].days), (100, &Some((day.clone(), day))));

    let backwards = write_piece(&store, 7, 7, &[tick(2), tick(1)]);
    let crossed = RecordedTick { ask: 1.0, ..tick(3) };
    let crossed = write_piece(&store, 8, 8, &[crossed]);
    let elsewhere = write_piece(&store, 9, 9, &[tick(1), tick(86_400 * 40)]);
    let cut = write_piece(&store, 10, 10, &[tick(1)]);
    let bytes = std::fs::read(&cut).unwrap();
    std::fs::write(&cut, &bytes[..bytes.len() - 3]).unwrap();
    let problems = verify_ticks(&store.folder()).unwrap().problems;
    let damaged: Vec<_> = problems.iter().map(|problem| problem.path.clone()).collect();
    assert_eq!(damaged, [backwards, crossed, elsewhere, cut.clone()], "{problems:?}");
    assert!(compact_ticks(&store.folder()).is_err(), "a damaged piece is not merged");
    set_aside(&cut).unwrap();
    assert_eq!(verify_ticks(&store.folder()).unwrap().problems.len(), 4);
}

/// A folder that cannot be written: counted, told, nothing but what the queue cannot hold is lost.
#[cfg(unix)]
#[test]
fn a_disk_that_refuses_is_told_and_what_is_lost_is_counted() {
    let store = Store::new("refuses");
    let mut recorder = store.start();
    // The place of the first log is taken by a folder.
    std::fs::create_dir_all(log_path(&store.folder(), "EURUSD", 1)).unwrap();
    recorder.push(tick(0));
    while recorder.counts().failures == 0 {
        std::thread::yield_now();
    }
    assert!(recorder.first_failure().unwrap().contains("EURUSD_ticks_000000001.log"));
    for n in 1..100 {
        recorder.push(tick(n));
    }
    let (counts, has_ended) = recorder.stop(LONG);
    assert!(has_ended);
    assert_eq!((counts.received, counts.written + counts.lost), (100, 100), "{counts:?}");
    assert_eq!(store.ticks().len() as u64, counts.written);
}
