//! How long and how much was in the market.

use serde::Serialize;

use super::ratio::ratio;
use super::record::{Backtest, TradeRecord};
use super::text;
use crate::types::{DurationNanos, UnixNanos};

/// Time in a position, and what was traded.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Exposure {
    /// Time of the test in which at least one position was open.
    #[serde(rename = "in_position_s", serialize_with = "text::seconds")]
    pub in_position: DurationNanos,
    /// `in_position` by the length of the test. `None` if that is 0.
    pub time_frac: Option<f64>,
    /// Sum of the volumes that were opened.
    pub lots: f64,
    /// Sum of the values that were opened. `None` unless known for every trade, and without trades.
    pub notional: Option<f64>,
    /// `notional` by the mean of the equity at the end of the days: how many times the account was
    /// turned over, one way. `None` as `notional`, and if that mean is 0 or less.
    pub turnover: Option<f64>,
    /// `turnover` by the number of years ([`super::Returns::years`]).
    pub turnover_ann: Option<f64>,
}

impl Exposure {
    /// Exposure of a checked record; `daily` is the equity at the end of its days.
    pub(super) fn new(backtest: &Backtest<'_>, daily: &[f64], years: f64) -> Self {
        let trades = backtest.trades;
        let [from, to] = [backtest.curve.first(), backtest.curve.last()]
            .map(|point| point.map_or(UnixNanos(0), |point| point.time));
        let in_position = covered(trades, from, to);
        let span = to.since(from).0;
        let notional = trades.iter().map(|trade| trade.notional).sum::<Option<f64>>();
        let notional = notional.filter(|_| !trades.is_empty());
        let mean_equity = daily.iter().sum::<f64>() / daily.len() as f64;
        let turnover = notional.and_then(|notional| ratio(notional, mean_equity));
        Self {
            in_position,
            time_frac: (span > 0).then(|| in_position.0 as f64 / span as f64),
            lots: trades.iter().fold(0.0, |sum, trade| sum + trade.lots),
            notional,
            turnover,
            turnover_ann: turnover.and_then(|turnover| ratio(turnover, years)),
        }
    }
}

/// Time from `from` to `to` in which at least one of the trades was open.
fn covered(trades: &[TradeRecord], from: UnixNanos, to: UnixNanos) -> DurationNanos {
    let mut spans: Vec<_> =
        trades.iter().map(|trade| (trade.open_time, trade.close_time)).collect();
    spans.sort_unstable();
    let (mut covered, mut until) = (0, from);
    for (open, close) in spans {
        let (open, close) = (open.max(until), close.min(to));
        if close > open {
            covered += close.since(open).0;
            until = close;
        }
    }
    DurationNanos(covered)
}

#[cfg(test)]
mod tests {
    use super::super::record::EquityPoint;
    use super::super::returns::Annualisation;
    use super::super::testing::{assert_near, trade};
    use super::*;

    fn exposure(trades: &[TradeRecord], end_s: i64) -> Exposure {
        let point = |second| EquityPoint {
            time: UnixNanos::from_seconds(second),
            equity: 100.0,
            balance: 100.0,
        };
        let (curve, annualisation) = ([point(0), point(end_s)], Annualisation::CRYPTO);
        let backtest = Backtest { trades, curve: &curve, initial_balance: 100.0, annualisation };
        Exposure::new(&backtest, &[100.0, 300.0], 0.5)
    }

    #[test]
    fn overlapping_positions_count_once() {
        // 10 to 30 and 50 to 60 of 100 seconds.
        let trades = [
            trade(12, 15, 1.0),
            trade(10, 20, 1.0),
            trade(15, 30, 1.0),
            trade(50, 60, 1.0),
            trade(60, 60, 1.0),
        ];
        let found = exposure(&trades, 100);
        assert_eq!(found.in_position, DurationNanos::from_seconds(30));
        assert_near(found.time_frac, 0.3);
        assert_eq!((found.lots, found.notional), (5.0, None));
        let found = exposure(&[trade(-10, 5, 1.0), trade(90, 200, 1.0)], 100);
        assert_eq!(found.in_position, DurationNanos::from_seconds(15));
        assert_eq!(exposure(&[], 0).time_frac, None);
    }

    #[test]
    fn turnover_by_hand() {
        let mut trades = [trade(0, 1, 1.0), trade(2, 3, 1.0)];
        trades[0].notional = Some(250.0);
        assert_eq!(exposure(&trades, 10).turnover, None);
        trades[1].notional = Some(350.0);
        let found = exposure(&trades, 10);
        assert_eq!(found.notional, Some(600.0));
        assert_near(found.turnover, 3.0);
        assert_near(found.turnover_ann, 6.0);
    }
}
