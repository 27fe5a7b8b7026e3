//! The tick path: quote, bar, and, when a bar closes, features and rules.

use super::bars::PricePoint;
use super::core::Engine;
use crate::features::{Outside, Row};
use crate::risk::Quote;
use crate::signals::{Context, Evaluation, News};
use crate::types::{
    Bar, ChartMode, DurationNanos, NANOS_PER_SECOND, SymbolSpec, Tick, TickError, UnixNanos,
};

/// A closed bar whose row and judgement are known already: see [`Engine::on_judged_tick`].
#[derive(Clone, Copy, Debug)]
pub struct JudgedBar {
    /// Closed bars up to this one.
    pub bars_seen: u64,
    /// Its row, in the engine's schema.
    pub row: Row,
    /// What the rules made of it; `None` where they made nothing of it.
    pub evaluation: Option<Evaluation>,
}

impl Engine {
    /// Warms up from closed bars, oldest first, checked and in order. With `last_is_forming` ticks
    /// continue the last one. Bars that are not newer than what is known are skipped. Returns how
    /// many were taken.
    pub fn push_history(&mut self, bars: &[(i64, Bar)], last_is_forming: bool) -> usize {
        let newest_s = self.history.newest_open_s().unwrap_or(i64::MIN);
        let fresh = &bars[bars.partition_point(|&(open_s, _)| open_s <= newest_s)..];
        let (closed, forming) = match fresh.split_last() {
            Some((last, before)) if last_is_forming => (before, Some(last)),
            _ => (fresh, None),
        };
        // What is known now was not known then.
        self.features.set_outside(Outside::default());
        for &(open_s, bar) in closed {
            self.bars.close_history(open_s);
            self.close_bar(open_s, bar, None);
        }
        if let Some(&(open_s, bar)) = forming {
            self.bars.continue_history(open_s, bar);
        }
        fresh.len()
    }

    /// Tells the time without a tick, so that ticks which arrive late are recognised as old.
    pub fn advance_to_server(&mut self, server_ns: i64) {
        if server_ns > 0 {
            let time = self.clock.to_utc(server_ns);
            self.move_clock(time, server_ns);
        }
    }

    pub(super) fn move_clock(&mut self, time: UnixNanos, server_ns: i64) {
        self.now.advance(time);
        let server_s = server_ns.div_euclid(NANOS_PER_SECOND);
        if server_s > self.server_s {
            self.server_s = server_s;
            self.risk.on_clock(server_s);
        }
    }

    /// Takes a tick, its time on the server's clock beside it.
    ///
    /// Cost: tens of nanoseconds unless it closes a bar. No allocation.
    ///
    /// # Errors
    /// An unusable tick; nothing has changed then. Call [`Engine::count_skipped_tick`] to count it.
    #[inline]
    pub fn on_tick(&mut self, server_ns: i64, mut tick: Tick) -> Result<(), TickError> {
        if !self.take_tick(server_ns, &mut tick)? {
            return Ok(());
        }
        let Some(spec) = &self.spec else { return Ok(()) };
        if let Some(point) = price_point(spec, &tick, server_ns)
            && let Some(bar) = self.bars.update(&point)
        {
            // `update` has moved on to the new bar, so the closed one's server time is rebuilt.
            let open_s = self.clock.server_seconds(bar.open_time);
            self.features.set_outside(self.outside());
            self.close_bar(open_s, bar, self.news_for_rules());
            self.decide();
        }
        self.manage();
        Ok(())
    }

    /// Takes a tick in research: what a bar comes to was judged before, for all bars at once, so
    /// none is built from the tick. `closed` is the bar that the tick closes, if it closes one.
    ///
    /// Decisions are those of [`Engine::on_tick`] as long as every bar that was judged to lead to a
    /// side is handed in. Not to be mixed with it: indicators and bars stand still.
    ///
    /// # Errors
    /// An unusable tick; nothing has changed then.
    #[inline]
    pub fn on_judged_tick(
        &mut self,
        server_ns: i64,
        mut tick: Tick,
        closed: Option<&JudgedBar>,
    ) -> Result<(), TickError> {
        if !self.take_tick(server_ns, &mut tick)? {
            return Ok(());
        }
        if let Some(closed) = closed {
            self.counters.bars = closed.bars_seen;
            self.features.place(&closed.row, closed.bars_seen);
            if let Some(evaluation) = closed.evaluation {
                self.evaluation = evaluation;
                self.decide();
            }
        }
        self.manage();
        Ok(())
    }

    /// Time and quote of a tick; `false` for one that was just taken.
    #[inline]
    fn take_tick(&mut self, server_ns: i64, tick: &mut Tick) -> Result<bool, TickError> {
        tick.check()?;
        if server_ns < self.last_tick_server_ns {
            return Err(self.backwards(self.last_tick_server_ns, server_ns));
        }
        tick.time = self.clock.to_utc(server_ns);
        if server_ns == self.last_tick_server_ns && *tick == self.last_tick {
            self.counters.ticks_repeated += 1;
            return Ok(false);
        }
        self.last_tick = *tick;
        self.last_tick_server_ns = server_ns;
        self.counters.ticks += 1;
        self.move_clock(tick.time, server_ns);
        if tick.has_quote() {
            self.quote = Some(Quote { bid: tick.bid, ask: tick.ask, time: tick.time });
        }
        Ok(true)
    }

    /// Counts a tick that the caller skipped.
    pub fn count_skipped_tick(&mut self) {
        self.counters.ticks_skipped += 1;
    }

    /// Server time of the newest tick in nanoseconds, 0 before one.
    #[must_use]
    pub const fn last_tick_server_ns(&self) -> i64 {
        self.last_tick_server_ns
    }

    /// The error of a tick that is earlier than the one before it, in server time.
    #[must_use]
    pub const fn backwards(&self, previous_ns: i64, was_ns: i64) -> TickError {
        TickError::Backwards { previous: UnixNanos(previous_ns), was: UnixNanos(was_ns) }
    }

    /// Takes a closed bar, and the news at its close.
    pub(super) fn close_bar(&mut self, open_s: i64, bar: Bar, news: Option<News>) {
        self.counters.bars += 1;
        self.history.push(open_s, bar);
        self.features.update(&bar);
        let length = DurationNanos::from_seconds(i64::from(self.period().seconds()));
        let closed = bar.open_time + length;
        let context = Context {
            bar_open: bar.open_time,
            news,
            model: self.model_opinion(closed),
            model_expired: self.model.as_ref().is_some_and(|model| model.is_expired(closed)),
        };
        self.evaluation =
            self.rules.evaluate(self.features.previous(), self.features.current(), &context);
    }
}

/// The price that bars of this symbol are built from; `None` if the tick has none.
#[inline]
fn price_point(spec: &SymbolSpec, tick: &Tick, server_ns: i64) -> Option<PricePoint> {
    let by_trades = spec.chart_mode == ChartMode::Last || !tick.has_quote();
    let price = if by_trades { tick.last } else { tick.bid };
    if price <= 0.0 {
        return None;
    }
    let spread = (tick.ask - tick.bid) / spec.point;
    Some(PricePoint {
        server_s: server_ns.div_euclid(NANOS_PER_SECOND),
        time: tick.time,
        price,
        volume: if by_trades && tick.volume > 0.0 { tick.volume } else { 1.0 },
        spread_points: if tick.has_quote() { spread.round_ties_even() as u32 } else { 0 },
    })
}
