//! The record's words: little-endian, 64 bits each, the last one a checksum.

use std::fmt;

use super::tickets::TICKETS;
use crate::types::{Side, UnixNanos};

/// 7 of the head, 23 of the order, 10 of the position, the tickets and their index, the checksum.
const WORDS: usize = 7 + 23 + 10 + 1 + TICKETS + 1;

/// Size of a record in bytes.
pub const RECORD_SIZE_BYTES: usize = WORDS * 8;

/// Why a record cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordError {
    /// The part of the record.
    pub field: &'static str,
    /// Its value.
    pub was: u64,
    /// What would have been accepted.
    pub expected: &'static str,
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "execution record: {} was {}, expected {}", self.field, self.was, self.expected)
    }
}

impl std::error::Error for RecordError {}

pub(super) fn require(
    ok: bool,
    field: &'static str,
    was: u64,
    expected: &'static str,
) -> Result<(), RecordError> {
    if ok { Ok(()) } else { Err(RecordError { field, was, expected }) }
}

/// FNV-1a over the words before the checksum: enough to notice a torn or truncated write.
fn checksum(words: &[u64; WORDS]) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    for byte in words.iter().take(WORDS - 1).flat_map(|word| word.to_le_bytes()) {
        sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    sum
}

/// Fills a record, word by word.
pub(super) struct Writer {
    words: [u64; WORDS],
    at: usize,
}

impl Writer {
    pub(super) const fn new() -> Self {
        Self { words: [0; WORDS], at: 0 }
    }

    /// The record, with its checksum.
    pub(super) fn into_bytes(mut self) -> [u8; RECORD_SIZE_BYTES] {
        self.words[WORDS - 1] = checksum(&self.words);
        let mut bytes = [0; RECORD_SIZE_BYTES];
        for (chunk, word) in bytes.chunks_exact_mut(8).zip(self.words) {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    pub(super) fn put(&mut self, word: u64) {
        if let Some(slot) = self.words.get_mut(self.at) {
            *slot = word;
        }
        self.at += 1;
    }

    pub(super) fn skip(&mut self, words: usize) {
        self.at += words;
    }

    pub(super) fn put_float(&mut self, value: f64) {
        self.put(value.to_bits());
    }

    pub(super) fn put_time(&mut self, time: UnixNanos) {
        self.put(time.0.cast_unsigned());
    }

    pub(super) fn put_side(&mut self, side: Side) {
        self.put(u64::from(side == Side::Sell));
    }

    pub(super) fn put_level(&mut self, level: Option<f64>) {
        self.put(u64::from(level.is_some()));
        self.put_float(level.unwrap_or(0.0));
    }
}

/// Reads a record, word by word.
pub(super) struct Reader {
    words: [u64; WORDS],
    at: usize,
}

impl Reader {
    pub(super) fn new(bytes: &[u8]) -> Result<Self, RecordError> {
        let size = bytes.len();
        require(size == RECORD_SIZE_BYTES, "size", size as u64, "the size of one record")?;
        let mut words = [0; WORDS];
        for (word, chunk) in words.iter_mut().zip(bytes.as_chunks::<8>().0) {
            *word = u64::from_le_bytes(*chunk);
        }
        let sum = words[WORDS - 1];
        require(sum == checksum(&words), "checksum", sum, "the checksum of the record")?;
        Ok(Self { words, at: 0 })
    }

    pub(super) fn take(&mut self) -> u64 {
        let word = self.words.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        word
    }

    pub(super) fn skip(&mut self, words: usize) {
        self.at += words;
    }

    pub(super) fn take_switch(&mut self, field: &'static str) -> Result<bool, RecordError> {
        let was = self.take();
        require(was <= 1, field, was, "0 or 1")?;
        Ok(was == 1)
    }

    pub(super) fn take_side(&mut self) -> Result<Side, RecordError> {
        Ok(if self.take_switch("side")? { Side::Sell } else { Side::Buy })
    }

    pub(super) fn take_u32(&mut self, field: &'static str) -> Result<u32, RecordError> {
        let was = self.take();
        u32::try_from(was).map_err(|_| RecordError { field, was, expected: "32 bits" })
    }

    /// Any bits: the checksum has vouched for them, and a number that was absurd before the restart
    /// must not keep the rest from being restored.
    pub(super) fn take_float(&mut self) -> f64 {
        f64::from_bits(self.take())
    }

    pub(super) fn take_time(&mut self) -> UnixNanos {
        UnixNanos(self.take().cast_signed())
    }

    pub(super) fn take_level(&mut self, field: &'static str) -> Result<Option<f64>, RecordError> {
        let present = self.take_switch(field)?;
        let value = self.take_float();
        Ok(present.then_some(value))
    }
}
