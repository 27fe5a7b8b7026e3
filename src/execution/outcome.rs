//! What the book tells its engine after an event.

use crate::types::{OrderIntent, Position, Refusal, UnixNanos};

/// What an event meant for the order in flight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// Executed wholly. For a change of stops `lots` is 0.
    Completed {
        /// Executed volume in lots.
        lots: f64,
        /// Execution price, where it is known.
        price: Option<f64>,
    },
    /// Executed for a part. What was filled is kept and the rest is never chased.
    PartiallyFilled {
        /// Executed volume in lots.
        filled_lots: f64,
        /// Volume that was not executed, in lots.
        remaining_lots: f64,
        /// Execution price, where it is known.
        price: Option<f64>,
    },
    /// Accepted by the server; deals will follow.
    Placed,
    /// Not executed; ask [`super::Book::retry_intent`] for the next attempt now.
    RetryNow {
        /// Number of the attempt that is due, the first is 1.
        attempt: u32,
    },
    /// Not executed; ask [`super::Book::retry_intent`] from this moment on.
    RetryAfter(UnixNanos),
    /// Over, and not executed.
    GaveUp(Refusal),
    /// The position to close or change is not there any more. Over.
    AlreadyClosed,
    /// The server reported an execution, but no position showed it within the grace time: it was
    /// closed at once, by its stop or by hand. Over.
    NeverAppeared,
    /// The fate is unknown: hand in a position snapshot.
    NeedsReconciliation,
    /// Without effect.
    Ignored(Ignored),
}

/// Why an event had no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ignored {
    /// This book never had a decision of that id.
    UnknownDecision,
    /// The decision ended earlier, or a newer attempt has replaced it.
    Ended,
    /// The same was reported before.
    Duplicate,
    /// The decision may not be handed out in its present state.
    NotQueued,
}

/// What became of a deal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DealReport {
    /// Of another program, of a person, or of another symbol.
    Foreign,
    /// Counted before.
    Duplicate,
    /// Own and new. It counts for profit and loss whether or not it belongs to the order in flight.
    Own {
        /// Whether it was counted to the order in flight.
        matched: bool,
        /// What it meant for the order in flight, if that changed.
        outcome: Option<Outcome>,
    },
}

/// How an order ended or moved on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resolved {
    /// Id of its newest attempt.
    pub decision_id: u64,
    /// Its newest attempt.
    pub intent: OrderIntent,
    /// The outcome.
    pub outcome: Outcome,
}

/// An own position that is no longer there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClosedPosition {
    /// As it was last seen.
    pub position: Position,
    /// Whether no order of this engine explains it: stop, target, margin call or a person.
    pub outside: bool,
}

/// What a position snapshot showed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reconciliation {
    /// The order in flight, if the snapshot decided something about it.
    pub resolved: Option<Resolved>,
    /// An own position that no order in flight explains. Includes every position that the first
    /// snapshot after a start shows for the first time.
    pub appeared: Option<Position>,
    /// The own position of the snapshot before, if it is gone.
    pub closed: Option<ClosedPosition>,
    /// Ticket of an own position without stop loss.
    pub unprotected: Option<u64>,
    /// Own positions of the symbol; more than one is a fault that blocks entries.
    pub own_count: u32,
    /// Positions of the symbol that belong to others.
    pub foreign_count: u32,
}

/// What [`super::Book::submit`] did with an intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// It is the order in flight now.
    Queued,
    /// Another order is in flight. The close or change is remembered;
    /// [`super::Book::due_demand`] gives it back when the way is free.
    Held,
}
