//! Labels by the return over a horizon.

use super::reach::{Reach, reaches};
use super::{CostSettings, Label, LabelSettings, Labels, Market};
use crate::model::Class;
use crate::types::Side;

pub(super) fn fill(
    labels: &mut Labels,
    market: &Market<'_>,
    settings: &LabelSettings,
    costs: &CostSettings,
) {
    for (row, reach) in reaches(market, settings).enumerate() {
        match reach {
            Reach::Future => labels.future_missing += 1,
            Reach::Gap => labels.gaps += 1,
            Reach::To(last) => {
                labels.rows[row] = Some(one(market, row, last, settings.threshold_frac, costs));
            }
        }
    }
}

fn one(
    market: &Market<'_>,
    row: usize,
    last: usize,
    threshold_frac: f64,
    costs: &CostSettings,
) -> Label {
    let (from, to) = (market.bars[row].close, market.bars[last].close);
    let return_frac = to / from - 1.0;
    let made = |side: Side| {
        let entry = side.sign() * from + costs.half_spread(from, market.spread(row));
        let exit = side.sign() * to - costs.half_spread(to, market.spread(last));
        costs.net_frac(entry, exit)
    };
    Label {
        class: class_of(return_frac, threshold_frac),
        end: market.close_time(last),
        return_frac,
        buy_frac: made(Side::Buy),
        sell_frac: made(Side::Sell),
    }
}

fn class_of(return_frac: f64, threshold_frac: f64) -> Class {
    if return_frac > threshold_frac {
        Class::Up
    } else if return_frac < -threshold_frac {
        Class::Down
    } else {
        Class::Flat
    }
}
