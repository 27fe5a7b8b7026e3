//! What a feed asks over REST: the clock, a quote, trades that are missing.

use std::time::Duration;

use super::super::exchange::{ParseError, Request, Trade};
use super::super::outlet::Notice;
use super::super::rest::FetchError;
use super::super::sequence::Order;
use super::super::skew::ClockSkew;
use super::FeedWorker;
use crate::runtime::Context;
use crate::telemetry::Level;

/// Requests for one hole; what they do not bring stays missing.
const FILL_REQUESTS_MAX: usize = 5;
/// A limit that is used up is waited for while a hole is filled, if not longer than this.
const FILL_WAIT_MAX: Duration = Duration::from_secs(3);
/// A clock that took longer to answer is not believed.
const ROUND_TRIP_MAX_NS: i64 = 5_000_000_000;

impl FeedWorker {
    /// Sends a request; what went wrong is said and counted, and is no reason to give up.
    fn ask<T>(
        &mut self,
        context: &Context,
        request: &Request,
        parse: impl FnOnce(&Self, &str) -> Result<T, ParseError>,
    ) -> Option<T> {
        let fetched = self.plan.rest.fetch(&mut *self.transport, request, &*context.time);
        let error = match fetched {
            Ok(body) => match parse(self, &body) {
                Ok(value) => return Some(value),
                Err(error) => {
                    self.reading.counts.bad += 1;
                    error.to_string()
                }
            },
            Err(FetchError::Withheld(_)) => {
                self.reading.counts.withheld += 1;
                return None;
            }
            Err(error) => {
                self.reading.counts.withheld +=
                    u64::from(matches!(error, FetchError::Refused { .. }));
                error.to_string()
            }
        };
        self.say(Level::Warn, &error);
        None
    }

    /// Measures the venue's clock.
    pub(super) fn ask_clock(&mut self, context: &Context) {
        let asked = context.time.monotonic();
        self.clock_asked = Some(asked);
        let request = self.plan.exchange.clock_request();
        let parse = |own: &Self, body: &str| own.plan.exchange.parse_clock(body);
        let Some((time, coarse_ns)) = self.ask(context, &request, parse) else { return };
        let answered = context.time.monotonic();
        if answered.0.saturating_sub(asked.0) > ROUND_TRIP_MAX_NS {
            return;
        }
        let clock = ClockSkew::measured(time, coarse_ns, asked, answered);
        self.clock = Some(clock);
        self.reading.skew_error_ns = clock.error_ns();
        self.tell_skew(context);
    }

    /// Holds the venue's clock against ours, which may have jumped.
    pub(super) fn tell_skew(&mut self, context: &Context) {
        let skew = |clock: ClockSkew| clock.skew_ns(context.time.monotonic(), context.time.utc());
        self.reading.skew_ns = self.clock.map(skew);
    }

    /// Fetches best bid and ask.
    pub(super) fn ask_quote(&mut self, context: &Context) {
        self.quote_asked = Some(context.time.monotonic());
        let request = self.plan.exchange.quote_request(&self.plan.symbol);
        let parse = |own: &Self, body: &str| own.plan.exchange.parse_quote(&own.plan.symbol, body);
        if let Some(quote) = self.ask(context, &request, parse) {
            let _ = self.take_quote(&quote, context);
            self.outlets.show(&self.reading);
        }
    }

    /// Fetches the trades between the last one and `next`, as far as the venue has them.
    pub(super) fn fill(&mut self, missing: u64, next: &Trade, context: &Context) {
        self.reading.counts.gaps += 1;
        let mut left = missing;
        for _ in 0..FILL_REQUESTS_MAX {
            let Some(last) = self.last_trade else { break };
            if left == 0 || context.stop.is_due() {
                break;
            }
            let Some(trades) = self.ask_trades(&last, context) else { break };
            let before = left;
            for trade in trades.iter().filter(|trade| trade.id < next.id) {
                if self.trades.take(trade.id) != Order::Old {
                    left -= left.min(1);
                    self.reading.counts.filled += 1;
                    self.accept_trade(trade);
                }
            }
            if left == before {
                break; // the venue has no more of them
            }
        }
        self.reading.counts.missed += left;
        let level = if left == 0 { Level::Info } else { Level::Warn };
        let filled = missing - left;
        self.say(level, &format!("hole of {missing} trades: {filled} filled, {left} missing"));
    }

    fn ask_trades(&mut self, last: &Trade, context: &Context) -> Option<Vec<Trade>> {
        let request = self.plan.exchange.trades_request(&self.plan.symbol, last);
        for _ in 0..2 {
            let fetched = self.plan.rest.fetch(&mut *self.transport, &request, &*context.time);
            let wait = match fetched {
                Err(FetchError::Withheld(wait)) if wait <= FILL_WAIT_MAX => wait,
                Err(error) => {
                    self.reading.counts.withheld += 1;
                    self.say(Level::Warn, &error.to_string());
                    return None;
                }
                Ok(body) => match self.plan.exchange.parse_trades(&self.plan.symbol, &body) {
                    Ok(trades) => return Some(trades),
                    Err(error) => {
                        self.reading.counts.bad += 1;
                        self.say(Level::Warn, &error.to_string());
                        return None;
                    }
                },
            };
            self.reading.counts.withheld += 1;
            if context.stop.pause(wait) {
                return None;
            }
        }
        None
    }

    /// A trade in its order.
    pub(super) fn accept_trade(&mut self, trade: &Trade) {
        self.reading.counts.trades += 1;
        self.reading.last_price = trade.price;
        self.last_trade = Some(*trade);
        self.outlets.tell(Notice::Trade(*trade));
    }
}
