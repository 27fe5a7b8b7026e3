//! A small record that survives a killed process: two slots in a memory-mapped file.
//!
//! Saving writes the slot that does not hold the newest record, its checksum last, and makes no
//! system call; the operating system owns the pages, so they outlive the process. A process that is
//! killed half-way leaves the other slot whole. [`StateFile::flush`] asks for the pages to reach
//! the disk, against a loss of power.
//!
//! ```text
//! 0    magic "HTSTATE1"           8 bytes
//! 8    capacity of a slot, u32    4
//! 12   zero                       4
//! 16   slot 0, slot 1: sequence u64 | length u32 | checksum u32 | payload (capacity bytes)
//! ```
//!
//! All numbers little-endian. The checksum (FNV-1a, 32 bit) covers sequence, length and payload.
//! A slot of sequence 0 has never been written. The file is locked while it is open: two engines
//! can never write one record.

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{Ordering, compiler_fence};

use memmap2::MmapMut;

const MAGIC: &[u8; 8] = b"HTSTATE1";
const HEADER_SIZE: usize = 16;
const SLOT_HEADER_SIZE: usize = 16;

/// Why the file cannot be used. Every message names the file and says what to do.
#[derive(Debug)]
pub enum StateFileError {
    /// It could not be created, opened, locked or mapped.
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried.
        action: &'static str,
        /// The system's answer.
        source: std::io::Error,
    },
    /// Another engine has it open.
    InUse(PathBuf),
    /// Its content is not a record of ours, is cut short or is damaged.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        detail: String,
    },
}

impl fmt::Display for StateFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, action, source } => {
                write!(f, "cannot {action} the state file {}: {source}", path.display())
            }
            Self::InUse(path) => {
                write!(f, "the state file {} is in use by another engine", path.display())
            }
            Self::Damaged { path, detail } => write!(
                f,
                "the state file {} is damaged ({detail}); it holds loss limits and halts, so it is \
                 not replaced by itself: move it away to start afresh",
                path.display()
            ),
        }
    }
}

impl std::error::Error for StateFileError {}

/// An open, locked state file.
#[derive(Debug)]
pub struct StateFile {
    map: MmapMut,
    capacity: usize,
    sequence: u64,
    newest: usize,
    /// Keeps the lock.
    _file: File,
}

impl StateFile {
    /// Opens or creates the file for records of at most `capacity` bytes, and returns it with the
    /// newest whole record, if there is one.
    ///
    /// # Errors
    /// See [`StateFileError`]. An existing file is never changed by a failed open.
    pub fn open(path: &Path, capacity: usize) -> Result<(Self, Option<Vec<u8>>), StateFileError> {
        let io =
            |action| move |source| StateFileError::Io { path: path.to_owned(), action, source };
        let damaged = |detail| StateFileError::Damaged { path: path.to_owned(), detail };
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(io("open"))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StateFileError::InUse(path.to_owned())),
            Err(TryLockError::Error(source)) => return Err(io("lock")(source)),
        }
        let size = HEADER_SIZE + 2 * (SLOT_HEADER_SIZE + capacity);
        let found = file.metadata().map_err(io("inspect"))?.len();
        let fresh = found == 0;
        if fresh {
            // Written whole and at once: a file that was only made longer has no blocks yet, and a
            // write through the map that finds the disk full would end the process.
            let mut content = vec![0; size];
            content[..8].copy_from_slice(MAGIC);
            content[8..12].copy_from_slice(&(capacity as u32).to_le_bytes());
            (&file).write_all(&content).map_err(io("write"))?;
            file.sync_all().map_err(io("write"))?;
        } else if found != size as u64 {
            return Err(damaged(format!("{found} bytes, expected {size}")));
        }
        #[expect(unsafe_code, reason = "mapping a file is unsafe by nature")]
        // SAFETY: the lock keeps other engines out; no other process is expected to change the
        // file, and the map is only ever read and written as plain bytes.
        let map = unsafe { MmapMut::map_mut(&file) }.map_err(io("map"))?;
        let mut state = Self { map, capacity, sequence: 0, newest: 1, _file: file };
        if &state.map[..8] != MAGIC {
            return Err(damaged("it does not begin with HTSTATE1".to_owned()));
        }
        let record = state.find_newest().map_err(damaged)?;
        Ok((state, record))
    }

    /// Saves a record. Returns `false`, saving nothing, if it is longer than the capacity.
    #[must_use]
    pub fn save(&mut self, record: &[u8]) -> bool {
        let Ok(length) = u32::try_from(record.len()) else { return false };
        if record.len() > self.capacity {
            return false;
        }
        let slot = 1 - self.newest;
        let sequence = self.sequence + 1;
        let at = self.slot_start(slot);
        let checksum = checksum(sequence, length, record);
        // Breaks the old checksum first, so that a half-written slot can never look whole.
        self.map[at + 12..at + 16].copy_from_slice(&(!checksum).to_le_bytes());
        compiler_fence(Ordering::SeqCst);
        self.map[at..at + 8].copy_from_slice(&sequence.to_le_bytes());
        self.map[at + 8..at + 12].copy_from_slice(&length.to_le_bytes());
        self.map[at + 16..at + 16 + record.len()].copy_from_slice(record);
        compiler_fence(Ordering::SeqCst);
        self.map[at + 12..at + 16].copy_from_slice(&checksum.to_le_bytes());
        self.newest = slot;
        self.sequence = sequence;
        true
    }

    /// Asks the operating system to bring the pages to the disk, without waiting for it.
    ///
    /// # Errors
    /// The system's answer.
    pub fn flush(&self) -> std::io::Result<()> {
        self.map.flush_async()
    }

    fn slot_start(&self, slot: usize) -> usize {
        HEADER_SIZE + slot * (SLOT_HEADER_SIZE + self.capacity)
    }

    fn find_newest(&mut self) -> Result<Option<Vec<u8>>, String> {
        let mut written = 0;
        let mut best: Option<(u64, usize, usize)> = None;
        for slot in 0..2 {
            let at = self.slot_start(slot);
            let sequence = u64::from_le_bytes(self.bytes(at));
            let length = u32::from_le_bytes(self.bytes(at + 8));
            let stored = u32::from_le_bytes(self.bytes(at + 12));
            if sequence == 0 && stored == 0 {
                continue;
            }
            written += 1;
            let len = length as usize;
            if len > self.capacity {
                continue;
            }
            let whole = checksum(sequence, length, &self.map[at + 16..at + 16 + len]) == stored;
            if whole && best.is_none_or(|(newest, ..)| sequence > newest) {
                best = Some((sequence, slot, len));
            }
        }
        match best {
            Some((sequence, slot, len)) => {
                self.sequence = sequence;
                self.newest = slot;
                let at = self.slot_start(slot) + SLOT_HEADER_SIZE;
                Ok(Some(self.map[at..at + len].to_vec()))
            }
            None if written == 0 => Ok(None),
            None => Err("no slot has a valid checksum".to_owned()),
        }
    }

    fn bytes<const N: usize>(&self, at: usize) -> [u8; N] {
        let mut bytes = [0; N];
        bytes.copy_from_slice(&self.map[at..at + N]);
        bytes
    }
}

/// FNV-1a, 32 bit. Source: Fowler, Noll, Vo; draft-eastlake-fnv.
fn checksum(sequence: u64, length: u32, record: &[u8]) -> u32 {
    let header = sequence.to_le_bytes().into_iter().chain(length.to_le_bytes());
    header
        .chain(record.iter().copied())
        .fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of its own for each test, removed at the end.
    struct Scratch(PathBuf);

    impl Scratch {
        fn new(name: &str) -> Self {
            let name = format!("hypertrader-state-{}-{name}", std::process::id());
            let path = std::env::temp_dir().join(name);
            let _ = std::fs::remove_file(&path);
            Self(path)
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.0);
        }
    }

    fn reopen(path: &Path) -> Result<Option<Vec<u8>>, StateFileError> {
        StateFile::open(path, 64).map(|(_, record)| record)
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_has_all_its_blocks() {
        use std::os::unix::fs::MetadataExt;
        let scratch = Scratch::new("blocks");
        let _file = StateFile::open(&scratch.0, 8_192).unwrap();
        let metadata = std::fs::metadata(&scratch.0).unwrap();
        assert!(metadata.blocks() * 512 >= metadata.len(), "{} blocks", metadata.blocks());
    }

    #[test]
    fn the_newest_record_comes_back() {
        let file = Scratch::new("newest");
        let (mut state, none) = StateFile::open(&file.0, 64).unwrap();
        assert!(none.is_none());
        for number in 0..5_u8 {
            assert!(state.save(&[number; 10]));
        }
        assert!(!state.save(&[0; 65]), "too long");
        drop(state);
        assert_eq!(reopen(&file.0).unwrap(), Some(vec![4; 10]));
    }

    #[test]
    fn a_created_but_never_saved_file_is_fresh() {
        let file = Scratch::new("fresh");
        drop(StateFile::open(&file.0, 64).unwrap());
        assert_eq!(reopen(&file.0).unwrap(), None);
    }

    /// Cuts a save at every byte and in both directions: the record is the old or the new one.
    #[test]
    fn a_torn_save_leaves_the_record_before_it() {
        let file = Scratch::new("torn");
        let (mut state, _) = StateFile::open(&file.0, 64).unwrap();
        assert!(state.save(b"first"));
        assert!(state.save(b"second"));
        drop(state);
        let before = std::fs::read(&file.0).unwrap();
        let (mut state, _) = StateFile::open(&file.0, 64).unwrap();
        assert!(state.save(b"third!"));
        drop(state);
        let after = std::fs::read(&file.0).unwrap();
        for cut in 0..=after.len() {
            for (head, tail) in [(&before, &after), (&after, &before)] {
                let torn: Vec<u8> = head[..cut].iter().chain(&tail[cut..]).copied().collect();
                std::fs::write(&file.0, &torn).unwrap();
                let record = reopen(&file.0).unwrap().unwrap();
                assert!(record == b"second" || record == b"third!", "{record:?} at {cut}");
            }
        }
    }

    #[test]
    fn damage_is_refused_and_left_as_it_is() {
        let file = Scratch::new("damage");
        let (mut state, _) = StateFile::open(&file.0, 64).unwrap();
        assert!(state.save(b"only"));
        drop(state);
        let good = std::fs::read(&file.0).unwrap();
        let mut flipped = good.clone();
        flipped[16 + 16] ^= 1; // first payload byte of the only written slot
        for bad in [&good[..good.len() - 1], &flipped[..], b"HTSTATE0", &[0; 176][..]] {
            std::fs::write(&file.0, bad).unwrap();
            let error = reopen(&file.0).unwrap_err();
            assert!(matches!(error, StateFileError::Damaged { .. }), "{error}");
            assert_eq!(std::fs::read(&file.0).unwrap(), bad);
        }
    }

    #[test]
    fn one_engine_at_a_time() {
        let file = Scratch::new("lock");
        let held = StateFile::open(&file.0, 64).unwrap();
        assert!(matches!(reopen(&file.0).unwrap_err(), StateFileError::InUse(_)));
        drop(held);
        assert!(reopen(&file.0).is_ok());
    }

    #[test]
    fn an_unwritable_place_is_named() {
        let error = reopen(Path::new("/nonexistent-folder/state")).unwrap_err();
        assert!(error.to_string().contains("/nonexistent-folder/state"), "{error}");
    }
}
