//! Calendars as JSON: a list of objects, or one object a line.

use serde_json::{Map, Value};

use super::row::{CalendarError, Row};

/// The rows of a text.
pub(super) fn rows(text: &str) -> Result<Vec<Row>, CalendarError> {
    if text.trim_start().starts_with('[') {
        return whole(text);
    }
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            let value: Map<String, Value> = serde_json::from_str(line)
                .map_err(|error| CalendarError::new(index + 1, object_expected(&error)))?;
            Ok(row(index + 1, &value))
        })
        .collect()
}

fn object_expected(error: &serde_json::Error) -> String {
    format!("{error}; expected an object with time, currency, importance and name")
}

fn whole(text: &str) -> Result<Vec<Row>, CalendarError> {
    let objects: Vec<Map<String, Value>> = serde_json::from_str(text)
        .map_err(|error| CalendarError::new(error.line(), object_expected(&error)))?;
    let lines = lines_of_objects(text);
    Ok(objects.iter().zip(lines).map(|(object, line)| row(line, object)).collect())
}

fn row(line: usize, object: &Map<String, Value>) -> Row {
    let mut row = Row::new(line);
    for (name, value) in object {
        match value {
            Value::String(text) => row.set(name, text),
            Value::Number(number) => row.set(name, &number.to_string()),
            _ => {}
        }
    }
    row
}

/// The line on which each object of a list begins; the text is known to be sound.
fn lines_of_objects(text: &str) -> impl Iterator<Item = usize> {
    let (mut line, mut depth, mut in_text, mut escaped) = (1, 0_usize, false, false);
    text.bytes().filter_map(move |byte| {
        line += usize::from(byte == b'\n');
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                depth += 1;
                return (depth == 2).then_some(line);
            }
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        None
    })
}
