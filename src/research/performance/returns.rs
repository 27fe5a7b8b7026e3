//! What the account made, by days and by the year.

use serde::Serialize;

use super::calendar;
use super::drawdown::Drawdowns;
use super::moments::Moments;
use super::ratio::ratio;
use super::record::{Backtest, EquityPoint};

/// Which days have a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TradingDays {
    /// Every day of UTC.
    All,
    /// Monday to Friday; what happens on a Saturday or Sunday belongs to the Monday after, as the
    /// hours before Sunday's midnight in which currencies open.
    Weekdays,
}

/// How figures of days become figures of a year.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Annualisation {
    /// Which days have a return.
    pub days: TradingDays,
    /// How many of them make a year, above 0.
    pub days_per_year: f64,
}

impl Annualisation {
    /// Markets that never close: every day, 365 a year.
    pub const CRYPTO: Self = Self { days: TradingDays::All, days_per_year: 365.0 };
    /// Currencies: Monday to Friday, 252 a year.
    pub const FX: Self = Self { days: TradingDays::Weekdays, days_per_year: 252.0 };
}

/// Returns of the account. The riskless rate is taken as 0.
///
/// A day's return is `equity / equity of the day before - 1`, equity being that of the day's last
/// point; a day without points has the equity of the day before, the first day follows the initial
/// balance. If the equity of a day that another follows is 0 or less, all figures that need daily
/// returns are `None`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Returns {
    /// Which days have a return, and how many make a year.
    pub annualisation: Annualisation,
    /// Balance before the first trade.
    pub initial_balance: f64,
    /// Equity at the end.
    pub final_equity: f64,
    /// `final_equity / initial_balance - 1`.
    pub total_frac: f64,
    /// Days, the first and the last included.
    pub days: u64,
    /// `days / days_per_year`.
    pub years: f64,
    /// Growth a year (CAGR): `(final_equity / initial_balance) ^ (1 / years) - 1`. `None` if the
    /// final equity is below 0, or the growth too large for a number.
    pub cagr_frac: Option<f64>,
    /// Mean of the daily returns.
    pub mean_daily_frac: Option<f64>,
    /// Standard deviation of the daily returns (of a sample) times the root of `days_per_year`.
    /// `None` with fewer than two days or without deviation.
    pub volatility_ann_frac: Option<f64>,
    /// Mean of the daily returns by their standard deviation, times the root of `days_per_year`.
    /// `None` as the volatility.
    pub sharpe_ann: Option<f64>,
    /// Mean of the daily returns by the root of the mean of their squares where they are negative
    /// (0 where they are not), times the root of `days_per_year`. `None` without a negative day.
    pub sortino_ann: Option<f64>,
    /// `cagr_frac` by the deepest drawdown of the whole curve. `None` without a drawdown.
    pub calmar: Option<f64>,
    /// The best day.
    pub best_day_frac: Option<f64>,
    /// The worst day.
    pub worst_day_frac: Option<f64>,
}

impl Returns {
    /// Returns of a checked record with at least one point; `daily` is [`daily_equity`] of its
    /// curve.
    pub(super) fn new(backtest: &Backtest<'_>, daily: &[f64], drawdowns: &Drawdowns) -> Self {
        let Backtest { curve, initial_balance, annualisation, .. } = *backtest;
        let final_equity = curve.last().map_or(initial_balance, |point| point.equity);
        let root = annualisation.days_per_year.sqrt();
        let years = daily.len() as f64 / annualisation.days_per_year;
        let growth = final_equity / initial_balance;
        let cagr_frac = (growth >= 0.0)
            .then(|| libm::pow(growth, 1.0 / years) - 1.0)
            .filter(|cagr| cagr.is_finite());
        let tally = Tally::of(initial_balance, daily);
        let mean = tally.and_then(|tally| tally.all.mean());
        let deviation = tally.and_then(|tally| tally.all.deviation());
        let of_mean = |risk: Option<f64>| ratio(mean?, risk?).map(|ratio| ratio * root);
        let depth_frac = drawdowns.deepest.and_then(|deepest| deepest.depth_frac);
        Self {
            annualisation,
            initial_balance,
            final_equity,
            total_frac: growth - 1.0,
            days: daily.len() as u64,
            years,
            cagr_frac,
            mean_daily_frac: mean,
            volatility_ann_frac: deviation.map(|deviation| deviation * root),
            sharpe_ann: of_mean(deviation),
            sortino_ann: of_mean(tally.and_then(|tally| tally.downside())),
            calmar: cagr_frac.zip(depth_frac).and_then(|(cagr, depth)| ratio(cagr, depth)),
            best_day_frac: tally.map(|tally| tally.best),
            worst_day_frac: tally.map(|tally| tally.worst),
        }
    }
}

/// Sums over the daily returns.
#[derive(Clone, Copy, Debug)]
struct Tally {
    all: Moments,
    negative: Moments,
    best: f64,
    worst: f64,
}

impl Tally {
    /// `None` without days, or if a day follows one whose equity is not above 0.
    fn of(initial: f64, daily: &[f64]) -> Option<Self> {
        let first = ratio(*daily.first()?, initial)? - 1.0;
        let (all, negative) = (Moments::default(), Moments::default());
        let mut tally = Self { all, negative, best: first, worst: first };
        let mut before = initial;
        for equity in daily {
            let frac = ratio(*equity, before)? - 1.0;
            tally.all.push(frac);
            tally.negative.push(frac.min(0.0) * frac.min(0.0));
            (tally.best, tally.worst) = (tally.best.max(frac), tally.worst.min(frac));
            before = *equity;
        }
        Some(tally)
    }

    /// Root of the mean square of negative returns. `None` if there is none.
    fn downside(&self) -> Option<f64> {
        self.negative.mean().filter(|square| *square > 0.0).map(f64::sqrt)
    }
}

/// Equity at the end of every day, from the day of the first point to that of the last.
pub(in crate::research) fn daily_equity(curve: &[EquityPoint], days: TradingDays) -> Vec<f64> {
    let counted = |day: i64| match days {
        TradingDays::All => day,
        TradingDays::Weekdays => calendar::weekday_from(day),
    };
    let (mut daily, mut today, mut equity) = (Vec::new(), None, 0.0);
    for point in curve {
        let day = counted(calendar::day(point.time));
        let mut passed = today.unwrap_or(day);
        while passed < day {
            daily.push(equity);
            passed = counted(passed + 1);
        }
        (today, equity) = (Some(day), point.equity);
    }
    if today.is_some() {
        daily.push(equity);
    }
    daily
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_near;
    use super::*;
    use crate::types::{CivilDate, UnixNanos};

    fn point(day: u32, hour: i64, equity: f64) -> EquityPoint {
        let days = CivilDate { year: 2024, month: 3, day }.to_days();
        let time = UnixNanos::from_seconds(days * 86_400 + hour * 3_600);
        EquityPoint { time, equity, balance: equity }
    }

    fn returns(curve: &[EquityPoint], annualisation: Annualisation) -> Returns {
        let backtest = Backtest { trades: &[], curve, initial_balance: 100.0, annualisation };
        let daily = daily_equity(curve, annualisation.days);
        let drawdowns = Drawdowns::of(100.0, curve.iter().map(|p| (p.time, p.equity)));
        Returns::new(&backtest, &daily, &drawdowns)
    }

    #[test]
    fn a_day_has_its_last_equity_or_that_of_the_day_before() {
        // Thursday 7th, Friday 8th, Sunday 10th, Wednesday 13th of March 2024.
        let curve = [
            point(7, 9, 90.0),
            point(7, 23, 110.0),
            point(8, 1, 99.0),
            point(10, 22, 120.0),
            point(13, 0, 130.0),
        ];
        let daily = |days| daily_equity(&curve, days);
        assert_eq!(daily(TradingDays::All), [110.0, 99.0, 99.0, 120.0, 120.0, 120.0, 130.0]);
        assert_eq!(daily(TradingDays::Weekdays), [110.0, 99.0, 120.0, 120.0, 130.0]);
        assert!(daily_equity(&[], TradingDays::All).is_empty());
    }

    #[test]
    fn two_days_by_hand() {
        // +10 % and -5 %: mean 2.5 %, deviation 0.15 / sqrt 2, downside sqrt(0.0025 / 2).
        let curve = [point(7, 23, 110.0), point(8, 23, 104.5)];
        let annualisation = Annualisation { days: TradingDays::All, days_per_year: 4.0 };
        let found = returns(&curve, annualisation);
        assert_near(Some(found.total_frac), 0.045);
        assert_eq!((found.days, found.years), (2, 0.5));
        assert_near(found.cagr_frac, 1.045 * 1.045 - 1.0);
        assert_near(found.mean_daily_frac, 0.025);
        assert_near(found.volatility_ann_frac, 0.15 / 2.0_f64.sqrt() * 2.0);
        assert_near(found.sharpe_ann, 0.025 / (0.15 / 2.0_f64.sqrt()) * 2.0);
        assert_near(found.sortino_ann, 0.025 / 0.00125_f64.sqrt() * 2.0);
        assert_near(found.calmar, (1.045 * 1.045 - 1.0) / 0.05);
        assert_near(found.best_day_frac, 0.1);
        assert_near(found.worst_day_frac, -0.05);
    }

    #[test]
    fn what_is_not_defined_is_none() {
        let steady = returns(&[point(7, 1, 100.0), point(9, 1, 100.0)], Annualisation::CRYPTO);
        assert_eq!((steady.volatility_ann_frac, steady.sharpe_ann), (None, None));
        assert_eq!((steady.sortino_ann, steady.calmar), (None, None));
        assert_eq!(steady.cagr_frac, Some(0.0));
        let ruined = [point(7, 1, 50.0), point(8, 1, -10.0), point(9, 1, 20.0)];
        let ruined = returns(&ruined, Annualisation::CRYPTO);
        assert_eq!((ruined.mean_daily_frac, ruined.sharpe_ann), (None, None));
        let below = returns(&[point(7, 1, -10.0)], Annualisation::CRYPTO);
        assert_eq!((below.cagr_frac, below.worst_day_frac), (None, Some(-1.1)));
        let huge = returns(&[point(7, 1, 1e6)], Annualisation::CRYPTO);
        assert_eq!((huge.cagr_frac, huge.total_frac), (None, 9_999.0));
    }
}
