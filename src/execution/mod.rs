//! Order state machine of one engine: what is on its way, what became of it, what is open.
//!
//! Pure and deterministic: events and the time go in, outcomes come out. Nothing is sent from here;
//! the host collects intents that `risk` approved and reports results, deals and positions. Nothing
//! allocates after construction.
//!
//! Rules that hold in every state:
//! - at most one order is in flight, plus one held close or change;
//! - while the fate of an order is unknown nothing is sent; positions decide, not guesses;
//! - a deal counts once, before or after the order's result;
//! - an execution blocks entries until a position snapshot has shown it;
//! - what was filled is kept and the rest of a partial fill is never chased.
//!
//! Accounts: on a netting account a symbol has one position with one ticket, so a position of
//! another magic number blocks entries: a deal would change that one. On a hedging account others'
//! positions of the symbol are counted and never touched. Under first-in-first-out rules the broker
//! may refuse to close while an older foreign position exists (10045): that is a permission
//! refusal.
//!
//! Start with [`Book`]; [`classify`] says what MetaTrader's return codes mean.

mod answers;
mod book;
mod deals;
mod flight;
mod outcome;
mod reconcile;
mod record;
mod retcode;
mod retry;
mod settings;
mod tickets;
mod words;

#[cfg(test)]
mod tests;

pub use book::{Book, Foreign, Identity};
pub use flight::{Filled, FlightState, InFlight};
pub use outcome::{
    ClosedPosition, DealReport, Ignored, Outcome, Reconciliation, Resolved, Submitted,
};
pub use retcode::{RetcodeClass, classify};
pub use settings::ExecutionSettings;
pub use words::{RECORD_SIZE_BYTES, RecordError};
