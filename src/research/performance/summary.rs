//! All statistics of a backtest together.

use serde::Serialize;

use super::breakdown::Breakdown;
use super::check::check;
use super::costs::Costs;
use super::drawdown::Drawdowns;
use super::error::PerformanceError;
use super::excursions::Excursions;
use super::exposure::Exposure;
use super::meta_trader::MetaTrader;
use super::months::{YearReturns, year_returns};
use super::ratio::ratio;
use super::record::{Backtest, TradeRecord};
use super::results::Results;
use super::returns::{Returns, daily_equity};
use super::streaks::Streaks;

/// All statistics of a backtest.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Performance {
    /// What the account made.
    pub returns: Returns,
    /// Returns by month and year.
    pub years: Vec<YearReturns>,
    /// Drawdowns of the equity.
    pub equity_drawdowns: Drawdowns,
    /// Drawdowns of the balance.
    pub balance_drawdowns: Drawdowns,
    /// Net profit of the trades by the largest equity drawdown in money. `None` without a drawdown.
    pub recovery_factor: Option<f64>,
    /// What trades made after costs.
    pub trades: Results,
    /// The same in units of the initial risk, for the trades whose risk is known.
    pub trades_r: Results,
    /// Wins and losses in a row, after costs.
    pub streaks: Streaks,
    /// What trades had made before they were closed.
    pub excursions: Excursions,
    /// What trading cost.
    pub costs: Costs,
    /// Time in the market, and what was traded.
    pub exposure: Exposure,
    /// Results by side, symbol, weekday, hour and exit reason.
    pub breakdown: Breakdown,
    /// Figures as MetaTrader's report has them.
    pub meta_trader: MetaTrader,
}

impl Performance {
    /// Computes all statistics. Cost: one pass over trades and points for each part, and a sort of
    /// the trades; memory of a number a trade and a day.
    ///
    /// # Errors
    /// A setting that is not above 0, a number that is not finite or has the wrong sign, trades or
    /// points out of order, no point.
    pub fn new(backtest: &Backtest<'_>) -> Result<Self, PerformanceError> {
        check(backtest)?;
        let Backtest { trades, curve, initial_balance, annualisation } = *backtest;
        let daily = daily_equity(curve, annualisation.days);
        let equity_drawdowns =
            Drawdowns::of(initial_balance, curve.iter().map(|point| (point.time, point.equity)));
        let balance_drawdowns =
            Drawdowns::of(initial_balance, curve.iter().map(|point| (point.time, point.balance)));
        let returns = Returns::new(backtest, &daily, &equity_drawdowns);
        let net = || trades.iter().map(TradeRecord::net);
        let results = Results::of(net());
        Ok(Self {
            exposure: Exposure::new(backtest, &daily, returns.years),
            returns,
            years: year_returns(initial_balance, curve),
            recovery_factor: equity_drawdowns
                .largest
                .and_then(|largest| ratio(results.net, largest.depth)),
            equity_drawdowns,
            balance_drawdowns,
            trades: results,
            trades_r: Results::of(trades.iter().filter_map(TradeRecord::net_r)),
            streaks: Streaks::of(net()),
            excursions: Excursions::of(trades),
            costs: Costs::of(trades),
            breakdown: Breakdown::of(trades),
            meta_trader: MetaTrader::of(initial_balance, trades),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::EquityPoint;
    use super::super::returns::Annualisation;
    use super::super::testing::{assert_near, trade};
    use super::*;
    use crate::types::UnixNanos;

    const DAY_S: i64 = 86_400;

    fn curve() -> Vec<EquityPoint> {
        let values = [(1_000.0, 1_000.0), (900.0, 1_000.0), (1_250.0, 1_100.0), (1_060.0, 1_060.0)];
        let point = |(day, (equity, balance))| EquityPoint {
            time: UnixNanos::from_seconds(day * DAY_S),
            equity,
            balance,
        };
        (0..).zip(values).map(point).collect()
    }

    #[test]
    fn the_parts_fit_together() {
        let mut trades = [trade(0, 2 * DAY_S, 100.0), trade(2 * DAY_S, 3 * DAY_S, -40.0)];
        trades[1].initial_risk = Some(80.0);
        let curve = curve();
        let annualisation = Annualisation::CRYPTO;
        let backtest =
            Backtest { trades: &trades, curve: &curve, initial_balance: 1_000.0, annualisation };
        let found = Performance::new(&backtest).unwrap();
        assert_near(Some(found.returns.total_frac), 0.06);
        assert_eq!(found.equity_drawdowns.largest.map(|largest| largest.depth), Some(190.0));
        assert_eq!(found.balance_drawdowns.largest.map(|largest| largest.depth), Some(40.0));
        assert_eq!(found.equity_drawdowns.absolute, 100.0);
        assert_near(found.recovery_factor, 60.0 / 190.0);
        assert_eq!((found.trades.net, found.trades_r.trades), (60.0, 1));
        assert_near(found.trades_r.expectancy, -0.5);
        assert_near(found.exposure.time_frac, 1.0);
        assert_near(found.years[0].months[0], 0.06);
        assert_eq!((found.streaks.wins.count, found.streaks.losses.count), (1, 1));
    }

    #[test]
    fn nothing_traded_serializes_to_nulls_and_never_to_nan() {
        let curve = curve();
        let annualisation = Annualisation::FX;
        let backtest =
            Backtest { trades: &[], curve: &curve[..1], initial_balance: 1_000.0, annualisation };
        let found = Performance::new(&backtest).unwrap();
        let json = serde_json::to_value(&found).unwrap();
        for pointer in ["/trades/expectancy", "/recovery_factor", "/returns/sharpe_ann"] {
            assert!(json.pointer(pointer).unwrap().is_null(), "{pointer}");
        }
        // JSON has no NaN; its writer would put null where a number has to be.
        for pointer in ["/returns/total_frac", "/exposure/lots", "/costs/profit", "/trades/net"] {
            assert_eq!(json.pointer(pointer).unwrap(), 0.0, "{pointer}");
        }
        assert_eq!(json["equity_drawdowns"]["under_water_s"], 0.0);
        assert_eq!(json["breakdown"]["hour"][9]["name"], "09");
    }

    #[test]
    fn a_bad_record_has_no_statistics() {
        let annualisation = Annualisation::CRYPTO;
        let backtest =
            Backtest { trades: &[], curve: &[], initial_balance: 1_000.0, annualisation };
        assert_eq!(Performance::new(&backtest), Err(PerformanceError::NoPoints));
    }
}
