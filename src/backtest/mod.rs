//! A simulated broker, and what drives an engine over recorded prices.
//!
//! ```text
//! bars ─ path ─► quotes ─► Broker ── account, positions, deals, results ──► Engine
//!                            ▲                                                │
//!                            └─────────────── orders ◄────────────────────────┘
//! ```
//!
//! | file | what |
//! |---|---|
//! | `settings` | account, costs, execution, how bars become quotes |
//! | `quote`, `path` | bid and ask at a moment; the order of prices inside a bar |
//! | `conversion` | what a price difference is worth in the account currency |
//! | `position`, `trade` | what is open, with its extremes; what was closed |
//! | `exits` | stop and target: when they close a position, and at which price |
//! | `ledger` | the balance: every amount once, exact |
//! | `broker` | orders on their way, fills, margin, stop-out |
//! | `swap` | what a night costs |
//! | `simulation` | engine and broker over the same prices |
//! | `tape`, `reach` | bars laid out for many runs; the first one that reaches a price |
//! | `judgement` | the bars that rules can come to something at, judged when they are asked for |
//! | `prepared` | a run that leaves out what changes nothing |
//! | `lean` | the same without an engine, for settings that leave it nothing to do |
//!
//! Start with [`Simulation`]. No file, no clock, no thread: the same quotes, settings and seed give
//! the same trades. Amounts are whole millionths of the account currency, so that cash and open
//! results are equity at every event.

mod broker;
mod conversion;
mod exits;
mod judgement;
mod lean;
mod ledger;
mod orders;
mod path;
mod position;
mod prepared;
mod quote;
mod reach;
mod settings;
mod simulation;
mod swap;
mod tape;
#[cfg(test)]
mod tests;
mod trade;

pub use broker::{Broker, BrokerError};
pub use conversion::ProfitRate;
pub use judgement::Judgement;
pub use lean::{Lean, LeanError};
pub use ledger::Ledger;
pub use path::{Intrabar, PATH_LEN, path};
pub use position::OpenPosition;
pub use quote::{Arrival, Quote};
pub use settings::{AccountSettings, BrokerSettings, CostSettings, ExecutionModel};
pub use simulation::{EquityAt, Nobody, Observer, Simulation, SimulationError};
pub use tape::{BarTape, TapeBar, TapeError, VANISHING_SHARE, ask_beside, bar_ticks};
pub use trade::Trade;
