//! What survives a restart: limits, the order in flight, an operator's FLATTEN, and the numbers
//! already used.
//!
//! ```text
//! 0    tag "HTENGIN2"              8 bytes
//! 8    last decision id, u64       8
//! 16   flags, u64: 1 = flatten     8
//! 24   risk state, then the book
//! ```

use super::core::Engine;
use super::journal::Journal;
use crate::execution::{Book, RECORD_SIZE_BYTES};
use crate::risk::RiskState;
use crate::telemetry::Level;

/// Size of the record in bytes.
pub const STATE_SIZE: usize = HEAD_SIZE + RiskState::BYTES + RECORD_SIZE_BYTES;

const HEAD_SIZE: usize = 24;
const TAG: &[u8; 8] = b"HTENGIN2";

impl Engine {
    /// Changes whenever the record does.
    #[must_use]
    #[inline]
    pub const fn revision(&self) -> u64 {
        self.revision.wrapping_add(self.risk.state().revision)
    }

    /// Writes the record.
    pub fn write_state(&self, record: &mut [u8; STATE_SIZE]) {
        record[..8].copy_from_slice(TAG);
        record[8..16].copy_from_slice(&self.journal.last_id().to_le_bytes());
        record[16..24].copy_from_slice(&u64::from(self.flatten).to_le_bytes());
        let (risk, book) = record[HEAD_SIZE..].split_at_mut(RiskState::BYTES);
        risk.copy_from_slice(&self.risk.state().to_bytes());
        book.copy_from_slice(&self.book.to_bytes());
    }

    /// Takes over a record of an engine of the same account, symbol and magic number. Call it
    /// before anything is handed in.
    ///
    /// # Errors
    /// Why the record cannot be used; nothing has changed then.
    pub fn restore_state(&mut self, record: &[u8]) -> Result<(), String> {
        if record.len() != STATE_SIZE {
            return Err(format!("the record was {} bytes, expected {STATE_SIZE}", record.len()));
        }
        let (head, rest) = record.split_at(HEAD_SIZE);
        let (risk, book) = rest.split_at(RiskState::BYTES);
        let Some(numbers) = head.strip_prefix(TAG) else {
            return Err("the record does not begin with HTENGIN2".to_owned());
        };
        let (last_id, flags) = (word(numbers, 0), word(numbers, 8));
        if flags > 1 {
            return Err(format!("flags were {flags}, expected 0 or 1"));
        }
        let key = self.risk.state().key;
        let risk = RiskState::from_bytes(risk, &key).map_err(|error| error.to_string())?;
        let identity = self.book.identity();
        let book = Book::from_bytes(identity, &self.settings.execution, book, self.now.now())
            .map_err(|error| error.to_string())?;
        if book.last_decision_id() > last_id {
            return Err(format!("order {} is above {last_id}", book.last_decision_id()));
        }
        self.risk.restore(risk).map_err(|error| error.to_string())?;
        self.book = book;
        self.flatten = flags == 1;
        self.journal = Journal::new(last_id);
        self.touch();
        let mode = self.risk.state().mode;
        self.log(Level::Info, format_args!("restored: {mode:?}, last decision {last_id}"));
        Ok(())
    }

    /// Tells whether the record could be saved. While it cannot there is no new risk.
    pub fn set_state_saved(&mut self, saved: bool) {
        if self.state_saved && !saved {
            self.log(Level::Error, format_args!("the risk state cannot be saved: no new risk"));
        }
        self.state_saved = saved;
    }

    /// Takes over from an engine that ran with other settings: limits, orders, account, positions
    /// and, for the same period, the closed bars it kept. Returns whether the bars were enough to
    /// be warm at once.
    ///
    /// # Errors
    /// If the other engine is of another account, symbol or magic number.
    pub fn take_over(&mut self, other: &Self) -> Result<bool, String> {
        let mut record = [0; STATE_SIZE];
        other.write_state(&mut record);
        self.restore_state(&record)?;
        self.now = other.now;
        self.server_s = other.server_s;
        self.account = other.account;
        if let Some(spec) = other.spec {
            self.set_symbol(spec);
        }
        self.quote = other.quote;
        self.last_tick = other.last_tick;
        self.last_tick_server_ns = other.last_tick_server_ns;
        self.events = other.events;
        self.quiet_until = other.quiet_until;
        self.pool.set_held(other.pool.held_micros());
        if other.bars.period() != self.bars.period() {
            return Ok(false);
        }
        for &(open_s, bar) in other.history.iter() {
            self.bars.close_history(open_s);
            self.close_bar(open_s, bar, None);
        }
        self.news = other.news;
        self.bars = other.bars.clone();
        Ok(self.rules.is_ready(self.features.bars_seen()))
    }
}

fn word(bytes: &[u8], at: usize) -> u64 {
    let mut word = [0; 8];
    word.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(word)
}
