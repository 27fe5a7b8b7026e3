//! Rewrites months that older versions or other programs left larger than they need be.

use super::month::{self, MonthFile};
use super::{HistoryError, HistorySeries, HistoryStore, create_and_lock, list, remove_leftovers};

/// What a compaction did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compacted {
    /// Files written anew.
    pub written: u64,
    /// Files that were merged into others, or left by killed writers, and are gone.
    pub removed: u64,
    /// Bytes of the rewritten files before.
    pub bytes_before: u64,
    /// Bytes of the rewritten files now.
    pub bytes_after: u64,
}

impl HistoryStore {
    /// Writes months anew that have several row groups or another compression, one at a time;
    /// removes what killed writers left. The bars stay the same; a second time there is nothing to
    /// do. May be interrupted at any moment.
    ///
    /// # Errors
    /// See [`HistoryError`]; a damaged file stops it and stays.
    pub fn compact(&self, series: &HistorySeries<'_>) -> Result<Compacted, HistoryError> {
        let folder = self.folder_of(series);
        let _lock = create_and_lock(&folder)?;
        let mut done = Compacted { removed: remove_leftovers(&folder)?, ..Compacted::default() };
        let size = |path: &std::path::Path| std::fs::metadata(path).map_or(0, |file| file.len());
        for (_, path) in list::month_files(&folder)? {
            if MonthFile::open(&path)?.is_compact() {
                continue;
            }
            let (kind, bars) = month::read(&path, series)?;
            done.bytes_before += size(&path);
            month::write(&path, series, kind, &bars)?.finish()?;
            done.bytes_after += size(&path);
            done.written += 1;
        }
        Ok(done)
    }
}
