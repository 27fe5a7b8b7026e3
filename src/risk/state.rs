//! What must survive a restart.

use super::losses::LossTracker;
use super::throttle::OrderRing;
use crate::types::{FixedText, RefusalCode, Side, UnixNanos};

/// Whose state it is. A state of another key is never used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RiskKey {
    /// Account number.
    pub login: i64,
    /// Symbol, with the broker's suffix.
    pub symbol: FixedText<32>,
    /// Magic number of the program.
    pub magic: u64,
}

/// How much an engine may do. `FAULTED` is the engine's own latch and not kept here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RiskMode {
    /// Everything that the checks allow.
    #[default]
    Active,
    /// Closing and tightening of stops only, until resumed.
    Reducing,
    /// As `Reducing`, latched: ends only with an explicit reset.
    Halted,
}

/// Equity over one trading day or week.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct EquityPeriod {
    /// Number of the day or week; `None` before the first clock.
    pub index: Option<i64>,
    /// First equity seen in it; `None` until a snapshot came.
    pub start_equity: Option<f64>,
    /// Whether its loss limit was reached. Stays so until the period ends, even if equity recovers.
    pub breached: bool,
}

/// The state of a gate: plain data of fixed size. See [`RiskState::to_bytes`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RiskState {
    /// Whose state it is.
    pub key: RiskKey,
    /// Goes up with every change: save when it differs from the last one saved.
    pub revision: u64,
    /// What is allowed.
    pub mode: RiskMode,
    /// The limit that halted it; `None` for an operator.
    pub halt_code: Option<RefusalCode>,
    /// An operator's words.
    pub halt_reason: FixedText<64>,
    /// Highest equity since the start or the last reset; `None` before the first snapshot.
    pub peak_equity: Option<f64>,
    /// The server's day.
    pub day: EquityPeriod,
    /// The server's week.
    pub week: EquityPeriod,
    /// Losing positions in a row.
    pub losses: LossTracker,
    /// Recent orders.
    pub orders: OrderRing,
    /// Newest bar that gave a buy.
    pub last_buy_bar: Option<UnixNanos>,
    /// Newest bar that gave a sell.
    pub last_sell_bar: Option<UnixNanos>,
}

impl RiskState {
    /// A state without history.
    #[must_use]
    pub fn new(key: RiskKey) -> Self {
        Self {
            key,
            revision: 0,
            mode: RiskMode::Active,
            halt_code: None,
            halt_reason: FixedText::EMPTY,
            peak_equity: None,
            day: EquityPeriod::default(),
            week: EquityPeriod::default(),
            losses: LossTracker::default(),
            orders: OrderRing::default(),
            last_buy_bar: None,
            last_sell_bar: None,
        }
    }

    /// The newest bar that gave an entry on `side`.
    #[must_use]
    pub const fn last_bar(&self, side: Side) -> Option<UnixNanos> {
        match side {
            Side::Buy => self.last_buy_bar,
            Side::Sell => self.last_sell_bar,
        }
    }

    pub(super) fn set_last_bar(&mut self, side: Side, bar_open: UnixNanos) {
        match side {
            Side::Buy => self.last_buy_bar = Some(bar_open),
            Side::Sell => self.last_sell_bar = Some(bar_open),
        }
    }
}
