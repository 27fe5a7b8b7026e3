//! Fields of a file to an event, whatever the file calls them.

use std::fmt;

use super::event::{Calendar, Event, Impact, Version};
use crate::news::{hash, stamp};
use crate::types::{Currency, UnixNanos};

/// Turns a time without a zone, given as if it were UTC, into UTC.
pub type LocalTime<'a> = &'a dyn Fn(UnixNanos) -> UnixNanos;

/// Digits behind the point of MetaTrader's whole numbers: values times a million.
const METATRADER_SCALE: f64 = 1e6;

/// A calendar that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarError {
    /// Line of the text, from 1.
    pub line: usize,
    /// What it was and what was expected.
    pub problem: String,
}

impl CalendarError {
    pub(super) fn new(line: usize, problem: impl Into<String>) -> Self {
        Self { line, problem: problem.into() }
    }
}

impl fmt::Display for CalendarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for CalendarError {}

/// What a field is, by its name without case, spaces and `_`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Id,
    Known,
    Date,
    Time,
    Currency,
    Impact,
    Name,
    Actual,
    Forecast,
    Previous,
    Revised,
}

impl Field {
    /// The field of a name; `None` for one that is not looked at.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let letters = name.chars().filter(|character| character.is_ascii_alphanumeric());
        let name: String = letters.map(|character| character.to_ascii_lowercase()).collect();
        Some(match name.as_str() {
            "id" | "valueid" => Self::Id,
            "known" | "knownat" | "fetched" | "fetchedat" => Self::Known,
            "date" => Self::Date,
            "time" | "datetime" | "scheduled" | "timestamp" => Self::Time,
            "currency" | "country" | "currencycode" | "ccy" => Self::Currency,
            "impact" | "importance" => Self::Impact,
            "name" | "event" | "title" | "eventname" => Self::Name,
            "actual" | "actualvalue" => Self::Actual,
            "forecast" | "forecastvalue" | "consensus" => Self::Forecast,
            "previous" | "prev" | "prevvalue" | "previousvalue" => Self::Previous,
            "revised" | "revisedprevvalue" | "revisedprevious" => Self::Revised,
            _ => return None,
        })
    }
}

/// A row of a file: fields as text, in MetaTrader's or anybody's names.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) line: usize,
    fields: Vec<(Field, String)>,
}

impl Row {
    pub(super) fn new(line: usize) -> Self {
        Self { line, fields: Vec::new() }
    }

    /// Adds a field by its name. Empty ones and unknown names are left out; values that
    /// MetaTrader writes as whole millionths become numbers.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        let value = value.trim();
        let Some(field) = Field::parse(name).filter(|_| !value.is_empty()) else { return };
        let is_scaled = name.trim().to_ascii_lowercase().ends_with("_value");
        let value = match value.parse::<i64>() {
            // MetaTrader's LONG_MIN: no value.
            Ok(i64::MIN) => return,
            Ok(millionths) if is_scaled => (millionths as f64 / METATRADER_SCALE).to_string(),
            _ => value.to_owned(),
        };
        self.fields.push((field, value));
    }

    pub(super) fn get(&self, field: Field) -> Option<&str> {
        self.fields.iter().find(|(other, _)| *other == field).map(|(_, text)| text.as_str())
    }

    fn need(&self, field: Field, expected: &str) -> Result<&str, CalendarError> {
        self.get(field).ok_or_else(|| {
            CalendarError::new(self.line, format!("has no {expected}; expected one"))
        })
    }

    fn unreadable(&self, what: &str, was: &str, expected: &str) -> CalendarError {
        CalendarError::new(self.line, format!("{what} was {was:?}, expected {expected}"))
    }

    fn stamp(
        &self,
        what: &str,
        text: &str,
        local: LocalTime<'_>,
    ) -> Result<UnixNanos, CalendarError> {
        stamp::parse_local(text, local).ok_or_else(|| self.unreadable(what, text, stamp::ACCEPTED))
    }

    /// Puts the event into the calendar.
    ///
    /// Without a moment at which the row became known, its schedule counts as known for ever and
    /// its value from the scheduled time on.
    pub(super) fn add_to(
        &self,
        calendar: &mut Calendar,
        local: LocalTime<'_>,
    ) -> Result<(), CalendarError> {
        let when = match (self.get(Field::Date), self.get(Field::Time)) {
            (Some(date), Some(time)) => format!("{date} {time}"),
            (Some(text), None) | (None, Some(text)) => text.to_owned(),
            (None, None) => self.need(Field::Time, "time")?.to_owned(),
        };
        let time = self.stamp("time", &when, local)?;
        let code = self.need(Field::Currency, "currency")?;
        let currency = Currency::new(&code.to_ascii_uppercase())
            .ok_or_else(|| self.unreadable("currency", code, "a code such as USD"))?;
        let impact = self.need(Field::Impact, "importance")?;
        let impact = Impact::parse(impact).ok_or_else(|| {
            self.unreadable("importance", impact, "none, low, moderate, medium, high or 0 to 3")
        })?;
        let name = self.need(Field::Name, "name")?;
        let id = match self.get(Field::Id) {
            Some(id) => id
                .parse()
                .map_err(|_| self.unreadable("id", id, "a whole number from 0 to 2^64 - 1"))?,
            None => own_id(code, name, time),
        };
        let number = |field| self.get(field).and_then(number);
        let known = self.get(Field::Known).map(|text| self.stamp("known", text, local));
        let (known, actual) = (known.transpose()?, number(Field::Actual));
        let version = Version {
            known: known.unwrap_or(UnixNanos(i64::MIN)),
            time,
            actual: actual.filter(|_| known.is_some()),
            forecast: number(Field::Forecast),
            previous: number(Field::Revised).or_else(|| number(Field::Previous)),
        };
        let mut event = Event::new(id, currency, impact, name, version);
        if known.is_none() && actual.is_some() {
            event.add(Version { known: time, actual, ..version });
        }
        calendar.insert(event);
        Ok(())
    }
}

/// The number of an event whose source gives none: the same for every telling of the same day.
fn own_id(currency: &str, name: &str, time: UnixNanos) -> u64 {
    let day = time.seconds().div_euclid(86_400).to_le_bytes();
    let text = currency.bytes().chain([0]).chain(name.bytes()).chain([0]);
    hash::of(text.map(|byte| byte.to_ascii_lowercase()).chain(day))
}

/// A value such as `0.3%`, `-1,250.5`, `180K`; `None` for what is no number, such as votes.
fn number(text: &str) -> Option<f64> {
    let text: String = text.chars().filter(|it| !matches!(it, ',' | ' ' | '\u{a0}')).collect();
    let text = text.trim_end_matches('%');
    let (digits, factor) = match text.char_indices().next_back()? {
        (at, 'K' | 'k') => (&text[..at], 1e3),
        (at, 'M' | 'm') => (&text[..at], 1e6),
        (at, 'B' | 'b') => (&text[..at], 1e9),
        (at, 'T' | 't') => (&text[..at], 1e12),
        _ => (text, 1.0),
    };
    let is_number =
        digits.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'.' | b'-' | b'+'));
    digits.parse::<f64>().ok().filter(|_| is_number).map(|value| value * factor)
}
