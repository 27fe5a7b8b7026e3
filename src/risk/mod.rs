//! Risk: the only way from a signal to an order.
//!
//! What it does: sizes entries from the contract specification, holds them against limits on
//! equity, positions, market and time, approves closes and tighter stops, trails stops, and
//! remembers across restarts what its limits depend on. What it does not: send orders, keep
//! positions, read a clock or a file. Everything it needs is handed in, and the same inputs give
//! the same answers.
//!
//! Start with [`RiskGate::approve_entry`], which lists the checks in their order. Invariants:
//!
//! - an order exists only as [`Approved`], which only this module can make;
//! - what an entry loses at its stop, costs included, is at most [`RISK_FRAC_CAP`] of equity, and
//!   all open risk of an account at most [`OPEN_RISK_FRAC_CAP`]: no configuration lifts either;
//! - closing and tightening are never refused by a state or a limit, and a stop is never loosened.
//!
//! What stops what:
//!
//! | state | entries | closing, tightening, trailing | asks to close | ends |
//! |---|---|---|---|---|
//! | `ACTIVE` | as checked | yes | no | |
//! | day or week breached | no | yes | `close_on_loss_limit` | next day or week |
//! | `REDUCING` | no | yes | no | [`RiskGate::resume`] |
//! | `HALTED` by drawdown | no | yes | `close_on_drawdown` | [`RiskGate::reset`] |
//! | `HALTED` by an operator | no | yes | `close_on_operator_halt` | [`RiskGate::reset`] |
//!
//! Deposits raise equity and hide a loss of the same size; withdrawals look like losses. Both end
//! with the day and the week; after moving money, reset the peak by a halt and a reset.

mod approved;
mod calendar;
mod codec;
mod context;
mod entry;
mod gate;
mod limits;
mod losses;
mod margin;
mod prices;
mod protect;
mod session;
mod settings;
mod sizing;
mod state;
#[cfg(test)]
mod tests;
mod throttle;
mod trailing;

pub use approved::{Approved, ApprovedEntry, EntryDecision, LimitedBy, SizingArithmetic};
pub use codec::StateError;
pub use context::{EntryContext, IntentTerms, PositionContext, Quote};
pub use gate::{RiskGate, RiskStatus};
pub use losses::LossTracker;
pub(crate) use margin::margin_per_lot;
pub use session::{EventList, EventWindow};
pub use settings::{
    LimitSettings, OPEN_RISK_FRAC_CAP, ORDER_RING_CAPACITY, OppositePolicy, RISK_FRAC_CAP,
    RiskConfig, RiskSettings, SessionSettings, TrailingSettings, TrailingUnit, WeekStart, Weekday,
};
pub use state::{EquityPeriod, RiskKey, RiskMode, RiskState};
pub use throttle::OrderRing;
