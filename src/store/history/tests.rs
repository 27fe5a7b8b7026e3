//! The history store on real folders, and broken on purpose.

use super::month::read;
use super::*;
use crate::store::{OnBad, WrittenNanos, open_bars};
use crate::types::NANOS_PER_SECOND;

pub(super) const SERIES: HistorySeries<'_> =
    HistorySeries { source: "Broker-Demo", symbol: "EURUSD", period: Period::M1 };

/// 2026-01-31 23:58 of the server's clock.
pub(super) const JANUARY_END_S: i64 = 1_769_903_880;

pub(super) fn bar(open_s: i64, close: f64) -> HistoryBar {
    HistoryBar {
        open_s,
        open: 1.1,
        high: 1.3,
        low: 1.0,
        close,
        activity: Activity::Terminal { tick_volume: 42, spread_points: 7, real_volume: 1 << 40 },
    }
}

pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    pub(super) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ht-history-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    pub(super) fn store(&self) -> HistoryStore {
        HistoryStore::new(&self.0)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(super) fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn bars_are_divided_by_month_and_later_ones_win() {
    let folder = Folder::new("months");
    let store = folder.store();
    let first: Vec<_> = (0..4).map(|n| bar(JANUARY_END_S + n * 60, 1.2)).collect();
    assert_eq!(store.append(&SERIES, &first).unwrap(), 4);
    assert_eq!(store.append(&SERIES, &first).unwrap(), 0, "the same bars change nothing");
    // One corrected, one older than all, one newer.
    let second = [
        bar(JANUARY_END_S - 60, 1.2),
        bar(JANUARY_END_S + 120, 1.25),
        bar(JANUARY_END_S + 240, 1.2),
    ];
    assert_eq!(store.append(&SERIES, &second).unwrap(), 3);

    let place = store.folder_of(&SERIES);
    assert_eq!(files(&place), ["EURUSD_1m_2026-01.parquet", "EURUSD_1m_2026-02.parquet", "lock"]);
    let mut reader = open_bars(&place, OnBad::Fail).unwrap();
    let rows = reader.read_all().unwrap();
    let closes: Vec<(i64, f64)> =
        rows.iter().map(|row| ((row.written.seconds() - JANUARY_END_S) / 60, row.close)).collect();
    assert_eq!(closes, [(-1, 1.2), (0, 1.2), (1, 1.2), (2, 1.25), (3, 1.2), (4, 1.2)]);
    assert!(!reader.report().zone_stated, "times are the server's");
    assert_eq!(rows[0].written, WrittenNanos((JANUARY_END_S - 60) * NANOS_PER_SECOND));
    assert_eq!((rows[0].volume, rows[0].open, rows[0].high, rows[0].low), (42.0, 1.1, 1.3, 1.0));
    let january = read(&place.join("EURUSD_1m_2026-01.parquet"), &SERIES).unwrap().1;
    assert_eq!(january.values().next(), Some(&bar(JANUARY_END_S - 60, 1.2)), "nothing is lost");
}

#[test]
fn series_do_not_mix() {
    let folder = Folder::new("series");
    let store = folder.store();
    let others = [
        HistorySeries { source: "broker-demo", ..SERIES },
        HistorySeries { symbol: "EURUSDm", ..SERIES },
        HistorySeries { symbol: "EURUSDM", ..SERIES },
        HistorySeries { period: Period::Week, ..SERIES },
    ];
    for series in others.iter().chain([&SERIES]) {
        assert_eq!(store.append(series, &[bar(JANUARY_END_S, 1.2)]).unwrap(), 1, "{series:?}");
    }
}

#[test]
fn a_second_writer_is_told_to_wait() {
    let folder = Folder::new("lock");
    let store = folder.store();
    store.append(&SERIES, &[bar(JANUARY_END_S, 1.2)]).unwrap();
    let held = lock(&store.folder_of(&SERIES), "lock").unwrap();
    let error = store.append(&SERIES, &[bar(JANUARY_END_S, 1.2)]).unwrap_err();
    assert!(matches!(error, HistoryError::InUse(_)), "{error}");
    drop(held);
    assert_eq!(store.append(&SERIES, &[bar(JANUARY_END_S, 1.2)]).unwrap(), 0);
}

#[test]
fn a_damaged_or_foreign_month_is_refused_and_stays() {
    let folder = Folder::new("damaged");
    let store = folder.store();
    let both = [bar(JANUARY_END_S, 1.2), bar(JANUARY_END_S + 120, 1.2)];
    store.append(&SERIES, &both).unwrap();
    let place = store.folder_of(&SERIES);
    let january = place.join("EURUSD_1m_2026-01.parquet");
    let february = place.join("EURUSD_1m_2026-02.parquet");
    let february_before = std::fs::read(&february).unwrap();
    let whole = std::fs::read(&january).unwrap();
    std::fs::write(&january, &whole[..whole.len() / 2]).unwrap();
    let newer = [bar(JANUARY_END_S, 1.21), bar(JANUARY_END_S + 120, 1.21)];
    let error = store.append(&SERIES, &newer).unwrap_err().to_string();
    assert!(error.contains("2026-01.parquet"), "{error}");
    assert_eq!(std::fs::read(&january).unwrap(), &whole[..whole.len() / 2]);
    assert_eq!(std::fs::read(&february).unwrap(), february_before, "all bars or none");

    let other = HistorySeries { symbol: "GBPUSD", ..SERIES };
    store.append(&other, &[bar(JANUARY_END_S, 1.2)]).unwrap();
    let foreign = store.folder_of(&other).join("GBPUSD_1m_2026-01.parquet");
    std::fs::copy(foreign, &january).unwrap();
    let error = store.append(&SERIES, &newer).unwrap_err().to_string();
    assert!(error.contains("GBPUSD"), "{error}");
}

#[test]
fn what_a_killed_writer_left_is_ignored_and_removed() {
    let folder = Folder::new("leftover");
    let store = folder.store();
    store.append(&SERIES, &[bar(JANUARY_END_S, 1.2)]).unwrap();
    let place = store.folder_of(&SERIES);
    std::fs::write(place.join("EURUSD_1m_2026-01.parquet.4242.tmp"), b"PAR1 half").unwrap();
    assert_eq!(open_bars(&place, OnBad::Fail).unwrap().read_all().unwrap().len(), 1);
    assert_eq!(store.append(&SERIES, &[bar(JANUARY_END_S, 1.21)]).unwrap(), 1);
    assert_eq!(files(&place), ["EURUSD_1m_2026-01.parquet", "lock"]);
}

/// Bytes that a failing disk or a stray program changed: an error or the same bars, never others.
#[test]
fn changed_bytes_never_become_other_bars() {
    const MUTATIONS: usize = 3_000;
    let folder = Folder::new("mutated");
    let store = folder.store();
    let bars: Vec<_> =
        (0..300).map(|n| bar(JANUARY_END_S - (299 - n) * 60, 1.1 + n as f64 * 1e-5)).collect();
    store.append(&SERIES, &bars).unwrap();
    let january = store.folder_of(&SERIES).join("EURUSD_1m_2026-01.parquet");
    let whole = std::fs::read(&january).unwrap();
    let mut state = 20_260_131_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 8) as usize % below
    };
    let mut refused = 0;
    for round in 0..MUTATIONS {
        let mut copy = whole.clone();
        for _ in 0..=round % 3 {
            let at = random(copy.len());
            copy[at] = random(256) as u8;
        }
        if round % 10 == 0 {
            copy.truncate(random(copy.len()));
        }
        std::fs::write(&january, &copy).unwrap();
        match read(&january, &SERIES) {
            Ok((_, month)) => assert!(month.values().eq(&bars), "round {round}"),
            Err(_) => refused += 1,
        }
    }
    assert!(refused > MUTATIONS / 2, "{refused}");
}
