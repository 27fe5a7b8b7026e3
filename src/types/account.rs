//! The trading account as the host last reported it.

use super::{Currency, UnixNanos};

/// Whether opposite positions of one symbol exist side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarginMode {
    /// One position per symbol (MetaTrader: retail netting or exchange).
    Netting,
    /// Any number of positions per symbol (retail hedging).
    Hedging,
}

/// A snapshot of the account. All amounts in the account currency.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Account {
    /// Account number; engines that share it share one open-risk limit.
    pub login: i64,
    /// Account currency.
    pub currency: Currency,
    /// Money without open positions.
    pub balance: f64,
    /// Balance plus the floating result of open positions.
    pub equity: f64,
    /// Margin of open positions and orders.
    pub margin: f64,
    /// Equity minus margin.
    pub margin_free: f64,
    /// Leverage, 1 to whatever the broker gives.
    pub leverage: u32,
    /// Netting or hedging.
    pub margin_mode: MarginMode,
    /// Whether the account, the terminal and the program may all trade now.
    pub trade_allowed: bool,
    /// When the snapshot was taken.
    pub time: UnixNanos,
}
