//! Statistics of a backtest: closed trades and an equity curve in, figures out.
//!
//! [`Backtest`] holds what was recorded; [`Performance::new`] checks it once and computes all.
//!
//! | question | figures |
//! |---|---|
//! | what did the account make, at which risk? | [`Returns`], [`YearReturns`] |
//! | how deep and how long was it under water? | [`Drawdowns`] |
//! | what did the trades make? | [`Results`], [`Streaks`], [`Breakdown`] |
//! | what had they made before they were closed? | [`Excursions`] |
//! | what did trading cost, how much was traded? | [`Costs`], [`Exposure`] |
//! | what does MetaTrader's report say? | [`MetaTrader`] |
//!
//! Money is in the account's currency, ratios are fractions of 1, times are UTC: days, weekdays,
//! hours and months are those of UTC. A figure that has no value, such as a profit factor without
//! losses, is `None`; none is ever NaN or infinite. Everything is one pass over trades or points,
//! but for the medians and the time in position, which sort. All figures serialize: times as text
//! in ISO 8601, spans of time in seconds with `_s` after their names.
//!
//! Definitions of returns follow the Python library empyrical, those of [`MetaTrader`] the reports
//! of its Strategy Tester (`tests/research_performance.rs` compares).

mod balance_line;
mod breakdown;
pub(in crate::research) mod calendar;
mod check;
mod costs;
mod drawdown;
mod error;
mod excursions;
mod exposure;
mod holding;
mod meta_trader;
mod moments;
mod months;
pub(in crate::research) mod ratio;
mod record;
mod results;
mod returns;
mod streaks;
mod summary;
#[cfg(test)]
mod testing;
pub(in crate::research) mod text;
mod z_score;

pub use balance_line::BalanceLine;
pub use breakdown::{Breakdown, Group};
pub use costs::Costs;
pub use drawdown::{Drawdown, Drawdowns};
pub use error::PerformanceError;
pub use excursions::{Distribution, Excursions};
pub use exposure::Exposure;
pub use holding::Holding;
pub use meta_trader::{Correlations, MetaTrader};
pub use months::YearReturns;
pub use record::{Backtest, EquityPoint, Excursion, TradeRecord};
pub use results::Results;
pub(in crate::research) use returns::daily_equity;
pub use returns::{Annualisation, Returns, TradingDays};
pub use streaks::{Run, Runs, Streaks};
pub use summary::Performance;
pub use z_score::ZScore;
