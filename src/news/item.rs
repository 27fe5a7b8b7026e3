//! A headline as a source gave it, and what is wrong with what is none.

use std::fmt;

use crate::types::UnixNanos;

/// Longest kept title, source or address in bytes; longer ones are cut at a character.
pub const TEXT_BYTES_MAX: usize = 1_024;

/// A headline from one source.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// When it was fetched: not known to anybody here before.
    pub fetched: UnixNanos,
    /// When the source says that it was published.
    pub published: UnixNanos,
    /// Name of the source.
    pub source: String,
    /// The headline, in plain text.
    pub title: String,
    /// Its address; empty if there is none.
    pub url: String,
    /// What the source says it is about: codes such as `BTC`.
    pub tags: Vec<String>,
    /// Whether the source marks it as bad.
    pub is_bad: bool,
}

/// Why a document or one entry of it was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// Where: `line 7`, `article 3`.
    pub place: String,
    /// What it was and what was expected.
    pub message: String,
}

impl ReadError {
    /// A value that is not what was expected.
    pub(super) fn new(place: impl fmt::Display, message: impl fmt::Display) -> Self {
        Self { place: place.to_string(), message: message.to_string() }
    }

    /// A field whose value is not what was expected.
    pub(super) fn field(place: impl fmt::Display, field: &str, was: &str, expected: &str) -> Self {
        Self::new(place, format_args!("{field} was `{}`, expected {expected}", cut(was, 64)))
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

impl std::error::Error for ReadError {}

/// The entries of a document: those that could be read, and why the others could not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read<T> {
    /// In the document's order.
    pub entries: Vec<T>,
    /// What was left out.
    pub refused: Vec<ReadError>,
}

impl<T> Default for Read<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), refused: Vec::new() }
    }
}

impl<T> Read<T> {
    /// Takes the outcome of one entry.
    pub(super) fn take(&mut self, entry: Result<T, ReadError>) {
        match entry {
            Ok(entry) => self.entries.push(entry),
            Err(error) => self.refused.push(error),
        }
    }
}

/// At most `bytes` of a text, not within a character.
pub(super) fn cut(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// Text of a feed as plain text: no tags, no entities, single spaces, at most [`TEXT_BYTES_MAX`].
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len().min(TEXT_BYTES_MAX));
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let (character, len) = if rest.starts_with('<') { tag(rest) } else { entity(rest) };
        match character {
            Some(character) => plain.push(character),
            None => plain.push_str(&rest[..len]),
        }
        rest = &rest[len..];
    }
    plain.push_str(rest);
    let words: Vec<&str> = plain.split_whitespace().collect();
    let joined = words.join(" ");
    cut(&joined, TEXT_BYTES_MAX).trim_end().to_owned()
}

/// A tag becomes a space; a lone `<` stays.
fn tag(text: &str) -> (Option<char>, usize) {
    let is_tag = text[1..].starts_with(|next: char| next.is_ascii_alphabetic() || next == '/');
    match text.find('>').filter(|_| is_tag) {
        Some(end) => (Some(' '), end + 1),
        None => (None, 1),
    }
}

/// An entity becomes its character; an unknown one stays as it is.
pub(super) fn entity(text: &str) -> (Option<char>, usize) {
    let Some(end) = text.bytes().take(10).position(|byte| byte == b';') else { return (None, 1) };
    let name = &text[1..end];
    let character = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" | "ldquo" | "rdquo" => Some('"'),
        "apos" | "lsquo" | "rsquo" => Some('\''),
        "nbsp" => Some(' '),
        "ndash" | "mdash" => Some('-'),
        "hellip" => Some('\u{2026}'),
        _ => name.strip_prefix('#').and_then(|code| {
            let hexadecimal = code.strip_prefix(['x', 'X']);
            let code = hexadecimal.map_or_else(|| code.parse(), |hex| u32::from_str_radix(hex, 16));
            code.ok().and_then(char::from_u32)
        }),
    };
    (character, if character.is_some() { end + 1 } else { 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_plain_text() {
        for (given, expected) in [
            ("  A &amp; B\n<b>bold</b> ", "A & B bold"),
            ("S&P 500 &#8217;up&#x27; 5 < 6 & 7", "S&P 500 \u{2019}up' 5 < 6 & 7"),
            ("&unknown; &#99999999; &", "&unknown; &#99999999; &"),
            ("a <3 b </p>c", "a <3 b c"),
            ("\u{e9}&nbsp;\u{e9}", "\u{e9} \u{e9}"),
        ] {
            assert_eq!(plain(given), expected, "{given}");
        }
        assert_eq!(plain(&"\u{e9}".repeat(2_000)).len(), TEXT_BYTES_MAX);
    }
}
