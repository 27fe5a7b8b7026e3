//! What a strategy's results are worth.
//!
//! | module | what |
//! |---|---|
//! | [`performance`] | statistics of a backtest or a journal |
//! | [`overfitting`] | whether the best of many is skill or luck |
//! | [`report`] | pages for people, with what to doubt |
//!
//! Pure mathematics on what was recorded: no file, no clock, no thread but those of a caller.

pub mod overfitting;
pub mod performance;
pub mod report;
