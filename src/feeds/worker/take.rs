//! What a feed does with what a venue says.

use super::super::exchange::{Event, Quote, Trade};
use super::super::outlet::Notice;
use super::super::sequence::Order;
use super::{FeedWorker, since};
use crate::runtime::Context;
use crate::types::{DurationNanos, UnixNanos};

/// What a message led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// It was the next.
    Good,
    /// Messages before it are missing.
    AfterGap,
    /// It was old and nothing of it was taken.
    Old,
}

impl FeedWorker {
    /// Takes the events of one message.
    pub(super) fn take(&mut self, events: &[Event], context: &Context) -> Taken {
        let mut taken = Taken::Good;
        for event in events {
            match event {
                Event::Sequence(number) => match self.messages.take(*number) {
                    Order::Next => {}
                    Order::Gap(_) => {
                        self.reading.counts.gaps += 1;
                        taken = Taken::AfterGap;
                    }
                    Order::Old => {
                        self.reading.counts.dropped += 1;
                        return Taken::Old;
                    }
                },
                Event::Quote(quote) => {
                    if !self.take_quote(quote, context) {
                        taken = Taken::Old;
                    }
                }
                Event::Trade(trade) => self.take_trade(trade, context),
                Event::Kline(kline) => self.outlets.tell(Notice::Kline(*kline)),
                Event::Alive => {}
            }
        }
        taken
    }

    /// Takes a quote unless it is old: by its number, by the venue's clock, or, if it has a number
    /// but no time, because the trades beside it are late. Whether it was taken.
    pub(super) fn take_quote(&mut self, quote: &Quote, context: &Context) -> bool {
        if quote.update.is_some_and(|number| self.updates.take(number) == Order::Old) {
            self.reading.counts.dropped += 1;
            return false;
        }
        let now = context.time.monotonic();
        let is_behind = quote.time.is_none()
            && quote.update.is_some()
            && self.late_trade.is_some_and(|at| since(at, now) < self.plan.quote_age_max);
        if is_behind || quote.time.is_some_and(|time| self.is_late(time, now)) {
            self.reading.counts.late += 1;
            return false;
        }
        (self.reading.bid, self.reading.ask) = (quote.bid, quote.ask);
        self.reading.quote_at = Some(now);
        context.health.good(now);
        true
    }

    /// Whether something is too old by the venue's clock, if that is known.
    fn is_late(&self, time: UnixNanos, now: DurationNanos) -> bool {
        let age_max_ns = i64::try_from(self.plan.quote_age_max.as_nanos()).unwrap_or(i64::MAX);
        self.clock.is_some_and(|clock| clock.age_ns(time, now) > age_max_ns)
    }

    fn take_trade(&mut self, trade: &Trade, context: &Context) {
        let now = context.time.monotonic();
        if self.is_late(trade.time, now) {
            self.late_trade = Some(now);
        }
        match self.trades.look(trade.id) {
            Order::Next => {}
            Order::Old => {
                self.reading.counts.dropped += 1;
                return;
            }
            Order::Gap(missing) => self.fill(missing, trade, context),
        }
        let _ = self.trades.take(trade.id);
        self.accept_trade(trade);
        context.health.good(context.time.monotonic());
    }
}
