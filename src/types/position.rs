//! An open position as the host last reported it.

use super::{FixedText, Side, UnixNanos};

/// One open position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// Position ticket.
    pub ticket: u64,
    /// Magic number of the program that opened it; 0 for manual trades.
    pub magic: u64,
    /// Symbol.
    pub symbol: FixedText<32>,
    /// Direction.
    pub side: Side,
    /// Volume in lots.
    pub lots: f64,
    /// Open price (volume-weighted on netting accounts).
    pub open_price: f64,
    /// Stop loss; `None` where there is none.
    pub stop_loss: Option<f64>,
    /// Take profit; `None` where there is none.
    pub take_profit: Option<f64>,
    /// When it was opened.
    pub open_time: UnixNanos,
}
