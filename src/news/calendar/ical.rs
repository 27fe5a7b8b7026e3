//! iCalendar (RFC 5545): one event a `VEVENT`, with times in UTC.
//!
//! The currency is `X-CURRENCY` or the first word of the summary; the impact is the first of the
//! categories that names one, or `PRIORITY` (1 to 4 high, 5 moderate, 6 to 9 low). Without either
//! it is high, so that nothing is traded through by oversight.

use super::table::assumed;
use super::{EventRow, Impact, currency};
use crate::news::item::{Read, ReadError, plain};
use crate::news::stamp;
use crate::types::UnixNanos;

/// Fields of the event at hand, with the line of its beginning.
#[derive(Default)]
struct Fields {
    line: usize,
    start: String,
    summary: String,
    uid: String,
    modified: String,
    categories: String,
    priority: String,
    currency: String,
}

/// A basic time, `20260131T120000Z`.
fn time(place: &str, name: &str, text: &str) -> Result<UnixNanos, ReadError> {
    let parts = (text.is_ascii() && text.len() == 16).then(|| {
        let at = |from: usize, to: usize| &text[from..to];
        format!(
            "{}-{}-{}{}{}:{}:{}{}",
            at(0, 4),
            at(4, 6),
            at(6, 8),
            at(8, 9),
            at(9, 11),
            at(11, 13),
            at(13, 15),
            at(15, 16)
        )
    });
    let parsed = parts.and_then(|text| stamp::parse(&text));
    parsed.ok_or_else(|| ReadError::field(place, name, text, "a time in UTC: 20260131T120000Z"))
}

impl Fields {
    fn row(self) -> Result<Vec<EventRow>, ReadError> {
        let place = format!("line {}", self.line);
        let scheduled = time(&place, "DTSTART", &self.start)?;
        let summary = plain(&self.summary);
        let (first, rest) = summary.split_once(' ').unwrap_or((&summary, ""));
        let (code, name) = if self.currency.is_empty() {
            (first, rest)
        } else {
            (self.currency.as_str(), &*summary)
        };
        let code = currency(&place, code)?;
        if name.is_empty() {
            return Err(ReadError::field(&place, "SUMMARY", &summary, "currency and name"));
        }
        let listed = self.categories.split(',').find_map(Impact::parse);
        let by_priority = match self.priority.parse::<u8>() {
            Ok(5) => Impact::Moderate,
            Ok(6..=9) => Impact::Low,
            _ => Impact::High,
        };
        let id = if self.uid.is_empty() {
            format!("{code} {name} {}", scheduled.seconds())
        } else {
            self.uid.clone()
        };
        let row = EventRow {
            id,
            scheduled,
            impact: listed.unwrap_or(by_priority),
            name: name.to_owned(),
            currency: code,
            ..EventRow::default()
        };
        Ok(match self.modified.as_str() {
            "" => assumed(row),
            text => vec![EventRow { known: time(&place, "LAST-MODIFIED", text)?, ..row }],
        })
    }
}

/// Lines with their numbers; what goes on in the next line after a space is joined.
fn lines(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, last))) => last.push_str(rest),
            _ => lines.push((index + 1, line.to_owned())),
        }
    }
    lines
}

/// Takes back what iCalendar escapes.
fn unescaped(text: &str) -> String {
    text.replace("\\n", " ").replace("\\N", " ").replace("\\,", ",").replace("\\;", ";")
}

pub(super) fn parse(text: &str) -> Result<Read<EventRow>, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !text.trim_start().starts_with("BEGIN:VCALENDAR") {
        return Err(ReadError::new("line 1", "expected BEGIN:VCALENDAR"));
    }
    let mut read = Read::default();
    let mut event: Option<Fields> = None;
    for (line, text) in lines(text) {
        let Some((head, value)) = text.split_once(':') else { continue };
        // Parameters such as a time zone stand behind the name; a zone makes the time unreadable.
        let name = head.split(';').next().unwrap_or("").to_ascii_uppercase();
        match (name.as_str(), value.trim(), &mut event) {
            ("BEGIN", "VEVENT", _) => event = Some(Fields { line, ..Fields::default() }),
            ("END", "VEVENT", Some(_)) => match event.take().map(Fields::row) {
                Some(Ok(rows)) => read.entries.extend(rows),
                Some(Err(error)) => read.refused.push(error),
                None => {}
            },
            (name, value, Some(fields)) => {
                let field = match name {
                    "DTSTART" => &mut fields.start,
                    "SUMMARY" => &mut fields.summary,
                    "UID" => &mut fields.uid,
                    "LAST-MODIFIED" => &mut fields.modified,
                    "CATEGORIES" => &mut fields.categories,
                    "PRIORITY" => &mut fields.priority,
                    "X-CURRENCY" => &mut fields.currency,
                    _ => continue,
                };
                *field = unescaped(value);
            }
            _ => {}
        }
    }
    if let Some(open) = event {
        return Err(ReadError::new(format_args!("line {}", open.line), "expected END:VEVENT"));
    }
    Ok(read)
}
