//! The economic calendar: scheduled events with their figures, as they were known at any time.
//!
//! | file | what |
//! |---|---|
//! | `table` | rows of CSV and JSON |
//! | `ical` | rows of iCalendar |
//! | `rules` | windows of their own for events by name |
//!
//! A [`Calendar`] keeps every revision; [`Calendar::as_of`] shows the last that was known.

mod ical;
mod rules;
mod table;

use std::collections::BTreeMap;

use super::item::{Read, ReadError};
use crate::types::UnixNanos;

pub use rules::{EventPlan, EventRules, EventSettings};

/// How much an event moves markets; the numbers are MetaTrader's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// Holidays and speeches without a figure.
    None = 0,
    /// Low.
    Low = 1,
    /// Moderate.
    Moderate = 2,
    /// High; also what cannot be told.
    #[default]
    High = 3,
}

impl Impact {
    /// From its name or MetaTrader's number.
    fn parse(text: &str) -> Option<Self> {
        Some(match text.trim().to_ascii_lowercase().as_str() {
            "0" | "none" | "holiday" | "non-economic" => Self::None,
            "1" | "low" => Self::Low,
            "2" | "moderate" | "medium" => Self::Moderate,
            "3" | "high" => Self::High,
            _ => return None,
        })
    }
}

/// What was known of an event from `known` on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventRow {
    /// When this became known.
    pub known: UnixNanos,
    /// The same for every revision of an event.
    pub id: String,
    /// When it is to happen.
    pub scheduled: UnixNanos,
    /// Currency, three capital letters.
    pub currency: String,
    /// How much it moves markets.
    pub impact: Impact,
    /// Name.
    pub name: String,
    /// The figure, in the unit of the source; `None` = not published.
    pub actual: Option<f64>,
    /// What was expected.
    pub forecast: Option<f64>,
    /// The figure before, as revised.
    pub previous: Option<f64>,
}

/// What a calendar file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarFormat {
    /// CSV with a header line: `time,currency,impact,name`, perhaps `known,id,actual,forecast,
    /// previous`.
    Csv,
    /// A JSON list of objects with the same names; `date`, `country` and `title` count too.
    Json,
    /// iCalendar with times in UTC.
    ICal,
}

/// Reads a calendar. Rows without `known` are read as `table::assumed` says.
///
/// # Errors
/// If the document as a whole is not of this format; names the place and what was expected.
pub fn parse(format: CalendarFormat, text: &str) -> Result<Read<EventRow>, ReadError> {
    match format {
        CalendarFormat::Csv => table::csv(text),
        CalendarFormat::Json => table::json(text),
        CalendarFormat::ICal => ical::parse(text),
    }
}

/// Events with all their revisions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calendar {
    /// Revisions by event, in the order in which they became known.
    events: BTreeMap<String, Vec<EventRow>>,
}

impl Calendar {
    /// Most revisions that are kept of one event; the first stays.
    pub const REVISIONS_MAX: usize = 64;

    /// Takes a revision. Of two that became known at once the later taken counts.
    pub fn take(&mut self, row: EventRow) {
        let revisions = self.events.entry(row.id.clone()).or_default();
        let at = revisions.partition_point(|other| other.known <= row.known);
        revisions.insert(at, row);
        if revisions.len() > Self::REVISIONS_MAX {
            revisions.remove(1);
        }
    }

    /// Every event as it was known at `now`, by id.
    pub fn as_of(&self, now: UnixNanos) -> impl Iterator<Item = &EventRow> {
        self.events.values().filter_map(move |revisions| {
            let known = revisions.partition_point(|row| row.known <= now);
            revisions[..known].last()
        })
    }

    /// The first time after `now` at which something becomes known.
    #[must_use]
    pub fn next_change(&self, now: UnixNanos) -> Option<UnixNanos> {
        let rows = self.events.values().flatten();
        rows.map(|row| row.known).filter(|&known| known > now).min()
    }

    /// How many events there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }
}

/// A currency of three capital letters.
fn currency(place: &str, text: &str) -> Result<String, ReadError> {
    let code = text.trim().to_ascii_uppercase();
    if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Ok(code);
    }
    Err(ReadError::field(place, "currency", text, "three letters such as USD"))
}

#[cfg(test)]
mod tests;
