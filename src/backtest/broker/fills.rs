//! Orders that have arrived: what is filled, at which price, and what is refused.

use super::super::orders::{self, Answer};
use super::super::position::OpenPosition;
use super::super::quote::Quote;
use super::{Broker, BrokerError};
use crate::types::{DealEntry, ExecutionMode, ExitReason, Money, OrderIntent, Side};

impl Broker {
    pub(super) fn open(
        &mut self,
        intent: &OrderIntent,
        quote: &Quote,
    ) -> Result<Answer, BrokerError> {
        let side = intent.side;
        let market = quote.opening(side);
        if self.is_too_far(intent, market) {
            return Ok(Answer { price: market, ..Answer::refused(orders::REQUOTE) });
        }
        let lots = self.fillable(intent.lots);
        if lots <= 0.0 {
            return Ok(Answer::refused(orders::INVALID_VOLUME));
        }
        if !self.stops_are_valid(side, intent.stop_loss, intent.take_profit, quote) {
            return Ok(Answer::refused(orders::INVALID_STOPS));
        }
        let free = self.equity()?.to_f64() - self.margin();
        let needed = self.margin_of(side, lots, market);
        if needed.is_none_or(|needed| needed > free) {
            return Ok(Answer::refused(orders::NO_MONEY));
        }
        let price = self.slipped(side, market);
        let asked = lots;
        let lots = self.net_against(side, asked, price, quote)?;
        if lots <= 0.0 {
            let deal = self.last_ticket;
            return Ok(Answer { retcode: orders::DONE, ticket: deal, deal, lots: asked, price });
        }
        let commission = self.ledger.amount(-self.costs.commission_per_lot * lots)?;
        self.ledger.commission = self.ledger.commission.checked_add(commission)?;
        let ticket = self.take_up(intent, lots, price, commission, quote);
        let deal = self.report_deal(ticket, side, DealEntry::In, lots, price, quote);
        if let Some(deal) = self.deals.last_mut() {
            deal.commission = commission.to_f64();
        }
        self.note_volume();
        let retcode = if asked < intent.lots { orders::DONE_PARTIAL } else { orders::DONE };
        Ok(Answer { retcode, ticket, deal, lots: asked, price })
    }

    /// With netting an order closes opposite volume first. Gives what is left of it.
    fn net_against(
        &mut self,
        side: Side,
        lots: f64,
        price: f64,
        quote: &Quote,
    ) -> Result<f64, BrokerError> {
        let opposite = self.positions.iter().position(|position| position.side != side);
        let Some(index) = opposite.filter(|_| !self.account.hedging) else { return Ok(lots) };
        let closed = lots.min(self.positions[index].lots);
        self.close_volume(index, closed, price, ExitReason::Signal, quote)?;
        Ok(self.rest(lots, closed))
    }

    /// Adds volume: a position of its own, or, with netting, to the one of its side. Gives its
    /// ticket.
    fn take_up(
        &mut self,
        intent: &OrderIntent,
        lots: f64,
        price: f64,
        commission: Money,
        quote: &Quote,
    ) -> u64 {
        let OrderIntent { side, stop_loss, take_profit, .. } = *intent;
        let zero = Money::zero(self.ledger.currency());
        let mut position = OpenPosition {
            ticket: 0,
            side,
            lots,
            open_time: quote.time,
            open_price: price,
            stop_loss,
            take_profit,
            commission,
            swap: zero,
            stop_was_moved: false,
            initial_risk: None,
            adverse_per_lot: 0.0,
            favourable_per_lot: 0.0,
        };
        let same = self.positions.iter().position(|other| other.side == side);
        let same = same.filter(|_| !self.account.hedging).map(|index| self.positions.remove(index));
        if let Some(same) = same {
            position.lots += same.lots;
            position.open_price = (same.open_price * same.lots + price * lots) / (same.lots + lots);
            position.open_time = same.open_time;
            position.commission.micros += same.commission.micros;
            position.swap = same.swap;
        }
        position.ticket = same.map_or_else(|| self.next_ticket(), |same| same.ticket);
        let risk = stop_loss
            .map(|stop| -self.worth.profit(side, position.lots, position.open_price, stop));
        position.initial_risk = risk.filter(|risk| *risk > 0.0);
        position.see(&self.worth, quote.closing(side));
        self.positions.push(position);
        position.ticket
    }

    pub(super) fn close(
        &mut self,
        intent: &OrderIntent,
        quote: &Quote,
    ) -> Result<Answer, BrokerError> {
        let ticket = intent.position_ticket;
        let Some(index) = self.positions.iter().position(|it| it.ticket == ticket) else {
            return Ok(Answer::refused(orders::POSITION_CLOSED));
        };
        let position = self.positions[index];
        let market = quote.closing(position.side);
        if self.is_too_far(intent, market) {
            return Ok(Answer { price: market, ..Answer::refused(orders::REQUOTE) });
        }
        let lots = self.fillable(position.lots);
        if lots <= 0.0 {
            return Ok(Answer::refused(orders::INVALID_VOLUME));
        }
        let price = self.slipped(position.side.opposite(), market);
        let deal = self.close_volume(index, lots, price, ExitReason::Signal, quote)?;
        let retcode = if lots < position.lots { orders::DONE_PARTIAL } else { orders::DONE };
        Ok(Answer { retcode, ticket: deal, deal, lots, price })
    }

    pub(super) fn modify(&mut self, intent: &OrderIntent, quote: &Quote) -> Answer {
        let ticket = intent.position_ticket;
        let Some(index) = self.positions.iter().position(|it| it.ticket == ticket) else {
            return Answer::refused(orders::POSITION_CLOSED);
        };
        let position = self.positions[index];
        let freeze = f64::from(self.spec.freeze_level_points) * self.spec.point;
        let market = quote.closing(position.side);
        let is_near = |level: Option<f64>| {
            level.is_some_and(|level| freeze > 0.0 && (level - market).abs() <= freeze)
        };
        if is_near(position.stop_loss) || is_near(position.take_profit) {
            return Answer::refused(orders::FROZEN);
        }
        let side = position.side;
        if !self.stops_are_valid(side, intent.stop_loss, intent.take_profit, quote) {
            return Answer::refused(orders::INVALID_STOPS);
        }
        let position = &mut self.positions[index];
        position.stop_was_moved |= position.stop_loss != intent.stop_loss;
        position.stop_loss = intent.stop_loss;
        position.take_profit = intent.take_profit;
        self.is_changed = true;
        Answer { ticket, ..Answer::refused(orders::DONE) }
    }

    /// Whether the market has left the price of an order; market execution takes any.
    fn is_too_far(&self, intent: &OrderIntent, market: f64) -> bool {
        let by_price =
            matches!(self.spec.execution_mode, ExecutionMode::Request | ExecutionMode::Instant);
        let allowed = f64::from(intent.deviation_points) * self.spec.point;
        by_price && (market - intent.price).abs() > allowed + self.spec.point * 1e-6
    }

    /// What of a volume is filled at once, on the grid of volumes.
    fn fillable(&self, lots: f64) -> f64 {
        let most = self.execution.fill_lots_max;
        if most <= 0.0 || lots <= most {
            return lots;
        }
        let volume = &self.spec.volume;
        volume.to_lots(volume.floor(most))
    }

    /// Whether stops keep the broker's distance and are on their side of the price.
    fn stops_are_valid(
        &self,
        side: Side,
        stop: Option<f64>,
        target: Option<f64>,
        quote: &Quote,
    ) -> bool {
        let least = f64::from(self.spec.stops_level_points) * self.spec.point;
        let near = self.spec.point * 1e-6;
        let sign = if side == Side::Buy { 1.0 } else { -1.0 };
        let market = quote.closing(side);
        let keeps = |distance: f64| distance > 0.0 && distance >= least - near;
        stop.is_none_or(|stop| keeps((market - stop) * sign))
            && target.is_none_or(|target| keeps((target - market) * sign))
    }

    /// A worse price, for a deal of this side.
    pub(super) fn slipped(&mut self, deal_side: Side, price: f64) -> f64 {
        let random = self.random.below(self.costs.slippage_random_points as usize + 1);
        let points = f64::from(self.costs.slippage_points) + random as f64;
        if points == 0.0 {
            return price;
        }
        let slip = points * self.spec.point;
        if deal_side == Side::Buy { price + slip } else { (price - slip).max(self.spec.tick_size) }
    }
}
