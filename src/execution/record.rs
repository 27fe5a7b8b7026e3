//! What must survive a restart, as a byte record of fixed size.
//!
//! The record holds the largest decision id (ids are never reused), the order in flight, the own
//! position as last seen (so that a close during the absence is noticed) and the deal tickets that
//! were counted. Foreign positions and held demands are not kept: the first snapshot and the next
//! decision bring them back. Little-endian 64-bit words; the last one is a checksum, so a torn
//! record is refused.
//!
//! A restored order has an unknown fate unless its execution was reported already: the host may
//! have collected and sent it after the record was written. The engine writes the record before it
//! hands a decision out.

use std::fmt;

use super::book::{Book, Identity};
use super::flight::{Filled, FlightState, InFlight};
use super::settings::ExecutionSettings;
use super::tickets::TICKETS;
use crate::types::{OrderAction, OrderIntent, Position, Side, UnixNanos};

const WORDS: usize = 42 + TICKETS;

/// Size of a record in bytes.
pub const RECORD_SIZE_BYTES: usize = WORDS * 8;

/// `HTXO`, and the version of the layout in the upper half.
const TAG: u64 = 0x4f58_5448 | (1 << 32);

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

impl Book {
    /// The record of the present state. Write it before a decision is handed out.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; RECORD_SIZE_BYTES] {
        let mut words = Writer { words: [0; WORDS], at: 0 };
        words.put(TAG);
        words.put(self.identity.magic);
        for word in symbol_words(&self.identity) {
            words.put(word);
        }
        words.put(self.last_decision_id);
        write_flight(&mut words, self.flight.as_ref());
        write_own(&mut words, self.own.as_ref());
        words.put(self.deals.next as u64);
        for ticket in self.deals.tickets {
            words.put(ticket);
        }
        let mut bytes = [0; RECORD_SIZE_BYTES];
        let sum = checksum(&words.words);
        words.words[WORDS - 1] = sum;
        for (chunk, word) in bytes.chunks_exact_mut(8).zip(words.words) {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    /// The book of a record. It needs a position snapshot before it accepts an entry; `now` begins
    /// the grace time of an order in flight.
    ///
    /// # Errors
    /// If the size, version or checksum is wrong, a field is out of range, or the record belongs to
    /// another symbol or magic number.
    pub fn from_bytes(
        identity: Identity,
        settings: &ExecutionSettings,
        bytes: &[u8],
        now: UnixNanos,
    ) -> Result<Self, RecordError> {
        let mut words = Reader::new(bytes)?;
        require(words.take() == TAG, "tag", TAG, "version 1 of an execution record")?;
        let magic = words.take();
        require(magic == identity.magic, "magic", magic, "the engine's own magic number")?;
        for expected in symbol_words(&identity) {
            let word = words.take();
            require(word == expected, "symbol", word, "the engine's own symbol")?;
        }
        let mut book = Self::new(identity, settings);
        book.last_decision_id = words.take();
        book.flight = read_flight(&mut words, now)?;
        book.own = read_own(&mut words, &identity)?;
        let next = words.take();
        require(next < TICKETS as u64, "next ticket", next, "an index below 64")?;
        book.deals.next = next as usize;
        for ticket in &mut book.deals.tickets {
            *ticket = words.take();
        }
        if let Some(flight) = &book.flight {
            let (id, last) = (flight.decision_id, book.last_decision_id);
            require(id <= last, "decision id", id, "at most the largest id")?;
        }
        Ok(book)
    }
}

fn write_flight(words: &mut Writer, flight: Option<&InFlight>) {
    let Some(flight) = flight else {
        return words.skip(FLIGHT_WORDS);
    };
    let intent = &flight.intent;
    words.put(1);
    words.put(match flight.state {
        FlightState::Queued => 0,
        FlightState::Sent => 1,
        FlightState::AwaitingDeal => 2,
        FlightState::Retry => 3,
        FlightState::Unknown => 4,
        FlightState::Confirming => 5,
    });
    words.put(match intent.action {
        OrderAction::Open => 0,
        OrderAction::Close => 1,
        OrderAction::Modify => 2,
    });
    words.put_side(intent.side);
    words.put(u64::from(flight.attempts));
    words.put(flight.decision_id);
    words.put_float(intent.lots);
    words.put_float(intent.price);
    words.put_level(intent.stop_loss);
    words.put_level(intent.take_profit);
    words.put(u64::from(intent.deviation_points));
    words.put(u64::from(flight.original_deviation_points));
    words.put(intent.position_ticket);
    words.put_time(intent.expires);
    words.put_time(flight.submitted);
    words.put_time(flight.retry_at);
    words.put_float(flight.original_price);
    words.put(flight.order_ticket);
    words.put(u64::from(flight.retcode));
    words.put(flight.filled.units.cast_unsigned());
    words.put_float(flight.filled.value);
}

const FLIGHT_WORDS: usize = 23;

fn read_flight(words: &mut Reader, now: UnixNanos) -> Result<Option<InFlight>, RecordError> {
    if !words.take_switch("order in flight")? {
        words.skip(FLIGHT_WORDS - 1);
        return Ok(None);
    }
    let state = match words.take() {
        0..=4 => FlightState::Unknown,
        5 => FlightState::Confirming,
        was => return Err(RecordError { field: "state", was, expected: "0 to 5" }),
    };
    let action = match words.take() {
        0 => OrderAction::Open,
        1 => OrderAction::Close,
        2 => OrderAction::Modify,
        was => return Err(RecordError { field: "action", was, expected: "0 to 2" }),
    };
    let side = words.take_side()?;
    let attempts = words.take_u32("attempts")?;
    let decision_id = words.take();
    let intent = OrderIntent {
        action,
        side,
        lots: words.take_float(),
        price: words.take_float(),
        stop_loss: words.take_level("stop loss")?,
        take_profit: words.take_level("take profit")?,
        deviation_points: words.take_u32("deviation")?,
        position_ticket: 0,
        expires: UnixNanos(0),
    };
    let original_deviation_points = words.take_u32("original deviation")?;
    let intent =
        OrderIntent { position_ticket: words.take(), expires: words.take_time(), ..intent };
    Ok(Some(InFlight {
        decision_id,
        intent,
        state,
        attempts,
        submitted: words.take_time(),
        changed: now,
        retry_at: words.take_time(),
        original_price: words.take_float(),
        original_deviation_points,
        order_ticket: words.take(),
        retcode: words.take_u32("return code")?,
        filled: Filled { units: words.take().cast_signed(), value: words.take_float() },
    }))
}

const OWN_WORDS: usize = 10;

fn write_own(words: &mut Writer, own: Option<&Position>) {
    let Some(own) = own else {
        return words.skip(OWN_WORDS);
    };
    words.put(1);
    words.put_side(own.side);
    words.put(own.ticket);
    words.put_float(own.lots);
    words.put_float(own.open_price);
    words.put_level(own.stop_loss);
    words.put_level(own.take_profit);
    words.put_time(own.open_time);
}

fn read_own(words: &mut Reader, identity: &Identity) -> Result<Option<Position>, RecordError> {
    if !words.take_switch("own position")? {
        words.skip(OWN_WORDS - 1);
        return Ok(None);
    }
    Ok(Some(Position {
        side: words.take_side()?,
        ticket: words.take(),
        magic: identity.magic,
        symbol: identity.symbol,
        lots: words.take_float(),
        open_price: words.take_float(),
        stop_loss: words.take_level("position stop loss")?,
        take_profit: words.take_level("position take profit")?,
        open_time: words.take_time(),
    }))
}

fn symbol_words(identity: &Identity) -> [u64; 4] {
    let bytes = identity.symbol.to_c();
    let mut words = [0; 4];
    for (word, chunk) in words.iter_mut().zip(bytes.as_chunks::<8>().0) {
        *word = u64::from_le_bytes(*chunk);
    }
    words
}

/// FNV-1a over the words before the checksum: enough to notice a torn or truncated write.
fn checksum(words: &[u64; WORDS]) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    for byte in words.iter().take(WORDS - 1).flat_map(|word| word.to_le_bytes()) {
        sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    sum
}

fn require(
    ok: bool,
    field: &'static str,
    was: u64,
    expected: &'static str,
) -> Result<(), RecordError> {
    if ok { Ok(()) } else { Err(RecordError { field, was, expected }) }
}

struct Writer {
    words: [u64; WORDS],
    at: usize,
}

impl Writer {
    fn put(&mut self, word: u64) {
        if let Some(slot) = self.words.get_mut(self.at) {
            *slot = word;
        }
        self.at += 1;
    }

    fn skip(&mut self, words: usize) {
        self.at += words;
    }

    fn put_float(&mut self, value: f64) {
        self.put(value.to_bits());
    }

    fn put_time(&mut self, time: UnixNanos) {
        self.put(time.0.cast_unsigned());
    }

    fn put_side(&mut self, side: Side) {
        self.put(u64::from(side == Side::Sell));
    }

    fn put_level(&mut self, level: Option<f64>) {
        self.put(u64::from(level.is_some()));
        self.put_float(level.unwrap_or(0.0));
    }
}

struct Reader {
    words: [u64; WORDS],
    at: usize,
}

impl Reader {
    fn new(bytes: &[u8]) -> Result<Self, RecordError> {
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

    fn take(&mut self) -> u64 {
        let word = self.words.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        word
    }

    fn skip(&mut self, words: usize) {
        self.at += words;
    }

    fn take_switch(&mut self, field: &'static str) -> Result<bool, RecordError> {
        let was = self.take();
        require(was <= 1, field, was, "0 or 1")?;
        Ok(was == 1)
    }

    fn take_side(&mut self) -> Result<Side, RecordError> {
        Ok(if self.take_switch("side")? { Side::Sell } else { Side::Buy })
    }

    fn take_u32(&mut self, field: &'static str) -> Result<u32, RecordError> {
        let was = self.take();
        u32::try_from(was).map_err(|_| RecordError { field, was, expected: "32 bits" })
    }

    /// Any bits: the checksum has vouched for them, and a number that was absurd before the restart
    /// must not keep the rest from being restored.
    fn take_float(&mut self) -> f64 {
        f64::from_bits(self.take())
    }

    fn take_time(&mut self) -> UnixNanos {
        UnixNanos(self.take().cast_signed())
    }

    fn take_level(&mut self, field: &'static str) -> Result<Option<f64>, RecordError> {
        let present = self.take_switch(field)?;
        let value = self.take_float();
        Ok(present.then_some(value))
    }
}
