//! Other paths of the same days, for the page of a backtest.

use super::facts::Account;
use crate::research::overfitting::{
    Calendar, Growth, LossLimits, MonteCarlo, MonteCarloSettings, Resampling, block_length,
    monte_carlo,
};
use crate::research::performance::{TradingDays, daily_equity, ratio::ratio};

/// Enough for percentiles of 1 % to be good to about a third of a percent.
const PATHS: usize = 1_000;

impl Account {
    /// Daily returns of the equity; `None` after an equity of 0 or less.
    #[must_use]
    pub fn daily_returns(&self) -> Option<Vec<f64>> {
        let returns = &self.performance.returns;
        let daily = daily_equity(&self.curve, returns.annualisation.days);
        let before = std::iter::once(returns.initial_balance).chain(daily.iter().copied());
        let days = before.zip(&daily);
        days.map(|(before, equity)| ratio(*equity, before).map(|factor| factor - 1.0)).collect()
    }

    /// A thousand paths as long as the test, made of its daily returns by a stationary bootstrap:
    /// runs of days stay together as long as they depend on each other. `None` with fewer than 20
    /// days, without a day that differs, and after an equity of 0 or less.
    #[must_use]
    pub fn other_paths(&self, limits: LossLimits, seed: u64, threads: usize) -> Option<MonteCarlo> {
        let days = self.daily_returns()?;
        let block_length = block_length(&days).ok()?;
        let days_per_week = match self.performance.returns.annualisation.days {
            TradingDays::All => 7,
            TradingDays::Weekdays => 5,
        };
        let settings = MonteCarloSettings {
            paths: PATHS,
            resampling: Resampling::Bootstrap { block_length, path_results: days.len() },
            growth: Growth::Compound,
            calendar: Calendar { results_per_day: 1, days_per_week },
            limits,
            seed,
        };
        monte_carlo(&days, &settings, threads).ok()
    }
}
