//! The history store: bars of a source, one Parquet file per month.
//!
//! ```text
//! FOLDER/<source>/<symbol>_<period>/<symbol>_<period>_2026-01.parquet
//! ```
//!
//! Times stay as the trade server wrote them: how far its clock is from UTC is a setting that may
//! be corrected later. Each folder of month files reads as one file of bars; see
//! [`super::open_market_data`].

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::types::{CivilDate, NANOS_PER_SECOND, Period};

use super::FileError;
use super::atomic_file::{AtomicFile, SealedFile};
use super::file_name::{name_of, tagged_name_of};
use super::parquet_read::{ReadColumn, ReadType, TableReader};
use super::parquet_write::{ColumnType, ColumnValues, TableWriter};

const SECONDS_PER_DAY: i64 = 86_400;

/// The columns of a month file, named as in MetaTrader's `MqlRates`.
const COLUMNS: [(&str, ColumnType); 8] = [
    ("time", ColumnType::Time { is_utc: false }),
    ("open", ColumnType::Double),
    ("high", ColumnType::Double),
    ("low", ColumnType::Double),
    ("close", ColumnType::Double),
    ("tick_volume", ColumnType::Int64),
    ("spread", ColumnType::Int32),
    ("real_volume", ColumnType::Int64),
];

/// A bar as the trade server gives it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HistoryBar {
    /// When it opened: seconds of the server's clock.
    pub open_s: i64,
    /// First price.
    pub open: f64,
    /// Highest price.
    pub high: f64,
    /// Lowest price.
    pub low: f64,
    /// Last price.
    pub close: f64,
    /// Number of ticks.
    pub tick_volume: i64,
    /// Spread in points.
    pub spread_points: i32,
    /// Traded volume.
    pub real_volume: i64,
}

/// Whose bars.
#[derive(Clone, Copy, Debug)]
pub struct HistorySeries<'a> {
    /// Where they come from, such as the name of a trade server.
    pub source: &'a str,
    /// The symbol, as the source calls it.
    pub symbol: &'a str,
    /// The length of a bar.
    pub period: Period,
}

/// Why nothing was stored.
#[derive(Debug)]
pub enum HistoryError {
    /// Another program is writing to the series.
    InUse(PathBuf),
    /// A file cannot be read, is damaged, or cannot be written.
    File(FileError),
}

impl fmt::Display for HistoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InUse(folder) => {
                write!(f, "another program is writing to {}; try again", folder.display())
            }
            Self::File(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for HistoryError {}

impl From<FileError> for HistoryError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

/// Bars of one month by their open.
type Month = BTreeMap<i64, HistoryBar>;

/// A folder of bars.
#[derive(Clone, Debug)]
pub struct HistoryStore {
    folder: PathBuf,
}

impl HistoryStore {
    /// A store in a folder, which need not exist yet.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_path_buf() }
    }

    /// The folder of a series. It is a table as a whole.
    #[must_use]
    pub fn folder_of(&self, series: &HistorySeries<'_>) -> PathBuf {
        self.folder.join(tagged_name_of(series.source)).join(base_name(series))
    }

    /// Merges bars into a series and says how many were new or differed from what was stored. A bar
    /// replaces an earlier one of the same time.
    ///
    /// All bars are stored or none; a process that ends half-way leaves every month as it was or as
    /// it shall be, and storing the same bars again completes it.
    ///
    /// # Errors
    /// See [`HistoryError`]. When the disk fails while the written files are put in their places, a
    /// part of the months may be new.
    pub fn append(
        &self,
        series: &HistorySeries<'_>,
        bars: &[HistoryBar],
    ) -> Result<u64, HistoryError> {
        if bars.is_empty() {
            return Ok(0);
        }
        let folder = self.folder_of(series);
        std::fs::create_dir_all(&folder)
            .map_err(|error| FileError::new(&folder, format!("cannot be created: {error}")))?;
        let _lock = lock(&folder)?;
        remove_leftovers(&folder)?;
        let mut months: BTreeMap<(i64, u32), Vec<HistoryBar>> = BTreeMap::new();
        for bar in bars {
            let date = CivilDate::from_days(bar.open_s.div_euclid(SECONDS_PER_DAY));
            months.entry((date.year, date.month)).or_default().push(*bar);
        }
        let mut changed_count = 0;
        let mut sealed: Vec<SealedFile> = Vec::new();
        for ((year, month), new) in months {
            let name = format!("{}_{year:04}-{month:02}.parquet", base_name(series));
            let path = folder.join(name);
            let mut stored = if path.exists() { read(&path, series)? } else { Month::new() };
            let changed = merge(&mut stored, &new);
            if changed > 0 {
                sealed.push(write(&path, series, &stored)?.seal()?);
                changed_count += changed;
            }
        }
        for file in sealed {
            file.put_in_place()?;
        }
        Ok(changed_count)
    }
}

fn base_name(series: &HistorySeries<'_>) -> String {
    format!("{}_{}", name_of(series.symbol), series.period)
}

/// The lock is held as long as the file is open, whatever ends the process.
fn lock(folder: &Path) -> Result<File, HistoryError> {
    let path = folder.join("lock");
    let failed = |error| FileError::new(&path, format!("cannot be locked: {error}"));
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
    let file = file.map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(HistoryError::InUse(folder.to_path_buf())),
        Err(TryLockError::Error(error)) => Err(failed(error).into()),
    }
}

/// Removes what a killed writer left. Nobody writes now: the caller holds the lock.
fn remove_leftovers(folder: &Path) -> Result<(), FileError> {
    let failed = |error| FileError::new(folder, format!("cannot be tidied: {error}"));
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|end| end == "tmp") {
            std::fs::remove_file(&path).map_err(failed)?;
        }
    }
    Ok(())
}

/// How many bars were new or different.
fn merge(stored: &mut Month, new: &[HistoryBar]) -> u64 {
    let mut changed = 0;
    for bar in new {
        changed += u64::from(stored.insert(bar.open_s, *bar) != Some(*bar));
    }
    changed
}

fn write(path: &Path, series: &HistorySeries<'_>, month: &Month) -> Result<AtomicFile, FileError> {
    let period = series.period.to_string();
    let notes = [
        ("hypertrader.source", series.source),
        ("hypertrader.symbol", series.symbol),
        ("hypertrader.period", period.as_str()),
        ("hypertrader.clock", "trade server"),
    ];
    let mut writer = TableWriter::create(path, "bars", &COLUMNS, &notes)?;
    let times: Vec<i64> = month.keys().map(|open_s| open_s * NANOS_PER_SECOND).collect();
    let prices = |price: fn(&HistoryBar) -> f64| month.values().map(price).collect::<Vec<f64>>();
    let counts = |count: fn(&HistoryBar) -> i64| month.values().map(count).collect::<Vec<i64>>();
    let spreads: Vec<i32> = month.values().map(|bar| bar.spread_points).collect();
    writer.write_group(&[
        ColumnValues::Int64(&times),
        ColumnValues::Double(&prices(|bar| bar.open)),
        ColumnValues::Double(&prices(|bar| bar.high)),
        ColumnValues::Double(&prices(|bar| bar.low)),
        ColumnValues::Double(&prices(|bar| bar.close)),
        ColumnValues::Int64(&counts(|bar| bar.tick_volume)),
        ColumnValues::Int32(&spreads),
        ColumnValues::Int64(&counts(|bar| bar.real_volume)),
    ])?;
    writer.finish()
}

/// What is stored of a month. Anything but a file of this series is left alone.
fn read(path: &Path, series: &HistorySeries<'_>) -> Result<Month, FileError> {
    let mut table = TableReader::open(path)?;
    let expected = [("hypertrader.source", series.source), ("hypertrader.symbol", series.symbol)];
    for (key, value) in expected {
        let was = table.note(key).unwrap_or("missing");
        if was != value {
            return Err(FileError::new(path, format!("{key} was {was:?}, expected {value:?}")));
        }
    }
    let is_expected = |((name, kind), column): (&(String, ReadType), &(&str, ColumnType))| {
        name == column.0 && *kind == column.1.when_read()
    };
    let columns = table.columns();
    if columns.len() != COLUMNS.len() || !columns.iter().zip(&COLUMNS).all(is_expected) {
        return Err(FileError::new(path, format!("has {columns:?}, expected the columns of bars")));
    }
    if !table.has_checksum() {
        return Err(FileError::new(path, "has no checksum, expected a file of the history store"));
    }
    let mut month = Month::new();
    while let Some(columns) = table.next_group()? {
        let bars = bars_of(&columns)
            .ok_or_else(|| FileError::new(path, "lacks values, expected complete bars"))?;
        month.extend(bars.into_iter().map(|bar| (bar.open_s, bar)));
    }
    Ok(month)
}

fn bars_of(columns: &[ReadColumn]) -> Option<Vec<HistoryBar>> {
    use ReadColumn::{Real, Whole};
    let [
        Whole(times),
        Real(opens),
        Real(highs),
        Real(lows),
        Real(closes),
        Whole(tick_volumes),
        Whole(spreads),
        Whole(real_volumes),
    ] = columns
    else {
        return None;
    };
    let bar = |row: usize| {
        Some(HistoryBar {
            open_s: times[row]?.div_euclid(NANOS_PER_SECOND),
            open: opens[row]?,
            high: highs[row]?,
            low: lows[row]?,
            close: closes[row]?,
            tick_volume: tick_volumes[row]?,
            spread_points: i32::try_from(spreads[row]?).ok()?,
            real_volume: real_volumes[row]?,
        })
    };
    (0..times.len()).map(bar).collect()
}

#[cfg(test)]
mod tests;
