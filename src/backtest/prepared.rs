//! A simulation over bars that were judged before: only where something can happen are prices
//! handed to broker and engine, one by one; the rest passes.
//!
//! Rows and rules are the same for every bar whatever was traded before, so they are computed once,
//! and shared by runs that have them in common. What depends on what was traded (risk, sizes,
//! orders, fills, money) is done by the engine and the broker themselves. A bar is handed to them
//! price by price if
//!
//! - the one before was judged to lead to a side;
//! - the open position's stop or target is within its range, or a limit could be reached in it;
//! - a day begins with it (swap, daily limits), part of it is out of hours, or it is the last one.
//!
//! While a position is open the last price before such a bar is handed in too, so that the bar is
//! met in the state of a full run.
//!
//! Trades, money and equity are those of a run with every price; `prepared/tests.rs` holds it to
//! that.

use std::ops::Range;

use super::broker::Broker;
use super::conversion::ProfitRate;
use super::position::OpenPosition;
use super::quote::Arrival;
use super::ranges::Ranges;
use super::simulation::{Observer, Simulation, SimulationError};
use super::tape::{BarTape, Renewal, TapeBar};
use crate::engine::JudgedBar;
use crate::features::ColumnTable;
use crate::risk::{RiskGate, RiskMode};
use crate::signals::{BoundRules, Evaluation};
use crate::types::{NANOS_PER_SECOND, Side, SymbolSpec, Tick, UnixNanos};

const SECONDS_PER_DAY: i64 = 86_400;

/// Bars that lead to a side, oldest first, and the row of each bar.
#[derive(Clone, Debug)]
pub struct Judgement<'a> {
    /// Rows in the engine's schema.
    pub table: ColumnTable<'a>,
    /// Numbers of the bars.
    bars: Vec<usize>,
    /// What came of each.
    evaluations: Vec<Evaluation>,
}

impl<'a> Judgement<'a> {
    /// Judges every bar of a table, with the open times that `open_of` gives; `None` where a model
    /// decides too.
    pub fn of(
        rules: &BoundRules,
        table: ColumnTable<'a>,
        open_of: impl Fn(usize) -> UnixNanos,
    ) -> Option<Self> {
        let (mut bars, mut evaluations) = (Vec::new(), Vec::new());
        let is_whole = rules.judge_all(&table, open_of, |bar, evaluation| {
            bars.push(bar);
            evaluations.push(*evaluation);
        });
        is_whole.then_some(Self { table, bars, evaluations })
    }
}

/// A bar that a tick closes.
pub(super) struct ClosedBar<'a> {
    /// Its number.
    pub(super) bar: usize,
    /// Rows of all bars.
    pub(super) table: &'a ColumnTable<'a>,
    /// What came of it, if anything did.
    pub(super) evaluation: Option<&'a Evaluation>,
}

/// What trades: it is handed the ticks in which something can happen.
pub(super) trait Trader {
    /// Why it cannot go on.
    type Error: From<SimulationError>;

    fn broker(&self) -> &Broker;
    fn broker_mut(&mut self) -> &mut Broker;
    fn risk(&self) -> &RiskGate;
    fn spec(&self) -> &SymbolSpec;
    /// Whether prices may pass while there is no position: nothing is on its way, due or wanted.
    fn is_at_rest(&self) -> bool;
    /// Whether they may pass while a position is open.
    fn rests_while_holding(&self) -> bool;
    fn on_tick(
        &mut self,
        at: (i64, &Tick),
        arrival: Arrival,
        closed: Option<&ClosedBar<'_>>,
    ) -> Result<(), Self::Error>;
    /// Prices passed that change nothing but extremes.
    fn pass(&mut self, worst: f64, best: f64) -> Result<(), Self::Error>;
    /// Lets prices of a bar pass that change nothing but extremes, with a position open. How many
    /// of them did.
    fn pass_ticks(&mut self, ticks: &[(i64, Tick)]) -> Result<usize, Self::Error>;
    /// Takes the last price before a bar that is handed in, with a position open. Nothing comes of
    /// it; `ends_day`: a day begins with that bar.
    fn look_back(&mut self, at: (i64, &Tick), ends_day: bool) -> Result<(), Self::Error>;
    /// Tick values are those at a price from now on, where they vary.
    fn set_rate(&mut self, price: f64);
    fn record_equity(&mut self, server_ns: i64) -> Result<(), Self::Error>;
    fn finish(&mut self) -> Result<(), Self::Error>;
}

impl<O: Observer> Trader for Simulation<O> {
    type Error = SimulationError;

    fn broker(&self) -> &Broker {
        self.broker()
    }

    fn broker_mut(&mut self) -> &mut Broker {
        self.broker_mut()
    }

    fn risk(&self) -> &RiskGate {
        self.engine().risk()
    }

    fn spec(&self) -> &SymbolSpec {
        self.spec()
    }

    fn is_at_rest(&self) -> bool {
        !self.broker().is_busy() && self.engine().is_at_rest()
    }

    fn rests_while_holding(&self) -> bool {
        !self.engine().settings().risk.trailing.enabled
    }

    fn on_tick(
        &mut self,
        (server_ns, tick): (i64, &Tick),
        arrival: Arrival,
        closed: Option<&ClosedBar<'_>>,
    ) -> Result<(), SimulationError> {
        let closed = closed.map(|it| JudgedBar {
            bars_seen: it.bar as u64 + 1,
            row: it.table.row(it.bar),
            evaluation: it.evaluation.copied(),
        });
        self.on_judged_tick(server_ns, tick, arrival, closed.as_ref())
    }

    fn pass(&mut self, worst: f64, best: f64) -> Result<(), SimulationError> {
        self.pass(worst, best)
    }

    fn pass_ticks(&mut self, _ticks: &[(i64, Tick)]) -> Result<usize, SimulationError> {
        Ok(0)
    }

    fn look_back(&mut self, at: (i64, &Tick), _ends_day: bool) -> Result<(), SimulationError> {
        Trader::on_tick(self, at, Arrival::Continuous, None)
    }

    fn set_rate(&mut self, price: f64) {
        self.set_rate(price);
    }

    fn record_equity(&mut self, server_ns: i64) -> Result<(), SimulationError> {
        self.record_equity(server_ns)
    }

    fn finish(&mut self) -> Result<(), SimulationError> {
        self.finish()
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
        run(self, tape, judgement, &renewals)
    }
}

/// Runs over a whole tape, and closes what is open at its end.
pub(super) fn run<T: Trader>(
    trader: &mut T,
    tape: &BarTape,
    judgement: &Judgement<'_>,
    renewals: &[Renewal],
) -> Result<(), T::Error> {
    let is_always_open = trader.spec().is_always_open();
    let mut place =
        Place { tape, judgement, renewals, is_always_open, verdict: 0, bar: 0, day_end: 0 };
    while place.bar < tape.bars().len() {
        let next = next_bar(trader, &mut place)?;
        if next > place.bar {
            skip_to(trader, &mut place, next)?;
            continue;
        }
        take_bar(trader, &place)?;
        place.go_to(place.bar + 1);
    }
    trader.finish()
}

/// A place in the tape.
struct Place<'a> {
    tape: &'a BarTape,
    judgement: &'a Judgement<'a>,
    renewals: &'a [Renewal],
    is_always_open: bool,
    /// First verdict of this bar or a later one.
    verdict: usize,
    bar: usize,
    /// First bar of the day after that of the bar before, once it was looked for.
    day_end: usize,
}

impl Place<'_> {
    /// What came of the bar before.
    fn judged_before(&self) -> Option<&Evaluation> {
        let before = self.verdict.checked_sub(1)?;
        let is_it = self.judgement.bars.get(before)? + 1 == self.bar;
        self.judgement.evaluations.get(before).filter(|_| is_it)
    }

    /// The next bar that follows a verdict; beyond the tape: none.
    fn next_due_bar(&self) -> usize {
        self.judgement.bars.get(self.verdict).map_or(usize::MAX, |bar| *bar + 1)
    }

    /// Whether tick values are renewed in this bar.
    fn has_renewal(&self) -> bool {
        self.renewals.first().is_some_and(|renewal| renewal.bar == self.bar)
    }

    /// The first bar of the day after that of the bar before this one, of the calendar's day or of
    /// the limits'.
    fn day_end(&mut self, risk: &RiskGate) -> usize {
        if self.day_end < self.bar {
            let bars = self.tape.bars();
            let end_s = day_end_s(risk, bars[self.bar - 1].open_s);
            self.day_end = self.bar + bars[self.bar..].partition_point(|at| at.open_s < end_s);
        }
        self.day_end
    }

    /// Whether a bar is the last one of its day, or of all.
    fn ends_day(&self, risk: &RiskGate, bar: usize) -> bool {
        let bars = self.tape.bars();
        let begins_day = |next: &TapeBar| {
            bars.get(bar).is_none_or(|at| next.open_s >= day_end_s(risk, at.open_s))
        };
        bars.get(bar + 1).is_none_or(begins_day)
    }

    fn go_to(&mut self, bar: usize) {
        self.bar = bar;
        let passed = &self.judgement.bars[self.verdict..];
        self.verdict += passed.iter().take_while(|judged| **judged < bar).count();
        let done = self.renewals.iter().take_while(|renewal| renewal.bar < bar).count();
        self.renewals = &self.renewals[done..];
    }
}

/// When the day of a time ends, the calendar's or that of the limits.
fn day_end_s(risk: &RiskGate, server_s: i64) -> i64 {
    let calendar_s = (server_s.div_euclid(SECONDS_PER_DAY) + 1) * SECONDS_PER_DAY;
    calendar_s.min(risk.day_end_s(server_s))
}

/// Hands in a bar price by price.
fn take_bar<T: Trader>(trader: &mut T, place: &Place<'_>) -> Result<(), T::Error> {
    let at = &place.tape.bars()[place.bar];
    trader.broker_mut().set_bar(Some(&at.bar));
    let closed = place.bar.checked_sub(1).map(|bar| ClosedBar {
        bar,
        table: &place.judgement.table,
        evaluation: place.judged_before(),
    });
    let may_pass = !place.ends_day(trader.risk(), place.bar);
    let ticks = place.tape.ticks(at);
    let mut index = 0;
    while let Some((server_ns, tick)) = ticks.get(index) {
        let (arrival, closed) = match index {
            0 => (Arrival::Jump, closed.as_ref()),
            _ => (Arrival::Continuous, None),
        };
        trader.on_tick((*server_ns, tick), arrival, closed)?;
        // Without a position and an order the rest of the bar changes nothing but tick values.
        let is_flat = trader.broker().open_positions().is_empty();
        if is_flat && !place.has_renewal() && trader.is_at_rest() {
            break;
        }
        index += 1;
        if may_pass && !is_flat {
            index += trader.pass_ticks(&ticks[index..])?;
        }
    }
    Ok(())
}

/// Leaves bars out, all but the last price before the next bar: snapshots and nights look back at
/// it.
fn skip_to<T: Trader>(trader: &mut T, place: &mut Place<'_>, next: usize) -> Result<(), T::Error> {
    let bars = place.tape.bars();
    let is_flat = trader.broker().open_positions().is_empty();
    if is_flat {
        trader.record_equity(bars[place.bar].open_s * NANOS_PER_SECOND)?;
    }
    let last = place.renewals.iter().take_while(|renewal| renewal.bar < next).last();
    if let Some(price) = last.map(|renewal| renewal.price) {
        trader.set_rate(price);
    }
    if let Some(at) = bars.get(next.wrapping_sub(1)).filter(|_| !is_flat) {
        trader.broker_mut().set_bar(Some(&at.bar));
        let [.., (server_ns, tick)] = place.tape.ticks(at);
        let ends_day = place.ends_day(trader.risk(), next - 1);
        trader.look_back((server_ns, &tick), ends_day)?;
    }
    place.go_to(next);
    Ok(())
}

/// The next bar that must be handed in; beyond the tape: none. Keeps the extremes of what is left
/// out.
fn next_bar<T: Trader>(trader: &mut T, place: &mut Place<'_>) -> Result<usize, T::Error> {
    let bar = place.bar;
    if bar == 0 || place.judged_before().is_some() || !trader.is_at_rest() {
        return Ok(bar);
    }
    match *trader.broker().open_positions() {
        [] if trader.risk().state().mode == RiskMode::Halted => Ok(usize::MAX),
        [] => Ok(place.next_due_bar()),
        [position] if trader.rests_while_holding() => next_bar_holding(trader, place, &position),
        _ => Ok(bar),
    }
}

fn next_bar_holding<T: Trader>(
    trader: &mut T,
    place: &mut Place<'_>,
    position: &OpenPosition,
) -> Result<usize, T::Error> {
    let (from, last) = (place.bar, place.tape.bars().len() - 1);
    let side = position.side;
    let ranges = match side {
        Side::Buy => &place.tape.bids,
        Side::Sell => &place.tape.asks,
    };
    let exits = Exits::of(position);
    let stop = place.next_due_bar().min(last).min(place.day_end(trader.risk())).max(from);
    let mut next = ranges.first_beyond(from, stop, exits.below, exits.above);
    if !place.is_always_open {
        let is_shut = |bar: &usize| !place.tape.is_open(*bar, trader.spec());
        next = (from..next).find(is_shut).unwrap_or(next);
    }
    if next > from {
        let (low, high) = ranges.extremes(from, next);
        if !bears(trader, side, low, high)? {
            next = first_unborne(trader, side, ranges, from..next)?;
        }
    }
    if next > from {
        let (low, high) = ranges.extremes(from, next);
        match side {
            Side::Buy => trader.pass(low, high)?,
            Side::Sell => trader.pass(high, low)?,
        }
    }
    Ok(next)
}

/// The first bar up to which a limit or a margin call comes into reach; the end without one.
fn first_unborne<T: Trader>(
    trader: &T,
    side: Side,
    ranges: &Ranges,
    bars: Range<usize>,
) -> Result<usize, T::Error> {
    let (mut lowest, mut highest) = (f64::INFINITY, f64::NEG_INFINITY);
    for bar in bars.clone() {
        let (low, high) = ranges.of(bar);
        if low < lowest || high > highest {
            (lowest, highest) = (low.min(lowest), high.max(highest));
            if !bears(trader, side, lowest, highest)? {
                return Ok(bar);
            }
        }
    }
    Ok(bars.end)
}

/// Whether no limit and no margin call is in reach between two prices.
pub(super) fn bears<T: Trader>(
    trader: &T,
    side: Side,
    low: f64,
    high: f64,
) -> Result<bool, T::Error> {
    let (worst, best) = match side {
        Side::Buy => (low, high),
        Side::Sell => (high, low),
    };
    let broker = trader.broker();
    let equity = |price| broker.equity_at(price).map_err(SimulationError::from);
    let (worst, best) = (equity(worst)?, equity(best)?);
    let balance = broker.balance().map_err(SimulationError::from)?;
    Ok(worst > broker.stop_out_equity() && trader.risk().bears(worst, best, balance))
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
