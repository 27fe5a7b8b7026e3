//! Recorded answers of news services: every entry becomes an item.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;

use hypertrader::news::feed::{Format, Origin, parse};
use hypertrader::news::{Item, stamp};
use hypertrader::types::UnixNanos;

/// The items of a recorded answer; `None` if it is not on this machine.
fn items(name: &str, format: Format) -> Option<Vec<Item>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/news").join(name);
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: {name} is not beside this folder");
        return None;
    };
    let fetched = UnixNanos::from_seconds(1_700_000_000);
    let read = parse(format, &text, Origin { source: "", fetched }).unwrap();
    assert_eq!(read.refused, []);
    Some(read.entries)
}

fn span(items: &[Item]) -> (UnixNanos, UnixNanos) {
    let times = items.iter().map(|item| item.published);
    (times.clone().min().unwrap(), times.max().unwrap())
}

/// Counts and spans are those of the README beside the files.
#[test]
fn recorded_answers_are_read_whole() {
    let time = |text: &str| stamp::parse(text).unwrap();
    if let Some(items) = items("coindesk_rss_2023-03-13.xml", Format::Xml) {
        assert_eq!(items.len(), 50);
        let expected = (time("2023-03-10T13:08:01Z"), time("2023-03-13T10:13:50Z"));
        assert_eq!(span(&items), expected);
        let first = &items[0];
        assert!(first.title.starts_with("Bitcoin, U.S. Stock Futures Erase Early Gains as First"));
        assert!(first.url.contains("?utm_medium=referral&utm_source=rss"), "{}", first.url);
        assert_eq!(first.source, "CoinDesk: Bitcoin, Ethereum, Crypto News and Price Data");
    }
    if let Some(items) = items("newsapi_crypto_2022-12-23.json", Format::NewsApi) {
        assert_eq!(items.len(), 100);
        let expected = (time("2022-12-23T08:50:07Z"), time("2022-12-23T13:26:36Z"));
        assert_eq!(span(&items), expected);
        assert_eq!(items[0].source, "Bitcoin Magazine");
    }
    if let Some(items) = items("newsapi_everything_2020-08-09.json", Format::NewsApi) {
        assert_eq!(items.len(), 20);
    }
}

/// Whatever arrives, a reader answers: documents cut at every byte, and with any byte replaced.
#[test]
fn hostile_documents_are_refused_or_read_and_never_end_the_program() {
    use hypertrader::news::calendar::{self, CalendarFormat};
    use hypertrader::news::sentiment::Scorer;
    let feeds = [
        (
            Format::Xml,
            "<rss><channel><title>c</title><item><title>A &amp; <![CDATA[<b>]]>&#x20;\
          &nbsp;</title><pubDate>Mon, 13 Mar 2023 10:13:50 +0000</pubDate></item></channel></rss>",
        ),
        (
            Format::NewsApi,
            r#"{"articles":[{"source":{"name":"P"},"title":"A &lt;b&gt; \u00e9",
          "publishedAt":"2023-03-13T10:13:50.5+01:00"}]}"#,
        ),
        (
            Format::CryptoPanic,
            r#"{"results":[{"title":"A","published_at":"2023-03-13T10:13:50Z",
          "currencies":[{"code":"BTC"}],"votes":{"negative":9,"positive":1}}]}"#,
        ),
        (Format::Csv, "fetched,published,source,title\n1,1,\"a \"\"b\"\"\",\"x\ny\"\n"),
        (Format::JsonLines, r#"{"fetched":"1","published":"1","source":"a","title":"b"}"#),
    ];
    let events = [
        (CalendarFormat::Csv, "time,currency,impact,name,actual\n1,USD,high,A,\"1,000K\"\n"),
        (CalendarFormat::Json, r#"[{"time":1,"currency":"USD","impact":3,"name":"A"}]"#),
        (
            CalendarFormat::ICal,
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260109T133000Z\n\
          SUMMARY:USD A\n  b\nEND:VEVENT\nEND:VCALENDAR\n",
        ),
    ];
    let origin = Origin { source: "s", fetched: UnixNanos(0) };
    let mut read = 0;
    let mut scorer = Scorer::finance();
    for (format, text) in feeds {
        assert_eq!(parse(format, text, origin).unwrap().entries.len(), 1, "{format:?}");
        for bad in variants(text) {
            scorer.score(&bad);
            read += parse(format, &bad, origin).map_or(0, |read| read.entries.len());
        }
    }
    for (format, text) in events {
        assert_eq!(calendar::parse(format, text).unwrap().entries.is_empty(), false, "{format:?}");
        for bad in variants(text) {
            read += calendar::parse(format, &bad).map_or(0, |read| read.entries.len());
        }
    }
    assert!(read > 1_000, "{read}");
}

/// The text cut at every byte, and with every byte replaced by others.
fn variants(text: &str) -> Vec<String> {
    let bytes = text.as_bytes();
    let mut variants = Vec::new();
    for at in 0..bytes.len() {
        variants.push(String::from_utf8_lossy(&bytes[..at]).into_owned());
        for byte in [b'"', b'<', b'&', b',', b'\n', b'9', b'-', 0, 0xc3, 0xff] {
            let mut changed = bytes.to_vec();
            changed[at] = byte;
            variants.push(String::from_utf8_lossy(&changed).into_owned());
        }
    }
    variants
}
