//! The readers on real files. Expectations are those of the folder's own README, which was computed
//! by other programs; the tests pass without doing anything where the folder is absent.

#![cfg(feature = "cli")] // the files are compressed
#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

use std::path::{Path, PathBuf};

use hypertrader::store::{
    BadKind, Kind, MarketData, OnBad, ReadOptions, Report, open_bars, open_market_data,
};

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let named = std::env::var_os("HT_MARKET_DATA").map(PathBuf::from);
    named.into_iter().chain([folder]).find(|folder| folder.join("README.md").exists())
}

fn read(path: &Path, on_bad: OnBad) -> Report {
    let options = ReadOptions { on_bad, kind: None };
    let mut data = open_market_data(path, &options).unwrap();
    match &mut data {
        MarketData::Bars(bars) => bars.by_ref().for_each(|bar| assert!(bar.unwrap().low > 0.0)),
        MarketData::Ticks(ticks) => {
            ticks.by_ref().for_each(|tick| assert!(tick.unwrap().ask >= 0.0))
        }
    }
    data.report().clone()
}

/// A row of README.md: file, rows, first and last stamp as far as given, checks.
struct Described {
    file: String,
    row_count: u64,
    first: String,
    last: String,
    checks: String,
}

fn described(readme: &str) -> Vec<Described> {
    let mut section = String::new();
    let mut rows = Vec::new();
    for line in readme.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            section = name.to_owned();
        }
        let is_read = section.starts_with("bars_")
            || ["raw_formats", "dirty", "ticks"].contains(&section.as_str());
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        if !is_read || cells.len() < 12 || !cells[0].starts_with('`') {
            continue;
        }
        let (first, last) = cells[5].split_once(" .. ").unwrap_or_default();
        rows.push(Described {
            file: format!("{section}/{}", cells[0].trim_matches('`')),
            row_count: cells[4].replace(',', "").parse().unwrap(),
            first: first.replace(' ', "T"),
            last: last.replace(' ', "T"),
            checks: cells[cells.len() - 1].to_owned(),
        });
    }
    rows
}

/// The number after `label` in a text such as `gaps <20h 130 (4447 bars)`.
fn number_after(text: &str, label: &str) -> Option<u64> {
    let rest = text.split_once(label)?.1.trim_start();
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[test]
fn every_file_has_the_rows_span_and_gaps_that_its_description_states() {
    let Some(folder) = folder() else { return };
    let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
    let described = described(&readme);
    assert!(described.len() > 55, "only {} files are described", described.len());
    for row in described {
        let report = read_unless_wrong(&folder.join(&row.file));
        let Some(report) = report else {
            assert!(row.file.contains("bitfinex"), "{} has no good row", row.file);
            continue;
        };
        assert_eq!(report.row_count + report.skipped_count(), row.row_count, "{}", row.file);
        let (first, last) = (report.first.unwrap().to_string(), report.last.unwrap().to_string());
        assert!(first.starts_with(&row.first), "{}: {first}", row.file);
        // The description of this file ends at 23:01:25; its last line says 23:00:52.125.
        let expected = if row.file.contains("HISTDATA") { "23:00:52.125" } else { &row.last };
        assert!(last.contains(expected), "{}: {last}", row.file);
        assert!(!report.reversed || row.file.contains("CryptoDataDownload"));
        let crossed = number_after(&row.checks, "ask<bid at close").unwrap_or(0);
        assert_eq!(report.crossed_bar_count, crossed, "{}", row.file);
        if report.kind == Kind::Ticks {
            let crossed = number_after(&row.checks, "ask<bid ").unwrap_or(0);
            assert_eq!(report.skipped_count(), crossed, "{report}");
            let equal = number_after(&row.checks, "equal stamps");
            assert!(crossed > 0 || equal.is_none_or(|n| n == report.equal_stamp_count), "{report}");
        } else if !row.file.contains("dst_shift") {
            assert_eq!(report.skipped_count(), 0, "{report}");
            if let Some(short) = number_after(&row.checks, "gaps <20h") {
                let (_, gaps) = row.checks.split_once("gaps <20h").unwrap();
                assert_eq!(report.short_gap_count, short, "{report}");
                assert_eq!(Some(report.missing_bar_count), number_after(gaps, "("), "{report}");
                assert_eq!(
                    Some(report.long_gap_count),
                    number_after(gaps, "gaps >=20h"),
                    "{report}"
                );
            }
        }
    }
}

/// `None` where not one row is good.
fn read_unless_wrong(path: &Path) -> Option<Report> {
    let options = ReadOptions { on_bad: OnBad::Skip, kind: None };
    let mut data = open_market_data(path, &options).unwrap();
    let failed = match &mut data {
        MarketData::Bars(bars) => bars.by_ref().find_map(Result::err),
        MarketData::Ticks(ticks) => ticks.by_ref().find_map(Result::err),
    };
    failed.is_none().then(|| data.report().clone())
}

#[test]
fn a_clock_that_jumps_back_is_an_error_or_a_count() {
    let Some(folder) = folder() else { return };
    let path = folder.join("dirty/EURUSD_M5_dst_shift.csv.gz");
    // Counted with Python over the stamps: 12 rows equal the latest time before them, 186 lie
    // before it, and 13 are earlier than the row above them.
    let report = read(&path, OnBad::Skip);
    assert_eq!(report.skipped_of(BadKind::Duplicate), 12, "{report}");
    assert_eq!(report.skipped_of(BadKind::Backward), 186);
    assert_eq!(report.backward_step_count, 13);
    assert_eq!(report.row_count, 39_380 - 198);

    let error = open_bars(&path, OnBad::Fail).unwrap().find_map(Result::err).unwrap();
    assert_eq!(error.line(), Some(33_423));
    let text = error.to_string();
    assert!(
        text.ends_with("time was 2021-12-03T17:30:00, expected a time after 2021-12-03T18:10:00"),
        "{text}"
    );
}

#[test]
fn a_header_with_its_names_in_the_wrong_order_yields_no_bars() {
    let Some(folder) = folder() else { return };
    let path = folder.join("dirty/bitfinex_BTCUSD_wrong_header.csv");
    let error = open_bars(&path, OnBad::Fail).unwrap().find_map(Result::err).unwrap();
    assert_eq!(error.line(), Some(2));
    assert!(error.problem().contains("high was 11463 and low 11549"), "{error}");
    let error = open_bars(&path, OnBad::Skip).unwrap().find_map(Result::err).unwrap();
    assert!(error.problem().starts_with("has no good row among 1329"), "{error}");
}

#[test]
fn daily_bars_inside_an_intraday_file_are_reported() {
    let Some(folder) = folder() else { return };
    // (spacing, steps, first line). Steps counted with Python; the README states the 345 as well.
    // The M30 export has hourly bars from its line 442 on, seen in the file itself.
    let days = |steps| (86_400, steps, 2);
    for (file, period_s, expected) in [
        ("raw_formats/XAUUSD_H1_202101040000_202412312100.csv.gz", 3_600, vec![days(345)]),
        (
            "raw_formats/XAUUSD_M30_202101040000_202412312130.csv.gz",
            1_800,
            vec![(3_600, 1_830, 442), days(345)],
        ),
        ("dirty/XAUUSD_H1_daily_prefix_mixed_stamps.csv.gz", 3_600, vec![days(319)]),
    ] {
        let report = read(&folder.join(file), OnBad::Fail);
        assert_eq!(report.period_s, Some(period_s), "{file}");
        let frames: Vec<_> = report
            .mixed_frames
            .iter()
            .map(|frame| (frame.spacing_s, frame.step_count, frame.first_line))
            .collect();
        assert_eq!(frames, expected, "{file}");
    }
}

#[test]
fn a_newest_first_file_is_reversed() {
    let Some(folder) = folder() else { return };
    let path = folder.join("raw_formats/CryptoDataDownload_Coinbase_BTCUSD_1h_head.csv");
    let mut reader = open_bars(&path, OnBad::Fail).unwrap();
    let bars = reader.read_all().unwrap();
    assert_eq!(bars.len(), 498);
    assert!(bars.windows(2).all(|pair| pair[0].written < pair[1].written));
    // First and last line of the file, from the file itself.
    assert_eq!(bars[497].written.to_string(), "2019-10-17T09:00:00");
    assert_eq!(bars[497].close, 8035.88);
    assert_eq!(bars[497].volume, 61.25);
    assert_eq!(bars[0].written.to_string(), "2019-09-26T16:00:00");
    assert!(reader.report().reversed);
}
