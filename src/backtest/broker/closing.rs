//! Volume that is closed, by whatever reason: money, deal, trade.

use super::super::position::OpenPosition;
use super::super::quote::{Arrival, Quote};
use super::super::swap;
use super::super::trade::Trade;
use super::{Broker, BrokerError};
use crate::types::{Deal, DealEntry, ExitReason, Money, NANOS_PER_SECOND, Side};

impl Broker {
    /// Closes volume of a position: money, deal, trade. Gives the deal's ticket.
    pub(super) fn close_volume(
        &mut self,
        index: usize,
        lots: f64,
        price: f64,
        reason: ExitReason,
        quote: &Quote,
    ) -> Result<u64, BrokerError> {
        let mut position = self.positions[index];
        position.see(&self.worth, price);
        let is_whole = lots >= position.lots;
        let share = if is_whole { 1.0 } else { lots / position.lots };
        let part = |money| part_of(money, share);
        let profit = self.ledger.amount(self.worth.profit(
            position.side,
            lots,
            position.open_price,
            price,
        ))?;
        let exit_commission = self.ledger.amount(-self.costs.commission_per_lot * lots)?;
        let (entry_commission, swap) = (part(position.commission), part(position.swap));
        self.ledger.profit = self.ledger.profit.checked_add(profit)?;
        self.ledger.commission = self.ledger.commission.checked_add(exit_commission)?;
        self.ledger.swap = self.ledger.swap.checked_add(swap)?;
        let is_ambiguous = self.is_ambiguous(&position, reason, quote);
        self.trades.push(Trade {
            id: self.trades.len() as u64 + 1,
            position_ticket: position.ticket,
            side: position.side,
            lots,
            open_time: position.open_time,
            open_price: position.open_price,
            close_time: quote.time,
            close_price: price,
            profit,
            commission: entry_commission.checked_add(exit_commission)?,
            entry_commission,
            swap,
            reason,
            adverse: position.adverse_per_lot * lots,
            favourable: position.favourable_per_lot * lots,
            initial_risk: position.initial_risk.map(|risk| risk * share),
            is_ambiguous,
        });
        let ticket = position.ticket;
        let deal =
            self.report_deal(ticket, position.side.opposite(), DealEntry::Out, lots, price, quote);
        if let Some(deal) = self.deals.last_mut() {
            deal.profit = profit.to_f64();
            deal.commission = exit_commission.to_f64();
            deal.swap = swap.to_f64();
        }
        if is_whole {
            self.positions.remove(index);
        } else {
            position.lots = self.rest(position.lots, lots);
            position.commission.micros -= entry_commission.micros;
            position.swap.micros -= swap.micros;
            position.initial_risk = position.initial_risk.map(|risk| risk * (1.0 - share));
            self.positions[index] = position;
        }
        self.note_volume();
        Ok(deal)
    }

    /// What is left of a volume, on the grid of volumes.
    pub(super) fn rest(&self, lots: f64, closed: f64) -> f64 {
        let volume = &self.spec.volume;
        let half_step = volume.step_lots / 2.0;
        volume.to_lots(volume.floor(lots - closed + half_step))
    }

    /// Whether an exit by stop or target happened inside a bar that holds both. At its open the
    /// order is known.
    fn is_ambiguous(&self, position: &OpenPosition, reason: ExitReason, quote: &Quote) -> bool {
        let by_level =
            matches!(reason, ExitReason::Stop | ExitReason::Trailing | ExitReason::Target);
        by_level && quote.arrival == Arrival::Continuous && self.is_undecided(position, quote)
    }

    /// Whether the range of the bar holds both stop and target of a position.
    fn is_undecided(&self, position: &OpenPosition, quote: &Quote) -> bool {
        let (Some(range), Some(stop), Some(target)) =
            (self.range, position.stop_loss, position.take_profit)
        else {
            return false;
        };
        let spread = if position.side == Side::Buy { 0.0 } else { quote.ask - quote.bid };
        let holds = |level: f64| range.low + spread <= level && level <= range.high + spread;
        holds(stop) && holds(target)
    }

    /// Tickets of the open positions of which the bar holds both stop and target: it does not say
    /// which of them closes the position.
    #[must_use]
    pub fn undecided_positions(&self) -> Vec<u64> {
        let Some(quote) = &self.quote else { return Vec::new() };
        let undecided = self.positions.iter().filter(|it| self.is_undecided(it, quote));
        undecided.map(|position| position.ticket).collect()
    }

    pub(super) fn charge_nights(&mut self, before: &Quote, now: &Quote) -> Result<(), BrokerError> {
        if self.positions.is_empty() {
            return Ok(());
        }
        let second = |quote: &Quote| quote.server_ns.div_euclid(NANOS_PER_SECOND);
        let nights = swap::nights(second(before), second(now), self.spec.swap_triple_day);
        if nights == 0 {
            return Ok(());
        }
        for position in &mut self.positions {
            let price = before.closing(position.side);
            let rate = self.worth.rate.at(price);
            let night = swap::of_a_night(&self.spec, position, price, rate);
            let amount = self.ledger.amount(night * nights as f64)?;
            position.swap = position.swap.checked_add(amount)?;
        }
        Ok(())
    }

    /// Closes positions while the margin level is below the limit.
    pub(super) fn stop_out(&mut self, quote: &Quote) -> Result<(), BrokerError> {
        while !self.positions.is_empty() {
            let margin = self.margin();
            if margin <= 0.0 || self.equity()?.to_f64() >= margin * self.account.stop_out_frac {
                return Ok(());
            }
            let floating = |index: usize| self.positions[index].floating(&self.worth, quote);
            let worst = (0..self.positions.len())
                .min_by(|&a, &b| floating(a).total_cmp(&floating(b)))
                .unwrap_or(0);
            let OpenPosition { side, lots, .. } = self.positions[worst];
            let price = self.slipped(side.opposite(), quote.closing(side));
            self.close_volume(worst, lots, price, ExitReason::StopOut, quote)?;
        }
        Ok(())
    }

    /// Closes everything at the newest quote, at the end of the data.
    ///
    /// # Errors
    /// An amount beyond the range of money.
    pub fn close_all(&mut self) -> Result<(), BrokerError> {
        let Some(quote) = self.quote else { return Ok(()) };
        while let Some(position) = self.positions.first().copied() {
            let price = quote.closing(position.side);
            self.close_volume(0, position.lots, price, ExitReason::EndOfData, &quote)?;
        }
        Ok(())
    }

    pub(super) fn next_ticket(&mut self) -> u64 {
        self.last_ticket += 1;
        self.last_ticket
    }

    pub(super) fn report_deal(
        &mut self,
        position_ticket: u64,
        side: Side,
        entry: DealEntry,
        lots: f64,
        price: f64,
        quote: &Quote,
    ) -> u64 {
        let ticket = self.next_ticket();
        self.deals.push(Deal {
            ticket,
            order_ticket: ticket,
            position_ticket,
            magic: self.identity.magic,
            symbol: self.identity.symbol,
            side,
            entry,
            lots,
            price,
            profit: 0.0,
            commission: 0.0,
            swap: 0.0,
            time: quote.time,
        });
        ticket
    }
}

/// A share of an amount, to the nearest millionth; a share of 1 is all of it.
fn part_of(money: Money, share: f64) -> Money {
    let micros = (money.micros as f64 * share).round_ties_even() as i64;
    Money { micros: if share < 1.0 { micros } else { money.micros }, ..money }
}
