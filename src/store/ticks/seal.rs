//! A log becomes a piece, a row group at a time, so that its writer can look after the queue.

use std::path::{Path, PathBuf};

use super::super::FileError;
use super::super::history::files_ending;
use super::log::{BLOCK_TICKS_MAX, LogReader};
use super::piece::{GROUP_TICKS, Piece, PieceWriter, log_number, pieces_of};
use super::record::RecordedTick;

/// A log on its way to a piece.
#[derive(Debug)]
pub(super) struct Sealing {
    log: LogReader,
    path: PathBuf,
    target: Option<(PathBuf, PieceWriter)>,
    ticks: Vec<RecordedTick>,
    tick_count: u64,
}

/// What came of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sealed {
    /// Ticks that are in a piece now.
    pub(super) tick_count: u64,
    /// Bytes that were being written when the process ended.
    pub(super) torn_bytes: u64,
}

impl Sealing {
    pub(super) fn begin(path: &Path) -> Result<Self, FileError> {
        let log = LogReader::open(path)?;
        let ticks = Vec::with_capacity(GROUP_TICKS.min(4 * BLOCK_TICKS_MAX));
        Ok(Self { log, path: path.to_path_buf(), target: None, ticks, tick_count: 0 })
    }

    /// Moves on by one row group; what came of the log when it is done.
    pub(super) fn step(&mut self) -> Result<Option<Sealed>, FileError> {
        self.ticks.clear();
        let mut at_end = false;
        while self.ticks.len() < GROUP_TICKS && !at_end {
            at_end = !self.log.next_block(&mut self.ticks)?;
        }
        self.tick_count += self.ticks.len() as u64;
        if let (None, Some(first), Some(owner)) =
            (&self.target, self.ticks.first(), &self.log.owner)
        {
            let number = log_number(&self.path)
                .ok_or_else(|| FileError::new(&self.path, "its name has no number"))?;
            let folder = self.path.parent().unwrap_or(Path::new("."));
            let piece = Piece::new(folder, &owner.symbol, first.day(), number, number);
            let writer = PieceWriter::create(&piece.path, owner)?;
            self.target = Some((piece.path, writer));
        }
        if let Some((_, writer)) = &mut self.target {
            writer.write(&self.ticks)?;
        }
        if !at_end {
            return Ok(None);
        }
        let sealed = Sealed { tick_count: self.tick_count, torn_bytes: self.log.torn_bytes() };
        if let Some((_, writer)) = self.target.take() {
            writer.finish()?.finish()?;
        }
        remove(&self.path)?;
        Ok(Some(sealed))
    }
}

/// Removes logs that became pieces in a process that ended before it could remove them, and names
/// the others, oldest first. The caller holds the lock of the folder.
pub(super) fn leftover_logs(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let (live, superseded) = pieces_of(&files_ending(folder, "parquet")?);
    let is_sealed = |number: u64| {
        let mut pieces = live.iter().chain(&superseded);
        pieces.any(|piece| (piece.first..=piece.last).contains(&number))
    };
    let mut left = Vec::new();
    for path in files_ending(folder, "log")? {
        match log_number(&path) {
            Some(number) if is_sealed(number) => remove(&path)?,
            Some(_) => left.push(path),
            None => {} // nobody's
        }
    }
    Ok(left)
}

/// The number after all logs and pieces of a folder.
pub(super) fn next_number(folder: &Path) -> Result<u64, FileError> {
    let (live, superseded) = pieces_of(&files_ending(folder, "parquet")?);
    let pieces = live.iter().chain(&superseded).map(|piece| piece.last);
    let logs = files_ending(folder, "log")?;
    let logs = logs.iter().filter_map(|path| log_number(path));
    Ok(pieces.chain(logs).max().unwrap_or(0) + 1)
}

pub(super) fn remove(path: &Path) -> Result<(), FileError> {
    std::fs::remove_file(path)
        .map_err(|error| FileError::new(path, format!("cannot be removed: {error}")))
}

/// Removes pieces that a killed program was writing, where `is_ours`; how many.
pub(super) fn remove_half_written(
    folder: &Path,
    is_ours: impl Fn(&Piece) -> bool,
) -> Result<u64, FileError> {
    let mut count = 0;
    for path in files_ending(folder, "tmp")? {
        // `<piece>.parquet.<process>.tmp`
        let name = path.file_stem().and_then(|name| Path::new(name).file_stem());
        let piece = name.and_then(|name| Piece::of(&path.with_file_name(name)));
        if piece.is_some_and(|piece| is_ours(&piece)) {
            remove(&path)?;
            count += 1;
        }
    }
    Ok(count)
}
