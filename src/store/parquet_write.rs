//! Writes flat Parquet tables of times and numbers, a row group at a time.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{
    Compression, LogicalType, Repetition, TimeUnit, Type as PhysicalType, ZstdLevel,
};
use parquet::data_type::{DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

use super::FileError;
use super::atomic_file::AtomicFile;
use super::parquet_checksum::{CHECKSUM, Checksum};
use super::parquet_read::ReadType;

/// What a column of a written table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnType {
    /// Nanoseconds; UTC, or of a clock that the file does not name.
    Time { is_utc: bool },
    /// Whole numbers of 64 bits.
    Int64,
    /// Whole numbers of 32 bits.
    Int32,
    /// Numbers.
    Double,
    /// Numbers, or nothing.
    NullableDouble,
}

impl ColumnType {
    /// What a column of this type is read as.
    pub(super) const fn when_read(self) -> ReadType {
        match self {
            Self::Time { is_utc } => ReadType::Time { is_utc, nanos_per_unit: 1 },
            Self::Int64 | Self::Int32 => ReadType::Whole,
            Self::Double | Self::NullableDouble => ReadType::Real,
        }
    }

    fn field(self, name: &str) -> Result<Type, ParquetError> {
        let (physical, repetition) = match self {
            Self::Time { .. } | Self::Int64 => (PhysicalType::INT64, Repetition::REQUIRED),
            Self::Int32 => (PhysicalType::INT32, Repetition::REQUIRED),
            Self::Double => (PhysicalType::DOUBLE, Repetition::REQUIRED),
            Self::NullableDouble => (PhysicalType::DOUBLE, Repetition::OPTIONAL),
        };
        let logical = match self {
            Self::Time { is_utc } => Some(LogicalType::timestamp(is_utc, TimeUnit::NANOS)),
            _ => None,
        };
        Type::primitive_type_builder(name, physical)
            .with_repetition(repetition)
            .with_logical_type(logical)
            .build()
    }
}

/// The values of one column of one row group.
#[derive(Clone, Copy, Debug)]
pub(super) enum ColumnValues<'a> {
    Int64(&'a [i64]),
    Int32(&'a [i32]),
    Double(&'a [f64]),
    /// The values that are there, and for each row 1 if it has one, else 0.
    NullableDouble(&'a [f64], &'a [i16]),
}

impl ColumnValues<'_> {
    fn add_to(self, checksum: &mut Checksum) {
        match self {
            Self::Int64(values) => checksum.add(values.iter().map(|v| Some(v.to_le_bytes()))),
            Self::Int32(values) => {
                checksum.add(values.iter().map(|v| Some(i64::from(*v).to_le_bytes())));
            }
            Self::Double(values) => checksum.add(values.iter().map(|v| Some(v.to_le_bytes()))),
            Self::NullableDouble(values, levels) => {
                let mut values = values.iter();
                let value = |level: &i16| {
                    if *level == 0 { None } else { values.next().map(|v| v.to_le_bytes()) }
                };
                checksum.add(levels.iter().map(value));
            }
        }
    }
}

/// A table being written beside its target, compressed with zstd.
#[derive(Debug)]
pub(super) struct TableWriter {
    writer: SerializedFileWriter<AtomicFile>,
    path: PathBuf,
    checksum: Checksum,
}

impl TableWriter {
    /// Begins a table named `name`; `notes` are kept in the file as pairs of key and value.
    pub(super) fn create(
        path: &Path,
        name: &str,
        columns: &[(&str, ColumnType)],
        notes: &[(&str, &str)],
    ) -> Result<Self, FileError> {
        Self::with_compression(path, name, columns, notes, Compression::ZSTD(zstd_level()))
    }

    pub(super) fn with_compression(
        path: &Path,
        name: &str,
        columns: &[(&str, ColumnType)],
        notes: &[(&str, &str)],
        compression: Compression,
    ) -> Result<Self, FileError> {
        let failed = |error: ParquetError| cannot_write(path, &error);
        let mut fields = Vec::with_capacity(columns.len());
        for (column, kind) in columns {
            fields.push(Arc::new(kind.field(column).map_err(failed)?));
        }
        let schema = Type::group_type_builder(name).with_fields(fields).build().map_err(failed)?;
        let notes = notes.iter().map(|(key, value)| KeyValue {
            key: (*key).to_owned(),
            value: Some((*value).to_owned()),
        });
        let properties = WriterProperties::builder()
            .set_compression(compression)
            .set_key_value_metadata(Some(notes.collect()));
        let writer = SerializedFileWriter::new(
            AtomicFile::create(path)?,
            Arc::new(schema),
            Arc::new(properties.build()),
        )
        .map_err(failed)?;
        Ok(Self { writer, path: path.to_path_buf(), checksum: Checksum::default() })
    }

    /// Adds a row group: one entry per column, in order, all of the same number of rows.
    pub(super) fn write_group(&mut self, columns: &[ColumnValues<'_>]) -> Result<(), FileError> {
        columns.iter().for_each(|column| column.add_to(&mut self.checksum));
        let written = self.writer.next_row_group().and_then(|mut group| {
            for column in columns {
                write_column(&mut group, *column)?;
            }
            group.close().map(|_| ())
        });
        written.map_err(|error| cannot_write(&self.path, &error))
    }

    /// Ends the table. The caller puts the file in its place.
    pub(super) fn finish(mut self) -> Result<AtomicFile, FileError> {
        let checksum = KeyValue { key: CHECKSUM.to_owned(), value: Some(self.checksum.text()) };
        self.writer.append_key_value_metadata(checksum);
        self.writer.into_inner().map_err(|error| cannot_write(&self.path, &error))
    }
}

/// The level of the `zstd` program; level 1 where the library does not know it.
fn zstd_level() -> ZstdLevel {
    ZstdLevel::try_new(3).unwrap_or_default()
}

fn cannot_write(path: &Path, error: &ParquetError) -> FileError {
    FileError::new(path, format!("cannot be written: {error}"))
}

fn write_column(
    group: &mut SerializedRowGroupWriter<'_, AtomicFile>,
    values: ColumnValues<'_>,
) -> Result<(), ParquetError> {
    let missing = || ParquetError::General("the schema has fewer columns than the table".into());
    let mut column = group.next_column()?.ok_or_else(missing)?;
    match values {
        ColumnValues::Int64(values) => {
            column.typed::<Int64Type>().write_batch(values, None, None)?
        }
        ColumnValues::Int32(values) => {
            column.typed::<Int32Type>().write_batch(values, None, None)?
        }
        ColumnValues::Double(values) => {
            column.typed::<DoubleType>().write_batch(values, None, None)?
        }
        ColumnValues::NullableDouble(values, levels) => {
            column.typed::<DoubleType>().write_batch(values, Some(levels), None)?
        }
    };
    column.close()
}
