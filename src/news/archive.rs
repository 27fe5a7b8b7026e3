//! Headlines that were kept in a file, with the moments at which they were fetched.

use std::fmt;

use serde_json::{Map, Value};

use super::csv::fields;
use super::stamp;
use super::story::Item;
use crate::types::UnixNanos;

/// A headline of a file. Without a title it stands for a fetch that brought nothing new, which
/// tells that the feed was alive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchivedItem {
    /// Name of the source.
    pub source: String,
    /// The headline.
    pub title: String,
    /// Address; may be empty.
    pub url: String,
    /// When it was published.
    pub published: UnixNanos,
    /// When it was fetched.
    pub fetched: UnixNanos,
}

impl ArchivedItem {
    /// From its parts.
    #[must_use]
    pub fn new(
        source: &str,
        title: &str,
        url: &str,
        published: UnixNanos,
        fetched: UnixNanos,
    ) -> Self {
        let [source, title, url] = [source, title, url].map(|text| text.trim().to_owned());
        Self { source, title, url, published, fetched }
    }

    /// As a feed would give it.
    #[must_use]
    pub fn item(&self) -> Item<'_> {
        let Self { source, title, url, published, fetched } = self;
        Item { source, title, url, published: *published, fetched: *fetched }
    }
}

/// A file of headlines that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveError {
    /// Line, from 1.
    pub line: usize,
    /// What it was and what was expected.
    pub problem: String,
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for ArchiveError {}

const NAMES: [&str; 5] = ["fetched", "published", "source", "title", "url"];

/// Reads headlines: CSV with a header, or one JSON object a line, with `fetched`, `published`,
/// `source`, `title` and `url`. Times without a zone are UTC; a missing `published` is `fetched`.
///
/// # Errors
/// The first line that cannot be read. A missing `fetched` is an error: without it nobody can say
/// what was known when.
pub fn parse(text: &str) -> Result<Vec<ArchivedItem>, ArchiveError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    let mut lines = lines.by_ref().filter(|(_, line)| !line.trim().is_empty()).peekable();
    let is_json = lines.peek().is_some_and(|(_, line)| line.trim_start().starts_with("{"));
    let header = if is_json { Vec::new() } else { header(lines.next())? };
    lines
        .map(|(number, line)| {
            let values = if is_json { of_json(line) } else { of_csv(line, &header) };
            let item = values.and_then(|values| item(&values));
            item.map_err(|problem| ArchiveError { line: number, problem })
        })
        .collect()
}

fn header(line: Option<(usize, &str)>) -> Result<Vec<String>, ArchiveError> {
    let Some((number, line)) = line else { return Ok(Vec::new()) };
    let names: Vec<String> = fields(line, ',')
        .unwrap_or_default()
        .iter()
        .map(|name| name.trim().to_lowercase())
        .collect();
    if ["fetched", "title"].iter().all(|name| names.iter().any(|known| known == name)) {
        return Ok(names);
    }
    let problem = format!("was {line:?}, expected a header with {}", NAMES.join(", "));
    Err(ArchiveError { line: number, problem })
}

/// Values in the order of [`NAMES`].
fn of_csv(line: &str, header: &[String]) -> Result<[String; 5], String> {
    let values = fields(line, ',').ok_or("has a quote that does not end; expected one")?;
    if values.len() != header.len() {
        return Err(format!("has {} fields, expected {}", values.len(), header.len()));
    }
    let value = |name: &str| header.iter().position(|known| known == name).map(|at| &values[at]);
    Ok(NAMES.map(|name| value(name).cloned().unwrap_or_default()))
}

fn of_json(line: &str) -> Result<[String; 5], String> {
    let object: Map<String, Value> = serde_json::from_str(line)
        .map_err(|error| format!("{error}; expected an object with {}", NAMES.join(", ")))?;
    Ok(NAMES.map(|name| match object.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }))
}

fn item([fetched, published, source, title, url]: &[String; 5]) -> Result<ArchivedItem, String> {
    let time = |name: &str, text: &str| {
        let unreadable = || format!("{name} was {text:?}, expected {}", stamp::ACCEPTED);
        stamp::parse(text).ok_or_else(unreadable)
    };
    let fetched = time("fetched", fetched)?;
    let published =
        if published.trim().is_empty() { fetched } else { time("published", published)? };
    Ok(ArchivedItem::new(source, title, url, published, fetched))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSV: &str = "fetched,published,source,title,url
2026-01-05T10:01:00Z,2026-01-05T10:00:00Z,wire,\"Gold up, oil down\",https://x.com/1
2026-01-05T10:02:00Z,,,,
";
    const JSON: &str = r#"{"fetched":"2026-01-05T10:01:00Z","published":"2026-01-05 10:00:00","source":"wire","title":"Gold up, oil down","url":"https://x.com/1"}

{"fetched":1767607320,"title":null}
"#;

    #[test]
    fn both_formats_hold_the_same() {
        let items = parse(CSV).unwrap();
        assert_eq!(items, parse(JSON).unwrap());
        assert_eq!(
            (items[0].title.as_str(), items[0].source.as_str()),
            ("Gold up, oil down", "wire")
        );
        assert_eq!(items[0].fetched.since(items[0].published).0, 60_000_000_000);
        assert_eq!((items[1].title.as_str(), items[1].published), ("", items[1].fetched));
        assert_eq!(parse("").unwrap(), []);
    }

    #[test]
    fn errors_name_the_line_and_what_was_expected() {
        for (text, line, part) in [
            ("time,title\n", 1, "expected a header with fetched"),
            ("fetched,title\n\nsoon,x", 3, "fetched was \"soon\", expected 2026"),
            ("fetched,title\n,x", 2, "fetched was \"\""),
            ("fetched,title\n2026-01-05", 2, "has 1 fields, expected 2"),
            ("fetched,published,title\n2026-01-05,soon,x", 2, "published was"),
            ("fetched,title\n2026-01-05,\"x", 2, "quote"),
            ("{\"fetched\":\"2026-01-05\"}\n{", 2, "expected an object"),
            ("{\"title\":\"x\"}", 1, "fetched was"),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.line, line, "{text}: {error}");
            assert!(error.problem.contains(part), "{text}: {error}");
        }
    }
}
