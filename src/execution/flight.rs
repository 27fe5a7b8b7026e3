//! The one order that is on its way, and exact bookkeeping of its volume.

use crate::types::{OrderIntent, UnixNanos};

/// Where an order stands.
///
/// ```text
/// Queued -> Sent -> AwaitingDeal -> Confirming -> (ended)
///   ^        |  \-------------------^   ^
///   +- Retry-+                          |
///            +--> Unknown --------------+-> (ended)
/// ```
///
/// `Queued`, `Retry` and every end are the only states in which nothing can be executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlightState {
    /// Waits for the host to collect it.
    Queued,
    /// The host has it; no answer yet.
    Sent,
    /// The server accepted it; deals are to come.
    AwaitingDeal,
    /// The server did not execute it; it may be sent again with a fresh price.
    Retry,
    /// It may or may not have been executed; only positions, deals or a late success tell.
    Unknown,
    /// Executed, but no position snapshot has shown it yet.
    Confirming,
}

/// The order on its way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InFlight {
    /// Id of the newest attempt.
    pub decision_id: u64,
    /// The newest attempt.
    pub intent: OrderIntent,
    /// Where it stands.
    pub state: FlightState,
    /// Attempts made so far, the present one included.
    pub attempts: u32,
    /// When the first attempt was submitted.
    pub submitted: UnixNanos,
    /// When the present state began.
    pub changed: UnixNanos,
    /// Earliest moment of the next attempt; meaningful in state `Retry`.
    pub retry_at: UnixNanos,
    /// Price of the first attempt.
    pub original_price: f64,
    /// Accepted deviation of the first attempt, in points.
    pub original_deviation_points: u32,
    /// Order ticket, 0 while unknown.
    pub order_ticket: u64,
    /// The newest return code, 0 while there is none.
    pub retcode: u32,
    /// What deals have executed of it.
    pub filled: Filled,
}

impl InFlight {
    /// A first attempt, queued.
    pub(super) const fn new(decision_id: u64, intent: OrderIntent, now: UnixNanos) -> Self {
        Self {
            decision_id,
            intent,
            state: FlightState::Queued,
            attempts: 1,
            submitted: now,
            changed: now,
            retry_at: now,
            original_price: intent.price,
            original_deviation_points: intent.deviation_points,
            order_ticket: 0,
            retcode: 0,
            filled: Filled { units: 0, value: 0.0 },
        }
    }

    /// The same order in another state.
    pub(super) const fn into_state(mut self, state: FlightState, now: UnixNanos) -> Self {
        self.state = state;
        self.changed = now;
        self
    }

    /// Whether nothing can be executed before the host collects it again.
    #[must_use]
    pub const fn is_held_here(&self) -> bool {
        matches!(self.state, FlightState::Queued | FlightState::Retry)
    }
}

/// Volume and value of the deals of one order.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Filled {
    /// Volume in hundred-millionths of a lot; sums are exact.
    pub units: i64,
    /// Sum of price times lots.
    pub value: f64,
}

impl Filled {
    /// Adds a deal.
    pub(super) fn add(&mut self, lots: f64, price: f64) {
        self.units = self.units.saturating_add(volume_units(lots));
        self.value += price * lots;
    }

    /// Volume in lots.
    #[must_use]
    pub fn lots(&self) -> f64 {
        lots_of(self.units)
    }

    /// Volume-weighted price; `None` without a deal, or if a deal's price was not a number.
    #[must_use]
    pub fn average_price(&self) -> Option<f64> {
        (self.units > 0).then(|| self.value / self.lots()).filter(|price| price.is_finite())
    }
}

/// Units in one lot. Eight decimals is the finest volume step a broker can publish.
const UNITS_PER_LOT: f64 = 1e8;

/// A volume as whole units; 0 for anything that is not a positive number.
pub(super) fn volume_units(lots: f64) -> i64 {
    let units = (lots * UNITS_PER_LOT).round_ties_even();
    if units.is_finite() && units > 0.0 { units.min(9e15) as i64 } else { 0 }
}

/// The volume of whole units in lots.
pub(super) fn lots_of(units: i64) -> f64 {
    units as f64 / UNITS_PER_LOT
}
