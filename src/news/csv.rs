//! Comma-separated text with a header line, as spreadsheets write it (RFC 4180).

use super::item::ReadError;

/// A record and the line that it starts in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// Line, from 1.
    pub(super) line: usize,
    /// Fields, without their quotes.
    pub(super) fields: Vec<String>,
}

/// All records. Empty lines are left out; a byte order mark is too.
pub(super) fn records(text: &str) -> Result<Vec<Record>, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut records = Vec::new();
    let (mut line, mut first_line) = (1, 1);
    let (mut fields, mut field) = (Vec::new(), String::new());
    let (mut quoted, mut was_quoted) = (false, false);
    let mut characters = text.chars().peekable();
    loop {
        let character = characters.next();
        match character {
            Some('"') if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                field.push('"');
            }
            Some('"') if quoted || (field.is_empty() && !was_quoted) => {
                quoted = !quoted;
                was_quoted = true;
            }
            Some(',') if !quoted => {
                fields.push(std::mem::take(&mut field));
                was_quoted = false;
            }
            Some('\n') | None if !quoted => {
                if field.ends_with('\r') {
                    field.pop();
                }
                let is_empty = fields.is_empty() && field.is_empty() && !was_quoted;
                fields.push(std::mem::take(&mut field));
                let fields = std::mem::take(&mut fields);
                if !is_empty {
                    records.push(Record { line: first_line, fields });
                }
                was_quoted = false;
                line += 1;
                first_line = line;
                if character.is_none() {
                    return Ok(records);
                }
            }
            None => {
                let place = format!("line {first_line}");
                return Err(ReadError::new(place, "a quote without end, expected a second one"));
            }
            Some(other) => {
                line += usize::from(other == '\n');
                field.push(other);
            }
        }
    }
}

/// Columns found by the names in the header line.
#[derive(Debug)]
pub(super) struct Table {
    header: Vec<String>,
    /// The records after the header.
    pub(super) records: Vec<Record>,
}

impl Table {
    /// # Errors
    /// No header line, a needed column that is missing, a record with more fields than columns.
    pub(super) fn new(text: &str, needed: &[&str]) -> Result<Self, ReadError> {
        let mut records = records(text)?;
        if records.is_empty() {
            return Err(ReadError::new("line 1", "expected a header line"));
        }
        let Record { line, fields } = records.remove(0);
        let header: Vec<String> =
            fields.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
        if let Some(missing) = needed.iter().find(|name| !header.iter().any(|it| it == *name)) {
            let message = format!("was `{}`, expected a column `{missing}`", header.join(","));
            return Err(ReadError::new(format_args!("line {line}"), message));
        }
        Ok(Self { header, records })
    }

    /// A field of a record, without space around it; empty if there is no such column or field.
    pub(super) fn field<'a>(&self, record: &'a Record, name: &str) -> &'a str {
        let column = self.header.iter().position(|it| it == name);
        column.and_then(|column| record.fields.get(column)).map_or("", |field| field.trim())
    }

    /// How many fields a record may have.
    pub(super) fn check_width(&self, record: &Record) -> Result<(), ReadError> {
        let (was, most) = (record.fields.len(), self.header.len());
        if was <= most {
            return Ok(());
        }
        let message = format!("was {was} fields, expected at most {most}; quote those with commas");
        Err(ReadError::new(format_args!("line {}", record.line), message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<(usize, Vec<String>)> {
        records(text).unwrap().into_iter().map(|record| (record.line, record.fields)).collect()
    }

    #[test]
    fn quotes_hold_commas_lines_and_quotes() {
        let text = "\u{feff}a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\n\n,\n5\" wide,\"\"\n";
        let expected = [
            (1, vec!["a", "b"]),
            (2, vec!["x, \"y\"", "two\nlines"]),
            (5, vec!["", ""]),
            (6, vec!["5\" wide", ""]),
        ];
        let expected: Vec<(usize, Vec<String>)> = expected
            .into_iter()
            .map(|(line, fields)| (line, fields.into_iter().map(str::to_owned).collect()))
            .collect();
        assert_eq!(fields(text), expected);
        assert_eq!(records("a\n\"b").unwrap_err().place, "line 2");
    }

    #[test]
    fn columns_are_found_by_name() {
        let table = Table::new("B, a \n1,2\n3\n4,5,6\n", &["a", "b"]).unwrap();
        assert_eq!(table.field(&table.records[0], "a"), "2");
        assert_eq!(table.field(&table.records[1], "a"), "");
        assert_eq!(table.check_width(&table.records[2]).unwrap_err().place, "line 4");
        let error = Table::new("a\n", &["a", "b"]).unwrap_err();
        assert_eq!(error.to_string(), "line 1: was `a`, expected a column `b`");
        assert!(Table::new("\n\n", &[]).is_err());
    }
}
