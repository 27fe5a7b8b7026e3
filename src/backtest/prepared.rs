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
//! The rest of a bar passes like a whole one once a position is open from its first price on. While
//! a position is open the last price before a bar that is handed in is handed in too, so that the
//! bar is met in the state of a full run.
//!
//! Trades, money and equity are those of a run with every price; `prepared/tests.rs` holds it to
//! that.

use super::broker::Broker;
use super::conversion::ProfitRate;
use super::judgement::{Judgement, Verdicts};
use super::path::PATH_LEN;
use super::position::OpenPosition;
use super::quote::Arrival;
use super::reach::{Reach, Stretch};
use super::simulation::{Observer, Simulation, SimulationError};
use super::tape::{BarTape, Renewal};
use crate::engine::JudgedBar;
use crate::features::ColumnTable;
use crate::risk::{RiskGate, RiskMode};
use crate::signals::Evaluation;
use crate::types::{NANOS_PER_SECOND, Side, SymbolSpec, Tick};

/// A bar that a tick closes.
pub(super) struct ClosedBar<'a> {
    /// Its number.
    pub(super) bar: usize,
    /// Rows of all bars.
    pub(super) table: &'a ColumnTable<'a>,
    /// What came of it, if anything did.
    pub(super) evaluation: Option<&'a Evaluation>,
}

/// Which verdicts change something while a position is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heed {
    /// All of them, if only a count of refusals.
    Every,
    /// Those for the other side.
    Opposite,
    /// None.
    Nothing,
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
    /// Which verdicts must be handed in while a position is open.
    fn heed(&self) -> Heed;
    /// The last price of a bar, at some time, passed with the others. `false`: it must be handed
    /// in.
    fn passes_last(&mut self, server_ns: i64) -> bool;
    fn on_tick(
        &mut self,
        at: (i64, &Tick),
        arrival: Arrival,
        closed: Option<&ClosedBar<'_>>,
    ) -> Result<(), Self::Error>;
    /// Prices passed that change nothing but extremes.
    fn pass(&mut self, worst: f64, best: f64) -> Result<(), Self::Error>;
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

    fn heed(&self) -> Heed {
        Heed::Every
    }

    fn passes_last(&mut self, _server_ns: i64) -> bool {
        false
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
    let days = tape.day_begins(trader.risk().config().limits.reset_hour);
    let verdicts = Verdicts::new(judgement, tape);
    let mut place = Place { tape, judgement, verdicts, renewals, days, bar: 0, price: 0 };
    while place.bar < tape.bars().len() {
        let next = next_bar(trader, &mut place)?;
        if next > place.bar {
            skip_to(trader, &mut place, next)?;
        } else {
            take_price(trader, &mut place)?;
        }
    }
    trader.finish()
}

/// A place in the tape.
struct Place<'a> {
    tape: &'a BarTape,
    judgement: &'a Judgement<'a>,
    verdicts: Verdicts<'a>,
    /// Those of this bar and of later ones.
    renewals: &'a [Renewal],
    /// Bars with which days begin: this one or later ones.
    days: &'a [usize],
    bar: usize,
    /// Number of the price inside the bar that is next.
    price: usize,
}

impl Place<'_> {
    /// The first bar from `first` on that follows a verdict which is heeded; beyond the tape: none.
    fn due_from(&mut self, first: usize, heed: Heed, held: Side) -> usize {
        let mut bar = first - 1;
        while heed != Heed::Nothing
            && let Some(verdict) = self.verdicts.first_from(bar)
        {
            let is_same = verdict.evaluation.agreed_side() == Some(held);
            bar = verdict.bar + 1;
            if heed == Heed::Every || !is_same {
                return bar;
            }
        }
        usize::MAX
    }

    /// The first bar from `first` on with which a day begins; beyond the tape: none.
    fn day_from(&self, first: usize) -> usize {
        self.days.iter().copied().find(|day| *day >= first).unwrap_or(usize::MAX)
    }

    /// Whether a bar can be met without the price before it: nothing is decided in it, no day
    /// begins, and it does not end the data.
    fn is_plain(&self, bar: usize) -> bool {
        let is_judged = self.judgement.is_marked(bar - 1);
        !is_judged && self.day_from(bar) != bar && bar + 1 < self.tape.bars().len()
    }

    /// Whether tick values are renewed in this bar.
    fn has_renewal(&self) -> bool {
        self.renewals.first().is_some_and(|renewal| renewal.bar == self.bar)
    }

    fn go_to(&mut self, bar: usize) {
        (self.bar, self.price) = (bar, 0);
        let done = self.renewals.iter().take_while(|renewal| renewal.bar < bar).count();
        self.renewals = &self.renewals[done..];
        let begun = self.days.iter().take_while(|day| **day < bar).count();
        self.days = &self.days[begun..];
    }
}

/// Hands in the next price.
fn take_price<T: Trader>(trader: &mut T, place: &mut Place<'_>) -> Result<(), T::Error> {
    let (bar, index) = (place.bar, place.price);
    let (server_ns, tick) = place.tape.tick(bar, index);
    if index == 0 {
        trader.broker_mut().set_bar(Some(&place.tape.bars()[bar].bar));
        let closed = bar.checked_sub(1).map(|before| ClosedBar {
            bar: before,
            table: place.judgement.table(),
            evaluation: place.verdicts.on(before).map(|verdict| &verdict.evaluation),
        });
        trader.on_tick((server_ns, &tick), Arrival::Jump, closed.as_ref())?;
    } else {
        trader.on_tick((server_ns, &tick), Arrival::Continuous, None)?;
    }
    place.price += 1;
    // Without a position and an order the rest of the bar changes nothing but tick values.
    let is_flat = trader.broker().open_positions().is_empty();
    let is_over = is_flat && !place.has_renewal() && trader.is_at_rest();
    if is_over || place.price == PATH_LEN {
        place.go_to(bar + 1);
    }
    Ok(())
}

/// Leaves bars out, all but the last price before the next bar where that one looks back at it:
/// snapshots and nights do.
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
    if !is_flat {
        let last = next - 1;
        if !(place.is_plain(next) && trader.passes_last(place.tape.last_price_ns(last))) {
            trader.broker_mut().set_bar(Some(&bars[last].bar));
            let (server_ns, tick) = place.tape.tick(last, PATH_LEN - 1);
            trader.on_tick((server_ns, &tick), Arrival::Continuous, None)?;
        }
    }
    place.go_to(next);
    Ok(())
}

/// The next bar that must be handed in, from its beginning or from where the place is; beyond the
/// tape: none. Keeps the extremes of what is left out.
fn next_bar<T: Trader>(trader: &mut T, place: &mut Place<'_>) -> Result<usize, T::Error> {
    let bar = place.bar;
    if bar == 0 || !trader.is_at_rest() {
        return Ok(bar);
    }
    match *trader.broker().open_positions() {
        [] if place.price > 0 => Ok(bar),
        [] => {
            let is_halted = trader.risk().state().mode == RiskMode::Halted;
            let verdict = match is_halted {
                true => place.verdicts.on(bar - 1),
                false => place.verdicts.first_from(bar - 1),
            };
            Ok(verdict.map_or(usize::MAX, |verdict| verdict.bar + 1))
        }
        [position] if trader.rests_while_holding() => next_bar_holding(trader, place, &position),
        _ => Ok(bar),
    }
}

fn next_bar_holding<T: Trader>(
    trader: &mut T,
    place: &mut Place<'_>,
    position: &OpenPosition,
) -> Result<usize, T::Error> {
    let (tape, from, side) = (place.tape, place.bar, position.side);
    let is_inside = place.price > 0;
    if is_inside {
        let reset_hour = trader.risk().config().limits.reset_hour;
        let was_open = position.open_time <= tape.open_time(from);
        if !was_open || tape.has_day_inside(from, reset_hour) {
            return Ok(from);
        }
    }
    let first = from + usize::from(is_inside);
    let due = place.due_from(first, trader.heed(), side);
    let until = due.min(tape.bars().len() - 1).min(place.day_from(first));
    let (reaches, exits) = (tape.reaches(side), Exits::of(position));
    let mut stretch = reaches.between(from, until, exits.below, exits.above);
    if let Some(closed) = tape.first_closed(from..stretch.end, trader.spec()) {
        stretch = reaches.between(from, closed, exits.below, exits.above);
    }
    if stretch.end > from && !bears(trader, side, stretch.reach)? {
        stretch = borne(trader, place, side, stretch.end)?;
    }
    if stretch.end > from {
        let Reach { low, high } = stretch.reach;
        match side {
            Side::Buy => trader.pass(low, high)?,
            Side::Sell => trader.pass(high, low)?,
        }
    }
    Ok(stretch.end)
}

/// The bars from a place on, before `end`, in which no limit and no margin call is in reach.
fn borne<T: Trader>(
    trader: &T,
    place: &Place<'_>,
    side: Side,
    end: usize,
) -> Result<Stretch, T::Error> {
    let reaches = place.tape.reaches(side);
    let mut stretch = Stretch { end: place.bar, reach: Reach::NONE };
    while stretch.end < end {
        let reach = stretch.reach.with(reaches.of(stretch.end));
        if reach != stretch.reach && !bears(trader, side, reach)? {
            break;
        }
        stretch = Stretch { end: stretch.end + 1, reach };
    }
    Ok(stretch)
}

/// Whether no limit and no margin call is in reach of some prices. What holds for some holds for
/// fewer of them.
fn bears<T: Trader>(trader: &T, side: Side, reach: Reach) -> Result<bool, T::Error> {
    let (worst, best) = match side {
        Side::Buy => (reach.low, reach.high),
        Side::Sell => (reach.high, reach.low),
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
