//! Feature tables as Parquet.

use std::path::Path;

use crate::types::Bar;

use super::FileError;
use super::features_csv::{BAR_COLUMNS, check_columns, check_values};
use super::parquet_write::{ColumnType, ColumnValues, TableWriter};

/// Rows per row group: 64 feature columns then hold 34 MB in memory.
const GROUP_ROWS: usize = 65_536;

/// Writes one row per bar: time (UTC, nanoseconds), open, high, low, close, volume, then the
/// features as nullable doubles; null while warming up. Snappy compression.
#[derive(Debug)]
pub struct ParquetWriter {
    table: TableWriter,
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
        let required = BAR_COLUMNS[1..].iter().map(|name| (*name, ColumnType::Double));
        let mut types = vec![(BAR_COLUMNS[0], ColumnType::Time { is_utc: true })];
        types.extend(required);
        types.extend(columns.iter().map(|name| (name.as_str(), ColumnType::NullableDouble)));
        Ok(Self {
            table: TableWriter::create(path, "features", &types, &[])?,
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
        self.table.finish()?.finish()
    }

    fn write_group(&mut self) -> Result<(), FileError> {
        if self.times.is_empty() {
            return Ok(());
        }
        let mut columns = vec![ColumnValues::Int64(&self.times)];
        columns.extend(self.prices.iter().map(|column| ColumnValues::Double(column)));
        let features = self.features.iter();
        columns.extend(
            features.map(|column| ColumnValues::NullableDouble(&column.values, &column.levels)),
        );
        self.table.write_group(&columns)?;
        self.times.clear();
        self.prices.iter_mut().for_each(Vec::clear);
        for column in &mut self.features {
            column.values.clear();
            column.levels.clear();
        }
        Ok(())
    }
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
