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

use super::book::{Book, Identity};
use super::flight::{Filled, FlightState, InFlight};
use super::settings::ExecutionSettings;
use super::tickets::TICKETS;
use super::words::{RECORD_SIZE_BYTES, Reader, RecordError, Writer, require};
use crate::types::{OrderAction, OrderIntent, Position, UnixNanos};

/// `HTXO`, and the version of the layout in the upper half.
const TAG: u64 = 0x4f58_5448 | (1 << 32);

impl Book {
    /// The record of the present state. Write it before a decision is handed out.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; RECORD_SIZE_BYTES] {
        let mut words = Writer::new();
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
        words.into_bytes()
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
