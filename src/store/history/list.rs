//! What is in a history store: series, months, rows, gaps, bytes.

use std::path::{Path, PathBuf};

use crate::types::Period;

use super::super::FileError;
use super::confirmed::Confirmed;
use super::gaps::{Market, PauseFinder, Pauses};
use super::month::{Label, MonthFile, MonthKey};
use super::{HistoryError, HistoryKind, HistorySeries, HistoryStore, files_ending};

/// The folder of a series, found on the disk.
#[derive(Clone, Debug)]
pub struct HistoryFolder {
    /// The folder.
    pub path: PathBuf,
    label: Option<Label>,
}

impl HistoryFolder {
    /// Whose bars it holds; `None` if no file says so.
    #[must_use]
    pub fn series(&self) -> Option<HistorySeries<'_>> {
        let label = self.label.as_ref()?;
        let (source, symbol) = (label.source.as_str(), label.symbol.as_str());
        Some(HistorySeries { source, symbol, period: label.period })
    }

    /// Their kind; `None` if no file says so.
    #[must_use]
    pub fn kind(&self) -> Option<HistoryKind> {
        Some(self.label.as_ref()?.kind)
    }
}

/// What a series holds.
#[derive(Clone, Debug)]
pub struct SeriesSummary {
    /// The length of a bar.
    pub period: Period,
    /// Number of files.
    pub month_count: usize,
    /// Number of bars.
    pub bar_count: u64,
    /// First and last open; `None` without bars.
    pub span_s: Option<(i64, i64)>,
    /// What its bars say about when it trades.
    pub market: Market,
    /// Missing bars, less what the source has confirmed.
    pub pauses: Pauses,
    /// Size of the files.
    pub size_bytes: u64,
}

impl HistoryStore {
    /// All folders of series, by path.
    ///
    /// # Errors
    /// If the folder of the store, or one in it, cannot be read.
    pub fn list(&self) -> Result<Vec<HistoryFolder>, FileError> {
        let mut found = Vec::new();
        for source in folders_in(&self.folder)? {
            for path in folders_in(&source)? {
                let files = month_files(&path)?;
                if files.is_empty() {
                    continue;
                }
                let label = files
                    .iter()
                    .find_map(|(_, file)| MonthFile::open(file).ok().map(|month| month.label));
                found.push(HistoryFolder { path, label });
            }
        }
        Ok(found)
    }

    /// Reads a series whole, a month at a time. `market` as its bars say where `None`.
    ///
    /// # Errors
    /// If a file is damaged, cannot be read, or is of another series.
    pub fn summary(
        &self,
        series: &HistorySeries<'_>,
        market: Option<Market>,
    ) -> Result<SeriesSummary, FileError> {
        let folder = self.folder_of(series);
        let mut finder = PauseFinder::new(series.period);
        let (mut bar_count, mut size_bytes, mut span_s) = (0, 0, None);
        let files = month_files(&folder)?;
        for (key, path) in &files {
            for bar in self.read_month(series, *key)? {
                finder.push(bar.open_s);
                bar_count += 1;
                span_s = Some((span_s.map_or(bar.open_s, |(first, _)| first), bar.open_s));
            }
            size_bytes += std::fs::metadata(path).map_or(0, |file| file.len());
        }
        let market = market.unwrap_or(finder.market());
        let confirmed = Confirmed::read(&folder)?;
        let mut pauses = finder.pauses(market);
        for kind in [&mut pauses.gaps, &mut pauses.long] {
            *kind = kind.iter().flat_map(|gap| confirmed.unknown_of(*gap)).collect();
        }
        let (period, month_count) = (series.period, files.len());
        Ok(SeriesSummary { period, month_count, bar_count, span_s, market, pauses, size_bytes })
    }
}

/// Renames a damaged file so that nobody reads it, and says what it is called now. Nothing is
/// overwritten.
///
/// # Errors
/// [`HistoryError::InUse`] while a program writes to the folder; if the system refuses.
pub fn set_aside(path: &Path) -> Result<PathBuf, HistoryError> {
    let folder = path.parent().unwrap_or(path);
    let _lock = super::lock(folder, "lock")?;
    for number in 1..=u16::MAX {
        let mut name = path.as_os_str().to_os_string();
        name.push(format!(".{number}.damaged"));
        let target = PathBuf::from(name);
        if target.exists() {
            continue;
        }
        std::fs::rename(path, &target)
            .map_err(|error| FileError::new(path, format!("cannot be set aside: {error}")))?;
        return Ok(target);
    }
    Err(FileError::new(path, "cannot be set aside: too many damaged files stand beside it").into())
}

pub(in super::super) fn folders_in(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let failed = |error| FileError::new(folder, format!("cannot be read: {error}"));
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

/// The month files of a folder, oldest first; none if there is no folder.
pub(super) fn month_files(folder: &Path) -> Result<Vec<(MonthKey, PathBuf)>, FileError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let files = files_ending(folder, "parquet")?.into_iter();
    let mut months: Vec<(MonthKey, PathBuf)> = files
        .filter_map(|path| Some((MonthKey::parse(&path.file_name()?.to_string_lossy())?, path)))
        .collect();
    months.sort();
    Ok(months)
}
