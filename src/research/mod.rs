//! What a strategy's results are worth.
//!
//! | module | what |
//! |---|---|
//! | [`performance`] | statistics of a backtest or a journal |
//! | [`overfitting`] | whether the best of many is skill or luck |
//! | [`report`] | pages for people, with what to doubt |
//!
//! Pure mathematics on what was recorded: no file, no clock, as many threads as the caller says.

pub mod overfitting;
pub(crate) mod parallel;
pub mod performance;
pub mod report;
