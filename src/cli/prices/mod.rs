//! Prices and contracts for commands that simulate trading.

pub(in crate::cli) mod bar_ticks;
pub(in crate::cli) mod contract;
pub(in crate::cli) mod market;
