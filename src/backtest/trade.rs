//! Volume that was opened and closed.

use crate::types::{ExitReason, Money, Side, UnixNanos};

/// A closed trade. A position that is closed in parts makes a trade of each part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trade {
    /// Number, from 1, in the order in which they closed.
    pub id: u64,
    /// Position ticket.
    pub position_ticket: u64,
    /// Direction of the position.
    pub side: Side,
    /// Volume in lots.
    pub lots: f64,
    /// When it was opened.
    pub open_time: UnixNanos,
    /// At which price; the average if it was enlarged.
    pub open_price: f64,
    /// When it was closed.
    pub close_time: UnixNanos,
    /// At which price.
    pub close_price: f64,
    /// Result of the price alone.
    pub profit: Money,
    /// Commission of entry and exit.
    pub commission: Money,
    /// The part of it that was charged at the entry.
    pub entry_commission: Money,
    /// Swap.
    pub swap: Money,
    /// What closed it.
    pub reason: ExitReason,
    /// Worst floating result of its volume while it was open, 0 or below, account currency.
    pub adverse: f64,
    /// Best floating result, 0 or above.
    pub favourable: f64,
    /// Money at risk to the first stop; `None` without one.
    pub initial_risk: Option<f64>,
    /// Whether it was closed in a bar whose range holds both its stop and its target: which came
    /// first is not in the data.
    pub is_ambiguous: bool,
}

impl Trade {
    /// Profit, commission and swap in millionths.
    #[must_use]
    pub const fn net_micros(&self) -> i64 {
        self.profit.micros + self.commission.micros + self.swap.micros
    }
}
