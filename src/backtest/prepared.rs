//! A simulation over bars that were judged before: only where something can happen are prices
//! handed to broker and engine, one by one; the rest passes.
//!
//! Rows and rules are the same for every bar whatever was traded before, so they are computed once,
//! and shared by runs that have them in common. What depends on what was traded (risk, sizes,
//! orders, fills, money) is done by the engine and the broker themselves. A bar is handed to them
//! price by price if
//!
//! - it was judged to lead to a side, or the one before was;
//! - the open position's stop or target is within its range, or a limit could be reached in it;
//! - a day begins with it (swap, daily limits), or it is the last one;
//! - or it comes right before one of these, so that they are met in the state of a full run.
//!
//! Trades, money and equity are those of a run with every price; `prepared/tests.rs` holds it to
//! that.

use super::conversion::ProfitRate;
use super::position::OpenPosition;
use super::quote::Arrival;
use super::simulation::{Observer, Simulation, SimulationError};
use super::tape::{BarTape, Renewal, TapeBar};
use crate::engine::JudgedBar;
use crate::features::ColumnTable;
use crate::risk::RiskMode;
use crate::signals::Evaluation;
use crate::types::{NANOS_PER_SECOND, Side};

const SECONDS_PER_DAY: i64 = 86_400;

/// Bars that lead to a side, oldest first, and the row of each bar.
#[derive(Clone, Debug)]
pub struct Judgement<'a> {
    /// Rows in the engine's schema.
    pub table: ColumnTable<'a>,
    /// Numbers of the bars, with what came of each.
    pub verdicts: Vec<(usize, Evaluation)>,
}

/// A place in the tape.
struct Place<'a> {
    tape: &'a BarTape,
    judgement: &'a Judgement<'a>,
    renewals: &'a [Renewal],
    /// First verdict of this bar or a later one.
    verdict: usize,
    bar: usize,
}

impl Place<'_> {
    /// What came of the bar before.
    fn judged_before(&self) -> Option<&Evaluation> {
        let (bar, evaluation) = self.judgement.verdicts.get(self.verdict.checked_sub(1)?)?;
        (bar + 1 == self.bar).then_some(evaluation)
    }

    fn next_verdict_bar(&self) -> usize {
        self.judgement.verdicts.get(self.verdict).map_or(usize::MAX, |(bar, _)| *bar)
    }

    fn go_to(&mut self, bar: usize) {
        self.bar = bar;
        while self.next_verdict_bar() < bar {
            self.verdict += 1;
        }
        let done = self.renewals.iter().take_while(|renewal| renewal.bar < bar).count();
        self.renewals = &self.renewals[done..];
    }
}

impl<O: Observer> Simulation<O> {
    /// Runs over a whole tape, and closes what is open at its end. Tick values hold at
    /// `first_price`. The engine must compute no columns beside those of its rules.
    ///
    /// The curve of [`Simulation::equity`] has a point where it bends, not one for every bar: until
    /// the next point equity is that of the last one while flat, and unknown while a position is
    /// open; the first bar of every day has one.
    ///
    /// # Errors
    /// As [`Simulation::on_tick`].
    pub fn run_prepared(
        &mut self,
        tape: &BarTape,
        judgement: &Judgement<'_>,
        first_price: f64,
    ) -> Result<(), SimulationError> {
        let is_varying = self.broker().rate() == ProfitRate::OneOverPrice;
        let renewals = if is_varying { tape.renewals(first_price) } else { Vec::new() };
        let mut place = Place { tape, judgement, renewals: &renewals, verdict: 0, bar: 0 };
        while place.bar < tape.bars().len() {
            let next = self.next_bar(&place)?;
            if next > place.bar {
                self.skip_to(&mut place, next)?;
                continue;
            }
            self.take_bar(&place)?;
            place.go_to(place.bar + 1);
        }
        self.finish()
    }

    /// Hands in a bar price by price.
    fn take_bar(&mut self, place: &Place<'_>) -> Result<(), SimulationError> {
        let at = &place.tape.bars()[place.bar];
        self.broker_mut().set_bar(Some(&at.bar));
        let closed = place.bar.checked_sub(1).map(|before| JudgedBar {
            bars_seen: place.bar as u64,
            row: place.judgement.table.row(before),
            evaluation: place.judged_before().copied(),
        });
        for (index, (server_ns, tick)) in place.tape.ticks(at).iter().enumerate() {
            let (arrival, closed) = match index {
                0 => (Arrival::Jump, closed.as_ref()),
                _ => (Arrival::Continuous, None),
            };
            self.on_judged_tick(*server_ns, tick, arrival, closed)?;
        }
        Ok(())
    }

    /// Leaves bars out.
    fn skip_to(&mut self, place: &mut Place<'_>, next: usize) -> Result<(), SimulationError> {
        if self.broker().open_positions().is_empty() {
            let server_ns = place.tape.bars()[place.bar].open_s * NANOS_PER_SECOND;
            self.record_equity(server_ns)?;
        }
        let last = place.renewals.iter().take_while(|renewal| renewal.bar < next).last();
        if let Some(price) = last.map(|renewal| renewal.price) {
            self.renew_rate(price);
        }
        place.go_to(next);
        Ok(())
    }

    /// The next bar that must be handed in; beyond the tape: none. Keeps the extremes of what is
    /// left out.
    fn next_bar(&mut self, place: &Place<'_>) -> Result<usize, SimulationError> {
        let bar = place.bar;
        let is_due = bar == 0 || place.judged_before().is_some();
        if is_due || self.broker().is_busy() || !self.engine().is_at_rest() {
            return Ok(bar);
        }
        match *self.broker().open_positions() {
            [] if self.engine().risk().state().mode == RiskMode::Halted => Ok(usize::MAX),
            [] => Ok(place.next_verdict_bar().max(bar)),
            [position] if !self.engine().settings().risk.trailing.enabled => {
                self.next_bar_holding(place, &position)
            }
            _ => Ok(bar),
        }
    }

    fn next_bar_holding(
        &mut self,
        place: &Place<'_>,
        position: &OpenPosition,
    ) -> Result<usize, SimulationError> {
        let (from, bars) = (place.bar, place.tape.bars());
        let [lows, highs] = match position.side {
            Side::Buy => &place.tape.bids,
            Side::Sell => &place.tape.asks,
        };
        let exits = Exits::of(position);
        let last = bars.len() - 1;
        let stop = place.next_verdict_bar().min(last);
        let day_end = self.day_end(bars, from);
        let (mut lowest, mut highest) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut next = from;
        while next < stop {
            let (low, high) = (lows[next], highs[next]);
            if next >= day_end || low <= exits.below || high >= exits.above {
                break;
            }
            if low < lowest || high > highest {
                let (low, high) = (low.min(lowest), high.max(highest));
                if !self.bears(position.side, low, high)? {
                    break;
                }
                (lowest, highest) = (low, high);
            }
            next += 1;
        }
        let next = next.saturating_sub(1);
        if next <= from {
            return Ok(from);
        }
        let seen = |values: &[f64], pick: fn(f64, f64) -> f64| {
            values[from..next].iter().copied().reduce(pick).unwrap_or(position.open_price)
        };
        let (low, high) = (seen(lows, f64::min), seen(highs, f64::max));
        match position.side {
            Side::Buy => self.pass(low, high)?,
            Side::Sell => self.pass(high, low)?,
        }
        Ok(next)
    }

    /// Whether no limit and no margin call is in reach between two prices.
    fn bears(&self, side: Side, low: f64, high: f64) -> Result<bool, SimulationError> {
        let (worst, best) = match side {
            Side::Buy => (low, high),
            Side::Sell => (high, low),
        };
        let broker = self.broker();
        let (worst, best) = (broker.equity_at(worst)?, broker.equity_at(best)?);
        let balance = broker.balance()?;
        Ok(worst > broker.stop_out_equity() && self.engine().risk().bears(worst, best, balance))
    }

    /// The first bar of the next day, of the calendar's or of the limits'.
    fn day_end(&self, bars: &[TapeBar], from: usize) -> usize {
        let risk = self.engine().risk();
        let day = |at: &TapeBar| (at.open_s.div_euclid(SECONDS_PER_DAY), risk.day_at(at.open_s));
        let before = from.saturating_sub(1);
        let today = day(&bars[before]);
        from + bars[from..].partition_point(|at| day(at) == today)
    }
}

/// Prices at which a position is closed.
struct Exits {
    below: f64,
    above: f64,
}

impl Exits {
    fn of(position: &OpenPosition) -> Self {
        let stop = position.stop_loss;
        let target = position.take_profit;
        let (below, above) = match position.side {
            Side::Buy => (stop, target),
            Side::Sell => (target, stop),
        };
        Self { below: below.unwrap_or(f64::NEG_INFINITY), above: above.unwrap_or(f64::INFINITY) }
    }
}

#[cfg(test)]
mod tests;
