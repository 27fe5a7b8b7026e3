//! Rows of CSV and JSON.

use serde_json::Value;

use super::{EventRow, Impact, currency};
use crate::news::csv::Table;
use crate::news::item::{Read, ReadError, plain};
use crate::news::stamp;
use crate::types::UnixNanos;

/// Names under which a field may stand, the usual first.
const NAMES: [(&str, &[&str]); 2] =
    [("time", &["time", "date", "scheduled"]), ("name", &["name", "title", "event"])];

/// The rows of one event; `field` gives the text of a named field.
fn rows<'a>(place: &str, field: impl Fn(&str) -> &'a str) -> Result<Vec<EventRow>, ReadError> {
    let any = |name: &str| {
        let names = NAMES.iter().find(|(usual, _)| *usual == name).map_or(&[][..], |it| it.1);
        names.iter().map(|name| field(name)).find(|text| !text.is_empty()).unwrap_or("")
    };
    let time = |name: &str, text: &str| {
        stamp::parse(text).ok_or_else(|| ReadError::field(place, name, text, stamp::EXPECTED))
    };
    let figure = |name: &str| figure(place, name, field(name));
    let scheduled = time("time", any("time"))?;
    let written = [field("currency"), field("country")];
    let written = written.into_iter().find(|text| !text.is_empty()).unwrap_or("");
    let impact = field("impact");
    let mut row = EventRow {
        known: UnixNanos(0),
        id: field("id").to_owned(),
        scheduled,
        currency: currency(place, written)?,
        impact: Impact::parse(impact).ok_or_else(|| {
            ReadError::field(place, "impact", impact, "none, low, moderate, high")
        })?,
        name: plain(any("name")),
        actual: figure("actual")?,
        forecast: figure("forecast")?,
        previous: figure("previous")?,
    };
    if row.name.is_empty() {
        return Err(ReadError::field(place, "name", any("name"), "the name of the event"));
    }
    if row.id.is_empty() {
        row.id = format!("{} {} {}", row.currency, row.name, row.scheduled.seconds());
    }
    Ok(match field("known") {
        "" => assumed(row),
        text => vec![EventRow { known: time("known", text)?, ..row }],
    })
}

/// Where a file does not say when it was known: the schedule always, the figures from the scheduled
/// time on.
pub(super) fn assumed(row: EventRow) -> Vec<EventRow> {
    let bare = EventRow { actual: None, forecast: None, previous: None, ..row.clone() };
    if row == bare {
        return vec![bare];
    }
    let known = row.scheduled;
    vec![bare, EventRow { known, ..row }]
}

/// A figure such as `-0.3%`, `1,234`, `250K` or `1.5B`; empty = unknown.
fn figure(place: &str, name: &str, text: &str) -> Result<Option<f64>, ReadError> {
    let text = text.trim();
    if text.is_empty() || text == "-" {
        return Ok(None);
    }
    let (number, unit) = match text.char_indices().last() {
        Some((at, 'K' | 'k')) => (&text[..at], 1e3),
        Some((at, 'M' | 'm')) => (&text[..at], 1e6),
        Some((at, 'B' | 'b')) => (&text[..at], 1e9),
        Some((at, 'T' | 't')) => (&text[..at], 1e12),
        Some((at, '%')) => (&text[..at], 1.0),
        _ => (text, 1.0),
    };
    let value = number.trim().replace(',', "").parse::<f64>().ok();
    let value = value.map(|value| value * unit).filter(|value| value.is_finite());
    value.map(Some).ok_or_else(|| ReadError::field(place, name, text, "a number"))
}

/// Takes the rows of every event.
fn take(read: &mut Read<EventRow>, rows: Result<Vec<EventRow>, ReadError>) {
    match rows {
        Ok(rows) => read.entries.extend(rows),
        Err(error) => read.refused.push(error),
    }
}

pub(super) fn csv(text: &str) -> Result<Read<EventRow>, ReadError> {
    let table = Table::new(text, &["time", "currency", "impact", "name"])?;
    let mut read = Read::default();
    for record in &table.records {
        let place = format!("line {}", record.line);
        let sound = table.check_width(record);
        take(&mut read, sound.and_then(|()| rows(&place, |name| table.field(record, name))));
    }
    Ok(read)
}

pub(super) fn json(text: &str) -> Result<Read<EventRow>, ReadError> {
    let document: Value = serde_json::from_str(text).map_err(|error| {
        ReadError::new(format_args!("line {}", error.line()), format_args!("not JSON: {error}"))
    })?;
    let events = document.as_array();
    let events = events.ok_or_else(|| ReadError::new("document", "expected a list of objects"))?;
    let mut read = Read::default();
    for (index, event) in events.iter().enumerate() {
        let place = format!("event {}", index + 1);
        let numbers = strings(event);
        take(&mut read, rows(&place, |name| text_of(event, &numbers, name)));
    }
    Ok(read)
}

/// Numbers of an object as text.
fn strings(event: &Value) -> Vec<(String, String)> {
    let fields = event.as_object().into_iter().flatten();
    let numbers = fields.filter(|(_, value)| value.is_number());
    numbers.map(|(key, value)| (key.clone(), value.to_string())).collect()
}

fn text_of<'a>(event: &'a Value, numbers: &'a [(String, String)], name: &str) -> &'a str {
    let number = numbers.iter().find(|(key, _)| key == name).map(|(_, text)| text.as_str());
    event.get(name).and_then(Value::as_str).or(number).unwrap_or("")
}
