//! A checksum of the values of a Parquet table, which Parquet itself does not have: a damaged table
//! is an error and never other numbers.

use sha2::{Digest, Sha256};

use crate::types::hex;

/// The note of a table that holds it.
pub(super) const CHECKSUM: &str = "hypertrader.sha256";

/// SHA-256 over all values in the order of the file: of each one 1 and eight bytes, or 0 for none.
#[derive(Clone, Debug, Default)]
pub(super) struct Checksum {
    hash: Sha256,
    bytes: Vec<u8>,
}

impl Checksum {
    pub(super) fn add(&mut self, values: impl Iterator<Item = Option<[u8; 8]>>) {
        self.bytes.clear();
        for value in values {
            match value {
                Some(value) => {
                    self.bytes.push(1);
                    self.bytes.extend(value);
                }
                None => self.bytes.push(0),
            }
        }
        self.hash.update(&self.bytes);
    }

    /// As it stands in the note.
    pub(super) fn text(self) -> String {
        hex(&self.hash.finalize())
    }
}
