//! Labels by the first barrier touched: profit target, stop, or the end of the horizon.
//!
//! A trade is entered at the open of the next bar, half a spread worse. Its target and its stop
//! are measured from there and are touched by the side of the market that closes it: a buy by the
//! bid, a sell by the ask. Within a bar:
//!
//! 1. An open beyond the stop closes the trade at the open, which is worse than the stop.
//! 2. An open beyond the target closes it at the target; the better price is not counted.
//! 3. A range that holds both is ambiguous: the stop.
//! 4. Else whichever barrier the range holds.
//!
//! The last bar of the horizon closes the trade at its close. Commission and slippage are charged
//! on both sides, on targets as well.

use super::reach::{Reach, reaches};
use super::{BarrierUnit, CostSettings, Label, LabelSettings, Labels, Market};
use crate::model::Class;
use crate::types::Side;

/// How a trade ended.
#[derive(Clone, Copy, Debug)]
struct Ending {
    /// The bar.
    at: usize,
    /// What it made after costs, as a fraction of the entry.
    net_frac: f64,
    /// Whether it reached its target.
    target: bool,
    /// Whether the bar held both barriers.
    ambiguous: bool,
}

impl Ending {
    fn won(&self) -> bool {
        self.target && self.net_frac > 0.0
    }
}

/// Distances of the barriers from the entry, in price.
#[derive(Clone, Copy, Debug)]
struct Distances {
    target: f64,
    stop: f64,
}

pub(super) fn fill(
    labels: &mut Labels,
    market: &Market<'_>,
    settings: &LabelSettings,
    costs: &CostSettings,
) {
    for (row, reach) in reaches(market, settings).enumerate() {
        let last = match reach {
            Reach::Future => {
                labels.future_missing += 1;
                continue;
            }
            Reach::To(last) if enters_in_time(market, row, settings) => last,
            Reach::To(_) | Reach::Gap => {
                labels.gaps += 1;
                continue;
            }
        };
        let Some(unit) = unit_of(market, row, settings) else {
            labels.unmeasured += 1;
            continue;
        };
        let distances = Distances {
            target: unit * settings.profit_barrier,
            stop: unit * settings.stop_barrier,
        };
        let buy = trade(market, Side::Buy, row + 1..=last, distances, costs);
        let sell = trade(market, Side::Sell, row + 1..=last, distances, costs);
        let same_bar = buy.won() && sell.won() && buy.at == sell.at;
        labels.ambiguous += usize::from(same_bar || buy.ambiguous || sell.ambiguous);
        let end = buy.at.max(sell.at);
        labels.rows[row] = Some(Label {
            class: class_of(&buy, &sell),
            end: market.close_time(end),
            return_frac: market.bars[end].close / market.bars[row + 1].open - 1.0,
            buy_frac: buy.net_frac,
            sell_frac: sell.net_frac,
        });
    }
}

/// Whether the next bar opens soon enough after the row's close.
fn enters_in_time(market: &Market<'_>, row: usize, settings: &LabelSettings) -> bool {
    market.bars[row + 1].open_time.since(market.close_time(row)) <= settings.tolerance()
}

/// The price distance that barriers are multiples of, if it is known.
fn unit_of(market: &Market<'_>, row: usize, settings: &LabelSettings) -> Option<f64> {
    match settings.barrier_unit {
        BarrierUnit::Fraction => Some(market.bars[row + 1].open),
        BarrierUnit::Atr => market.ranges.get(row).copied().filter(|range| *range > 0.0),
    }
}

fn class_of(buy: &Ending, sell: &Ending) -> Class {
    match (buy.won(), sell.won()) {
        (true, true) if buy.at == sell.at => Class::Flat,
        (true, true) if buy.at < sell.at => Class::Up,
        (true, true) | (false, true) => Class::Down,
        (true, false) => Class::Up,
        (false, false) => Class::Flat,
    }
}

/// Follows one trade over the bars. Prices carry the side's sign, so that larger is better for
/// either side and one set of comparisons serves both.
fn trade(
    market: &Market<'_>,
    side: Side,
    bars: std::ops::RangeInclusive<usize>,
    distances: Distances,
    costs: &CostSettings,
) -> Ending {
    let (first, last) = (*bars.start(), *bars.end());
    let half_spread = |at: usize, price: f64| costs.half_spread(price, market.spread(at));
    let open = market.bars[first].open;
    // The spread known at the moment of entry is that of the bar that just closed.
    let entry = side.sign() * open + half_spread(first - 1, open);
    let (target, stop) = (entry + distances.target, entry - distances.stop);
    let ending = |at, exit, target, ambiguous| Ending {
        at,
        net_frac: costs.net_frac(entry, exit),
        target,
        ambiguous,
    };
    for at in bars {
        let bar = &market.bars[at];
        let (best, worst) = match side {
            Side::Buy => (bar.high, bar.low),
            Side::Sell => (bar.low, bar.high),
        };
        let quote = |price: f64| side.sign() * price - half_spread(at, price);
        let (open, best, worst) = (quote(bar.open), quote(best), quote(worst));
        if open <= stop {
            return ending(at, open, false, false);
        }
        if open >= target {
            return ending(at, target, true, false);
        }
        if worst <= stop {
            return ending(at, stop, false, best >= target);
        }
        if best >= target {
            return ending(at, target, true, false);
        }
    }
    let close = market.bars[last].close;
    ending(last, side.sign() * close - half_spread(last, close), false, false)
}
