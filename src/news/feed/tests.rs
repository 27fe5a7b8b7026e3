//! Feeds as they come, and what is no feed.

use super::*;

const ORIGIN: Origin<'_> = Origin { source: "desk", fetched: UnixNanos(7) };

fn read(format: Format, text: &str) -> Read<Item> {
    parse(format, text, ORIGIN).unwrap()
}

fn problem(format: Format, text: &str) -> String {
    parse(format, text, ORIGIN).unwrap_err().to_string()
}

const RSS: &str = r#"<?xml version="1.0"?><rss version="2.0" xmlns:dc="d" xmlns:media="m"><channel>
<title>A channel</title><item><title><![CDATA[Gold & silver <b>rise</b>]]></title>
<link>https://x.example/a?b=1&amp;c=2</link><pubDate>Mon, 13 Mar 2023 10:13:50 +0000</pubDate>
<media:title>not this</media:title></item>
<item><title>It&#8217;s A&amp;B &mdash; &quot;x&quot;</title><dc:date>2023-03-13T10:13:50Z</dc:date></item>
<item><title>no time</title></item><item><pubDate>Mon, 13 Mar 2023 10:13:50 GMT</pubDate></item>
</channel></rss>"#;

#[test]
fn rss_is_read() {
    let read = read(Format::Xml, RSS);
    assert_eq!(read.entries.len(), 2);
    let first = &read.entries[0];
    assert_eq!(first.title, "Gold & silver rise");
    assert_eq!(first.url, "https://x.example/a?b=1&c=2");
    assert_eq!((first.source.as_str(), first.fetched), ("desk", UnixNanos(7)));
    assert_eq!(first.published, UnixNanos::from_seconds(1_678_702_430));
    assert_eq!(read.entries[1].title, "It\u{2019}s A&B - \"x\"");
    let refused: Vec<&str> = read.refused.iter().map(|error| error.place.as_str()).collect();
    assert_eq!(refused, ["entry 3", "entry 4"]);
}

#[test]
fn atom_is_read() {
    let text = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Chan</title><entry>
<title type="html">Fed &amp;amp; ECB</title><link rel="self" href="https://no"/>
<link href="https://yes/?a=1&amp;b=2"/><updated>2023-03-13T11:13:50+01:00</updated>
<source><title>not this</title></source></entry></feed>"#;
    let origin = Origin { source: "", ..ORIGIN };
    let read = parse(Format::Xml, text, origin).unwrap();
    let item = &read.entries[0];
    assert_eq!((item.title.as_str(), item.source.as_str()), ("Fed & ECB", "Chan"));
    assert_eq!(item.url, "https://yes/?a=1&b=2");
    assert_eq!(item.published, UnixNanos::from_seconds(1_678_702_430));
}

#[test]
fn what_is_no_feed_is_refused_with_its_place() {
    for (text, part) in [
        ("", "end of the document"),
        ("<html></html>", "`rss` or `feed`"),
        ("<rss>\n<channel>\n<item></channel></rss>", "line 3"),
        ("<rss><channel>", "end of the document"),
        ("{}", "end of the document"),
    ] {
        assert!(problem(Format::Xml, text).contains(part), "{}", problem(Format::Xml, text));
    }
    let deep = format!("<rss>{}", "<a>".repeat(100_000));
    assert!(problem(Format::Xml, &deep).contains("elements in each other"));
}

#[test]
fn news_api_is_read() {
    let text = r#"{"status":"ok","articles":[{"source":{"id":null,"name":"Paper"},"title":"A  title",
        "url":"https://p/1","publishedAt":"2023-03-13T10:13:50Z"},
        {"source":null,"title":"B","publishedAt":"2023-03-13T10:13:50Z"},
        {"title":null,"publishedAt":"2023-03-13T10:13:50Z"},{"title":"C","publishedAt":"soon"}]}"#;
    let read = read(Format::NewsApi, text);
    let sources: Vec<&str> = read.entries.iter().map(|item| item.source.as_str()).collect();
    assert_eq!(sources, ["Paper", "desk"]);
    assert_eq!(read.entries[0].title, "A title");
    assert_eq!(read.refused.len(), 2);
    assert!(read.refused[1].to_string().starts_with("article 4: publishedAt was `soon`"));
    let error = r#"{"status":"error","code":"rateLimited","message":"wait"}"#;
    assert_eq!(problem(Format::NewsApi, error), "status: NewsAPI says rateLimited: wait");
    assert!(problem(Format::NewsApi, "{}").contains("expected a list"));
    assert!(problem(Format::NewsApi, "[1,\n").starts_with("line 2: not JSON"));
}

#[test]
fn crypto_panic_is_read() {
    let text = r#"{"count":1,"results":[{"title":"Coin hacked","domain":"d.example",
        "source":{"title":"Desk Two"},"published_at":"2023-03-13T10:13:50Z","url":"https://c/1",
        "currencies":[{"code":"BTC"},{"code":"ETH"}],"votes":{"negative":6,"positive":3}},
        {"title":"Quiet","published_at":"2023-03-13T10:13:50Z","votes":{"negative":5,"positive":3}}]}"#;
    let read = read(Format::CryptoPanic, text);
    let item = &read.entries[0];
    assert_eq!((item.source.as_str(), item.is_bad), ("Desk Two", true));
    assert_eq!(item.tags, ["BTC", "ETH"]);
    assert!(!read.entries[1].is_bad);
    let refusal = r#"{"status":"api_error","info":"Token not found"}"#;
    assert!(problem(Format::CryptoPanic, refusal).contains("Token not found"));
}

#[test]
fn our_own_files_are_read() {
    let csv = "fetched,published,source,title,url,bad\n\
        2023-03-13T10:14:00Z,2023-03-13T10:13:50Z,desk,\"Gold, up\",https://x,1\n\
        2023-03-13T10:14:00Z,2023-03-13 10:13:50,desk,Zoneless,,\n";
    let from_csv = read(Format::Csv, csv);
    let item = &from_csv.entries[0];
    assert_eq!((item.title.as_str(), item.is_bad), ("Gold, up", true));
    assert_eq!(item.fetched.seconds() - item.published.seconds(), 10);
    assert!(from_csv.refused[0].to_string().starts_with("line 3: published was"));
    let line = r#"{"fetched":"2023-03-13T10:14:00Z","published":"2023-03-13T10:13:50Z",
        "source":"desk","title":"Gold, up","url":"https://x","bad":"1"}"#;
    let from_lines = read(Format::JsonLines, &format!("\n{}\n[]\n", line.replace('\n', " ")));
    assert_eq!(from_lines.entries, from_csv.entries);
    assert_eq!(from_lines.refused[0].to_string(), "line 3: expected an object");
    assert!(problem(Format::Csv, "fetched,title\n").contains("`published`"));
}
