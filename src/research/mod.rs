//! What a strategy's results are worth.
//!
//! Pure mathematics on what a backtest or a journal recorded: no file, no clock, no thread.

pub mod performance;
