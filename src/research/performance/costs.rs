//! What trading cost.

use serde::Serialize;

use super::ratio::ratio;
use super::record::TradeRecord;

/// Costs of all trades, with the sign that they change the account by: what was paid is negative.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Costs {
    /// All commission.
    pub commission: f64,
    /// All swap; positive where it was earned.
    pub swap: f64,
    /// What crossing the spread took, which the trades' profits contain. `None` unless it is known
    /// for every trade, and without trades.
    pub spread: Option<f64>,
    /// What prices made, before commission and swap.
    pub profit: f64,
    /// `-(commission + swap) / profit`: the share of the profit that costs took. `None` unless
    /// there was a profit.
    pub share_frac: Option<f64>,
}

impl Costs {
    /// The costs of these trades.
    #[must_use]
    pub fn of(trades: &[TradeRecord]) -> Self {
        let sum = |of: fn(&TradeRecord) -> f64| trades.iter().map(of).fold(0.0, |sum, v| sum + v);
        let commission = sum(|trade| trade.commission);
        let swap = sum(|trade| trade.swap);
        let profit = sum(|trade| trade.profit);
        let spread = trades.iter().map(|trade| trade.spread_cost).sum::<Option<f64>>();
        Self {
            commission,
            swap,
            spread: spread.filter(|_| !trades.is_empty()),
            profit,
            share_frac: ratio(0.0 - commission - swap, profit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_near, trade};
    use super::*;

    #[test]
    fn costs_by_hand() {
        let mut trades = [trade(0, 1, 100.0), trade(0, 1, -20.0)];
        for (trade, (commission, swap)) in trades.iter_mut().zip([(-7.0, 1.0), (-3.0, -7.0)]) {
            (trade.commission, trade.swap) = (commission, swap);
        }
        trades[0].spread_cost = Some(-2.0);
        let found = Costs::of(&trades);
        assert_eq!((found.commission, found.swap, found.profit), (-10.0, -6.0, 80.0));
        assert_eq!(found.spread, None, "one of two is not known");
        assert_near(found.share_frac, 0.2);
        trades[1].spread_cost = Some(-3.0);
        assert_eq!(Costs::of(&trades).spread, Some(-5.0));
        assert_eq!(Costs::of(&trades[1..]).share_frac, None);
        assert_eq!(Costs::of(&[]).spread, None);
    }
}
