//! How far trades went against and for them before they were closed.

use serde::Serialize;

use super::ratio::ratio;
use super::record::{Excursion, TradeRecord};

/// Where numbers lie.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Distribution {
    /// How many.
    pub count: u64,
    /// The least.
    pub min: f64,
    /// The middle one, or the mean of the two in the middle.
    pub median: f64,
    /// The arithmetic mean.
    pub mean: f64,
    /// The greatest.
    pub max: f64,
}

impl Distribution {
    /// The distribution of finite numbers. `None` without numbers.
    #[must_use]
    pub fn of(numbers: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut sorted: Vec<f64> = numbers.into_iter().collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let (min, max) = (*sorted.first()?, *sorted.last()?);
        let count = sorted.len();
        let median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2.0;
        let mean = sorted.iter().sum::<f64>() / count as f64;
        Some(Self { count: count as u64, min, median, mean, max })
    }
}

/// Maximum adverse and favourable excursions (MAE 0 or less, MFE 0 or more) of the trades for which
/// they are known.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Excursions {
    /// MAE of all.
    pub mae: Option<Distribution>,
    /// MFE of all.
    pub mfe: Option<Distribution>,
    /// MAE of trades that won after costs: what a stop has to leave room for.
    pub winners_mae: Option<Distribution>,
    /// MFE of trades that lost after costs: what was given back.
    pub losers_mfe: Option<Distribution>,
    /// MAE in units of the initial risk, where that is known.
    pub mae_r: Option<Distribution>,
    /// MFE in units of the initial risk, where that is known.
    pub mfe_r: Option<Distribution>,
    /// Mean MFE by the size of the mean MAE. `None` if no trade went against its side.
    pub edge_ratio: Option<f64>,
    /// What trades made before costs, by the sum of their MFE: how much of the best that was there
    /// was kept. `None` if no trade went for its side.
    pub captured_frac: Option<f64>,
}

impl Excursions {
    /// The excursions of these trades.
    #[must_use]
    pub fn of(trades: &[TradeRecord]) -> Self {
        let known = || trades.iter().filter_map(|trade| Some((trade, trade.excursion?)));
        let winners = known().filter(|(trade, _)| trade.net() > 0.0);
        let losers = known().filter(|(trade, _)| trade.net() < 0.0);
        let in_risk = || trades.iter().filter_map(TradeRecord::excursion_r);
        let mae = Distribution::of(known().map(|(_, excursion)| excursion.mae));
        let mfe = Distribution::of(known().map(|(_, excursion)| excursion.mfe));
        let made = known().map(|(trade, _)| trade.profit).sum::<f64>();
        let best = known().map(|(_, excursion)| excursion.mfe).sum::<f64>();
        Self {
            mae,
            mfe,
            winners_mae: Distribution::of(winners.map(|(_, Excursion { mae, .. })| mae)),
            losers_mfe: Distribution::of(losers.map(|(_, Excursion { mfe, .. })| mfe)),
            mae_r: Distribution::of(in_risk().map(|excursion| excursion.mae)),
            mfe_r: Distribution::of(in_risk().map(|excursion| excursion.mfe)),
            edge_ratio: mfe.zip(mae).and_then(|(mfe, mae)| ratio(mfe.mean, -mae.mean)),
            captured_frac: ratio(made, best),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_near, trade};
    use super::*;

    fn with(profit: f64, mae: f64, mfe: f64, initial_risk: Option<f64>) -> TradeRecord {
        let excursion = Some(Excursion { mae, mfe });
        TradeRecord { excursion, initial_risk, ..trade(0, 1, profit) }
    }

    #[test]
    fn the_median_of_an_even_count_is_between_two() {
        let found = Distribution::of([4.0, 1.0, 3.0, 10.0]).unwrap();
        assert_eq!((found.count, found.min, found.median, found.max), (4, 1.0, 3.5, 10.0));
        assert_near(Some(found.mean), 4.5);
        assert_eq!(Distribution::of([2.0, 9.0, 1.0]).unwrap().median, 2.0);
        assert_eq!(Distribution::of([]), None);
    }

    #[test]
    fn excursions_by_hand() {
        let trades = [
            with(60.0, -10.0, 100.0, Some(50.0)),
            with(-50.0, -50.0, 20.0, Some(25.0)),
            with(30.0, 0.0, 30.0, None),
            trade(0, 1, 1_000.0),
        ];
        let found = Excursions::of(&trades);
        assert_near(found.mae.map(|all| all.mean), -20.0);
        assert_near(found.mfe.map(|all| all.mean), 50.0);
        assert_near(found.winners_mae.map(|winners| winners.min), -10.0);
        assert_near(found.losers_mfe.map(|losers| losers.max), 20.0);
        assert_near(found.mae_r.map(|all| all.median), (-0.2 - 2.0) / 2.0);
        assert_near(found.mfe_r.map(|all| all.max), 2.0);
        assert_near(found.edge_ratio, 2.5);
        assert_near(found.captured_frac, 40.0 / 150.0);
    }

    #[test]
    fn unknown_excursions_have_no_figures() {
        let found = Excursions::of(&[trade(0, 1, 5.0)]);
        assert_eq!((found.mae, found.edge_ratio, found.captured_frac), (None, None, None));
        let still = Excursions::of(&[with(0.0, 0.0, 0.0, None)]);
        assert_eq!((still.edge_ratio, still.captured_frac), (None, None));
    }
}
