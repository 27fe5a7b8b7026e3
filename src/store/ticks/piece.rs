//! Parquet files of ticks, and what their names say.

use std::path::{Path, PathBuf};

use crate::types::{CivilDate, NANOS_PER_MILLI};

use super::super::FileError;
use super::super::atomic_file::AtomicFile;
use super::super::file_name::{name_of, tagged_name_of};
use super::super::parquet_read::{ReadColumn, TableReader};
use super::super::parquet_write::{ColumnType, ColumnValues, TableWriter};
use super::log::Owner;
use super::record::RecordedTick;

/// Rows of a row group.
pub(super) const GROUP_TICKS: usize = 65_536;
const SOURCE: &str = "hypertrader.source";
const SYMBOL: &str = "hypertrader.symbol";
const COLUMNS: [(&str, ColumnType); 6] = [
    ("time", ColumnType::Time { is_utc: false }),
    ("bid", ColumnType::Double),
    ("ask", ColumnType::Double),
    ("last", ColumnType::Double),
    ("volume", ColumnType::Double),
    ("flags", ColumnType::Int32),
];

/// The folder of a symbol's ticks.
pub(super) fn folder_of(store: &Path, owner: &Owner) -> PathBuf {
    store.join(tagged_name_of(&owner.source)).join(base_name(&owner.symbol))
}

fn base_name(symbol: &str) -> String {
    format!("{}_ticks", name_of(symbol))
}

/// The path of a log.
pub(super) fn log_path(folder: &Path, symbol: &str, number: u64) -> PathBuf {
    folder.join(format!("{}_{number:09}.log", base_name(symbol)))
}

/// The number of a log.
pub(super) fn log_number(path: &Path) -> Option<u64> {
    let name = path.file_name()?.to_str()?.strip_suffix(".log")?;
    name.rsplit_once('_')?.1.parse().ok()
}

/// What the name of a piece says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Piece {
    /// Day of the server's clock, `2026-01-05`.
    pub(super) day: String,
    /// First and last number.
    pub(super) first: u64,
    pub(super) last: u64,
    pub(super) path: PathBuf,
}

impl Piece {
    /// Where a piece belongs.
    pub(super) fn new(folder: &Path, symbol: &str, day: i64, first: u64, last: u64) -> Self {
        let CivilDate { year, month, day } = CivilDate::from_days(day);
        let day = format!("{year:04}-{month:02}-{day:02}");
        let name = format!("{}_{day}_{first:09}-{last:09}.parquet", base_name(symbol));
        Self { day, first, last, path: folder.join(name) }
    }

    pub(super) fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.strip_suffix(".parquet")?;
        let (rest, numbers) = name.rsplit_once('_')?;
        let (rest, day) = rest.rsplit_once('_')?;
        let (first, last) = numbers.split_once('-')?;
        let is_day = day.len() == 10 && day.bytes().filter(|&b| b == b'-').count() == 2;
        if !rest.ends_with("_ticks") || !is_day {
            return None;
        }
        let (first, last) = (first.parse().ok()?, last.parse().ok()?);
        (first <= last).then(|| Self { day: day.to_owned(), first, last, path: path.to_path_buf() })
    }

    /// Whether its ticks are in another piece too.
    fn is_within(&self, other: &Self) -> bool {
        self.day == other.day
            && other.first <= self.first
            && self.last <= other.last
            && (self.first, self.last) != (other.first, other.last)
    }
}

/// Pieces that count, in order of day and number, and those merged into others.
pub(super) fn pieces_of(paths: &[PathBuf]) -> (Vec<Piece>, Vec<Piece>) {
    let mut all: Vec<Piece> = paths.iter().filter_map(|path| Piece::of(path)).collect();
    all.sort();
    let (superseded, live) =
        all.iter().cloned().partition(|piece| all.iter().any(|other| piece.is_within(other)));
    (live, superseded)
}

/// The files of a folder without pieces that were merged into others. All other files stay.
pub(in super::super) fn without_superseded(mut paths: Vec<PathBuf>) -> Vec<PathBuf> {
    let (_, superseded) = pieces_of(&paths);
    paths.retain(|path| superseded.iter().all(|piece| piece.path != *path));
    paths
}

/// A piece being written.
#[derive(Debug)]
pub(super) struct PieceWriter {
    table: TableWriter,
    ticks: Vec<RecordedTick>,
}

impl PieceWriter {
    pub(super) fn create(path: &Path, owner: &Owner) -> Result<Self, FileError> {
        let notes = [
            (SOURCE, owner.source.as_str()),
            (SYMBOL, owner.symbol.as_str()),
            ("hypertrader.clock", "trade server"),
        ];
        let table = TableWriter::create(path, "ticks", &COLUMNS, &notes)?;
        Ok(Self { table, ticks: Vec::new() })
    }

    pub(super) fn write(&mut self, ticks: &[RecordedTick]) -> Result<(), FileError> {
        for tick in ticks {
            self.ticks.push(*tick);
            if self.ticks.len() == GROUP_TICKS {
                self.write_group()?;
            }
        }
        Ok(())
    }

    fn write_group(&mut self) -> Result<(), FileError> {
        let times: Vec<i64> =
            self.ticks.iter().map(|tick| tick.time_ms * NANOS_PER_MILLI).collect();
        let reals =
            |value: fn(&RecordedTick) -> f64| self.ticks.iter().map(value).collect::<Vec<f64>>();
        let flags: Vec<i32> = self.ticks.iter().map(|tick| tick.flags.cast_signed()).collect();
        self.table.write_group(&[
            ColumnValues::Int64(&times),
            ColumnValues::Double(&reals(|tick| tick.bid)),
            ColumnValues::Double(&reals(|tick| tick.ask)),
            ColumnValues::Double(&reals(|tick| tick.last)),
            ColumnValues::Double(&reals(|tick| tick.volume)),
            ColumnValues::Int32(&flags),
        ])?;
        self.ticks.clear();
        Ok(())
    }

    /// Ends the piece. The caller puts it in its place.
    pub(super) fn finish(mut self) -> Result<AtomicFile, FileError> {
        if !self.ticks.is_empty() {
            self.write_group()?;
        }
        self.table.finish()
    }
}

/// A piece being read, a row group at a time.
#[derive(Debug)]
pub(super) struct PieceReader {
    table: TableReader,
    path: PathBuf,
    pub(super) owner: Owner,
}

impl PieceReader {
    pub(super) fn open(path: &Path) -> Result<Self, FileError> {
        let table = TableReader::open(path)?;
        let is_expected = |((name, was), column): (&(String, _), &(&str, ColumnType))| {
            name == column.0 && *was == column.1.when_read()
        };
        let columns = table.columns();
        if columns.len() != COLUMNS.len() || !columns.iter().zip(&COLUMNS).all(is_expected) {
            let problem = format!("has {columns:?}, expected the columns of ticks");
            return Err(FileError::new(path, problem));
        }
        if !table.has_checksum() {
            return Err(FileError::new(path, "has no checksum, expected a file of a recorder"));
        }
        let note = |key: &str| {
            let missing = || FileError::new(path, format!("has no note {key}, expected one"));
            table.note(key).map(str::to_owned).ok_or_else(missing)
        };
        let owner = Owner { source: note(SOURCE)?, symbol: note(SYMBOL)? };
        Ok(Self { table, path: path.to_path_buf(), owner })
    }

    /// Number of ticks, as the file states it.
    pub(super) fn tick_count(&self) -> u64 {
        self.table.row_count()
    }

    /// The ticks of the next row group; `None` after the last, if the checksum is right.
    pub(super) fn next_group(&mut self) -> Result<Option<Vec<RecordedTick>>, FileError> {
        let Some(columns) = self.table.next_group()? else { return Ok(None) };
        let incomplete = || FileError::new(&self.path, "lacks values, expected complete ticks");
        ticks_of(&columns).map(Some).ok_or_else(incomplete)
    }
}

fn ticks_of(columns: &[ReadColumn]) -> Option<Vec<RecordedTick>> {
    use ReadColumn::{Real, Whole};
    let [Whole(times), Real(bids), Real(asks), Real(lasts), Real(volumes), Whole(flags)] = columns
    else {
        return None;
    };
    let tick = |row: usize| {
        Some(RecordedTick {
            time_ms: times[row]?.div_euclid(NANOS_PER_MILLI),
            bid: bids[row]?,
            ask: asks[row]?,
            last: lasts[row]?,
            volume: volumes[row]?,
            flags: i32::try_from(flags[row]?).ok()?.cast_unsigned(),
        })
    };
    (0..times.len()).map(tick).collect()
}
