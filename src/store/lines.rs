//! Lines of a text file, whatever its compression and encoding, in constant memory.
//!
//! Parquet tables are read as the text they stand for: see [`super::parquet_text`].
//! gzip and zstd are recognised by their first bytes; UTF-8 (with or without a mark), UTF-16 little
//! and big endian by theirs. A line ends at LF; a CR before it is dropped.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use super::FileError;
use super::parquet_text::{self, ParquetText};

/// No line of any known format comes near this; a longer one is not market data.
pub(crate) const LINE_BYTES_MAX: usize = 16 * 1024;
const CHUNK_BYTES: usize = 128 * 1024;

/// How a file was compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// Not at all.
    None,
    /// gzip, one or several members.
    Gzip,
    /// Zstandard, one or several frames.
    Zstd,
}

/// How the text was encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 or ASCII.
    Utf8,
    /// UTF-16, little endian, as MetaTrader writes it.
    Utf16Le,
    /// UTF-16, big endian.
    Utf16Be,
}

/// What stopped the reading of lines.
#[derive(Debug)]
pub(crate) enum LineError {
    /// The file cannot be read further: truncated or damaged compression, or the disk.
    Io(io::Error),
    /// A line is longer than [`LINE_BYTES_MAX`].
    TooLong,
}

/// Reads lines. Start with [`LineReader::open`].
pub(crate) struct LineReader {
    source: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    at_end: bool,
    line_number: u64,
    /// Where the line returned last lies in the buffer.
    line: (usize, usize),
    unterminated: bool,
    compression: Compression,
    encoding: Encoding,
}

impl LineReader {
    /// Lines of a file, or of the Parquet tables of a folder.
    pub(crate) fn open(path: &Path) -> Result<Self, FileError> {
        if path.is_dir() {
            let tables = ParquetText::open(parquet_text::tables_in(path)?)?;
            return Self::from_read(path, Box::new(tables));
        }
        let failed = |error| FileError::new(path, format!("cannot be opened: {error}"));
        let mut file = File::open(path).map_err(failed)?;
        let magic = read_up_to(&mut file, 4).map_err(failed)?;
        if magic == parquet_text::MAGIC {
            let table = ParquetText::open(vec![path.to_path_buf()])?;
            return Self::from_read(path, Box::new(table));
        }
        Self::from_read(path, Box::new(io::Cursor::new(magic).chain(file)))
    }

    /// Lines of `source`; `path` is only for messages.
    pub(crate) fn from_read(
        path: &Path,
        mut source: Box<dyn Read + Send>,
    ) -> Result<Self, FileError> {
        let failed = |error: io::Error| FileError::new(path, format!("cannot be read: {error}"));
        let magic = read_up_to(&mut source, 4).map_err(failed)?;
        let compression = match magic.as_slice() {
            [0x1f, 0x8b, ..] => Compression::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd] => Compression::Zstd,
            _ => Compression::None,
        };
        let whole = Box::new(io::Cursor::new(magic).chain(source));
        let mut text = decompress(path, whole, compression)?;
        let mark = read_up_to(&mut text, 4).map_err(failed)?;
        let (encoding, mark_len) = match mark.as_slice() {
            [0xff, 0xfe, ..] => (Encoding::Utf16Le, 2),
            [0xfe, 0xff, ..] => (Encoding::Utf16Be, 2),
            [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
            [1..=255, 0, 1..=255, 0] => (Encoding::Utf16Le, 0),
            [0, 1..=255, 0, 1..=255] => (Encoding::Utf16Be, 0),
            _ => (Encoding::Utf8, 0),
        };
        let text: Box<dyn Read + Send> =
            Box::new(io::Cursor::new(mark[mark_len..].to_vec()).chain(text));
        let source: Box<dyn Read + Send> = match encoding {
            Encoding::Utf8 => text,
            Encoding::Utf16Le => {
                Box::new(Utf16Reader { source: text, low_byte_first: true, odd: None })
            }
            Encoding::Utf16Be => {
                Box::new(Utf16Reader { source: text, low_byte_first: false, odd: None })
            }
        };
        Ok(Self {
            source,
            buffer: vec![0; CHUNK_BYTES],
            start: 0,
            end: 0,
            at_end: false,
            line_number: 0,
            line: (0, 0),
            unterminated: false,
            compression,
            encoding,
        })
    }

    pub(crate) fn compression(&self) -> Compression {
        self.compression
    }

    pub(crate) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Number of the line returned last, from 1.
    pub(crate) fn line_number(&self) -> u64 {
        self.line_number
    }

    /// Whether the last line of the file had no line end, as after an interrupted copy.
    pub(crate) fn is_unterminated(&self) -> bool {
        self.unterminated
    }

    /// The next line without its end, or `None` after the last. A damaged file's last, partial line
    /// is not returned: half a number is still a number.
    pub(crate) fn next_line(&mut self) -> Result<Option<&[u8]>, LineError> {
        let mut searched = 0;
        loop {
            let pending = &self.buffer[self.start..self.end];
            if let Some(offset) = find_line_end(&pending[searched..]) {
                let length = searched + offset;
                let line_start = self.start;
                self.line_number += 1;
                if length > LINE_BYTES_MAX {
                    self.start += length; // `skip_line` finds the line end there
                    return Err(LineError::TooLong);
                }
                self.start += length + 1;
                self.line = (line_start, line_start + length);
                return Ok(Some(self.line()));
            }
            searched = pending.len();
            if searched > LINE_BYTES_MAX {
                self.line_number += 1;
                return Err(LineError::TooLong);
            }
            if self.at_end {
                if searched == 0 {
                    return Ok(None);
                }
                let line_start = self.start;
                self.start = self.end;
                self.line_number += 1;
                self.unterminated = true;
                self.line = (line_start, self.end);
                return Ok(Some(self.line()));
            }
            self.fill()?;
        }
    }

    /// The line returned last, again.
    pub(crate) fn line(&self) -> &[u8] {
        trim_end(&self.buffer[self.line.0..self.line.1])
    }

    /// Skips the rest of a line that was too long.
    pub(crate) fn skip_line(&mut self) -> Result<(), LineError> {
        loop {
            if let Some(offset) = find_line_end(&self.buffer[self.start..self.end]) {
                self.start += offset + 1;
                return Ok(());
            }
            self.start = self.end;
            if self.at_end {
                return Ok(());
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> Result<(), LineError> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        loop {
            match self.source.read(&mut self.buffer[self.end..]) {
                Ok(0) => {
                    self.at_end = true;
                    return Ok(());
                }
                Ok(count) => {
                    self.end += count;
                    return Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.start = self.end;
                    self.at_end = true;
                    return Err(LineError::Io(error));
                }
            }
        }
    }
}

fn trim_end(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Position of the first LF, eight bytes at a time.
fn find_line_end(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let mut chunks = bytes.chunks_exact(8);
    let mut position = 0;
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        let zero_where_equal = u64::from_le_bytes(word) ^ (ONES * 0x0a);
        let found = zero_where_equal.wrapping_sub(ONES) & !zero_where_equal & HIGHS;
        if found != 0 {
            return Some(position + found.trailing_zeros() as usize / 8);
        }
        position += 8;
    }
    chunks.remainder().iter().position(|&byte| byte == b'\n').map(|offset| position + offset)
}

fn read_up_to(source: &mut dyn Read, count: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(count).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(feature = "cli")]
fn decompress(
    path: &Path,
    source: Box<dyn Read + Send>,
    compression: Compression,
) -> Result<Box<dyn Read + Send>, FileError> {
    Ok(match compression {
        Compression::None => source,
        Compression::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(
            BufReader::with_capacity(CHUNK_BYTES, source),
        )),
        Compression::Zstd => Box::new(super::zstd::ZstdReader::new(
            path,
            BufReader::with_capacity(CHUNK_BYTES, source),
        )?),
    })
}

#[cfg(not(feature = "cli"))]
fn decompress(
    path: &Path,
    source: Box<dyn Read + Send>,
    compression: Compression,
) -> Result<Box<dyn Read + Send>, FileError> {
    match compression {
        Compression::None => Ok(Box::new(BufReader::with_capacity(CHUNK_BYTES, source))),
        _ => Err(FileError::new(
            path,
            "is compressed, expected plain text (this build has no decompression: feature `cli`)",
        )),
    }
}

/// UTF-16 to ASCII. Market data is ASCII; any other character becomes `?` and is refused later if
/// it stands where a number or a name should.
struct Utf16Reader {
    source: Box<dyn Read + Send>,
    low_byte_first: bool,
    odd: Option<u8>,
}

impl Read for Utf16Reader {
    fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
        let mut bytes = [0u8; 8192];
        let wanted = bytes.len().min(target.len().saturating_mul(2)).max(2);
        if target.is_empty() {
            return Ok(0);
        }
        loop {
            let mut held = 0;
            if let Some(byte) = self.odd.take() {
                bytes[0] = byte;
                held = 1;
            }
            let count = self.source.read(&mut bytes[held..wanted])?;
            let available = held + count;
            if count == 0 {
                if held == 1 {
                    return Err(io::Error::new(
                        io::ErrorKind::UnexpectedEof,
                        "UTF-16 text ends in the middle of a character",
                    ));
                }
                return Ok(0);
            }
            let mut written = 0;
            let mut pairs = bytes[..available].chunks_exact(2);
            for pair in &mut pairs {
                let unit = if self.low_byte_first {
                    u16::from_le_bytes([pair[0], pair[1]])
                } else {
                    u16::from_be_bytes([pair[0], pair[1]])
                };
                target[written] = u8::try_from(unit).ok().filter(u8::is_ascii).unwrap_or(b'?');
                written += 1;
            }
            self.odd = pairs.remainder().first().copied();
            if written > 0 {
                return Ok(written);
            }
        }
    }
}

impl std::fmt::Debug for LineReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LineReader")
            .field("line_number", &self.line_number)
            .field("compression", &self.compression)
            .field("encoding", &self.encoding)
            .finish_non_exhaustive()
    }
}
