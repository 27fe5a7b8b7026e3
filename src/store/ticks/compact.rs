//! Merging the pieces of a day into one, and looking at what there is.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use super::super::FileError;
use super::super::history::{
    Compacted, HistoryError, Problem, Verified, files_ending, folders_in, lock,
};
use super::log::{LogReader, Owner};
use super::piece::{Piece, PieceReader, PieceWriter, log_number, pieces_of};
use super::record::RecordedTick;
use super::seal::{Sealing, leftover_logs, remove, remove_half_written};

/// A folder of recorded ticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TickFolder {
    /// The folder.
    pub path: PathBuf,
    /// Source and symbol; `None` if no file says so.
    pub owner: Option<(String, String)>,
    /// Number of pieces that count.
    pub piece_count: usize,
    /// Number of logs that are not pieces yet.
    pub log_count: usize,
    /// Ticks in the pieces.
    pub tick_count: u64,
    /// First and last day of the server's clock, `2026-01-05`.
    pub days: Option<(String, String)>,
    /// Size of pieces and logs.
    pub size_bytes: u64,
}

/// The folders of recorded ticks in a history store, by path.
///
/// # Errors
/// If a folder cannot be read.
pub fn tick_folders(store: &Path) -> Result<Vec<TickFolder>, FileError> {
    let mut found = Vec::new();
    for source in folders_in(store)? {
        for path in folders_in(&source)? {
            let (live, _) = pieces_of(&files_ending(&path, "parquet")?);
            let mut logs = files_ending(&path, "log")?;
            logs.retain(|log| log_number(log).is_some());
            if live.is_empty() && logs.is_empty() {
                continue;
            }
            let files = live.iter().map(|piece| &piece.path).chain(&logs);
            let size_bytes =
                files.map(|file| std::fs::metadata(file).map_or(0, |file| file.len())).sum();
            let readers = live.iter().filter_map(|piece| PieceReader::open(&piece.path).ok());
            let (mut tick_count, mut owner) = (0, None);
            for reader in readers {
                tick_count += reader.tick_count();
                owner.get_or_insert(reader.owner);
            }
            let in_log = || logs.iter().find_map(|log| LogReader::open(log).ok()?.owner);
            let owner = owner.or_else(in_log).map(|owner| (owner.source, owner.symbol));
            let days = live.first().zip(live.last());
            let days = days.map(|(first, last)| (first.day.clone(), last.day.clone()));
            let (piece_count, log_count) = (live.len(), logs.len());
            found.push(TickFolder {
                path,
                owner,
                piece_count,
                log_count,
                tick_count,
                days,
                size_bytes,
            });
        }
    }
    Ok(found)
}

/// Makes pieces of logs that no recorder writes, merges the pieces of a day into one, and removes
/// what was merged. Ticks that two overlapping pieces share are kept once. A recorder may be at
/// work; a second time there is nothing to do. May be interrupted at any moment.
///
/// # Errors
/// [`HistoryError::InUse`] while another compaction runs; a damaged file stops it and stays.
pub fn compact_ticks(folder: &Path) -> Result<Compacted, HistoryError> {
    let _lock = lock(folder, "compact.lock")?;
    let mut done = Compacted::default();
    match lock(folder, "lock") {
        Ok(_recorder_lock) => {
            done.removed += remove_half_written(folder, |_| true)?;
            for path in leftover_logs(folder)? {
                let mut sealing = Sealing::begin(&path)?;
                while sealing.step()?.is_none() {}
                done.written += 1;
            }
        }
        // Its recorder does what concerns pieces of one log.
        Err(HistoryError::InUse(_)) => {
            done.removed += remove_half_written(folder, |piece| piece.first != piece.last)?;
        }
        Err(error) => return Err(error),
    }
    let (live, superseded) = pieces_of(&files_ending(folder, "parquet")?);
    for piece in superseded {
        remove(&piece.path)?;
        done.removed += 1;
    }
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
    for run in runs(&live) {
        if let ([first, .., last], Some(owner)) = (run, owner_of(run)?) {
            let target = merged(folder, first, last);
            done.bytes_before += run.iter().map(|piece| size(&piece.path)).sum::<u64>();
            merge(run, &owner, &target)?;
            done.bytes_after += size(&target);
            done.written += 1;
            for piece in run {
                remove(&piece.path)?;
                done.removed += 1;
            }
        }
    }
    Ok(done)
}

fn owner_of(run: &[Piece]) -> Result<Option<Owner>, FileError> {
    run.first().map(|piece| Ok(PieceReader::open(&piece.path)?.owner)).transpose()
}

fn merged(folder: &Path, first: &Piece, last: &Piece) -> PathBuf {
    let name = first.path.file_name().unwrap_or_default().to_string_lossy();
    let base = name.rsplit_once('_').map_or("", |(base, _)| base);
    folder.join(format!("{base}_{:09}-{:09}.parquet", first.first, last.last))
}

/// Pieces of one day with consecutive numbers: a range of numbers must not hide another day's.
fn runs(live: &[Piece]) -> Vec<&[Piece]> {
    live.chunk_by(|a, b| a.day == b.day && a.last + 1 == b.first).collect()
}

/// Merges pieces in order of time; ticks of one time in order of number.
fn merge(run: &[Piece], owner: &Owner, target: &Path) -> Result<(), FileError> {
    let mut streams = Vec::with_capacity(run.len());
    for piece in run {
        streams.push(Stream { reader: PieceReader::open(&piece.path)?, ticks: VecDeque::new() });
    }
    let mut writer = PieceWriter::create(target, owner)?;
    let mut seen = Seen::default();
    loop {
        let mut next: Option<(i64, usize)> = None;
        for (index, stream) in streams.iter_mut().enumerate() {
            if let Some(tick) = stream.peek()? {
                let key = (tick.time_ms, index);
                next = Some(next.map_or(key, |least| least.min(key)));
            }
        }
        let Some((_, index)) = next else { break };
        if let Some(tick) = streams[index].ticks.pop_front()
            && seen.is_new(&tick, index)
        {
            writer.write(&[tick])?;
        }
    }
    writer.finish()?.finish()
}

struct Stream {
    reader: PieceReader,
    ticks: VecDeque<RecordedTick>,
}

impl Stream {
    fn peek(&mut self) -> Result<Option<&RecordedTick>, FileError> {
        if self.ticks.is_empty()
            && let Some(group) = self.reader.next_group()?
        {
            self.ticks = group.into();
        }
        Ok(self.ticks.front())
    }
}

/// Ticks of the present time. A piece that has a tick as often as one before it adds nothing.
#[derive(Default)]
struct Seen {
    time_ms: i64,
    /// A tick, the piece, and how often it came in that piece.
    ticks: Vec<(RecordedTick, usize, u32)>,
}

impl Seen {
    fn is_new(&mut self, tick: &RecordedTick, piece: usize) -> bool {
        if tick.time_ms != self.time_ms {
            self.time_ms = tick.time_ms;
            self.ticks.clear();
        }
        let most = self.ticks.iter().filter(|(seen, ..)| seen == tick).map(|(.., n)| *n).max();
        let own = self.ticks.iter_mut().find(|(seen, of, _)| seen == tick && *of == piece);
        let count = match own {
            Some((.., count)) => {
                *count += 1;
                *count
            }
            None => {
                self.ticks.push((*tick, piece, 1));
                1
            }
        };
        count > most.unwrap_or(0)
    }
}

/// Reads every piece and log of a folder: checksums, order, day, prices; names what is left over.
/// Changes nothing.
///
/// # Errors
/// If the folder cannot be read.
pub fn verify_ticks(folder: &Path) -> Result<Verified, FileError> {
    let mut verified = Verified::default();
    let mut note = |path: &Path, text: String, is_damage: bool| {
        verified.problems.push(Problem { path: path.to_path_buf(), text, is_damage });
    };
    let paths = files_ending(folder, "parquet")?;
    let (live, superseded) = pieces_of(&paths);
    for path in paths.iter().filter(|path| Piece::of(path).is_none()) {
        note(path, "its name was not that of a piece of ticks".to_owned(), true);
    }
    for piece in &superseded {
        note(&piece.path, "was merged into another; `history compact` removes it".into(), false);
    }
    for path in files_ending(folder, "tmp")? {
        note(&path, "was left by a writer that was killed".to_owned(), false);
    }
    for path in files_ending(folder, "damaged")? {
        note(&path, "was set aside as damaged".to_owned(), false);
    }
    let (mut sound_files, mut bar_count) = (0, 0);
    for path in files_ending(folder, "log")? {
        match check_log(&path) {
            Ok((ticks, 0)) => (sound_files, bar_count) = (sound_files + 1, bar_count + ticks),
            Ok((ticks, torn)) => {
                (sound_files, bar_count) = (sound_files + 1, bar_count + ticks);
                note(&path, format!("ends with {torn} bytes that no block holds yet"), false);
            }
            Err(error) => note(&path, error.problem().to_owned(), true),
        }
    }
    for piece in &live {
        match check_piece(piece) {
            Ok(ticks) => (sound_files, bar_count) = (sound_files + 1, bar_count + ticks),
            Err(error) => note(&piece.path, error.problem().to_owned(), true),
        }
    }
    (verified.sound_files, verified.bar_count) = (sound_files, bar_count);
    Ok(verified)
}

fn check_log(path: &Path) -> Result<(u64, u64), FileError> {
    let mut log = LogReader::open(path)?;
    let (mut ticks, mut count) = (Vec::new(), 0);
    while log.next_block(&mut ticks)? {
        count += ticks.len() as u64;
        ticks.clear();
    }
    Ok((count, log.torn_bytes()))
}

fn check_piece(piece: &Piece) -> Result<u64, FileError> {
    let fail = |problem: String| Err(FileError::new(&piece.path, problem));
    let mut reader = PieceReader::open(&piece.path)?;
    let (mut count, mut previous_ms) = (0, i64::MIN);
    while let Some(ticks) = reader.next_group()? {
        for tick in ticks {
            count += 1;
            let expected = Piece::new(Path::new(""), "", tick.day(), piece.first, piece.last).day;
            if tick.time_ms < previous_ms {
                return fail(format!("tick {count}: {} comes after a later one", tick.time_ms));
            }
            if expected != piece.day {
                return fail(format!("tick {count}: its day was {expected}"));
            }
            if let Err(problem) = tick.check() {
                return fail(format!("tick {count}: {problem}"));
            }
            previous_ms = tick.time_ms;
        }
    }
    Ok(count)
}

/// The ticks of a folder's pieces, a group at a time, oldest first.
///
/// # Errors
/// If the folder cannot be read; each item, if its piece cannot.
pub fn tick_reader(
    folder: &Path,
) -> Result<impl Iterator<Item = Result<Vec<RecordedTick>, FileError>>, FileError> {
    let (live, _) = pieces_of(&files_ending(folder, "parquet")?);
    let groups = live.into_iter().flat_map(|piece| {
        let mut reader = Some(PieceReader::open(&piece.path));
        std::iter::from_fn(move || match reader.take()? {
            Err(error) => Some(Err(error)),
            Ok(mut open) => {
                let group = open.next_group().transpose();
                if matches!(group, Some(Ok(_))) {
                    reader = Some(Ok(open));
                }
                group
            }
        })
    });
    Ok(groups)
}
