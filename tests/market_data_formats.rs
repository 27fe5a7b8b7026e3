//! Every layout the readers know, on small samples written for these tests.

#![allow(
    clippy::panic_in_result_fn,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "helpers of tests: a panic is how a test fails"
)]

use std::io::Cursor;
use std::path::Path;

use hypertrader::store::{
    BadKind, Encoding, FileBar, FileError, FileTick, Format, Kind, MarketData, OnBad, ReadOptions,
    Report, Spread, WrittenNanos, open_market_data, read_market_data,
};

const SECOND: i64 = 1_000_000_000;
/// `date -u -d '2020-05-31 23:58' +%s`
const T_2358: i64 = 1_590_969_480;

fn open(bytes: &[u8], on_bad: OnBad) -> Result<MarketData, FileError> {
    let options = ReadOptions { on_bad, kind: None };
    read_market_data(Path::new("sample.csv"), Box::new(Cursor::new(bytes.to_vec())), &options)
}

fn bars(bytes: &[u8], on_bad: OnBad) -> Result<(Vec<FileBar>, Report), FileError> {
    match open(bytes, on_bad)? {
        MarketData::Bars(mut reader) => Ok((reader.read_all()?, reader.report().clone())),
        MarketData::Ticks(_) => panic!("taken for ticks"),
    }
}

fn ticks(bytes: &[u8], on_bad: OnBad) -> Result<(Vec<FileTick>, Report), FileError> {
    match open(bytes, on_bad)? {
        MarketData::Ticks(mut reader) => Ok((reader.read_all()?, reader.report().clone())),
        MarketData::Bars(_) => panic!("taken for bars"),
    }
}

fn problem<T>(result: Result<T, FileError>) -> String {
    result.err().expect("the sample was accepted").to_string()
}

fn bar(second: i64, volume: f64, spread: Spread) -> FileBar {
    let written = WrittenNanos(second * SECOND);
    FileBar { written, open: 1.1, high: 1.25, low: 1.0, close: 1.2, volume, spread }
}

#[test]
fn bars_are_read_from_every_layout() {
    let points = Spread::Points(3);
    let samples: [(&str, Format, f64, Spread); 13] = [
        (
            "time,open,high,low,close,volume\n2020-05-31T23:58:00Z,1.1,1.25,1.0,1.2,5\n2020-05-31T23:59:00Z,1.1,1.25,1.0,1.2,5\n",
            Format::Header,
            5.0,
            Spread::Unknown,
        ),
        (
            "Date,Time,Open,High,Low,Close\n2020.05.31,23:58,1.1,1.25,1.0,1.2\n2020.05.31,23:59,1.1,1.25,1.0,1.2\n",
            Format::Header,
            0.0,
            Spread::Unknown,
        ),
        (
            "time,open,high,low,close,tick_volume,spread,real_volume\n1590969480,1.1,1.25,1.0,1.2,5,3,9\n1590969540,1.1,1.25,1.0,1.2,5,3,9\n",
            Format::Header,
            5.0,
            points,
        ),
        (
            "\u{feff}\"time\",\"open\",\"high\",\"low\",\"close\"\r\n\"2020-05-31 23:58:00+00:00\",\"1.1\",\"1.25\",\"1.0\",\"1.2\"\r\n\"2020-05-31 23:59:00+00:00\",1.1,1.25,1.0,1.2\r\n\r\n",
            Format::Header,
            0.0,
            Spread::Unknown,
        ),
        (
            "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\r\n2020.05.31\t23:58:00\t1.1\t1.25\t1.0\t1.2\t5\t0\t3\r\n2020.05.31\t23:59:00\t1.1\t1.25\t1.0\t1.2\t5\t0\t3\r\n",
            Format::Mt5Export,
            5.0,
            points,
        ),
        (
            "1590969480000,1.1,1.25,1.0,1.2,5,1590969539999,6,7,3,4,0\n1590969540000,1.1,1.25,1.0,1.2,5,1590969599999,6,7,3,4,0\n",
            Format::Klines,
            5.0,
            Spread::Unknown,
        ),
        (
            "1590969480000000,1.1,1.25,1.0,1.2,5,1590969539999999,6,7,3,4,0\n1590969540000000,1.1,1.25,1.0,1.2,5,1590969599999999,6,7,3,4,0\n",
            Format::Klines,
            5.0,
            Spread::Unknown,
        ),
        (
            "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n1590969480000,1.1,1.25,1.0,1.2,5,1590969539999,6,7,3,4,0\n1590969540000,1.1,1.25,1.0,1.2,5,1590969599999,6,7,3,4,0\n",
            Format::Klines,
            5.0,
            Spread::Unknown,
        ),
        (
            "2020.05.31,23:58,1.1,1.25,1.0,1.2,5\n2020.05.31,23:59,1.1,1.25,1.0,1.2,5\n",
            Format::DateTimeColumns,
            5.0,
            Spread::Unknown,
        ),
        (
            "20200531 235800;1.1;1.25;1.0;1.2;5\r\n20200531 235900;1.1;1.25;1.0;1.2;5\r\n",
            Format::Compact,
            5.0,
            Spread::Unknown,
        ),
        (
            "20200531 235800,1.1,1.25,1.0,1.2,5\n20200531 235900,1.1,1.25,1.0,1.2,5\n",
            Format::Compact,
            5.0,
            Spread::Unknown,
        ),
        (
            "https://data.invalid\nunix,date,symbol,open,high,low,close,Volume XYZ,Volume USD\n1590969480,2020-05-31 23:58:00,X,1.1,1.25,1.0,1.2,5,99\n1590969540,2020-05-31 23:59:00,X,1.1,1.25,1.0,1.2,5,99\n",
            Format::Preamble,
            5.0,
            Spread::Unknown,
        ),
        (
            "2020-05-31 23:58:00,1.1,1.25,1.0,1.2,5\n2020-05-31 23:59:00,1.1,1.25,1.0,1.2,5\n",
            Format::Plain,
            5.0,
            Spread::Unknown,
        ),
    ];
    for (sample, format, volume, spread) in samples {
        let (rows, report) = bars(sample.as_bytes(), OnBad::Fail).unwrap();
        let expected = [bar(T_2358, volume, spread), bar(T_2358 + 60, volume, spread)];
        assert_eq!(rows, expected, "{sample}");
        assert_eq!(report.format, format, "{sample}");
        assert_eq!((report.kind, report.period_s), (Kind::Bars, Some(60)), "{sample}");
        let states_zone = sample.contains("00Z") || sample.contains("+00:00");
        assert_eq!(report.zone_stated, states_zone, "{sample}");
    }
}

#[test]
fn daily_exports_have_no_time_column() {
    let sample = "<DATE>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\r\n2020.05.28\t1.1\t1.25\t1.0\t1.2\t5\t0\t3\r\n2020.05.29\t1.1\t1.25\t1.0\t1.2\t5\t0\t3\r\n";
    let (rows, report) = bars(sample.as_bytes(), OnBad::Fail).unwrap();
    assert_eq!(rows[0], bar(1_590_624_000, 5.0, Spread::Points(3))); // date -u -d 2020-05-28
    assert_eq!(report.period_s, Some(86_400));
}

#[test]
fn bars_of_both_sides_are_the_bid_and_a_spread() {
    let sample = "time,bid_open,bid_high,bid_low,bid_close,ask_open,ask_high,ask_low,ask_close\n\
                  2020-05-31 23:58:00,1.1,1.25,1.0,1.2,1.2,1.5,1.1,1.45\n\
                  2020-05-31 23:59:00,1.1,1.25,1.0,1.2,1.2,1.5,1.1,1.0\n";
    let (rows, report) = bars(sample.as_bytes(), OnBad::Fail).unwrap();
    assert_eq!(rows[0], bar(T_2358, 0.0, Spread::Price(1.45 - 1.2)));
    assert_eq!(report.crossed_bar_count, 1);
    let open_time = hypertrader::types::UnixNanos(5);
    // 0.25 is 25 points of 0.01; a crossed close has no spread.
    assert_eq!(rows[0].to_bar(open_time, 0.01).spread_points, 25);
    assert_eq!(rows[1].to_bar(open_time, 0.01).spread_points, 0);
}

#[test]
fn newest_first_files_are_reversed_and_the_twelve_hour_clock_is_read() {
    let sample = "Timestamps are UTC,https://data.invalid\ndate,symbol,open,high,low,close,volume_x,volume\n\
                  2020-06-01 12-AM,X,1.1,1.25,1.0,1.2,5,99\n\
                  2020-05-31 11-PM,X,1.1,1.25,1.0,1.2,5,99\n\
                  2020-05-31 10-PM,X,1.1,1.25,1.0,1.2,5,99\n";
    let (rows, report) = bars(sample.as_bytes(), OnBad::Fail).unwrap();
    let hour = 3_600;
    let midnight = T_2358 + 120;
    let expected =
        [midnight - 2 * hour, midnight - hour, midnight].map(|s| bar(s, 5.0, Spread::Unknown));
    assert_eq!(rows, expected);
    assert!(report.reversed);
    let broken = format!("{sample}2020-06-01 03-AM,X,1.1,1.25,1.0,1.2,5,99\n");
    let text = problem(bars(broken.as_bytes(), OnBad::Fail));
    assert!(text.starts_with("sample.csv:6: time was 2020-06-01T03:00:00"), "{text}");
    assert!(text.contains("newest first"), "{text}");
}

#[test]
fn ticks_are_read_from_every_layout() {
    let tick = |nanos: i64, bid, ask, last, volume| FileTick {
        written: WrittenNanos(T_2358 * SECOND + nanos),
        bid,
        ask,
        last,
        volume,
    };
    for (sample, expected) in [
        (
            "time,bid,ask\n2020-05-31T23:58:00.250Z,1.5,1.75\n",
            tick(250_000_000, 1.5, 1.75, 0.0, 0.0),
        ),
        ("time,bid,ask,last,volume\n1590969480,1.5,1.75,1.625,7\n", tick(0, 1.5, 1.75, 1.625, 7.0)),
        ("time_ms,bid,ask\n1590969480000.142,1.5,1.75\n", tick(142_000, 1.5, 1.75, 0.0, 0.0)),
        ("timestamp,price,size\n1590969480007,1.5,-7\n", tick(7_000_000, 0.0, 0.0, 1.5, 7.0)),
        ("20200531 235800065,1.5,1.75,0\n", tick(65_000_000, 1.5, 1.75, 0.0, 0.0)),
    ] {
        let (rows, report) = ticks(sample.as_bytes(), OnBad::Fail).unwrap();
        assert_eq!(rows, [expected], "{sample}");
        assert_eq!(report.kind, Kind::Ticks);
    }
}

#[test]
fn empty_cells_of_the_terminals_tick_export_mean_unchanged() {
    let sample = "<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>\r\n\
                  2020.05.31\t23:58:00.001\t1.5\t\t\t\t2\r\n\
                  2020.05.31\t23:58:00.002\t\t1.75\t\t\t4\r\n\
                  2020.05.31\t23:58:00.002\t1.625\t\t\t\t2\r\n";
    let (rows, report) = ticks(sample.as_bytes(), OnBad::Fail).unwrap();
    let quotes: Vec<_> = rows.iter().map(|tick| (tick.bid, tick.ask)).collect();
    assert_eq!(quotes, [(1.5, 1.75), (1.625, 1.75)]);
    assert_eq!((report.incomplete_count, report.equal_stamp_count), (1, 1));
    let text = problem(ticks(b"time,bid,ask\n1590969480,1.5,\n", OnBad::Fail));
    assert!(text.contains("ask was \"\", expected a decimal number"), "{text}");
}

const HEADER: &str = "time,open,high,low,close,volume\n2020-05-31 23:58:00,1.1,1.25,1.0,1.2,5\n";

#[test]
fn every_bad_row_is_named_or_counted() {
    for (row, kind, message) in [
        (
            "2020-05-31 23:59:00,1.1,1.25,1.0,1.2",
            BadKind::FieldCount,
            ":3: the row has 5 fields, expected 6",
        ),
        (
            "2020-05-31 23:59:00,1.1,1.25,1.0,1.2,5,6",
            BadKind::FieldCount,
            ":3: the row has 7 fields",
        ),
        (
            "2020-05-31 23:60:00,1.1,1.25,1.0,1.2,5",
            BadKind::Time,
            ":3:1: time was \"2020-05-31 23:60:00\"",
        ),
        (
            "2020-05-31 23:59:00,1.1,1.25,nan,1.2,5",
            BadKind::Number,
            ":3:30: low was \"nan\", expected a decimal number",
        ),
        ("2020-05-31 23:59:00,1.1,1.25,,1.2,5", BadKind::Number, ":3:30: low was \"\""),
        ("2020-05-31 23:59:00,1.1,1.25,-1.0,1.2,5", BadKind::Prices, ":3: low was -1"),
        ("2020-05-31 23:59:00,0,1.25,1.0,1.2,5", BadKind::Prices, ":3: open was 0"),
        ("2020-05-31 23:59:00,1.1,1.15,1.0,1.2,5", BadKind::Prices, ":3: high was 1.15 and low 1"),
        ("2020-05-31 23:59:00,1.1,1.25,1.0,1.2,-5", BadKind::Prices, ":3: volume was -5"),
        (
            "2020-05-31 23:58:00,1.1,1.25,1.0,1.2,5",
            BadKind::Duplicate,
            ":3: time was 2020-05-31T23:58:00, the same",
        ),
        (
            "2020-05-31 23:57:00,1.1,1.25,1.0,1.2,5",
            BadKind::Backward,
            ":3: time was 2020-05-31T23:57:00, expected a time after",
        ),
    ] {
        // A good row after it, so that the first rows ascend.
        let sample = format!(
            "{HEADER}{row}\n2020-06-01 00:00:00,1.1,1.25,1.0,1.2,5\n2020-06-01 00:01:00,1.1,1.25,1.0,1.2,5\n"
        );
        let text = problem(bars(sample.as_bytes(), OnBad::Fail));
        assert!(text.starts_with("sample.csv") && text.contains(message), "{text}");
        let (rows, report) = bars(sample.as_bytes(), OnBad::Skip).unwrap();
        assert_eq!(rows.len(), 3, "{row}");
        assert_eq!(report.skipped, [(kind, 1)], "{row}");
        assert_eq!(report.examples, [text]);
    }
}

#[test]
fn crossed_ticks_are_bad_rows() {
    let sample = "time,bid,ask\n1590969480,1.5,1.75\n1590969481,1.5,1.25\n";
    let text = problem(ticks(sample.as_bytes(), OnBad::Fail));
    assert!(text.contains(":3: bid was 1.5 and ask 1.25"), "{text}");
    let (rows, report) = ticks(sample.as_bytes(), OnBad::Skip).unwrap();
    assert_eq!((rows.len(), report.skipped_of(BadKind::Crossed)), (1, 1));
}

#[test]
fn lines_without_end_and_endless_lines_are_noticed() {
    let long = "7".repeat(40_000);
    let sample = format!("{HEADER}{}", "2020-06-01 00:00:00,1,1,1,1,1\n");
    let (_, report) = bars(sample.trim_end().as_bytes(), OnBad::Fail).unwrap();
    assert!(report.unterminated);
    // Beyond the first 64 lines, so that the head of the file is sound.
    let many: String =
        (0..100).map(|minute| format!("{},1,1,1,1,1\n", T_2358 + minute * 60)).collect();
    let sample = format!("time,open,high,low,close,volume\n{many}{long}\n1600000000,1,1,1,1,1\n");
    let text = problem(bars(sample.as_bytes(), OnBad::Fail));
    assert!(text.starts_with("sample.csv:102: the line was longer than"), "{text}");
    let (rows, report) = bars(sample.as_bytes(), OnBad::Skip).unwrap();
    assert_eq!((rows.len(), report.skipped_of(BadKind::TooLong)), (101, 1));
    assert!(!report.unterminated);
}

#[test]
fn what_is_not_market_data_is_refused() {
    for (sample, message) in [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("time,open,high,low,close,volume\n", "has no rows"),
        ("open,high,low,close\n1,1,1,1\n", "no column \"time\""),
        ("time,open,high,close\n1590969480,1,1,1\n", "no column \"low\""),
        ("hello, world\n", "the header was \"hello,world\""),
        ("1,2,3\n", "the first row was \"1,2,3\""),
        ("\0\0\0\0\0\0", "the first row was"),
    ] {
        let text = problem(bars(sample.as_bytes(), OnBad::Skip));
        assert!(text.contains(message), "{sample:?}: {text}");
    }
    let options = ReadOptions { on_bad: OnBad::Fail, kind: Some(Kind::Ticks) };
    let source = Box::new(Cursor::new(HEADER.as_bytes()));
    let text = problem(read_market_data(Path::new("sample.csv"), source, &options));
    assert_eq!(text, "sample.csv: holds bars, expected ticks");
    let text = problem(open_market_data(Path::new("/no/such/file.csv"), &options));
    assert!(text.starts_with("/no/such/file.csv: cannot be opened"), "{text}");
}

#[test]
fn utf16_is_read_with_and_without_a_mark() {
    let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let marked = format!("\u{feff}{HEADER}");
    for (bytes, encoding) in [
        (little(&marked), Encoding::Utf16Le),
        (little(HEADER), Encoding::Utf16Le),
        (big(&marked), Encoding::Utf16Be),
    ] {
        let (rows, report) = bars(&bytes, OnBad::Fail).unwrap();
        assert_eq!(rows, [bar(T_2358, 5.0, Spread::Unknown)]);
        assert_eq!(report.encoding, encoding);
    }
}

#[cfg(feature = "cli")]
mod compressed {
    use std::io::Write;

    use hypertrader::store::Compression;

    use super::*;

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    /// A Zstandard frame of one raw block, by RFC 8878: magic, descriptor 0x20 (single segment, one
    /// byte of content size), the size, then a block header of 3 bytes (last, raw, size << 3).
    fn zstd_frame(text: &str) -> Vec<u8> {
        let length = u8::try_from(text.len()).unwrap();
        let block = (u32::from(length) << 3 | 1).to_le_bytes();
        let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, 0x20, length];
        frame.extend(&block[..3]);
        frame.extend(text.as_bytes());
        frame
    }

    #[test]
    fn compressed_files_are_read_in_one_piece_and_in_several() {
        let second = "2020-05-31 23:59:00,1.1,1.25,1.0,1.2,5\n";
        let skippable = [0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9];
        for (bytes, compression) in [
            (gzip(&format!("{HEADER}{second}")), Compression::Gzip),
            ([gzip(HEADER), gzip(second)].concat(), Compression::Gzip),
            (
                [zstd_frame(HEADER), skippable.to_vec(), zstd_frame(second)].concat(),
                Compression::Zstd,
            ),
        ] {
            let (rows, report) = bars(&bytes, OnBad::Fail).unwrap();
            assert_eq!(rows.len(), 2);
            assert_eq!(report.compression, compression);
        }
    }

    #[test]
    fn truncated_compression_is_an_error_or_a_count_and_never_half_a_row() {
        let rows: String = (0..50_000)
            .map(|minute| format!("{},1.{},2,1,1.5,{minute}\n", T_2358 + minute * 60, minute % 977))
            .collect();
        let whole = gzip(&format!("time,open,high,low,close,volume\n{rows}"));
        let cut = &whole[..whole.len() / 2];
        let text = problem(bars(cut, OnBad::Fail));
        assert!(text.contains("cannot be read further"), "{text}");
        let (rows, report) = bars(cut, OnBad::Skip).unwrap();
        assert!((10_000..40_000).contains(&rows.len()), "{}", rows.len());
        assert_eq!(report.skipped, [(BadKind::Truncated, 1)]);
        for (index, bar) in rows.iter().enumerate() {
            assert_eq!(bar.volume, index as f64);
        }
        assert!(problem(bars(&zstd_frame(HEADER)[..40], OnBad::Skip)).contains("zstd"));
    }
}
