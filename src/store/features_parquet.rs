//! Feature tables as Parquet.

use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as PhysicalType};
use parquet::data_type::{DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

use crate::types::Bar;

use super::FileError;
use super::atomic_file::AtomicFile;
use super::features_csv::{BAR_COLUMNS, check_columns, check_values};

/// Rows per row group: 64 feature columns then hold 34 MB in memory.
const GROUP_ROWS: usize = 65_536;

/// Writes one row per bar: time (UTC, nanoseconds), open, high, low, close, volume, then the
/// features as nullable doubles; null while warming up. Snappy compression.
#[derive(Debug)]
pub struct ParquetWriter {
    /// `Some` until `finish`.
    writer: Option<SerializedFileWriter<AtomicFile>>,
    path: std::path::PathBuf,
    columns: Vec<String>,
    times: Vec<i64>,
    prices: [Vec<f64>; BAR_COLUMNS.len() - 1],
    features: Vec<FeatureColumn>,
}

/// Values and definition levels (1 present, 0 null) of the rows not yet written.
#[derive(Debug, Default)]
struct FeatureColumn {
    values: Vec<f64>,
    levels: Vec<i16>,
}

impl ParquetWriter {
    /// Begins a table. The file appears when [`ParquetWriter::finish`] succeeds.
    ///
    /// # Errors
    /// If the file cannot be written, or a column name is empty, occurs twice, or holds a comma,
    /// quote or line end.
    pub fn create(path: &Path, columns: &[String]) -> Result<Self, FileError> {
        check_columns(path, columns)?;
        let failed = |error: ParquetError| failure(path, &error);
        let schema = Arc::new(schema(columns).map_err(failed)?);
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer =
            SerializedFileWriter::new(AtomicFile::create(path)?, schema, Arc::new(properties))
                .map_err(failed)?;
        Ok(Self {
            writer: Some(writer),
            path: path.to_path_buf(),
            columns: columns.to_vec(),
            times: Vec::new(),
            prices: Default::default(),
            features: columns.iter().map(|_| FeatureColumn::default()).collect(),
        })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// If `values` has another length than the columns, a value is not finite, or the disk refuses.
    pub fn write_row(&mut self, bar: &Bar, values: &[Option<f64>]) -> Result<(), FileError> {
        check_values(&self.columns, bar, values).map_err(|problem| {
            FileError::new(&self.path, format!("cannot be written: {problem}"))
        })?;
        self.times.push(bar.open_time.0);
        let prices = [bar.open, bar.high, bar.low, bar.close, bar.volume];
        for (column, price) in self.prices.iter_mut().zip(prices) {
            column.push(price);
        }
        for (column, value) in self.features.iter_mut().zip(values) {
            column.levels.push(i16::from(value.is_some()));
            column.values.extend(value);
        }
        if self.times.len() == GROUP_ROWS { self.write_group() } else { Ok(()) }
    }

    /// Puts the finished file in its place.
    ///
    /// # Errors
    /// If the disk refuses; an earlier file of that name is then left as it was.
    pub fn finish(mut self) -> Result<(), FileError> {
        self.write_group()?;
        match self.writer.take() {
            Some(writer) => {
                writer.into_inner().map_err(|error| failure(&self.path, &error))?.finish()
            }
            None => Ok(()),
        }
    }

    fn write_group(&mut self) -> Result<(), FileError> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        if self.times.is_empty() {
            return Ok(());
        }
        let (times, prices, features) = (&self.times, &self.prices, &self.features);
        let written = writer.next_row_group().and_then(|mut group| {
            write_times(&mut group, times)?;
            for column in prices {
                write_doubles(&mut group, column, None)?;
            }
            for column in features {
                write_doubles(&mut group, &column.values, Some(&column.levels))?;
            }
            group.close().map(|_| ())
        });
        written.map_err(|error| failure(&self.path, &error))?;
        self.times.clear();
        self.prices.iter_mut().for_each(Vec::clear);
        for column in &mut self.features {
            column.values.clear();
            column.levels.clear();
        }
        Ok(())
    }
}

fn failure(path: &Path, error: &ParquetError) -> FileError {
    FileError::new(path, format!("cannot be written: {error}"))
}

fn schema(columns: &[String]) -> Result<Type, ParquetError> {
    let time = Type::primitive_type_builder(BAR_COLUMNS[0], PhysicalType::INT64)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::timestamp(true, TimeUnit::NANOS)))
        .build()?;
    let mut fields = vec![Arc::new(time)];
    let doubles = BAR_COLUMNS[1..]
        .iter()
        .map(|name| (*name, Repetition::REQUIRED))
        .chain(columns.iter().map(|name| (name.as_str(), Repetition::OPTIONAL)));
    for (name, repetition) in doubles {
        let column = Type::primitive_type_builder(name, PhysicalType::DOUBLE)
            .with_repetition(repetition)
            .build()?;
        fields.push(Arc::new(column));
    }
    Type::group_type_builder("features").with_fields(fields).build()
}

type Group<'a> = SerializedRowGroupWriter<'a, AtomicFile>;

fn missing_column() -> ParquetError {
    ParquetError::General("the schema has fewer columns than the table".into())
}

fn write_times(group: &mut Group<'_>, times: &[i64]) -> Result<(), ParquetError> {
    let mut column = group.next_column()?.ok_or_else(missing_column)?;
    column.typed::<Int64Type>().write_batch(times, None, None)?;
    column.close()
}

fn write_doubles(
    group: &mut Group<'_>,
    values: &[f64],
    levels: Option<&[i16]>,
) -> Result<(), ParquetError> {
    let mut column = group.next_column()?.ok_or_else(missing_column)?;
    column.typed::<DoubleType>().write_batch(values, levels, None)?;
    column.close()
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    use super::*;
    use crate::types::UnixNanos;

    #[test]
    fn rows_read_back_with_nulls_where_features_were_warming() {
        let folder = std::env::temp_dir().join(format!("ht-parquet-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("table.parquet");
        let columns = ["sma_50".to_owned(), "ret_1".to_owned()];
        let mut writer = ParquetWriter::create(&path, &columns).unwrap();
        let rows = GROUP_ROWS as i64 + 3; // two row groups
        for index in 0..rows {
            let bar = Bar {
                open_time: UnixNanos::from_seconds(index * 60),
                open: 1.0,
                high: 4.0,
                low: 0.5,
                close: 2.0,
                volume: index as f64,
                spread_points: 0,
            };
            let warm = (index >= 2).then_some(index as f64 * 0.5);
            writer.write_row(&bar, &[warm, Some(-0.25)]).unwrap();
        }
        assert!(!path.exists(), "the table appeared before it was finished");
        writer.finish().unwrap();

        let reader = SerializedFileReader::new(std::fs::File::open(&path).unwrap()).unwrap();
        assert_eq!(reader.num_row_groups(), 2);
        let mut count = 0;
        for row in reader.get_row_iter(None).unwrap() {
            let row = row.unwrap();
            let fields: Vec<Field> =
                row.get_column_iter().map(|(_, field)| field.clone()).collect();
            assert_eq!(fields.len(), 8);
            assert_eq!(fields[2], Field::Double(4.0));
            assert_eq!(fields[5], Field::Double(count as f64));
            let sma = if count < 2 { Field::Null } else { Field::Double(count as f64 * 0.5) };
            assert_eq!(fields[6], sma);
            assert_eq!(fields[7], Field::Double(-0.25));
            count += 1;
        }
        assert_eq!(count, rows);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn an_abandoned_table_leaves_nothing() {
        let folder = std::env::temp_dir().join(format!("ht-parquet-none-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut writer =
            ParquetWriter::create(&folder.join("t.parquet"), &["a".to_owned()]).unwrap();
        assert!(writer.write_row(&Bar::default(), &[Some(f64::INFINITY)]).is_err());
        drop(writer);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
