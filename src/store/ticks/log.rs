//! The log of an hour: ticks in blocks with a checksum, as they come.
//!
//! ```text
//! "HTTICK01" | u16 len, source | u16 len, symbol | u32 crc of all before
//! u32 count  | u32 crc of count and ticks | count * 44 bytes              per block
//! ```
//!
//! All numbers are little endian. A block counts whole or not at all: what follows the last whole
//! one was being written when the process ended.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use super::super::FileError;
use super::record::{RecordedTick, TICK_BYTES};

const MAGIC: &[u8; 8] = b"HTTICK01";
/// Ticks of a block, at most.
pub(super) const BLOCK_TICKS_MAX: usize = 1_024;

/// Whose ticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Owner {
    pub(super) source: String,
    pub(super) symbol: String,
}

/// A log being written.
#[derive(Debug)]
pub(super) struct LogWriter {
    file: File,
    path: PathBuf,
    /// Length up to the last whole block.
    len: u64,
    bytes: Vec<u8>,
}

impl LogWriter {
    pub(super) fn create(path: &Path, owner: &Owner) -> Result<Self, FileError> {
        let failed = |error: io::Error| cannot_write(path, &error);
        let file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
        let mut bytes = MAGIC.to_vec();
        for text in [&owner.source, &owner.symbol] {
            let len = u16::try_from(text.len())
                .map_err(|_| FileError::new(path, "cannot be written: a name is too long"))?;
            bytes.extend(len.to_le_bytes());
            bytes.extend(text.as_bytes());
        }
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        let mut log = Self { file, path: path.to_path_buf(), len: 0, bytes };
        log.write().map_err(|error| cannot_write(path, &error))?;
        Ok(log)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a block. When it fails the log is as before, and the same block may be tried again.
    pub(super) fn append(&mut self, ticks: &[RecordedTick]) -> Result<(), FileError> {
        let mut payload = (ticks.len() as u32).to_le_bytes().to_vec();
        for tick in ticks {
            payload.extend(tick.to_bytes());
        }
        let crc = crc32fast::hash(&payload);
        self.bytes.clear();
        self.bytes.extend(&payload[..4]);
        self.bytes.extend(crc.to_le_bytes());
        self.bytes.extend(&payload[4..]);
        self.write().map_err(|error| cannot_write(&self.path, &error))
    }

    fn write(&mut self) -> io::Result<()> {
        if let Err(error) = self.file.write_all(&self.bytes) {
            // A torn block would hide those after it.
            self.file.set_len(self.len)?;
            io::Seek::seek(&mut self.file, io::SeekFrom::Start(self.len))?;
            return Err(error);
        }
        self.len += self.bytes.len() as u64;
        Ok(())
    }

    /// Brings everything to the disk.
    pub(super) fn sync(&self) -> Result<(), FileError> {
        self.file.sync_data().map_err(|error| cannot_write(&self.path, &error))
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> FileError {
    FileError::new(path, format!("cannot be written: {error}"))
}

/// Reads the whole blocks of a log.
#[derive(Debug)]
pub(super) struct LogReader {
    source: BufReader<File>,
    path: PathBuf,
    /// `None` where the process ended before the head was whole: then there are no ticks either.
    pub(super) owner: Option<Owner>,
    /// Bytes up to the last whole block.
    read_bytes: u64,
}

impl LogReader {
    pub(super) fn open(path: &Path) -> Result<Self, FileError> {
        let failed = |error| FileError::new(path, format!("cannot be opened: {error}"));
        let source = BufReader::with_capacity(1 << 16, File::open(path).map_err(failed)?);
        let mut log = Self { source, path: path.to_path_buf(), owner: None, read_bytes: 0 };
        log.owner = log.head()?;
        Ok(log)
    }

    fn head(&mut self) -> Result<Option<Owner>, FileError> {
        let mut seen = Vec::new();
        let Some(magic) = self.take(8, &mut seen)? else { return Ok(None) };
        if magic != MAGIC {
            return Err(FileError::new(&self.path, "is no log of ticks"));
        }
        let mut texts = Vec::new();
        for _ in 0..2 {
            let Some(len) = self.take(2, &mut seen)? else { return Ok(None) };
            let len = usize::from(u16::from_le_bytes([len[0], len[1]]));
            let Some(text) = self.take(len, &mut seen)? else { return Ok(None) };
            texts.push(String::from_utf8_lossy(&text).into_owned());
        }
        let expected = crc32fast::hash(&seen);
        let Some(crc) = self.take(4, &mut seen)? else { return Ok(None) };
        if crc != expected.to_le_bytes() {
            return Err(FileError::new(&self.path, "is damaged: its head is not what was written"));
        }
        self.read_bytes = seen.len() as u64;
        let symbol = texts.pop().unwrap_or_default();
        Ok(Some(Owner { source: texts.pop().unwrap_or_default(), symbol }))
    }

    /// The next bytes, which are added to `seen`; `None` if the file ends before.
    fn take(&mut self, count: usize, seen: &mut Vec<u8>) -> Result<Option<Vec<u8>>, FileError> {
        let mut bytes = Vec::new();
        (&mut self.source)
            .take(count as u64)
            .read_to_end(&mut bytes)
            .map_err(|error| FileError::new(&self.path, format!("cannot be read: {error}")))?;
        seen.extend(&bytes);
        Ok((bytes.len() == count).then_some(bytes))
    }

    /// Adds the ticks of the next whole block; false after the last.
    pub(super) fn next_block(&mut self, ticks: &mut Vec<RecordedTick>) -> Result<bool, FileError> {
        if self.owner.is_none() {
            return Ok(false);
        }
        let mut seen = Vec::new();
        let Some(head) = self.take(8, &mut seen)? else { return Ok(false) };
        let count = u32::from_le_bytes([head[0], head[1], head[2], head[3]]) as usize;
        if count == 0 || count > BLOCK_TICKS_MAX {
            return Ok(false);
        }
        let Some(body) = self.take(count * TICK_BYTES, &mut seen)? else { return Ok(false) };
        let mut crc = crc32fast::Hasher::new();
        crc.update(&head[..4]);
        crc.update(&body);
        if crc.finalize().to_le_bytes() != head[4..] {
            return Ok(false);
        }
        let (records, _) = body.as_chunks::<TICK_BYTES>();
        ticks.extend(records.iter().map(RecordedTick::from_bytes));
        self.read_bytes += seen.len() as u64;
        Ok(true)
    }

    /// Bytes after the last whole block that was read.
    pub(super) fn torn_bytes(&self) -> u64 {
        let len = self.source.get_ref().metadata().map_or(0, |file| file.len());
        len.saturating_sub(self.read_bytes)
    }
}
