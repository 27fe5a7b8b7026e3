//! Orders on their way to the trade server, and what it answers.

use crate::types::OrderIntent;

/// MetaTrader's return codes.
pub(super) const REQUOTE: u32 = 10_004;
pub(super) const REJECT: u32 = 10_006;
pub(super) const DONE: u32 = 10_009;
pub(super) const DONE_PARTIAL: u32 = 10_010;
pub(super) const INVALID_VOLUME: u32 = 10_014;
pub(super) const INVALID_STOPS: u32 = 10_016;
pub(super) const MARKET_CLOSED: u32 = 10_018;
pub(super) const NO_MONEY: u32 = 10_019;
pub(super) const NO_QUOTES: u32 = 10_021;
pub(super) const FROZEN: u32 = 10_029;
pub(super) const POSITION_CLOSED: u32 = 10_036;
/// The host did not send it.
pub(super) const NOT_SENT: u32 = 0;

/// An order that has not reached the server.
#[derive(Clone, Copy, Debug)]
pub(super) struct OrderOnItsWay {
    pub(super) decision_id: u64,
    pub(super) intent: OrderIntent,
    /// Server nanoseconds from which on it is executed.
    pub(super) due_ns: i64,
}

/// What came of an order.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Answer {
    pub(super) retcode: u32,
    pub(super) ticket: u64,
    pub(super) deal: u64,
    pub(super) lots: f64,
    pub(super) price: f64,
}

impl Answer {
    /// Nothing was done.
    pub(super) fn refused(retcode: u32) -> Self {
        Self { retcode, ..Self::default() }
    }
}
