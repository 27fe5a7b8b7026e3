//! The trade server's answers, and what follows from them.

use super::book::Book;
use super::flight::{FlightState, InFlight, lots_of, volume_units};
use super::outcome::{Ignored, Outcome};
use super::retcode::{RetcodeClass, broker_refusal, classify};
use crate::types::{DurationNanos, OrderAction, OrderResult, Refusal, RefusalCode, UnixNanos};

impl Book {
    /// What the trade server answered.
    pub fn on_result(&mut self, result: &OrderResult, now: UnixNanos) -> Outcome {
        let class = classify(result.retcode);
        let Some(flight) = self.flight.filter(|f| f.decision_id == result.decision_id) else {
            let reason = self.unknown_or_ended(result.decision_id);
            // A success of an order that was given up is money: look at the positions.
            self.snapshot_needed |= class.is_executed() && reason == Ignored::Ended;
            return Outcome::Ignored(reason);
        };
        match flight.state {
            FlightState::Queued | FlightState::Sent => self.answer(flight, class, result, now),
            FlightState::Confirming => Outcome::Ignored(Ignored::Duplicate),
            FlightState::Retry if !class.is_executed() => Outcome::Ignored(Ignored::Duplicate),
            FlightState::AwaitingDeal if class == RetcodeClass::Placed => {
                Outcome::Ignored(Ignored::Duplicate)
            }
            FlightState::AwaitingDeal | FlightState::Unknown
                if matches!(class, RetcodeClass::Done | RetcodeClass::Partial) =>
            {
                self.complete_by_result(flight, result, now)
            }
            FlightState::Unknown => Outcome::NeedsReconciliation,
            // An answer that contradicts the earlier one: positions decide.
            FlightState::Retry | FlightState::AwaitingDeal => {
                self.lose_track(flight, result.retcode, now)
            }
        }
    }

    fn answer(
        &mut self,
        mut flight: InFlight,
        class: RetcodeClass,
        result: &OrderResult,
        now: UnixNanos,
    ) -> Outcome {
        let action = flight.intent.action;
        flight.retcode = result.retcode;
        flight.order_ticket = result.order_ticket;
        if flight.filled.units > 0 && !class.is_executed() {
            return self.lose_track(flight, result.retcode, now);
        }
        let pause = DurationNanos::from_millis(i64::from(self.settings.retry_delay_ms));
        match class {
            RetcodeClass::Done | RetcodeClass::Partial => {
                self.complete_by_result(flight, result, now)
            }
            RetcodeClass::Placed => {
                self.flight = Some(flight.into_state(FlightState::AwaitingDeal, now));
                Outcome::Placed
            }
            RetcodeClass::UnknownFate => self.lose_track(flight, result.retcode, now),
            RetcodeClass::Retry => self.plan_retry(flight, now, now),
            RetcodeClass::RetryLater => self.plan_retry(flight, now + pause, now),
            RetcodeClass::Frozen if action == OrderAction::Close => {
                self.plan_retry(flight, now + pause, now)
            }
            RetcodeClass::NoChange if action == OrderAction::Modify => {
                self.complete(flight, 0, None, now)
            }
            RetcodeClass::PositionGone if action != OrderAction::Open => {
                if self.own.is_some_and(|own| own.ticket == flight.intent.position_ticket) {
                    return self.lose_track(flight, result.retcode, now);
                }
                self.flight = None;
                Outcome::AlreadyClosed
            }
            _ => {
                self.flight = None;
                let code = class.refusal_code().unwrap_or(RefusalCode::BrokerInvalid);
                Outcome::GaveUp(broker_refusal(code, result.retcode))
            }
        }
    }

    fn plan_retry(&mut self, mut flight: InFlight, at: UnixNanos, now: UnixNanos) -> Outcome {
        if flight.attempts >= self.settings.attempts_max {
            self.flight = None;
            return Outcome::GaveUp(Refusal::new(
                RefusalCode::RetriesExhausted,
                f64::from(flight.attempts),
                f64::from(self.settings.attempts_max),
            ));
        }
        flight.retry_at = at;
        let attempt = flight.attempts + 1;
        self.flight = Some(flight.into_state(FlightState::Retry, now));
        if at > now { Outcome::RetryAfter(at) } else { Outcome::RetryNow { attempt } }
    }

    fn complete_by_result(
        &mut self,
        mut flight: InFlight,
        result: &OrderResult,
        now: UnixNanos,
    ) -> Outcome {
        flight.retcode = result.retcode;
        flight.order_ticket = result.order_ticket;
        let reported = volume_units(result.lots).max(flight.filled.units);
        let whole = volume_units(flight.intent.lots);
        let filled = if reported > 0 {
            reported
        } else if classify(result.retcode) == RetcodeClass::Partial {
            return self.lose_track(flight, result.retcode, now);
        } else {
            whole
        };
        let price = (result.price.is_finite() && result.price > 0.0).then_some(result.price);
        self.complete(flight, filled, price.or(flight.filled.average_price()), now)
    }

    /// The order was executed; the next snapshots must show it.
    pub(super) fn complete(
        &mut self,
        flight: InFlight,
        filled_units: i64,
        price: Option<f64>,
        now: UnixNanos,
    ) -> Outcome {
        self.flight = Some(flight.into_state(FlightState::Confirming, now));
        fill_outcome(&flight, filled_units, price)
    }

    /// Nothing may be sent until positions tell what happened.
    pub(super) fn lose_track(
        &mut self,
        mut flight: InFlight,
        retcode: u32,
        now: UnixNanos,
    ) -> Outcome {
        flight.retcode = retcode;
        self.flight = Some(flight.into_state(FlightState::Unknown, now));
        Outcome::NeedsReconciliation
    }
}

/// Whole or part, by the volume that was executed.
pub(super) fn fill_outcome(flight: &InFlight, filled_units: i64, price: Option<f64>) -> Outcome {
    let missing = volume_units(flight.intent.lots).saturating_sub(filled_units);
    let filled_lots = lots_of(filled_units);
    if missing > 0 && flight.intent.action != OrderAction::Modify {
        Outcome::PartiallyFilled { filled_lots, remaining_lots: lots_of(missing), price }
    } else {
        Outcome::Completed { lots: filled_lots, price }
    }
}
