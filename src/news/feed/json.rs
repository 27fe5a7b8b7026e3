//! NewsAPI and CryptoPanic.

use serde_json::Value;

use super::{Origin, time, title};
use crate::news::item::{Item, Read, ReadError, TEXT_BYTES_MAX, cut};

/// Votes from which readers mark a post as bad.
const BAD_VOTES_MIN: u64 = 3;

fn document(text: &str) -> Result<Value, ReadError> {
    serde_json::from_str(text).map_err(|error| {
        ReadError::new(format_args!("line {}", error.line()), format_args!("not JSON: {error}"))
    })
}

/// The text of a field; empty if it is not there.
fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or("")
}

fn bounded(text: &str) -> String {
    cut(text.trim(), TEXT_BYTES_MAX).to_owned()
}

/// The first name that is not empty.
fn name(names: &[&str]) -> String {
    bounded(names.iter().find(|name| !name.trim().is_empty()).copied().unwrap_or(""))
}

pub(super) fn news_api(body: &str, origin: Origin<'_>) -> Result<Read<Item>, ReadError> {
    let document = document(body)?;
    if text(&document, "status") == "error" {
        let (code, message) = (text(&document, "code"), text(&document, "message"));
        return Err(ReadError::new("status", format_args!("NewsAPI says {code}: {message}")));
    }
    let articles = document.get("articles").unwrap_or(&document).as_array();
    let articles = articles.ok_or_else(|| ReadError::new("articles", "expected a list"))?;
    let mut read = Read::default();
    for (index, article) in articles.iter().enumerate() {
        read.take(article_item(&format!("article {}", index + 1), article, origin));
    }
    Ok(read)
}

fn article_item(place: &str, article: &Value, origin: Origin<'_>) -> Result<Item, ReadError> {
    let source = article.get("source").unwrap_or(&Value::Null);
    Ok(Item {
        fetched: origin.fetched,
        published: time(place, "publishedAt", text(article, "publishedAt"))?,
        source: name(&[text(source, "name"), text(source, "id"), origin.source]),
        title: title(place, text(article, "title"))?,
        url: bounded(text(article, "url")),
        ..Item::default()
    })
}

pub(super) fn crypto_panic(body: &str, origin: Origin<'_>) -> Result<Read<Item>, ReadError> {
    let document = document(body)?;
    let Some(posts) = document.get("results").and_then(Value::as_array) else {
        let message = name(&[text(&document, "info"), text(&document, "detail"), "no list"]);
        return Err(ReadError::new("results", format_args!("expected a list, was: {message}")));
    };
    let mut read = Read::default();
    for (index, post) in posts.iter().enumerate() {
        read.take(post_item(&format!("post {}", index + 1), post, origin));
    }
    Ok(read)
}

fn post_item(place: &str, post: &Value, origin: Origin<'_>) -> Result<Item, ReadError> {
    let source = post.get("source").unwrap_or(&Value::Null);
    let codes = ["currencies", "instruments"].iter().filter_map(|key| post.get(*key)?.as_array());
    let tags = codes.flatten().map(|currency| bounded(text(currency, "code")));
    let votes = |key: &str| post.get("votes").and_then(|votes| votes.get(key)?.as_u64());
    let (bad, good) = (votes("negative").unwrap_or(0), votes("positive").unwrap_or(0));
    Ok(Item {
        fetched: origin.fetched,
        published: time(place, "published_at", text(post, "published_at"))?,
        source: name(&[
            text(source, "title"),
            text(source, "domain"),
            text(post, "domain"),
            origin.source,
        ]),
        title: title(place, text(post, "title"))?,
        url: name(&[text(post, "original_url"), text(post, "url")]),
        tags: tags.filter(|tag| !tag.is_empty()).take(16).collect(),
        is_bad: bad >= BAD_VOTES_MIN && bad / 2 >= good,
    })
}
