//! What is demanded of a record before anything is computed from it.

use super::error::PerformanceError;
use super::record::{Backtest, EquityPoint, TradeRecord};

/// Checks settings, then trades, then points; the first problem is the one reported.
pub(super) fn check(backtest: &Backtest<'_>) -> Result<(), PerformanceError> {
    let days = backtest.annualisation.days_per_year;
    for (name, was) in [("initial_balance", backtest.initial_balance), ("days_per_year", days)] {
        if !(is_sized(was) && was >= 1.0 / LARGEST) {
            return Err(PerformanceError::Setting { name, was });
        }
    }
    for (index, trade) in backtest.trades.iter().enumerate() {
        check_trade(index, trade)?;
        let previous = index.checked_sub(1).map(|before| backtest.trades[before].close_time);
        if let Some(previous) = previous.filter(|previous| trade.close_time < *previous) {
            let (id, close) = (trade.id, trade.close_time);
            return Err(PerformanceError::TradeOrder { index, id, close, previous });
        }
    }
    if backtest.curve.is_empty() {
        return Err(PerformanceError::NoPoints);
    }
    for (index, point) in backtest.curve.iter().enumerate() {
        check_point(index, point)?;
        let previous = index.checked_sub(1).map(|before| backtest.curve[before].time);
        if let Some(previous) = previous.filter(|previous| point.time < *previous) {
            return Err(PerformanceError::PointOrder { index, time: point.time, previous });
        }
    }
    Ok(())
}

const ANY: &str = "a number from -1e18 to 1e18";
const ABOVE: &str = "a number from 1e-18 to 1e18";
const NOT_ABOVE: &str = "a number from -1e18 to 0";
const NOT_BELOW: &str = "a number from 0 to 1e18";

/// No account holds more; below it, no sum or product of the statistics overflows.
const LARGEST: f64 = 1e18;

/// Whether a number can be money, a price or a volume.
fn is_sized(number: f64) -> bool {
    number.abs() <= LARGEST
}

fn check_trade(index: usize, trade: &TradeRecord) -> Result<(), PerformanceError> {
    let numbers = [
        ("lots", Some(trade.lots), ABOVE),
        ("open_price", Some(trade.open_price), ANY),
        ("close_price", Some(trade.close_price), ANY),
        ("commission", Some(trade.commission), ANY),
        ("entry_commission", Some(trade.entry_commission), ANY),
        ("swap", Some(trade.swap), ANY),
        ("profit", Some(trade.profit), ANY),
        ("mae", trade.excursion.map(|excursion| excursion.mae), NOT_ABOVE),
        ("mfe", trade.excursion.map(|excursion| excursion.mfe), NOT_BELOW),
        ("initial_risk", trade.initial_risk, ABOVE),
        ("spread_cost", trade.spread_cost, NOT_ABOVE),
        ("notional", trade.notional, ABOVE),
    ];
    for (field, was, expected) in numbers {
        let Some(was) = was else { continue };
        let fits = match expected {
            ABOVE => was >= 1.0 / LARGEST,
            NOT_ABOVE => was <= 0.0,
            NOT_BELOW => was >= 0.0,
            _ => true,
        };
        if !(fits && is_sized(was)) {
            let id = trade.id;
            return Err(PerformanceError::TradeNumber { index, id, field, was, expected });
        }
    }
    if trade.close_time < trade.open_time {
        let (id, open, close) = (trade.id, trade.open_time, trade.close_time);
        return Err(PerformanceError::TradeTimes { index, id, open, close });
    }
    Ok(())
}

fn check_point(index: usize, point: &EquityPoint) -> Result<(), PerformanceError> {
    for (field, was) in [("equity", point.equity), ("balance", point.balance)] {
        if !is_sized(was) {
            return Err(PerformanceError::PointNumber { index, field, was });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::record::Excursion;
    use super::super::returns::Annualisation;
    use super::super::testing::trade;
    use super::*;
    use crate::types::UnixNanos;

    fn point(second: i64, equity: f64) -> EquityPoint {
        EquityPoint { time: UnixNanos::from_seconds(second), equity, balance: 1.0 }
    }

    fn message(trades: &[TradeRecord], curve: &[EquityPoint], initial_balance: f64) -> String {
        let annualisation = Annualisation::CRYPTO;
        let backtest = Backtest { trades, curve, initial_balance, annualisation };
        check(&backtest).map_or_else(|error| error.to_string(), |()| "fine".to_owned())
    }

    #[test]
    fn every_problem_names_its_place_and_what_was_expected() {
        let (points, sound) = ([point(0, 1.0)], trade(0, 60, 1.0));
        assert_eq!(message(&[sound.clone(), sound.clone()], &points, 1.0), "fine");
        let said = message(&[], &points, 0.0);
        assert_eq!(said, "initial_balance was 0, expected a number from 1e-18 to 1e18");
        assert!(message(&[], &[], 1.0).starts_with("the equity curve is empty"));

        let bad = TradeRecord { id: 9, profit: f64::NAN, ..sound.clone() };
        let said = message(&[sound.clone(), bad], &points, 1.0);
        assert_eq!(said, "trade 9 (index 1): profit was NaN, expected a number from -1e18 to 1e18");
        let excursion = Some(Excursion { mae: 5.0, mfe: 0.0 });
        let said = message(&[TradeRecord { excursion, ..sound.clone() }], &points, 1.0);
        assert_eq!(said, "trade 1 (index 0): mae was 5, expected a number from -1e18 to 0");
        let said = message(&[trade(60, 0, 1.0)], &points, 1.0);
        assert!(said.starts_with("trade 1 (index 0): close_time was 1970-01-01T00:00:00Z"));
        let said = message(&[trade(0, 120, 1.0), sound.clone()], &points, 1.0);
        assert!(said.ends_with("that of the trade before, 1970-01-01T00:02:00Z"), "{said}");

        let said = message(&[], &[point(0, f64::INFINITY)], 1.0);
        assert_eq!(said, "equity point 0: equity was inf, expected a number from -1e18 to 1e18");
        let said = message(&[], &[point(1, 1.0), point(0, 1.0)], 1.0);
        assert!(said.starts_with("equity point 1: time was 1970-01-01T00:00:00Z"), "{said}");
    }
}
