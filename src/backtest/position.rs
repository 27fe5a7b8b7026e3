//! Volume that is open.

use super::conversion::ProfitRate;
use super::quote::Quote;
use crate::types::{Money, Side, UnixNanos};

/// An open position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OpenPosition {
    /// Ticket.
    pub ticket: u64,
    /// Direction.
    pub side: Side,
    /// Volume in lots.
    pub lots: f64,
    /// When it was opened.
    pub open_time: UnixNanos,
    /// At which price; the average if it was enlarged.
    pub open_price: f64,
    /// Stop loss.
    pub stop_loss: Option<f64>,
    /// Take profit.
    pub take_profit: Option<f64>,
    /// Commission of its entry that has not been part of a trade yet.
    pub commission: Money,
    /// Swap so far.
    pub swap: Money,
    /// Whether the stop was changed since the entry.
    pub stop_was_moved: bool,
    /// Money at risk to the first stop.
    pub initial_risk: Option<f64>,
    /// Worst and best floating result of one lot.
    pub adverse_per_lot: f64,
    /// Best floating result of one lot.
    pub favourable_per_lot: f64,
}

/// How prices become money: the contract's size and its rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Worth {
    pub(super) tick_size: f64,
    pub(super) contract_size: f64,
    pub(super) rate: ProfitRate,
}

impl Worth {
    /// Result of volume that was opened at one price and is closed at another, account currency.
    /// The difference counts in whole ticks where it is that but for rounding.
    pub(super) fn profit(&self, side: Side, lots: f64, open: f64, close: f64) -> f64 {
        let direction = if side == Side::Buy { 1.0 } else { -1.0 };
        let ticks = (close - open) / self.tick_size * direction;
        let whole = ticks.round_ties_even();
        let ticks = if (ticks - whole).abs() < 1e-4 { whole } else { ticks };
        ticks * self.tick_size * self.contract_size * self.rate.at(close) * lots
    }
}

impl OpenPosition {
    /// Floating result without swap, account currency.
    pub(super) fn floating(&self, worth: &Worth, quote: &Quote) -> f64 {
        let close = quote.closing(self.side);
        worth.profit(self.side, self.lots, self.open_price, close)
    }

    /// Keeps the extremes.
    pub(super) fn see(&mut self, worth: &Worth, price: f64) {
        let per_lot = worth.profit(self.side, 1.0, self.open_price, price);
        self.adverse_per_lot = self.adverse_per_lot.min(per_lot);
        self.favourable_per_lot = self.favourable_per_lot.max(per_lot);
    }
}
