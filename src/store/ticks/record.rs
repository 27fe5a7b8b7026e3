//! A tick as it is recorded.

use crate::types::{NANOS_PER_MILLI, Tick, UnixNanos};

/// Bytes of a tick in a log.
pub(super) const TICK_BYTES: usize = 44;

/// A tick as the host gave it, with the time of the trade server.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RecordedTick {
    /// When: milliseconds of the server's clock.
    pub time_ms: i64,
    /// Best bid; 0 where the symbol has trades only.
    pub bid: f64,
    /// Best ask; 0 where the symbol has trades only.
    pub ask: f64,
    /// Price of the last trade; 0 where the symbol has quotes only.
    pub last: f64,
    /// Volume of the last trade; 0 where unknown.
    pub volume: f64,
    /// What changed, as MetaTrader's `MqlTick.flags`.
    pub flags: u32,
}

impl RecordedTick {
    pub(super) fn to_bytes(self) -> [u8; TICK_BYTES] {
        let mut bytes = [0; TICK_BYTES];
        bytes[..8].copy_from_slice(&self.time_ms.to_le_bytes());
        for (index, value) in [self.bid, self.ask, self.last, self.volume].iter().enumerate() {
            bytes[8 + index * 8..16 + index * 8].copy_from_slice(&value.to_le_bytes());
        }
        bytes[40..].copy_from_slice(&self.flags.to_le_bytes());
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8; TICK_BYTES]) -> Self {
        let word = |at: usize| {
            let mut word = [0; 8];
            word.copy_from_slice(&bytes[at..at + 8]);
            word
        };
        let number = |at| f64::from_le_bytes(word(at));
        let flags = [bytes[40], bytes[41], bytes[42], bytes[43]];
        Self {
            time_ms: i64::from_le_bytes(word(0)),
            bid: number(8),
            ask: number(16),
            last: number(24),
            volume: number(32),
            flags: u32::from_le_bytes(flags),
        }
    }

    /// Day of the server's clock, counted from 1970-01-01.
    pub(super) const fn day(&self) -> i64 {
        self.time_ms.div_euclid(86_400_000)
    }

    /// Hour of the server's clock, counted from 1970-01-01 00:00.
    pub(super) const fn hour(&self) -> i64 {
        self.time_ms.div_euclid(3_600_000)
    }

    /// Checks the numbers and the quote.
    pub(super) fn check(&self) -> Result<(), String> {
        let time = UnixNanos(self.time_ms.saturating_mul(NANOS_PER_MILLI));
        let Self { bid, ask, last, volume, .. } = *self;
        Tick { time, bid, ask, last, volume }.check().map_err(|error| error.to_string())
    }
}
