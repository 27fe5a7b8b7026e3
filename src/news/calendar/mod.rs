//! The economic calendar: what was scheduled, as it was known at a moment, and when not to trade.
//!
//! | file | what |
//! |---|---|
//! | `event` | events and what became known of them, when |
//! | `rules` | how long before and after which event |
//! | `row` | fields of a file to an event, whatever the file calls them |
//! | `csv`, `json`, `ical` | the formats |
//!
//! `risk` holds entries against the [`Blackout`]s that come out of here; events that a host hands
//! over (`ht_engine_calendar`) take the same way, see `Engine::set_calendar`.

mod csv;
mod event;
mod ical;
mod json;
mod row;
mod rules;

pub use event::{Calendar, Event, Impact, Version};
pub use row::{CalendarError, LocalTime};
pub use rules::{Blackout, BlackoutRules, CalendarSettings, Window};

use self::row::Row;

/// Reads a calendar; the format follows from the first characters.
///
/// `local` turns times without a zone into UTC: those of MetaTrader's calendar are the trade
/// server's.
///
/// # Errors
/// The first row that cannot be read: its line, and what was expected.
pub fn parse(text: &str, local: LocalTime<'_>) -> Result<Calendar, CalendarError> {
    let text = text.trim_start_matches('\u{feff}');
    let begin = text.trim_start();
    let rows: Vec<Row> = if begin.starts_with("BEGIN:VCALENDAR") {
        ical::rows(text)?
    } else if begin.starts_with(['[', '{']) {
        json::rows(text)?
    } else {
        csv::rows(text)?
    };
    let mut calendar = Calendar::default();
    for row in rows {
        row.add_to(&mut calendar, local)?;
    }
    Ok(calendar)
}

#[cfg(test)]
mod tests;
