//! Sweeps: many combinations of settings on many symbols, and what to believe of the best.
//!
//! ```text
//! Space ─► points ─► trial: columns shared, engine and broker where something happens ─► Record
//!            ▲ Tpe          (threads take the next as they become free)                     │
//!            └────────────────────────── score ────────────────────────────────────────────┤
//!                     analysis: plateau, walk forward, deflated Sharpe, PBO, SPA ◄──────────┘
//! ```
//!
//! | file | what |
//! |---|---|
//! | `space` | what is varied |
//! | `plan` | how combinations are chosen and ranked |
//! | `market` | a symbol's bars, contract and costs; its columns |
//! | `trial`, `outcome` | one combination on one market; what it leaves, as the statistics take it |
//! | `calendar`, `figures` | rows of time; what a combination made |
//! | `record` | every combination, on the disk |
//! | `run` | all of it, on all cores, going on where it was cut off |
//! | `lines` | one record, or all together, to be analysed |
//! | `page` | the page of a sweep, and what is recommended |
//! | `ranking`, `walk`, `luck` | the best, the plateau; the walk forward; luck or skill |
//!
//! A trial is the engine and the simulated broker of a backtest, so its trades are those of a
//! backtest with the same settings. Start with [`Sweep`]. Results depend on data, settings and
//! seed, not on the number of threads.

mod calendar;
mod figures;
mod lines;
mod luck;
mod market;
mod outcome;
mod page;
mod plan;
mod ranking;
mod record;
mod run;
mod space;
mod trial;
mod walk;

pub use calendar::{Calendar, ROWS_MAX, RowTimes};
pub use figures::{Figures, Spread, sharpe};
pub use lines::{Line, Lines};
pub use luck::{Luck, STRATEGIES_MAX, luck_of};
pub use market::{Columns, Market};
pub use outcome::{equity_point, trade_record};
pub use page::{Chosen, Report, Surroundings};
pub use plan::{Method, Plan, Score};
pub use ranking::Ranking;
pub use record::{Entry, Layout, Record, ReturnsReader, Status};
pub use run::{Sweep, SweepError, Totals, Watcher};
pub use space::{Axis, COMBINATIONS_MAX, Point, Space, SpaceProblem};
pub use trial::{Account, TrialError, columns_of_settings, run as run_trial};
pub use walk::{Step, Walk, walk};
