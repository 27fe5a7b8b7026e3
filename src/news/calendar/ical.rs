//! Calendars as iCalendar (RFC 5545), of which events are read: when, what, and how important.

use super::row::{CalendarError, Row};

/// The rows of a text: one per `VEVENT`.
///
/// `DTSTART` is UTC, local or a day; a named zone other than UTC is refused, as nothing here knows
/// the zones' rules. The currency is `X-CURRENCY`, or three capitals at the beginning of the
/// summary, in brackets or not; the importance `X-IMPACT`, a category, or `PRIORITY`.
pub(super) fn rows(text: &str) -> Result<Vec<Row>, CalendarError> {
    let mut rows = Vec::new();
    let mut open: Option<Row> = None;
    for (line, content) in unfolded(text) {
        let Some((head, value)) = content.split_once(':') else {
            return Err(CalendarError::new(line, format!("was {content:?}, expected NAME:value")));
        };
        let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
        match (name.to_ascii_uppercase().as_str(), value.trim(), &mut open) {
            ("BEGIN", "VEVENT", _) => open = Some(Row::new(line)),
            ("END", "VEVENT", row) => rows.extend(row.take()),
            ("DTSTART", value, Some(row)) => {
                check_zone(line, parameters)?;
                row.set("time", value);
            }
            ("SUMMARY", value, Some(row)) => summary(row, &unescaped(value)),
            ("X-CURRENCY", value, Some(row)) => row.set("currency", value),
            ("X-IMPACT", value, Some(row)) => row.set("impact", value),
            ("X-KNOWN", value, Some(row)) => row.set("known", value),
            ("CATEGORIES", value, Some(row)) => {
                let words = value.split([',', ' ']);
                let mut known = words.filter(|word| super::Impact::parse(word).is_some());
                row.set("impact", known.next().unwrap_or(""));
            }
            ("PRIORITY", value, Some(row)) => row.set("impact", priority(value)),
            _ => {}
        }
    }
    match open {
        Some(row) => Err(CalendarError::new(row.line, "has no END:VEVENT; expected one")),
        None => Ok(rows),
    }
}

/// Lines with their continuations, which begin with a space or a tab.
fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, before))) => before.push_str(rest),
            _ if line.trim().is_empty() => {}
            _ => lines.push((index + 1, line.to_owned())),
        }
    }
    lines
}

fn check_zone(line: usize, parameters: &str) -> Result<(), CalendarError> {
    let mut zones = parameters.split(';').filter_map(|parameter| parameter.strip_prefix("TZID="));
    let is_utc =
        |zone: &str| ["UTC", "Etc/UTC", "GMT", "Etc/GMT"].contains(&zone.trim_matches('"'));
    match zones.find(|zone| !is_utc(zone)) {
        None => Ok(()),
        Some(zone) => {
            let problem =
                format!("zone was {zone:?}, expected UTC, as in DTSTART:20260105T133000Z");
            Err(CalendarError::new(line, problem))
        }
    }
}

/// `USD Non-Farm Payrolls`, `[USD] ...`, `USD: ...`: the currency and the name.
fn summary(row: &mut Row, text: &str) {
    let plain = text.trim().trim_start_matches(['[', '(']);
    let code = plain.get(..3).filter(|code| code.bytes().all(|byte| byte.is_ascii_uppercase()));
    let rest = plain.get(3..).unwrap_or("");
    let is_code = code.is_some() && rest.starts_with([' ', ']', ')', ':', '-']);
    if let Some(code) = code.filter(|_| is_code) {
        row.set("currency", code);
        row.set("name", rest.trim_start_matches([' ', ']', ')', ':', '-']));
    } else {
        row.set("name", text);
    }
}

fn unescaped(text: &str) -> String {
    let text = text.replace("\\n", " ").replace("\\N", " ");
    text.replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
}

/// RFC 5545: 1 to 4 is high, 5 is medium, 6 to 9 is low, 0 is undefined.
fn priority(text: &str) -> &'static str {
    match text.trim().parse() {
        Ok(1..=4) => "high",
        Ok(5) => "moderate",
        Ok(6..=9) => "low",
        _ => "",
    }
}
