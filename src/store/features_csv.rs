//! Feature tables as CSV.

use std::io::Write;
use std::path::Path;

use crate::types::Bar;

use super::FileError;
use super::atomic_file::AtomicFile;

/// The columns before the features: the bar. Time is the bar's open, ISO-8601 UTC.
pub const BAR_COLUMNS: [&str; 6] = ["time", "open", "high", "low", "close", "volume"];

/// Writes one row per bar: the bar, then the features. A feature that is warming up is an empty
/// field; numbers are the shortest text that reads back as the same `f64`.
#[derive(Debug)]
pub struct CsvWriter {
    file: AtomicFile,
    columns: Vec<String>,
    line: Vec<u8>,
}

impl CsvWriter {
    /// Begins a table. The file appears when [`CsvWriter::finish`] succeeds.
    ///
    /// # Errors
    /// If the file cannot be written, or a column name is empty, occurs twice, or holds a comma,
    /// quote or line end.
    pub fn create(path: &Path, columns: &[String]) -> Result<Self, FileError> {
        check_columns(path, columns)?;
        let mut file = AtomicFile::create(path)?;
        let names: Vec<&str> =
            BAR_COLUMNS.into_iter().chain(columns.iter().map(String::as_str)).collect();
        writeln!(file, "{}", names.join(",")).map_err(|error| file.failed(&error))?;
        Ok(Self { file, columns: columns.to_vec(), line: Vec::new() })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// If `values` has another length than the columns, a value is not finite, or the disk refuses.
    pub fn write_row(&mut self, bar: &Bar, values: &[Option<f64>]) -> Result<(), FileError> {
        check_values(&self.columns, bar, values).map_err(|problem| self.file.failed(&problem))?;
        self.line.clear();
        let line = &mut self.line;
        let written = write!(
            line,
            "{},{},{},{},{},{}",
            bar.open_time, bar.open, bar.high, bar.low, bar.close, bar.volume
        )
        .and_then(|()| {
            values.iter().try_for_each(|value| match value {
                Some(value) => write!(line, ",{value}"),
                None => line.write_all(b","),
            })
        })
        .and_then(|()| line.write_all(b"\n"))
        .and_then(|()| self.file.write_all(&self.line));
        written.map_err(|error| self.file.failed(&error))
    }

    /// Puts the finished file in its place.
    ///
    /// # Errors
    /// If the disk refuses; an earlier file of that name is then left as it was.
    pub fn finish(self) -> Result<(), FileError> {
        self.file.finish()
    }
}

/// Checks the names of feature columns.
pub(crate) fn check_columns(path: &Path, columns: &[String]) -> Result<(), FileError> {
    for (index, name) in columns.iter().enumerate() {
        let occurs_before =
            BAR_COLUMNS[..].contains(&name.as_str()) || columns[..index].contains(name);
        if name.is_empty() || name.contains([',', '"', '\n', '\r']) || occurs_before {
            return Err(FileError::new(
                path,
                format!(
                    "column name was {name:?}, expected a new one without comma, quote or line end"
                ),
            ));
        }
    }
    Ok(())
}

/// Checks a row; a table never holds `NaN` or infinity.
pub(crate) fn check_values(
    columns: &[String],
    bar: &Bar,
    values: &[Option<f64>],
) -> Result<(), String> {
    if values.len() != columns.len() {
        return Err(format!(
            "the row of {} has {} features, expected {}",
            bar.open_time,
            values.len(),
            columns.len()
        ));
    }
    let not_finite = columns.iter().zip(values).find(|(_, v)| v.is_some_and(|v| !v.is_finite()));
    match not_finite {
        Some((name, value)) => Err(format!(
            "{name} of {} was {}, expected a finite number",
            bar.open_time,
            value.unwrap_or_default()
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::UnixNanos;

    fn bar() -> Bar {
        Bar {
            open_time: UnixNanos::from_seconds(1_767_584_400),
            open: 1.1,
            high: 1.2,
            low: 1.0,
            close: 0.1 + 1.0,
            volume: 7.0,
            spread_points: 3,
        }
    }

    fn names(columns: &[&str]) -> Vec<String> {
        columns.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn writes_the_bar_then_the_features_and_leaves_warming_ones_empty() {
        let folder = std::env::temp_dir().join(format!("ht-csv-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("table.csv");
        let mut writer = CsvWriter::create(&path, &names(&["sma_50", "ret_1"])).unwrap();
        writer.write_row(&bar(), &[None, Some(0.1 + 0.2)]).unwrap();
        assert!(!path.exists(), "the table appeared before it was finished");
        writer.finish().unwrap();
        // 0.30000000000000004 is the shortest text of the double next to 0.3.
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            "time,open,high,low,close,volume,sma_50,ret_1\n\
             2026-01-05T03:40:00Z,1.1,1.2,1,1.1,7,,0.30000000000000004\n"
        );
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn an_abandoned_table_leaves_the_old_one_and_no_rubbish() {
        let folder = std::env::temp_dir().join(format!("ht-csv-abandoned-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("table.csv");
        std::fs::write(&path, "old").unwrap();
        let mut writer = CsvWriter::create(&path, &names(&["sma_50"])).unwrap();
        let error = writer.write_row(&bar(), &[Some(f64::NAN)]).unwrap_err();
        assert!(error.to_string().contains("table.csv"), "{error}");
        assert!(error.to_string().contains("sma_50 of 2026-01-05T03:40:00Z was NaN"), "{error}");
        assert!(writer.write_row(&bar(), &[]).is_err());
        drop(writer);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_missing_folder_is_an_error_that_names_the_path() {
        let path = std::env::temp_dir().join("ht-no-such-folder").join("table.csv");
        let error = CsvWriter::create(&path, &[]).unwrap_err();
        assert_eq!(error.path(), path);
        assert!(CsvWriter::create(Path::new("x.csv"), &names(&["a", "a"])).is_err());
        assert!(CsvWriter::create(Path::new("x.csv"), &names(&["a,b"])).is_err());
    }
}
