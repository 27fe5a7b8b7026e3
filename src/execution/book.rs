//! The order book of one engine: one symbol, one magic number, at most one order on its way.

use super::flight::{FlightState, InFlight};
use super::outcome::{Ignored, Outcome, Submitted};
use super::settings::ExecutionSettings;
use super::tickets::RecentTickets;
use crate::types::{
    DurationNanos, FixedText, MarginMode, NANOS_PER_MILLI, OrderAction, OrderIntent, Position,
    Refusal, RefusalCode, UnixNanos,
};

/// Whose orders a book keeps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Identity {
    /// Symbol.
    pub symbol: FixedText<32>,
    /// Magic number of the engine's orders.
    pub magic: u64,
    /// Netting or hedging.
    pub margin_mode: MarginMode,
    /// Value of one point in price units; above 0.
    pub point: f64,
}

/// Positions of the symbol that belong to others. They are never touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Foreign {
    /// How many.
    pub count: u32,
    /// Magic number of the first one, 0 for a manual trade.
    pub magic: u64,
}

/// A close or change that waits until the order in flight has ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Demand {
    pub(super) intent: OrderIntent,
    pub(super) expires: UnixNanos,
}

/// State machine of the orders of one engine.
///
/// Invariants: at most one order is in flight; nothing is sent while the fate of an order is
/// unknown; a deal counts once; the position snapshot decides when reports disagree. No method
/// allocates or panics; each takes constant time but for [`Book::on_positions`], which is linear in
/// the snapshot.
#[derive(Clone, Debug)]
pub struct Book {
    pub(super) identity: Identity,
    pub(super) settings: ExecutionSettings,
    pub(super) flight: Option<InFlight>,
    pub(super) demand: Option<Demand>,
    pub(super) own: Option<Position>,
    pub(super) own_count: u32,
    pub(super) unprotected: Option<u64>,
    pub(super) foreign: Foreign,
    pub(super) last_decision_id: u64,
    pub(super) snapshot_needed: bool,
    pub(super) deals: RecentTickets,
}

impl Book {
    /// An empty book. It needs a position snapshot before it accepts an entry.
    #[must_use]
    pub fn new(identity: Identity, settings: &ExecutionSettings) -> Self {
        Self {
            identity,
            settings: settings.clone(),
            flight: None,
            demand: None,
            own: None,
            own_count: 0,
            unprotected: None,
            foreign: Foreign::default(),
            last_decision_id: 0,
            snapshot_needed: true,
            deals: RecentTickets::EMPTY,
        }
    }

    /// Whose orders it keeps.
    #[must_use]
    pub const fn identity(&self) -> Identity {
        self.identity
    }

    /// What became known about account and symbol after the book was made.
    pub const fn set_market(&mut self, margin_mode: MarginMode, point: f64) {
        self.identity.margin_mode = margin_mode;
        self.identity.point = point;
    }

    /// Takes an approved intent, to be collected by the host.
    ///
    /// Decision ids must rise; an id that was used before is refused. The intent expires at its own
    /// moment or after `intent_lifetime_ms`, whichever comes first. While another order is in
    /// flight an entry is refused, but one close or change is held: a close replaces a held change,
    /// never the other way round.
    ///
    /// # Errors
    /// For an entry: [`Book::entry_block`], or `PositionExists`. For all: `IntentInFlight` if the
    /// id does not rise.
    pub fn submit(
        &mut self,
        decision_id: u64,
        intent: OrderIntent,
        now: UnixNanos,
    ) -> Result<Submitted, Refusal> {
        if decision_id <= self.last_decision_id {
            let last = self.last_decision_id as f64;
            return Err(Refusal::new(RefusalCode::IntentInFlight, last, 0.0));
        }
        if intent.action == OrderAction::Open {
            if let Some(refusal) = self.entry_block() {
                return Err(refusal);
            }
            if let Some(own) = self.own {
                return Err(Refusal::new(RefusalCode::PositionExists, own.lots, 0.0));
            }
        }
        self.last_decision_id = decision_id;
        let intent = self.with_lifetime(intent, now);
        if self.flight.is_some() {
            self.hold(intent);
            return Ok(Submitted::Held);
        }
        self.flight = Some(InFlight::new(decision_id, intent, now));
        Ok(Submitted::Queued)
    }

    /// The intent, expiring no later than the configured lifetime allows.
    pub(super) fn with_lifetime(&self, mut intent: OrderIntent, now: UnixNanos) -> OrderIntent {
        let latest = now + DurationNanos::from_millis(i64::from(self.settings.intent_lifetime_ms));
        intent.expires = intent.expires.min(latest);
        intent
    }

    fn hold(&mut self, intent: OrderIntent) {
        let keep = self.demand.is_some_and(|held| {
            held.intent.action == OrderAction::Close && intent.action == OrderAction::Modify
        });
        if !keep {
            self.demand = Some(Demand { intent, expires: intent.expires });
        }
    }

    /// The host is about to take the decision. Hand it out only if this returns `Ok`.
    ///
    /// # Errors
    /// What happened instead: the decision expired, ended before, or is not waiting.
    pub fn on_collected(&mut self, decision_id: u64, now: UnixNanos) -> Result<(), Outcome> {
        let Some(flight) = self.flight.filter(|flight| flight.decision_id == decision_id) else {
            return Err(Outcome::Ignored(self.unknown_or_ended(decision_id)));
        };
        if flight.state != FlightState::Queued {
            return Err(Outcome::Ignored(Ignored::NotQueued));
        }
        if now > flight.intent.expires {
            return Err(self.expire(flight, now));
        }
        self.flight = Some(flight.into_state(FlightState::Sent, now));
        Ok(())
    }

    fn expire(&mut self, flight: InFlight, now: UnixNanos) -> Outcome {
        self.flight = None;
        Outcome::GaveUp(Refusal::new(
            RefusalCode::IntentExpired,
            millis(now.since(flight.submitted)),
            millis(flight.intent.expires.since(flight.submitted)),
        ))
    }

    pub(super) fn unknown_or_ended(&self, decision_id: u64) -> Ignored {
        let known = decision_id > 0 && decision_id <= self.last_decision_id;
        if known { Ignored::Ended } else { Ignored::UnknownDecision }
    }

    /// Time has passed: expires what was never sent, and loses track of what was never answered.
    pub fn on_timer(&mut self, now: UnixNanos) -> Option<Outcome> {
        self.demand = self.demand.filter(|demand| now <= demand.expires);
        let flight = self.flight?;
        let timeout = DurationNanos::from_millis(i64::from(self.settings.result_timeout_ms));
        match flight.state {
            FlightState::Queued | FlightState::Retry if now > flight.intent.expires => {
                Some(self.expire(flight, now))
            }
            FlightState::Sent | FlightState::AwaitingDeal
                if now.since(flight.changed) > timeout =>
            {
                Some(self.lose_track(flight, flight.retcode, now))
            }
            _ => None,
        }
    }

    /// The own position of the newest snapshot.
    #[must_use]
    pub const fn own_position(&self) -> Option<&Position> {
        self.own.as_ref()
    }

    /// Others' positions of the symbol in the newest snapshot.
    #[must_use]
    pub const fn foreign_on_symbol(&self) -> Foreign {
        self.foreign
    }

    /// The order on its way.
    #[must_use]
    pub const fn in_flight(&self) -> Option<&InFlight> {
        self.flight.as_ref()
    }

    /// Whether no order is on its way.
    #[must_use]
    pub const fn is_idle(&self) -> bool {
        self.flight.is_none()
    }

    /// Whether an exit waits for its turn.
    #[must_use]
    pub const fn has_demand(&self) -> bool {
        self.demand.is_some()
    }

    /// The largest decision id that was ever used; new ones must be above it.
    #[must_use]
    pub const fn last_decision_id(&self) -> u64 {
        self.last_decision_id
    }

    /// Whether a position snapshot is needed: after a start, while an order's fate is unknown, and
    /// until an execution has been seen in the positions.
    #[must_use]
    pub fn needs_reconciliation(&self) -> bool {
        self.snapshot_needed
            || self.flight.is_some_and(|flight| {
                matches!(flight.state, FlightState::Unknown | FlightState::Confirming)
            })
    }

    /// Why no entry may be made now. Closing is never blocked by this.
    ///
    /// In order: `ResultUnknown`, `IntentInFlight`, `PositionsUnknown` (no snapshot yet, or a late
    /// success made it stale), `ForeignPosition` (netting accounts only), `UnprotectedPosition`,
    /// `PositionExists` (more than one own position).
    #[must_use]
    pub fn entry_block(&self) -> Option<Refusal> {
        if let Some(flight) = &self.flight {
            let id = flight.decision_id as f64;
            return Some(if flight.state == FlightState::Unknown {
                Refusal::new(RefusalCode::ResultUnknown, id, f64::from(flight.retcode))
            } else {
                Refusal::new(RefusalCode::IntentInFlight, id, 0.0)
            });
        }
        if self.snapshot_needed {
            return Some(Refusal::new(RefusalCode::PositionsUnknown, -1.0, 0.0));
        }
        if self.identity.margin_mode == MarginMode::Netting && self.foreign.count > 0 {
            let (theirs, ours) = (self.foreign.magic as f64, self.identity.magic as f64);
            return Some(Refusal::new(RefusalCode::ForeignPosition, theirs, ours));
        }
        if let Some(ticket) = self.unprotected {
            return Some(Refusal::new(RefusalCode::UnprotectedPosition, ticket as f64, 0.0));
        }
        let lots = self.own.map_or(0.0, |own| own.lots);
        (self.own_count > 1).then(|| Refusal::new(RefusalCode::PositionExists, lots, 0.0))
    }
}

/// A span in milliseconds, for refusals.
fn millis(span: DurationNanos) -> f64 {
    (span.0 / NANOS_PER_MILLI) as f64
}
