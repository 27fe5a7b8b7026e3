//! The history store: bars of a source, one Parquet file per month.
//!
//! ```text
//! FOLDER/<source>/<symbol>_<period>/<symbol>_<period>_2026-01.parquet
//!                                   confirmed-empty.json   what the source has no bars for
//!                                   lock                   held by the one who writes
//! ```
//!
//! One program writes a series at a time; any number read. A file is written beside its place,
//! brought to the disk and renamed: readers and killed processes see it as it was or as it shall
//! be. Times stay as the source wrote them: how far a trade server's clock is from UTC is a setting
//! that may be corrected later. Each folder of month files reads as one file of bars; see
//! [`super::open_market_data`].
//!
//! | file | what |
//! |---|---|
//! | `bar` | a bar, and the columns it has |
//! | `month` | the file of a month |
//! | `gaps`, `confirmed` | missing bars, and those that the source does not have either |
//! | `list`, `verify`, `compact` | what there is, whether it is sound, and tidying up |

mod bar;
mod compact;
mod confirmed;
mod gaps;
mod list;
mod month;
mod verify;

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::types::Period;

use super::FileError;
use super::atomic_file::SealedFile;
use super::file_name::{name_of, tagged_name_of};

pub use bar::{Activity, HistoryBar, HistoryKind};
pub use compact::Compacted;
pub use confirmed::Confirmed;
pub use gaps::{Gap, Market, PauseFinder, Pauses};
pub(super) use list::folders_in;
pub use list::{HistoryFolder, SeriesSummary, set_aside};
pub use month::MonthKey;
pub use verify::{Problem, Verified};

use month::Bars;

const SECONDS_PER_DAY: i64 = 86_400;

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

/// A stored bar that was replaced by another of the same time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Replaced {
    /// As it was.
    pub was: HistoryBar,
    /// As it is.
    pub is: HistoryBar,
}

/// What a merge changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// Bars of times that had none.
    pub added: u64,
    /// Bars that differed from what was stored, oldest first.
    pub replaced: Vec<Replaced>,
}

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

    /// The folder of all series.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder of a series. It is a table as a whole.
    #[must_use]
    pub fn folder_of(&self, series: &HistorySeries<'_>) -> PathBuf {
        self.folder.join(tagged_name_of(series.source)).join(base_name(series))
    }

    /// Merges bars of a terminal into a series and says how many were new or differed from what was
    /// stored; see [`Self::merge`].
    ///
    /// # Errors
    /// As [`Self::merge`].
    pub fn append(
        &self,
        series: &HistorySeries<'_>,
        bars: &[HistoryBar],
    ) -> Result<u64, HistoryError> {
        let merged = self.merge(series, HistoryKind::Terminal, bars)?;
        Ok(merged.added + merged.replaced.len() as u64)
    }

    /// Merges bars into a series. A bar replaces an earlier one of the same time.
    ///
    /// All bars are stored or none; a process that ends half-way leaves every month as it was or as
    /// it shall be, and storing the same bars again completes it.
    ///
    /// # Errors
    /// See [`HistoryError`]; bars of another kind than the series are refused. When the disk fails
    /// while the written files are put in their places, a part of the months may be new.
    pub fn merge(
        &self,
        series: &HistorySeries<'_>,
        kind: HistoryKind,
        bars: &[HistoryBar],
    ) -> Result<Merged, HistoryError> {
        if bars.is_empty() {
            return Ok(Merged::default());
        }
        let folder = self.folder_of(series);
        let _lock = create_and_lock(&folder)?;
        remove_leftovers(&folder)?;
        let mut months: BTreeMap<MonthKey, Vec<HistoryBar>> = BTreeMap::new();
        for bar in bars {
            if !bar.is_of(kind) {
                let problem = format!("cannot hold {:?}, expected bars of {kind:?}", bar.activity);
                return Err(FileError::new(&folder, problem).into());
            }
            months.entry(MonthKey::of(bar.open_s)).or_default().push(*bar);
        }
        let mut merged = Merged::default();
        let mut sealed: Vec<SealedFile> = Vec::new();
        for (key, new) in months {
            let path = month_path(&folder, series, key);
            let mut stored = if path.exists() {
                let (stored_kind, stored) = month::read(&path, series)?;
                check_kind(&path, stored_kind, kind)?;
                stored
            } else {
                check_other_months(&folder, series, kind)?;
                Bars::new()
            };
            if merge_month(&mut stored, &new, &mut merged) {
                sealed.push(month::write(&path, series, kind, &stored)?.seal()?);
            }
        }
        for file in sealed {
            file.put_in_place()?;
        }
        Ok(merged)
    }

    /// What the source of a series has confirmed to have no bars for.
    ///
    /// # Errors
    /// If the file is damaged or cannot be read.
    pub fn confirmed(&self, series: &HistorySeries<'_>) -> Result<Confirmed, FileError> {
        Confirmed::read(&self.folder_of(series))
    }

    /// Remembers what the source has no bars for, or forgets it.
    ///
    /// # Errors
    /// See [`HistoryError`].
    pub fn change_confirmed(
        &self,
        series: &HistorySeries<'_>,
        change: impl FnOnce(&mut Confirmed),
    ) -> Result<(), HistoryError> {
        let folder = self.folder_of(series);
        let _lock = create_and_lock(&folder)?;
        let before = Confirmed::read(&folder)?;
        let mut after = before.clone();
        change(&mut after);
        if after != before {
            after.write(&folder)?;
        }
        Ok(())
    }

    /// The months of a series that have a file, oldest first.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn months(&self, series: &HistorySeries<'_>) -> Result<Vec<MonthKey>, FileError> {
        let files = list::month_files(&self.folder_of(series))?;
        Ok(files.into_iter().map(|(key, _)| key).collect())
    }

    /// The kind of a series; `None` if it has no bars.
    ///
    /// # Errors
    /// If its first file is damaged or cannot be read.
    pub fn kind(&self, series: &HistorySeries<'_>) -> Result<Option<HistoryKind>, FileError> {
        let files = list::month_files(&self.folder_of(series))?;
        let first = files.first();
        first.map(|(_, path)| Ok(month::MonthFile::open(path)?.label.kind)).transpose()
    }

    /// The bars of a month, oldest first; none if it has no file.
    ///
    /// # Errors
    /// If the file is damaged, cannot be read, or is of another series.
    pub fn read_month(
        &self,
        series: &HistorySeries<'_>,
        key: MonthKey,
    ) -> Result<Vec<HistoryBar>, FileError> {
        let path = month_path(&self.folder_of(series), series, key);
        if !path.exists() {
            return Ok(Vec::new());
        }
        Ok(month::read(&path, series)?.1.into_values().collect())
    }
}

fn base_name(series: &HistorySeries<'_>) -> String {
    format!("{}_{}", name_of(series.symbol), series.period)
}

fn month_path(folder: &Path, series: &HistorySeries<'_>, key: MonthKey) -> PathBuf {
    folder.join(format!("{}_{key}.parquet", base_name(series)))
}

fn check_kind(path: &Path, was: HistoryKind, expected: HistoryKind) -> Result<(), FileError> {
    if was == expected {
        return Ok(());
    }
    Err(FileError::new(path, format!("holds bars of {was:?}, expected {expected:?}")))
}

/// A folder reads as one table, so that all its months are of one kind.
fn check_other_months(
    folder: &Path,
    series: &HistorySeries<'_>,
    kind: HistoryKind,
) -> Result<(), FileError> {
    match list::month_files(folder)?.first() {
        Some((_, path)) => check_kind(path, month::read(path, series)?.0, kind),
        None => Ok(()),
    }
}

/// The lock of a folder, which is made if need be.
fn create_and_lock(folder: &Path) -> Result<File, HistoryError> {
    std::fs::create_dir_all(folder)
        .map_err(|error| FileError::new(folder, format!("cannot be created: {error}")))?;
    lock(folder, "lock")
}

/// A lock is held as long as the file is open, whatever ends the process.
pub(super) fn lock(folder: &Path, name: &str) -> Result<File, HistoryError> {
    let path = folder.join(name);
    let failed = |error| FileError::new(&path, format!("cannot be locked: {error}"));
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
    let file = file.map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(HistoryError::InUse(folder.to_path_buf())),
        Err(TryLockError::Error(error)) => Err(failed(error).into()),
    }
}

/// The files of a folder with an ending, by name.
pub(super) fn files_ending(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, FileError> {
    let failed = |error| FileError::new(folder, format!("cannot be read: {error}"));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|end| end == ending) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Removes what a killed writer left. Nobody writes now: the caller holds the lock.
fn remove_leftovers(folder: &Path) -> Result<u64, FileError> {
    let leftovers = files_ending(folder, "tmp")?;
    for path in &leftovers {
        std::fs::remove_file(path)
            .map_err(|error| FileError::new(path, format!("cannot be removed: {error}")))?;
    }
    Ok(leftovers.len() as u64)
}

/// Whether anything changed.
fn merge_month(stored: &mut Bars, new: &[HistoryBar], merged: &mut Merged) -> bool {
    let before = (merged.added, merged.replaced.len());
    for bar in new {
        match stored.insert(bar.open_s, *bar) {
            None => merged.added += 1,
            Some(was) if was != *bar => merged.replaced.push(Replaced { was, is: *bar }),
            Some(_) => {}
        }
    }
    before != (merged.added, merged.replaced.len())
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod upkeep_tests;
