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
