//! [`RiskState`] as bytes: little-endian, versioned, checksummed, always [`RiskState::BYTES`] long.
//!
//! Layout: `HTRS`, version (u32), the fields in declaration order, zeros, checksum (u64). An option
//! is a u64 flag and its value. The checksum is FNV-1a (offset basis and prime of 64 bits) taken
//! over little-endian 64-bit words instead of bytes, eight times as fast; each step is a bijection,
//! so a change within one word is always found.

use std::fmt;

use super::losses::{LossTracker, SEEN_CAPACITY};
use super::settings::ORDER_RING_CAPACITY;
use super::state::{EquityPeriod, RiskKey, RiskMode, RiskState};
use super::throttle::OrderRing;
use crate::types::{FixedText, RefusalCode, UnixNanos};

const MAGIC: [u8; 4] = *b"HTRS";
const VERSION: u32 = 1;
const CHECKSUM_AT: usize = RiskState::BYTES - 8;

/// Why bytes are not a usable state. Without a usable state an engine must not take new risk
/// unless its operator says that it starts afresh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StateError {
    /// Not as long as a state is.
    Length {
        /// Bytes given.
        was: usize,
    },
    /// Does not begin as a state does.
    NotAState,
    /// Written by another version of the library.
    Version {
        /// Its version.
        was: u32,
    },
    /// The checksum does not match.
    Checksum,
    /// The checksum matches, but a field holds what no state can hold.
    Field {
        /// Which.
        name: &'static str,
    },
    /// The state of another account, symbol or magic number.
    Key {
        /// Whose it is.
        was: RiskKey,
        /// Whose was asked for.
        expected: RiskKey,
    },
}

impl fmt::Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { was } => {
                write!(f, "risk state was {was} bytes, expected {}", RiskState::BYTES)
            }
            Self::NotAState => f.write_str("risk state does not begin with HTRS"),
            Self::Version { was } => {
                write!(f, "risk state version was {was}, expected {VERSION}")
            }
            Self::Checksum => f.write_str("risk state checksum does not match: damaged"),
            Self::Field { name } => write!(f, "risk state field {name} holds an impossible value"),
            Self::Key { was, expected } => write!(
                f,
                "risk state was of account {} symbol {} magic {}, expected {} {} {}",
                was.login, was.symbol, was.magic, expected.login, expected.symbol, expected.magic
            ),
        }
    }
}

impl std::error::Error for StateError {}

struct Writer {
    bytes: [u8; RiskState::BYTES],
    at: usize,
}

impl Writer {
    fn put(&mut self, bytes: &[u8]) {
        self.bytes[self.at..self.at + bytes.len()].copy_from_slice(bytes);
        self.at += bytes.len();
    }

    fn int(&mut self, value: u64) {
        self.put(&value.to_le_bytes());
    }

    fn signed(&mut self, value: i64) {
        self.put(&value.to_le_bytes());
    }

    fn float(&mut self, value: f64) {
        self.put(&value.to_le_bytes());
    }

    fn option(&mut self, value: Option<[u8; 8]>) {
        self.int(u64::from(value.is_some()));
        self.put(&value.unwrap_or_default());
    }

    fn time(&mut self, value: Option<UnixNanos>) {
        self.option(value.map(|time| time.0.to_le_bytes()));
    }

    fn period(&mut self, period: &EquityPeriod) {
        self.option(period.index.map(i64::to_le_bytes));
        self.option(period.start_equity.map(f64::to_le_bytes));
        self.int(u64::from(period.breached));
    }
}

/// Reads in the order of [`Writer`]. Beyond the end it reads zeros.
struct Reader<'a> {
    bytes: &'a [u8],
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let Some((head, rest)) = self.bytes.split_first_chunk::<N>() else { return [0; N] };
        self.bytes = rest;
        *head
    }

    fn int(&mut self) -> u64 {
        u64::from_le_bytes(self.take())
    }

    fn signed(&mut self) -> i64 {
        i64::from_le_bytes(self.take())
    }

    fn float(&mut self, name: &'static str) -> Result<f64, StateError> {
        let value = f64::from_le_bytes(self.take());
        if value.is_finite() { Ok(value) } else { Err(StateError::Field { name }) }
    }

    fn flag(&mut self, name: &'static str) -> Result<bool, StateError> {
        match self.int() {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(StateError::Field { name }),
        }
    }

    fn index(&mut self, end: usize, name: &'static str) -> Result<usize, StateError> {
        usize::try_from(self.int()).ok().filter(|&at| at < end).ok_or(StateError::Field { name })
    }

    fn time(&mut self, name: &'static str) -> Result<Option<UnixNanos>, StateError> {
        let some = self.flag(name)?;
        let value = UnixNanos(self.signed());
        Ok(some.then_some(value))
    }

    /// An optional amount above zero.
    fn equity(&mut self, name: &'static str) -> Result<Option<f64>, StateError> {
        let some = self.flag(name)?;
        let value = self.float(name)?;
        if some && value <= 0.0 {
            return Err(StateError::Field { name });
        }
        Ok(some.then_some(value))
    }

    fn period(&mut self, name: &'static str) -> Result<EquityPeriod, StateError> {
        let some = self.flag(name)?;
        let index = self.signed();
        Ok(EquityPeriod {
            index: some.then_some(index),
            start_equity: self.equity(name)?,
            breached: self.flag(name)?,
        })
    }

    fn losses(&mut self) -> Result<LossTracker, StateError> {
        let name = "losses";
        let streak = u32::try_from(self.int()).map_err(|_| StateError::Field { name })?;
        let pause_until = self.time(name)?;
        let position_ticket = self.int();
        let (open_lots, result) = (self.float(name)?, self.float(name)?);
        let mut seen = [0; SEEN_CAPACITY];
        for ticket in &mut seen {
            *ticket = self.int();
        }
        let seen_next = self.index(SEEN_CAPACITY, name)?;
        let seen_floor = self.int();
        Ok(LossTracker {
            streak,
            pause_until,
            position_ticket,
            open_lots,
            result,
            seen,
            seen_next,
            seen_floor,
        })
    }

    fn orders(&mut self) -> Result<OrderRing, StateError> {
        let mut times = [UnixNanos(0); ORDER_RING_CAPACITY];
        for time in &mut times {
            *time = UnixNanos(self.signed());
        }
        let next = self.index(ORDER_RING_CAPACITY, "orders")?;
        let len = self.index(ORDER_RING_CAPACITY + 1, "orders")?;
        Ok(OrderRing { times, next, len })
    }

    fn state(&mut self) -> Result<RiskState, StateError> {
        let key = RiskKey {
            login: self.signed(),
            symbol: FixedText::from_c(&self.take())
                .map_err(|_| StateError::Field { name: "symbol" })?,
            magic: self.int(),
        };
        let revision = self.int();
        let mode = match self.int() {
            0 => RiskMode::Active,
            1 => RiskMode::Reducing,
            2 => RiskMode::Halted,
            _ => return Err(StateError::Field { name: "mode" }),
        };
        let halt_code = match u16::try_from(self.int()) {
            Ok(0) => None,
            Ok(number) => Some(
                RefusalCode::from_number(number).ok_or(StateError::Field { name: "halt_code" })?,
            ),
            Err(_) => return Err(StateError::Field { name: "halt_code" }),
        };
        let halt_reason = FixedText::from_c(&self.take())
            .map_err(|_| StateError::Field { name: "halt_reason" })?;
        Ok(RiskState {
            key,
            revision,
            mode,
            halt_code,
            halt_reason,
            peak_equity: self.equity("peak_equity")?,
            day: self.period("day")?,
            week: self.period("week")?,
            losses: self.losses()?,
            orders: self.orders()?,
            last_buy_bar: self.time("last_buy_bar")?,
            last_sell_bar: self.time("last_sell_bar")?,
        })
    }
}

/// FNV-1a over 64-bit words of everything before the checksum.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.as_chunks::<8>().0.iter().fold(0xcbf2_9ce4_8422_2325, |hash, word| {
        (hash ^ u64::from_le_bytes(*word)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

impl RiskState {
    /// Length of a state in bytes.
    pub const BYTES: usize = 1_024;

    /// The state as bytes. Cost: about a kilobyte of copying and 127 multiplications.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; Self::BYTES] {
        let mut writer = Writer { bytes: [0; Self::BYTES], at: 0 };
        writer.put(&MAGIC);
        writer.put(&VERSION.to_le_bytes());
        writer.signed(self.key.login);
        writer.put(&self.key.symbol.to_c());
        writer.int(self.key.magic);
        writer.int(self.revision);
        writer.int(match self.mode {
            RiskMode::Active => 0,
            RiskMode::Reducing => 1,
            RiskMode::Halted => 2,
        });
        writer.int(self.halt_code.map_or(0, |code| u64::from(code.number())));
        writer.put(&self.halt_reason.to_c());
        writer.option(self.peak_equity.map(f64::to_le_bytes));
        writer.period(&self.day);
        writer.period(&self.week);
        writer.int(u64::from(self.losses.streak));
        writer.time(self.losses.pause_until);
        writer.int(self.losses.position_ticket);
        writer.float(self.losses.open_lots);
        writer.float(self.losses.result);
        for &ticket in &self.losses.seen {
            writer.int(ticket);
        }
        writer.int(self.losses.seen_next as u64);
        writer.int(self.losses.seen_floor);
        for &time in &self.orders.times {
            writer.signed(time.0);
        }
        writer.int(self.orders.next as u64);
        writer.int(self.orders.len as u64);
        writer.time(self.last_buy_bar);
        writer.time(self.last_sell_bar);
        let sum = checksum(&writer.bytes[..CHECKSUM_AT]);
        writer.bytes[CHECKSUM_AT..].copy_from_slice(&sum.to_le_bytes());
        writer.bytes
    }

    /// Reads a state of `key`.
    ///
    /// # Errors
    /// In this order: another length, another beginning, another version, a wrong checksum, an
    /// impossible value, another key.
    pub fn from_bytes(bytes: &[u8], key: &RiskKey) -> Result<Self, StateError> {
        if bytes.len() != Self::BYTES {
            return Err(StateError::Length { was: bytes.len() });
        }
        let mut reader = Reader { bytes };
        if reader.take() != MAGIC {
            return Err(StateError::NotAState);
        }
        let version = u32::from_le_bytes(reader.take());
        if version != VERSION {
            return Err(StateError::Version { was: version });
        }
        let sum = Reader { bytes: &bytes[CHECKSUM_AT..] }.int();
        if sum != checksum(&bytes[..CHECKSUM_AT]) {
            return Err(StateError::Checksum);
        }
        let state = reader.state()?;
        state.check_key(key)?;
        Ok(state)
    }

    /// # Errors
    /// If the state is not of `key`.
    pub(super) fn check_key(&self, key: &RiskKey) -> Result<(), StateError> {
        if self.key == *key {
            Ok(())
        } else {
            Err(StateError::Key { was: self.key, expected: *key })
        }
    }
}
