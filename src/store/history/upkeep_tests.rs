//! Kinds, gaps, verifying and compacting, on real folders.

use parquet::basic::Compression;

use super::super::parquet_write::{ColumnValues, TableWriter};
use super::tests::{Folder, JANUARY_END_S, SERIES, bar, files};
use super::*;
use crate::types::NANOS_PER_SECOND;

const UTC: HistoryKind = HistoryKind::Market { is_utc: true };

fn market_bar(open_s: i64) -> HistoryBar {
    let activity = Activity::Market { volume: 12.345_678_9, trade_count: 3 };
    HistoryBar { activity, ..bar(open_s, 1.2) }
}

fn january(store: &HistoryStore) -> PathBuf {
    store.folder_of(&SERIES).join("EURUSD_1m_2026-01.parquet")
}

#[test]
fn bars_of_exchanges_keep_fractions_and_utc_and_kinds_do_not_mix() {
    let folder = Folder::new("kinds");
    let store = folder.store();
    let bars = [market_bar(JANUARY_END_S), market_bar(JANUARY_END_S + 60)];
    assert_eq!(store.merge(&SERIES, UTC, &bars).unwrap().added, 2);
    assert_eq!(store.kind(&SERIES).unwrap(), Some(UTC));
    let key = MonthKey::of(JANUARY_END_S);
    assert_eq!(store.read_month(&SERIES, key).unwrap(), bars);
    let mut reader =
        crate::store::open_bars(&store.folder_of(&SERIES), crate::store::OnBad::Fail).unwrap();
    assert_eq!(reader.read_all().unwrap()[0].volume, 12.345_678_9);
    assert!(reader.report().zone_stated, "times are UTC");

    let february = bar(JANUARY_END_S + 120, 1.2);
    for (kind, bars) in [(HistoryKind::Terminal, february), (UTC, february)] {
        let error = store.merge(&SERIES, kind, &[bars]).unwrap_err().to_string();
        assert!(error.contains("expected"), "{error}");
    }
    assert_eq!(store.months(&SERIES).unwrap(), [key], "all bars or none");
}

#[test]
fn what_is_replaced_is_told() {
    let folder = Folder::new("replaced");
    let store = folder.store();
    store.append(&SERIES, &[bar(JANUARY_END_S, 1.2)]).unwrap();
    let new = [bar(JANUARY_END_S, 1.25), bar(JANUARY_END_S + 60, 1.2)];
    let merged = store.merge(&SERIES, HistoryKind::Terminal, &new).unwrap();
    let replaced = Replaced { was: bar(JANUARY_END_S, 1.2), is: new[0] };
    assert_eq!(merged, Merged { added: 1, replaced: vec![replaced] });
}

#[test]
fn a_summary_counts_and_leaves_out_what_is_confirmed_to_be_empty() {
    let folder = Folder::new("summary");
    let store = folder.store();
    let minutes = [0, 1, 4, 5, 7];
    let bars: Vec<_> = minutes.iter().map(|n| bar(JANUARY_END_S + n * 60, 1.2)).collect();
    store.append(&SERIES, &bars).unwrap();
    let gap = |from: i64, to: i64| Gap {
        from_s: JANUARY_END_S + from * 60,
        to_s: JANUARY_END_S + to * 60,
    };
    let summary = store.summary(&SERIES, None).unwrap();
    assert_eq!((summary.month_count, summary.bar_count), (2, 5));
    assert_eq!(summary.span_s, Some((JANUARY_END_S, JANUARY_END_S + 420)));
    assert_eq!(summary.pauses.gaps, [gap(2, 4), gap(6, 7)]);
    assert!(summary.size_bytes > 1_000);
    store.change_confirmed(&SERIES, |known| known.add(gap(2, 3))).unwrap();
    let summary = store.summary(&SERIES, None).unwrap();
    assert_eq!(summary.pauses.gaps, [gap(3, 4), gap(6, 7)]);
    let found = store.list().unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].series().unwrap().symbol, "EURUSD");
    assert_eq!(found[0].path, store.folder_of(&SERIES));
}

/// A month as other versions or programs may have written it.
fn write_month(path: &Path, symbol: &str, groups: &[&[HistoryBar]], compression: Compression) {
    let notes = [
        ("hypertrader.source", SERIES.source),
        ("hypertrader.symbol", symbol),
        ("hypertrader.period", "1m"),
    ];
    let columns = HistoryKind::Terminal.columns();
    let mut writer =
        TableWriter::with_compression(path, "bars", columns, &notes, compression).unwrap();
    for bars in groups {
        let times: Vec<i64> = bars.iter().map(|bar| bar.open_s * NANOS_PER_SECOND).collect();
        let prices = |price: fn(&HistoryBar) -> f64| bars.iter().map(price).collect::<Vec<f64>>();
        let (opens, highs) = (prices(|bar| bar.open), prices(|bar| bar.high));
        let (lows, closes) = (prices(|bar| bar.low), prices(|bar| bar.close));
        writer
            .write_group(&[
                ColumnValues::Int64(&times),
                ColumnValues::Double(&opens),
                ColumnValues::Double(&highs),
                ColumnValues::Double(&lows),
                ColumnValues::Double(&closes),
                ColumnValues::Int64(&vec![42; bars.len()]),
                ColumnValues::Int32(&vec![7; bars.len()]),
                ColumnValues::Int64(&vec![1 << 40; bars.len()]),
            ])
            .unwrap();
    }
    writer.finish().unwrap().finish().unwrap();
}

#[test]
fn older_files_are_read_and_made_smaller_once() {
    let folder = Folder::new("compact");
    let store = folder.store();
    let bars: Vec<_> =
        (0..2_000).map(|n| bar(JANUARY_END_S - n * 60, 1.1 + (n % 97) as f64 * 1e-5)).collect();
    let bars: Vec<_> = bars.into_iter().rev().collect();
    std::fs::create_dir_all(store.folder_of(&SERIES)).unwrap();
    let (first, second) = bars.split_at(900);
    write_month(&january(&store), "EURUSD", &[first, second], Compression::SNAPPY);
    let key = MonthKey::of(JANUARY_END_S);
    assert_eq!(store.read_month(&SERIES, key).unwrap(), bars);
    std::fs::write(store.folder_of(&SERIES).join("x.parquet.1.tmp"), b"half").unwrap();

    let done = store.compact(&SERIES).unwrap();
    assert_eq!((done.written, done.removed), (1, 1));
    assert!(done.bytes_after < done.bytes_before, "{done:?}");
    assert_eq!(store.read_month(&SERIES, key).unwrap(), bars);
    assert_eq!(store.compact(&SERIES).unwrap(), Compacted::default(), "nothing is left to do");
}

#[test]
fn every_kind_of_damage_is_found_and_the_file_can_be_set_aside() {
    let at = |n: i64| bar(JANUARY_END_S - 600 + n * 60, 1.2);
    let low = HistoryBar { low: 1.25, ..at(1) };
    let none: &[HistoryBar] = &[];
    let cases: [(&str, &str, &[HistoryBar]); 7] = [
        ("EURUSD", "comes twice", &[at(0), at(0)]),
        ("EURUSD", "after a later one", &[at(1), at(0)]),
        ("EURUSD", "its month was 2026-02", &[at(0), at(12)]),
        (
            "EURUSD",
            "is no open of a bar of 1m",
            &[HistoryBar { open_s: at(0).open_s + 1, ..at(0) }],
        ),
        ("EURUSD", "low 1.25", &[low]),
        ("EURUSD", "has no bars", none),
        ("GBPUSD", "belongs into", &[at(0)]),
    ];
    for (symbol, expected, bars) in cases {
        let folder = Folder::new("verify");
        let store = folder.store();
        store.append(&SERIES, &[bar(JANUARY_END_S + 120, 1.2)]).unwrap();
        let place = store.folder_of(&SERIES);
        assert_eq!(store.verify(&place).unwrap().problems, []);
        write_month(&january(&store), symbol, &[bars], Compression::SNAPPY);
        let verified = store.verify(&place).unwrap();
        assert_eq!((verified.sound_files, verified.bar_count), (1, 1), "{expected}");
        let [problem] = &verified.problems[..] else { panic!("{expected}: {verified:?}") };
        assert!(problem.text.contains(expected) && problem.is_damage, "{problem:?}");
        assert_eq!(problem.path, january(&store));
        let before = std::fs::read(&problem.path).unwrap();
        let aside = set_aside(&problem.path).unwrap();
        assert_eq!(std::fs::read(&aside).unwrap(), before);
        let verified = store.verify(&place).unwrap();
        assert!(verified.problems.iter().all(|problem| !problem.is_damage), "{verified:?}");
        assert_eq!(verified.problems.len(), 1);
        // Another one does not overwrite the first.
        write_month(&january(&store), symbol, &[bars], Compression::SNAPPY);
        assert_ne!(set_aside(&january(&store)).unwrap(), aside);
        assert_eq!(std::fs::read(&aside).unwrap(), before);
    }
}

#[test]
fn leftovers_truncation_and_strange_names_are_named() {
    let folder = Folder::new("strange");
    let store = folder.store();
    store.append(&SERIES, &[bar(JANUARY_END_S, 1.2)]).unwrap();
    let place = store.folder_of(&SERIES);
    let whole = std::fs::read(january(&store)).unwrap();
    std::fs::write(january(&store), &whole[..whole.len() - 7]).unwrap();
    std::fs::write(place.join("EURUSD_1m_2026-13.parquet"), &whole).unwrap();
    std::fs::write(place.join("EURUSD_1m_2026-02.parquet.7.tmp"), b"half").unwrap();
    std::fs::write(place.join("confirmed-empty.json"), b"[").unwrap();
    let verified = store.verify(&place).unwrap();
    assert_eq!(verified.sound_files, 0);
    let damage: Vec<bool> = verified.problems.iter().map(|problem| problem.is_damage).collect();
    assert_eq!(damage, [true, true, false, false], "{verified:?}");
    assert_eq!(files(&place).len(), 5, "nothing is changed");
}
