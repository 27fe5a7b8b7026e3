//! Parquet tables as the lines of text that they stand for.
//!
//! A table of bars or ticks is then read as any other file: same columns, same checks, same report.
//! Numbers are written with as many digits as it takes to read the same number again. A folder is
//! the tables in it, in order of their names: so the month files of the history store are one.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::types::UnixNanos;

use super::FileError;
use super::parquet_read::{ReadColumn, ReadType, TableReader};
use super::stamp::WrittenNanos;
use super::ticks::without_superseded;

/// What a Parquet file begins with.
pub(super) const MAGIC: &[u8; 4] = b"PAR1";

/// Reads one table, or several of the same columns as one: a header, then a line per row.
#[derive(Debug)]
pub(super) struct ParquetText {
    files: VecDeque<PathBuf>,
    table: TableReader,
    text: Vec<u8>,
    /// How much of the text has been read.
    start: usize,
}

/// The tables of a folder, by name.
pub(super) fn tables_in(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let failed = |error: io::Error| FileError::new(folder, format!("cannot be read: {error}"));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("parquet")) {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(FileError::new(folder, "holds no file *.parquet, expected a folder of tables"));
    }
    files.sort();
    Ok(without_superseded(files))
}

impl ParquetText {
    /// Opens tables that follow each other in time; there must be at least one.
    pub(super) fn open(files: Vec<PathBuf>) -> Result<Self, FileError> {
        let mut files = VecDeque::from(files);
        let first = files.pop_front().unwrap_or_default();
        let table = TableReader::open(&first)?;
        let names: Vec<&str> = table.columns().iter().map(|(name, _)| name.as_str()).collect();
        if let Some(name) = names.iter().find(|name| name.contains([',', '"', '\n', '\r'])) {
            return Err(FileError::new(&first, format!("has a column {name:?}, expected a name")));
        }
        let text = (names.join(",") + "\n").into_bytes();
        Ok(Self { files, table, text, start: 0 })
    }

    /// Makes the lines of the next rows; false when there are none.
    fn fill(&mut self) -> Result<bool, FileError> {
        loop {
            if let Some(group) = self.table.next_group()? {
                self.text = lines(self.table.columns(), &group).into_bytes();
                self.start = 0;
                return Ok(true);
            }
            let Some(path) = self.files.pop_front() else { return Ok(false) };
            let next = TableReader::open(&path)?;
            if next.columns() != self.table.columns() {
                let problem = "has other columns than the table before it in the folder";
                return Err(FileError::new(&path, problem));
            }
            self.table = next;
        }
    }
}

impl Read for ParquetText {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        while self.start == self.text.len() {
            if !self.fill().map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))? {
                return Ok(0);
            }
        }
        let count = target.len().min(self.text.len() - self.start);
        target[..count].copy_from_slice(&self.text[self.start..self.start + count]);
        self.start += count;
        Ok(count)
    }
}

/// The lines of text that rows stand for.
pub(super) fn lines(columns: &[(String, ReadType)], group: &[ReadColumn]) -> String {
    let row_count = group.first().map_or(0, |column| match column {
        ReadColumn::Whole(values) => values.len(),
        ReadColumn::Real(values) => values.len(),
    });
    let mut text = String::with_capacity(row_count * columns.len() * 12);
    for row in 0..row_count {
        for (index, ((_, kind), column)) in columns.iter().zip(group).enumerate() {
            if index > 0 {
                text.push(',');
            }
            // Writing to a `String` cannot fail.
            let _ = match (column, kind) {
                (ReadColumn::Whole(values), ReadType::Time { is_utc, .. }) => match values[row] {
                    Some(time) if *is_utc => write!(text, "{}", UnixNanos(time)),
                    Some(time) => write!(text, "{}", WrittenNanos(time)),
                    None => Ok(()),
                },
                (ReadColumn::Whole(values), _) => {
                    values[row].map_or(Ok(()), |value| write!(text, "{value}"))
                }
                (ReadColumn::Real(values), _) => {
                    values[row].map_or(Ok(()), |value| write!(text, "{value}"))
                }
            };
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::parquet_write::{ColumnType, ColumnValues, TableWriter};
    use super::*;

    fn write(path: &Path, time: ColumnType, from: i64) {
        let columns = [("time", time), ("x", ColumnType::NullableDouble), ("n", ColumnType::Int32)];
        let mut writer = TableWriter::create(path, "rows", &columns, &[]).unwrap();
        writer
            .write_group(&[
                ColumnValues::Int64(&[from, from + 60_000_000_000]),
                ColumnValues::NullableDouble(&[0.1], &[1, 0]),
                ColumnValues::Int32(&[3, -4]),
            ])
            .unwrap();
        writer.finish().unwrap().finish().unwrap();
    }

    #[test]
    fn a_folder_reads_as_one_table_and_refuses_a_stranger() {
        let folder = std::env::temp_dir().join(format!("ht-text-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        assert!(tables_in(&folder).unwrap_err().to_string().contains("no file *.parquet"));
        let local = ColumnType::Time { is_utc: false };
        write(&folder.join("2026-02.parquet"), local, 60_000_000_000 * 60);
        write(&folder.join("2026-01.parquet"), local, 0);
        std::fs::write(folder.join("notes.txt"), "not a table").unwrap();
        let mut text = String::new();
        ParquetText::open(tables_in(&folder).unwrap()).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(
            text,
            "time,x,n\n1970-01-01T00:00:00,0.1,3\n1970-01-01T00:01:00,,-4\n\
             1970-01-01T01:00:00,0.1,3\n1970-01-01T01:01:00,,-4\n"
        );
        write(&folder.join("2026-03.parquet"), ColumnType::Time { is_utc: true }, 0);
        let mut text = String::new();
        let mut reader = ParquetText::open(tables_in(&folder).unwrap()).unwrap();
        let error = reader.read_to_string(&mut text).unwrap_err().to_string();
        assert!(error.contains("2026-03.parquet") && error.contains("other columns"), "{error}");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
