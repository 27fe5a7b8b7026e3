//! Feeds: from the text of an answer to [`Item`]s. Fetching is done elsewhere.

mod json;
mod table;
mod xml;

use super::item::{Item, Read, ReadError};
use super::stamp;
use crate::types::UnixNanos;

/// What a source sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// NewsAPI `/v2/everything` and `/v2/top-headlines`, or its list of articles alone.
    NewsApi,
    /// CryptoPanic `/posts/`.
    CryptoPanic,
    /// RSS 2.0 and Atom; the document says which.
    Xml,
    /// Our own files: CSV with a header line.
    Csv,
    /// Our own files: a JSON object a line.
    JsonLines,
}

/// What is known of a document before it is read.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// Name of the source where the document names none.
    pub source: &'a str,
    /// When it was fetched. Our own files say so line by line.
    pub fetched: UnixNanos,
}

/// Reads a document.
///
/// An entry without title or with a time that cannot be read is left out, and said to be.
///
/// # Errors
/// If the document as a whole is not of this format; names the place and what was expected.
pub fn parse(format: Format, text: &str, origin: Origin<'_>) -> Result<Read<Item>, ReadError> {
    match format {
        Format::NewsApi => json::news_api(text, origin),
        Format::CryptoPanic => json::crypto_panic(text, origin),
        Format::Xml => xml::parse(text, origin),
        Format::Csv => table::csv(text),
        Format::JsonLines => table::json_lines(text),
    }
}

/// A time of an entry.
fn time(place: &str, field: &str, text: &str) -> Result<UnixNanos, ReadError> {
    stamp::parse(text).ok_or_else(|| ReadError::field(place, field, text, stamp::EXPECTED))
}

/// A title of an entry.
fn title(place: &str, text: &str) -> Result<String, ReadError> {
    let title = super::item::plain(text);
    if title.is_empty() {
        return Err(ReadError::field(place, "title", text, "a headline"));
    }
    Ok(title)
}

#[cfg(test)]
mod tests;
