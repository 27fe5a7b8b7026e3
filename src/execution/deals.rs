//! Deals: each counts once, before or after the result of its order.

use super::book::Book;
use super::flight::{FlightState, InFlight, volume_units};
use super::outcome::DealReport;
use crate::types::{Deal, DealEntry, DurationNanos, OrderAction, UnixNanos};

impl Book {
    /// Counts a deal once, whatever the order in which deals and results arrive.
    ///
    /// A deal is own if it has the own symbol and either the own magic number or the own position's
    /// ticket (a manual close carries no magic number). The newest 64 own deals are remembered; a
    /// deal without a ticket (0) cannot be told from another and counts as a duplicate.
    pub fn on_deal(&mut self, deal: &Deal, now: UnixNanos) -> DealReport {
        let of_own_position = self.own.is_some_and(|own| own.ticket == deal.position_ticket);
        if deal.symbol != self.identity.symbol
            || !(deal.magic == self.identity.magic || of_own_position)
        {
            return DealReport::Foreign;
        }
        if self.deals.contains(deal.ticket) {
            return DealReport::Duplicate;
        }
        self.deals.insert(deal.ticket);
        let Some(mut flight) = self.flight.filter(|flight| self.belongs(flight, deal)) else {
            return DealReport::Own { matched: false, outcome: None };
        };
        flight.filled.add(deal.lots, deal.price);
        let outcome = if flight.is_held_here() {
            // An attempt that the server denied was executed after all.
            Some(self.lose_track(flight, flight.retcode, now))
        } else if flight.state != FlightState::Confirming
            && flight.filled.units >= volume_units(flight.intent.lots)
        {
            let price = flight.filled.average_price();
            Some(self.complete(flight, flight.filled.units, price, now))
        } else {
            self.flight = Some(flight);
            None
        };
        DealReport::Own { matched: true, outcome }
    }

    /// Whether a deal executes the order in flight.
    fn belongs(&self, flight: &InFlight, deal: &Deal) -> bool {
        let tolerance = DurationNanos::from_millis(i64::from(self.settings.clock_tolerance_ms));
        let never_sent = flight.state == FlightState::Queued && flight.attempts == 1;
        if never_sent || deal.time + tolerance < flight.submitted {
            return false;
        }
        match flight.intent.action {
            OrderAction::Open => {
                let other_order = flight.order_ticket != 0
                    && deal.order_ticket != 0
                    && flight.order_ticket != deal.order_ticket;
                matches!(deal.entry, DealEntry::In | DealEntry::InOut)
                    && deal.side == flight.intent.side
                    && !other_order
            }
            // A stop that closes the position does the work of the close: same position, any order.
            OrderAction::Close => {
                deal.entry != DealEntry::In && deal.position_ticket == flight.intent.position_ticket
            }
            OrderAction::Modify => false,
        }
    }
}
