//! Reads flat Parquet tables of times and numbers, whoever wrote them, a row group at a time.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use parquet::basic::{Compression, LogicalType, TimeUnit, Type as PhysicalType};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::schema::types::ColumnDescriptor;

use super::FileError;
use super::parquet_checksum::{CHECKSUM, Checksum};

/// What a column of a table that is read holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReadType {
    /// Times, in nanoseconds when read.
    Time { is_utc: bool, nanos_per_unit: i64 },
    /// Whole numbers.
    Whole,
    /// Numbers.
    Real,
}

/// One column of one row group; `None` where a row has no value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ReadColumn {
    Whole(Vec<Option<i64>>),
    Real(Vec<Option<f64>>),
}

/// Reads a flat table of times and numbers, whoever wrote it.
pub(super) struct TableReader {
    reader: SerializedFileReader<File>,
    path: PathBuf,
    columns: Vec<(String, ReadType)>,
    next_group: usize,
    checksum: Checksum,
}

impl TableReader {
    pub(super) fn open(path: &Path) -> Result<Self, FileError> {
        let file = File::open(path)
            .map_err(|error| FileError::new(path, format!("cannot be opened: {error}")))?;
        let reader = guarded(|| SerializedFileReader::new(file))
            .map_err(|error| cannot_read(path, &error))?;
        let schema = reader.metadata().file_metadata().schema_descr();
        let mut columns = Vec::with_capacity(schema.num_columns());
        for column in schema.columns() {
            let kind = read_type(column).ok_or_else(|| {
                FileError::new(
                    path,
                    format!(
                        "column {:?} is {}, expected a time or a number in a flat table",
                        column.name(),
                        column.physical_type()
                    ),
                )
            })?;
            columns.push((column.name().to_owned(), kind));
        }
        let (path, checksum) = (path.to_path_buf(), Checksum::default());
        Ok(Self { reader, path, columns, next_group: 0, checksum })
    }

    /// Names and types of the columns.
    pub(super) fn columns(&self) -> &[(String, ReadType)] {
        &self.columns
    }

    /// A note that the writer left in the file.
    pub(super) fn note(&self, key: &str) -> Option<&str> {
        let notes = self.reader.metadata().file_metadata().key_value_metadata()?;
        notes.iter().find(|note| note.key == key)?.value.as_deref()
    }

    /// Whether damage to the values would be noticed.
    pub(super) fn has_checksum(&self) -> bool {
        self.note(CHECKSUM).is_some()
    }

    /// Number of row groups.
    pub(super) fn group_count(&self) -> usize {
        self.reader.num_row_groups()
    }

    /// Number of rows, as the file states it.
    pub(super) fn row_count(&self) -> u64 {
        u64::try_from(self.reader.metadata().file_metadata().num_rows()).unwrap_or(0)
    }

    /// Whether every column is compressed as tables are written today.
    pub(super) fn is_compressed_as_written(&self) -> bool {
        let mut columns = self.reader.metadata().row_groups().iter().flat_map(|g| g.columns());
        columns.all(|column| matches!(column.compression(), Compression::ZSTD(_)))
    }

    /// The columns of the next row group; `None` after the last, if the checksum is right.
    pub(super) fn next_group(&mut self) -> Result<Option<Vec<ReadColumn>>, FileError> {
        if self.next_group == self.reader.num_row_groups() {
            return self.check().map(|()| None);
        }
        let columns = guarded(|| self.read_group(self.next_group))
            .map_err(|error| cannot_read(&self.path, &error))?;
        self.next_group += 1;
        for column in &columns {
            match column {
                ReadColumn::Whole(values) => {
                    self.checksum.add(values.iter().map(|value| value.map(i64::to_le_bytes)));
                }
                ReadColumn::Real(values) => {
                    self.checksum.add(values.iter().map(|value| value.map(f64::to_le_bytes)));
                }
            }
        }
        Ok(Some(columns))
    }

    /// Tables of others have no checksum.
    fn check(&self) -> Result<(), FileError> {
        match self.note(CHECKSUM) {
            Some(written) if written != self.checksum.clone().text() => {
                Err(FileError::new(&self.path, "is damaged: its values are not those written"))
            }
            _ => Ok(()),
        }
    }

    fn read_group(&self, index: usize) -> Result<Vec<ReadColumn>, ParquetError> {
        let group = self.reader.get_row_group(index)?;
        let row_count = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
        let kinds = self.columns.iter().map(|(_, kind)| *kind).enumerate();
        kinds.map(|(column, kind)| read_column(&*group, column, row_count, kind)).collect()
    }
}

impl std::fmt::Debug for TableReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TableReader")
            .field("path", &self.path)
            .field("columns", &self.columns)
            .finish_non_exhaustive()
    }
}

/// Runs a call of the Parquet library, which panics on some damaged files.
fn guarded<T>(call: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    catch_unwind(AssertUnwindSafe(call))
        .unwrap_or_else(|_| Err(ParquetError::General("the file is damaged".into())))
}

fn cannot_read(path: &Path, error: &ParquetError) -> FileError {
    FileError::new(path, format!("cannot be read: {error}"))
}

/// `None` for nested columns and for what is neither time nor number.
fn read_type(column: &ColumnDescriptor) -> Option<ReadType> {
    if column.max_rep_level() > 0 || column.max_def_level() > 1 {
        return None;
    }
    match (column.physical_type(), column.logical_type_ref()) {
        (PhysicalType::INT64, Some(LogicalType::Timestamp(time))) => {
            let nanos_per_unit = match time.unit {
                TimeUnit::MILLIS => 1_000_000,
                TimeUnit::MICROS => 1_000,
                TimeUnit::NANOS => 1,
            };
            Some(ReadType::Time { is_utc: time.is_adjusted_to_u_t_c, nanos_per_unit })
        }
        (PhysicalType::INT32 | PhysicalType::INT64, None | Some(LogicalType::Integer(_))) => {
            Some(ReadType::Whole)
        }
        (PhysicalType::FLOAT | PhysicalType::DOUBLE, None) => Some(ReadType::Real),
        _ => None,
    }
}

fn read_column(
    group: &dyn RowGroupReader,
    index: usize,
    row_count: usize,
    kind: ReadType,
) -> Result<ReadColumn, ParquetError> {
    let whole = |values: Vec<Option<i64>>| match kind {
        ReadType::Time { nanos_per_unit, .. } => {
            let out_of_range = || ParquetError::General("a time is out of range".into());
            let scaled = values.into_iter().map(|value| {
                let scale = |time: i64| time.checked_mul(nanos_per_unit).ok_or_else(out_of_range);
                value.map(scale).transpose()
            });
            scaled.collect::<Result<_, _>>().map(ReadColumn::Whole)
        }
        _ => Ok(ReadColumn::Whole(values)),
    };
    match group.get_column_reader(index)? {
        ColumnReader::Int64ColumnReader(reader) => whole(read_values(reader, row_count, |v| v)?),
        ColumnReader::Int32ColumnReader(reader) => {
            whole(read_values(reader, row_count, i64::from)?)
        }
        ColumnReader::DoubleColumnReader(reader) => {
            Ok(ReadColumn::Real(read_values(reader, row_count, |v| v)?))
        }
        ColumnReader::FloatColumnReader(reader) => {
            Ok(ReadColumn::Real(read_values(reader, row_count, f64::from)?))
        }
        _ => Err(ParquetError::General("a column is neither time nor number".into())),
    }
}

fn read_values<T: DataType, V>(
    mut reader: ColumnReaderImpl<T>,
    row_count: usize,
    convert: impl Fn(T::T) -> V,
) -> Result<Vec<Option<V>>, ParquetError> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    let mut read = 0;
    while read < row_count {
        let (rows, ..) =
            reader.read_records(row_count - read, Some(&mut levels), None, &mut values)?;
        if rows == 0 {
            return Err(ParquetError::General(format!(
                "a column has {read} rows, expected {row_count}"
            )));
        }
        read += rows;
    }
    let mut values = values.into_iter().map(convert);
    if levels.is_empty() {
        return Ok(values.map(Some).collect()); // a column that has a value in every row
    }
    Ok(levels.into_iter().map(|level| if level == 0 { None } else { values.next() }).collect())
}

#[cfg(test)]
mod tests {
    use super::super::parquet_write::{ColumnType, ColumnValues, TableWriter};
    use super::*;

    #[test]
    fn a_table_reads_back_with_its_notes() {
        let folder = std::env::temp_dir().join(format!("ht-table-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("t.parquet");
        let columns = [
            ("time", ColumnType::Time { is_utc: false }),
            ("n", ColumnType::Int32),
            ("big", ColumnType::Int64),
            ("x", ColumnType::NullableDouble),
        ];
        let mut writer = TableWriter::create(&path, "rows", &columns, &[("who", "test")]).unwrap();
        for shift in [0, 2] {
            writer
                .write_group(&[
                    ColumnValues::Int64(&[shift, shift + 1]),
                    ColumnValues::Int32(&[-1, i32::MAX]),
                    ColumnValues::Int64(&[i64::MIN, i64::MAX]),
                    ColumnValues::NullableDouble(&[0.1], &[0, 1]),
                ])
                .unwrap();
        }
        writer.finish().unwrap().finish().unwrap();

        let mut reader = TableReader::open(&path).unwrap();
        assert_eq!((reader.note("who"), reader.note("what")), (Some("test"), None));
        let time = ReadType::Time { is_utc: false, nanos_per_unit: 1 };
        let kinds: Vec<_> = reader.columns().iter().map(|(_, kind)| *kind).collect();
        assert_eq!(kinds, [time, ReadType::Whole, ReadType::Whole, ReadType::Real]);
        for shift in [0, 2] {
            let group = reader.next_group().unwrap().unwrap();
            assert_eq!(group[0], ReadColumn::Whole(vec![Some(shift), Some(shift + 1)]));
            assert_eq!(group[1], ReadColumn::Whole(vec![Some(-1), Some(i64::from(i32::MAX))]));
            assert_eq!(group[2], ReadColumn::Whole(vec![Some(i64::MIN), Some(i64::MAX)]));
            assert_eq!(group[3], ReadColumn::Real(vec![None, Some(0.1)]));
        }
        assert_eq!(reader.next_group().unwrap(), None);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn damaged_files_are_errors() {
        let path = std::env::temp_dir().join(format!("ht-damaged-{}.parquet", std::process::id()));
        for content in [&b"PAR1"[..], b"PAR1PAR1PAR1", b"", b"time,open\n1,2\n"] {
            std::fs::write(&path, content).unwrap();
            assert!(TableReader::open(&path).is_err(), "{content:?} was accepted");
        }
        std::fs::remove_file(&path).unwrap();
    }
}
