//! Our own files: `fetched,published,source,title,url`, as CSV or a JSON object a line.

use serde_json::Value;

use super::{time, title};
use crate::news::csv::Table;
use crate::news::item::{Item, Read, ReadError, TEXT_BYTES_MAX, cut};

const NEEDED: [&str; 4] = ["fetched", "published", "source", "title"];

/// One line; `field` gives the text of a named field.
fn item<'a>(place: &str, field: impl Fn(&str) -> &'a str) -> Result<Item, ReadError> {
    let bounded = |name: &str| cut(field(name).trim(), TEXT_BYTES_MAX).to_owned();
    let is_bad = match field("bad") {
        "" | "0" | "false" => false,
        "1" | "true" => true,
        was => return Err(ReadError::field(place, "bad", was, "0 or 1")),
    };
    let tags = field("tags").split([' ', ';']).filter(|tag| !tag.is_empty()).take(16);
    Ok(Item {
        fetched: time(place, "fetched", field("fetched"))?,
        published: time(place, "published", field("published"))?,
        source: bounded("source"),
        title: title(place, field("title"))?,
        url: bounded("url"),
        tags: tags.map(str::to_owned).collect(),
        is_bad,
    })
}

pub(super) fn csv(text: &str) -> Result<Read<Item>, ReadError> {
    let table = Table::new(text, &NEEDED)?;
    let mut read = Read::default();
    for record in &table.records {
        let place = format!("line {}", record.line);
        let entry = table.check_width(record);
        read.take(entry.and_then(|()| item(&place, |name| table.field(record, name))));
    }
    Ok(read)
}

pub(super) fn json_lines(text: &str) -> Result<Read<Item>, ReadError> {
    let mut read = Read::default();
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    for (index, line) in lines {
        let place = format!("line {}", index + 1);
        read.take(object(&place, line));
    }
    if read.entries.is_empty() && !read.refused.is_empty() {
        return Err(read.refused.remove(0));
    }
    Ok(read)
}

fn object(place: &str, line: &str) -> Result<Item, ReadError> {
    let value: Value = serde_json::from_str(line)
        .map_err(|error| ReadError::new(place, format_args!("not JSON: {error}")))?;
    if !value.is_object() {
        return Err(ReadError::new(place, "expected an object"));
    }
    item(place, |name| value.get(name).and_then(Value::as_str).unwrap_or(""))
}
