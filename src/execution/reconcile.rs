//! The position snapshot as the truth about what was executed.

use super::answers::fill_outcome;
use super::book::{Book, Foreign};
use super::flight::{FlightState, InFlight, volume_units};
use super::outcome::{ClosedPosition, Outcome, Reconciliation, Resolved};
use crate::types::{
    DurationNanos, OrderAction, OrderIntent, Position, Refusal, RefusalCode, UnixNanos,
};

impl Book {
    /// Takes a snapshot of all open positions of the account.
    ///
    /// It must have been taken after everything that was reported before. Own are those with the
    /// own symbol and magic number. An order of unknown fate is decided by it: its effect is there,
    /// or it still is not after the grace time.
    pub fn on_positions(&mut self, positions: &[Position], now: UnixNanos) -> Reconciliation {
        let before = self.own;
        let target = self.read_snapshot(positions);
        self.snapshot_needed = false;
        let same = before.is_some_and(|old| self.own.is_some_and(|new| new.ticket == old.ticket));
        let flight = self.flight;
        let closed = before.filter(|_| !same).map(|position| ClosedPosition {
            position,
            outside: !flight.is_some_and(|flight| {
                flight.intent.action == OrderAction::Close
                    && flight.intent.position_ticket == position.ticket
                    && !flight.is_held_here()
            }),
        });
        let entry_on_its_way = flight.is_some_and(|flight| {
            flight.intent.action == OrderAction::Open && !flight.is_held_here()
        });
        let appeared = self.own.filter(|_| !same && !entry_on_its_way);
        self.demand = self.demand.filter(|demand| {
            self.own.is_some_and(|own| own.ticket == demand.intent.position_ticket)
        });
        Reconciliation {
            resolved: flight.and_then(|flight| self.resolve(flight, target, now)),
            appeared,
            closed,
            unprotected: self.unprotected,
            own_count: self.own_count,
            foreign_count: self.foreign.count,
        }
    }

    /// Sorts the snapshot. Returns the position that the order in flight closes or changes, which
    /// need not be the own one where there are several.
    fn read_snapshot(&mut self, positions: &[Position]) -> Option<Position> {
        let known = self.own.map(|own| own.ticket);
        let wanted = self.flight.map(|flight| flight.intent.position_ticket);
        let mut target = None;
        (self.own, self.own_count, self.unprotected) = (None, 0, None);
        self.foreign = Foreign::default();
        for position in positions.iter().filter(|p| p.symbol == self.identity.symbol) {
            if position.magic != self.identity.magic {
                if self.foreign.count == 0 {
                    self.foreign.magic = position.magic;
                }
                self.foreign.count = self.foreign.count.saturating_add(1);
                continue;
            }
            self.own_count = self.own_count.saturating_add(1);
            if !position.stop_loss.is_some_and(|stop| stop.is_finite() && stop > 0.0) {
                self.unprotected = self.unprotected.or(Some(position.ticket));
            }
            let better = self.own.is_none_or(|own| {
                let kept = Some(own.ticket) == known;
                !kept && (Some(position.ticket) == known || position.ticket < own.ticket)
            });
            if better {
                self.own = Some(*position);
            }
            if Some(position.ticket) == wanted {
                target = Some(*position);
            }
        }
        target
    }

    /// Ends the order in flight if the snapshot decides it.
    fn resolve(
        &mut self,
        flight: InFlight,
        target: Option<Position>,
        now: UnixNanos,
    ) -> Option<Resolved> {
        let grace = DurationNanos::from_millis(i64::from(self.settings.reconcile_grace_ms));
        let late = now.since(flight.changed) > grace;
        let outcome = match flight.intent.action {
            OrderAction::Open => self.resolve_open(&flight, late),
            OrderAction::Close => resolve_close(&flight, target, late),
            OrderAction::Modify => self.resolve_modify(&flight, target, late),
        };
        let resolved =
            |outcome| Resolved { decision_id: flight.decision_id, intent: flight.intent, outcome };
        match outcome {
            Step::Wait => None,
            Step::End(outcome) => {
                self.flight = None;
                // What a confirmed order was is known already.
                outcome.map(resolved)
            }
        }
    }

    fn resolve_open(&self, flight: &InFlight, late: bool) -> Step {
        match (flight.state, self.own) {
            (FlightState::Queued | FlightState::Retry, Some(own)) => Step::End(Some(
                Outcome::GaveUp(Refusal::new(RefusalCode::PositionExists, own.lots, 0.0)),
            )),
            (FlightState::Confirming, Some(_)) => Step::End(None),
            (FlightState::Confirming, None) if late => Step::End(Some(Outcome::NeverAppeared)),
            (FlightState::Unknown, Some(own)) => {
                let filled = volume_units(own.lots);
                Step::End(Some(fill_outcome(flight, filled, Some(own.open_price))))
            }
            (FlightState::AwaitingDeal, Some(own))
                if volume_units(own.lots) >= volume_units(flight.intent.lots) =>
            {
                let filled = volume_units(own.lots);
                Step::End(Some(fill_outcome(flight, filled, Some(own.open_price))))
            }
            (FlightState::Unknown, None) if late && flight.filled.units > 0 => {
                Step::End(Some(Outcome::NeverAppeared))
            }
            (FlightState::Unknown, None) if late => Step::End(Some(not_executed(flight))),
            _ => Step::Wait,
        }
    }

    fn resolve_modify(&self, flight: &InFlight, target: Option<Position>, late: bool) -> Step {
        let Some(own) = target else {
            return match flight.state {
                FlightState::Sent => Step::Wait,
                FlightState::Confirming => Step::End(None),
                _ => Step::End(Some(Outcome::AlreadyClosed)),
            };
        };
        let changed = has_stops_of(&own, &flight.intent, self.identity.point);
        match flight.state {
            FlightState::Confirming if changed || late => Step::End(None),
            FlightState::Unknown | FlightState::AwaitingDeal if changed => {
                Step::End(Some(Outcome::Completed { lots: 0.0, price: None }))
            }
            FlightState::Unknown if late => Step::End(Some(not_executed(flight))),
            _ => Step::Wait,
        }
    }
}

/// What a snapshot means for the order in flight.
enum Step {
    /// Nothing yet.
    Wait,
    /// The order is over; with an outcome unless it was reported before.
    End(Option<Outcome>),
}

fn resolve_close(flight: &InFlight, left: Option<Position>, late: bool) -> Step {
    let price = flight.filled.average_price();
    let whole = volume_units(flight.intent.lots);
    match (flight.state, left) {
        (FlightState::Queued | FlightState::Retry, None) => Step::End(Some(Outcome::AlreadyClosed)),
        (FlightState::Confirming, None) => Step::End(None),
        (FlightState::Unknown | FlightState::AwaitingDeal, None) => {
            Step::End(Some(fill_outcome(flight, whole, price)))
        }
        // After a partial close the rest stays; after the grace time the snapshot stands.
        (FlightState::Confirming, Some(own)) if late || volume_units(own.lots) < whole => {
            Step::End(None)
        }
        (FlightState::Unknown, Some(own)) if late => {
            let filled = whole.saturating_sub(volume_units(own.lots));
            Step::End(Some(if filled > 0 {
                fill_outcome(flight, filled, price)
            } else {
                not_executed(flight)
            }))
        }
        _ => Step::Wait,
    }
}

fn not_executed(flight: &InFlight) -> Outcome {
    Outcome::GaveUp(Refusal::new(
        RefusalCode::ResultUnknown,
        flight.decision_id as f64,
        f64::from(flight.retcode),
    ))
}

/// Whether the position has the stops that were asked for, to half a point.
fn has_stops_of(position: &Position, intent: &OrderIntent, point: f64) -> bool {
    let same = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 0.5 * point,
        (None, None) => true,
        _ => false,
    };
    same(position.stop_loss, intent.stop_loss) && same(position.take_profit, intent.take_profit)
}
