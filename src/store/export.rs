//! A part of a folder of tables as one file, for other programs.

use std::io::Write;
use std::path::Path;

use super::FileError;
use super::atomic_file::AtomicFile;
use super::parquet_read::{ReadColumn, ReadType, TableReader};
use super::parquet_text::{lines, tables_in};
use super::parquet_write::{ColumnType, ColumnValues, TableWriter};
use super::stamp::WrittenNanos;

/// Notes of the tables that the file keeps.
const NOTES: [&str; 4] =
    ["hypertrader.source", "hypertrader.symbol", "hypertrader.period", "hypertrader.clock"];

/// What an export has written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Number of rows.
    pub row_count: u64,
    /// Times of the first and last row.
    pub span: Option<(WrittenNanos, WrittenNanos)>,
}

enum Target {
    Csv(AtomicFile),
    Parquet(Box<TableWriter>),
}

/// Writes the rows of a folder of tables from one time, up to and without another, to a Parquet
/// table if `out` ends with `.parquet`, else as CSV. The folder is one of a history store: bars of
/// a series, or recorded ticks. Every table is read whole and held against its checksum.
///
/// # Errors
/// If a table cannot be read or is damaged, no row is in the range, or `out` cannot be written; it
/// is then as it was.
pub fn export(
    folder: &Path,
    from: Option<WrittenNanos>,
    to: Option<WrittenNanos>,
    out: &Path,
) -> Result<Exported, FileError> {
    let (from, to) = (from.map_or(i64::MIN, |time| time.0), to.map_or(i64::MAX, |time| time.0));
    let mut exported = Exported::default();
    let mut target: Option<(Vec<(String, ReadType)>, Target)> = None;
    for path in tables_in(folder)? {
        let mut table = TableReader::open(&path)?;
        let (columns, target) = match &mut target {
            Some(begun) => begun,
            None => target.insert((table.columns().to_vec(), begin(&table, out)?)),
        };
        if columns != table.columns() {
            return Err(FileError::new(&path, "has other columns than the table before it"));
        }
        while let Some(mut group) = table.next_group()? {
            let Some(ReadColumn::Whole(times)) = group.first().cloned() else {
                return Err(FileError::new(&path, "its first column was not the time"));
            };
            let is_kept = |time: &Option<i64>| time.is_some_and(|time| (from..to).contains(&time));
            let kept: Vec<bool> = times.iter().map(is_kept).collect();
            let mut inside = times.iter().flatten().filter(|&&time| (from..to).contains(&time));
            let Some(&first) = inside.next() else { continue };
            let last = inside.next_back().copied().unwrap_or(first);
            let begin = exported.span.map_or(WrittenNanos(first), |(begin, _)| begin);
            exported.span = Some((begin, WrittenNanos(last)));
            exported.row_count += kept.iter().filter(|kept| **kept).count() as u64;
            group.iter_mut().for_each(|column| retain(column, &kept));
            write(target, columns, &group, &path)?;
        }
    }
    match target {
        Some((_, target)) if exported.row_count > 0 => match target {
            Target::Csv(file) => file.finish()?,
            Target::Parquet(table) => table.finish()?.finish()?,
        },
        _ => return Err(FileError::new(folder, "has no rows in the range, expected at least one")),
    }
    Ok(exported)
}

fn begin(table: &TableReader, out: &Path) -> Result<Target, FileError> {
    let columns = table.columns();
    if !out.extension().is_some_and(|end| end.eq_ignore_ascii_case("parquet")) {
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        let mut file = AtomicFile::create(out)?;
        writeln!(file, "{}", names.join(",")).map_err(|error| file.failed(&error))?;
        return Ok(Target::Csv(file));
    }
    let kinds = columns.iter().map(|(name, kind)| {
        let kind = match *kind {
            ReadType::Time { is_utc, .. } => ColumnType::Time { is_utc },
            ReadType::Whole => ColumnType::Int64,
            ReadType::Real => ColumnType::Double,
        };
        (name.as_str(), kind)
    });
    let notes = NOTES.iter().filter_map(|key| Some((*key, table.note(key)?)));
    let (kinds, notes): (Vec<_>, Vec<_>) = (kinds.collect(), notes.collect());
    Ok(Target::Parquet(Box::new(TableWriter::create(out, "rows", &kinds, &notes)?)))
}

fn retain(column: &mut ReadColumn, kept: &[bool]) {
    let mut kept = kept.iter().copied();
    match column {
        ReadColumn::Whole(values) => values.retain(|_| kept.next().unwrap_or(false)),
        ReadColumn::Real(values) => values.retain(|_| kept.next().unwrap_or(false)),
    }
}

fn write(
    target: &mut Target,
    columns: &[(String, ReadType)],
    group: &[ReadColumn],
    path: &Path,
) -> Result<(), FileError> {
    let table = match target {
        Target::Csv(file) => {
            let text = lines(columns, group);
            return file.write_all(text.as_bytes()).map_err(|error| file.failed(&error));
        }
        Target::Parquet(table) => table,
    };
    enum Values {
        Whole(Vec<i64>),
        Real(Vec<f64>),
    }
    let whole = |column: &ReadColumn| match column {
        ReadColumn::Whole(values) => {
            values.iter().copied().collect::<Option<_>>().map(Values::Whole)
        }
        ReadColumn::Real(values) => values.iter().copied().collect::<Option<_>>().map(Values::Real),
    };
    let values: Option<Vec<Values>> = group.iter().map(whole).collect();
    let values =
        values.ok_or_else(|| FileError::new(path, "lacks values, expected complete rows"))?;
    let columns: Vec<ColumnValues<'_>> = values
        .iter()
        .map(|values| match values {
            Values::Whole(values) => ColumnValues::Int64(values),
            Values::Real(values) => ColumnValues::Double(values),
        })
        .collect();
    table.write_group(&columns)
}
