//! Calendars as separated values: a header, then one event a line.

use super::row::{CalendarError, Field, Row};
use crate::news::csv::fields;

/// The rows of a text; the separator is the one of comma, semicolon and tab that the header has.
pub(super) fn rows(text: &str) -> Result<Vec<Row>, CalendarError> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let Some((_, header)) = lines.next() else { return Ok(Vec::new()) };
    let separator = ['\t', ';', ','].into_iter().find(|&mark| header.contains(mark));
    let separator = separator.unwrap_or(',');
    let names = fields(header, separator).unwrap_or_default();
    if !names.iter().any(|name| matches!(Field::parse(name), Some(Field::Date | Field::Time))) {
        let problem = format!(
            "was {header:?}, expected a header with time, currency, importance and name, and if \
             known id, known, actual, forecast, previous, revised"
        );
        return Err(CalendarError::new(1, problem));
    }
    lines
        .map(|(index, line)| {
            let wrong = |problem: String| CalendarError::new(index + 1, problem);
            let values = fields(line, separator)
                .ok_or_else(|| wrong("has a quote that does not end; expected one".to_owned()))?;
            if values.len() != names.len() {
                let (was, expected) = (values.len(), names.len());
                return Err(wrong(format!("has {was} fields, expected {expected} as the header")));
            }
            let mut row = Row::new(index + 1);
            names.iter().zip(&values).for_each(|(name, value)| row.set(name, value));
            Ok(row)
        })
        .collect()
}
