//! The next attempt of an order that the server did not execute, and orders that were held back.
//!
//! Rules for an entry: the price may lie at most the accepted deviation from the price of the FIRST
//! attempt, and what an earlier attempt used up of the deviation is gone. Stops stay where risk put
//! them. An entry price that makes the stop distance larger than it was sized for ends the order:
//! risk never grows by retrying. A close takes any price, because not closing is the larger risk.

use super::book::Book;
use super::flight::{FlightState, InFlight};
use crate::types::{OrderAction, OrderIntent, Refusal, RefusalCode, Side, Tick, UnixNanos};

/// How far, in points, two prices may differ and still count as the same.
const SAME_PRICE_POINTS: f64 = 1e-3;

impl Book {
    /// Builds the next attempt with a fresh price. It must pass risk again, and then goes to
    /// [`Book::resubmit`] under a new decision id, so that a late answer to the earlier attempt
    /// cannot be taken for an answer to this one. `None` while no attempt is due or no quote is
    /// known.
    ///
    /// # Errors
    /// The order is over: `PriceMoved`, `StopInvalid` (the stop distance would grow).
    pub fn retry_intent(
        &mut self,
        quote: &Tick,
        now: UnixNanos,
    ) -> Result<Option<OrderIntent>, Refusal> {
        let Some(flight) = self.flight.filter(|flight| flight.state == FlightState::Retry) else {
            return Ok(None);
        };
        if now < flight.retry_at || now > flight.intent.expires || quote.check().is_err() {
            return Ok(None);
        }
        if flight.intent.action != OrderAction::Modify && !quote.has_quote() {
            return Ok(None);
        }
        let intent = fresh(&flight.intent, quote);
        if intent.action != OrderAction::Open {
            return Ok(Some(intent));
        }
        self.entry_retry(&flight, intent).map(Some).inspect_err(|_| self.flight = None)
    }

    fn entry_retry(
        &self,
        flight: &InFlight,
        mut intent: OrderIntent,
    ) -> Result<OrderIntent, Refusal> {
        let moved_points = (intent.price - flight.original_price).abs() / self.identity.point;
        let allowed = flight.original_deviation_points;
        // Written so that a NaN refuses.
        let within = moved_points <= f64::from(allowed) + SAME_PRICE_POINTS;
        if !within {
            return Err(Refusal::new(RefusalCode::PriceMoved, moved_points, f64::from(allowed)));
        }
        if let Some(stop) = intent.stop_loss {
            let distance = intent.side.sign() * (intent.price - stop);
            let sized = intent.side.sign() * (flight.original_price - stop);
            let sound =
                distance > 0.0 && distance <= sized + SAME_PRICE_POINTS * self.identity.point;
            if !sound {
                return Err(Refusal::new(RefusalCode::StopInvalid, distance, sized));
            }
        }
        let left = (f64::from(allowed) - moved_points + SAME_PRICE_POINTS).floor().max(0.0);
        intent.deviation_points = left.min(f64::from(allowed)) as u32;
        Ok(intent)
    }

    /// Queues the approved next attempt under a new, larger decision id.
    ///
    /// # Errors
    /// `IntentInFlight` if no retry is due or the id does not rise.
    pub fn resubmit(
        &mut self,
        decision_id: u64,
        intent: OrderIntent,
        now: UnixNanos,
    ) -> Result<(), Refusal> {
        let due = self.flight.filter(|flight| {
            flight.state == FlightState::Retry
                && now >= flight.retry_at
                && flight.intent.action == intent.action
                && decision_id > self.last_decision_id
        });
        let Some(mut flight) = due else {
            let last = self.last_decision_id as f64;
            return Err(Refusal::new(RefusalCode::IntentInFlight, last, 0.0));
        };
        self.last_decision_id = decision_id;
        flight.decision_id = decision_id;
        flight.attempts = flight.attempts.saturating_add(1);
        flight.order_ticket = 0;
        // A retry does not live longer than the decision that it repeats.
        let expires = flight.intent.expires.min(intent.expires);
        flight.intent = OrderIntent { expires, ..intent };
        self.flight = Some(flight.into_state(FlightState::Queued, now));
        Ok(())
    }

    /// Drops an order that nobody can be executing: queued, or waiting for its next attempt (for
    /// example because risk refused it). `None`, and no change, in every other state.
    pub fn withdraw(&mut self) -> Option<InFlight> {
        let flight = self.flight.filter(InFlight::is_held_here)?;
        self.flight = None;
        Some(flight)
    }

    /// A close or change that was held while another order was in flight, with a fresh price, once
    /// the way is free and its position is still there. It must pass risk again and be submitted
    /// under a new decision id. Given once.
    pub fn due_demand(&mut self, quote: &Tick, now: UnixNanos) -> Option<OrderIntent> {
        self.demand = self.demand.filter(|demand| now <= demand.expires);
        if self.flight.is_some() || !quote.has_quote() || quote.check().is_err() {
            return None;
        }
        let demand = self.demand.take()?;
        let own = self.own.filter(|own| own.ticket == demand.intent.position_ticket)?;
        let mut intent = fresh(&demand.intent, quote);
        if intent.action == OrderAction::Close {
            intent.lots = own.lots;
        }
        Some(intent)
    }
}

/// The intent at the market price of its side; a change of stops keeps its price.
fn fresh(intent: &OrderIntent, quote: &Tick) -> OrderIntent {
    let price = match (intent.action, intent.side) {
        (OrderAction::Modify, _) => intent.price,
        (_, Side::Buy) => quote.ask,
        (_, Side::Sell) => quote.bid,
    };
    OrderIntent { price, ..*intent }
}
