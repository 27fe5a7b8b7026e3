//! What remains of the best Sharpe ratio when it is remembered how many were tried.

use std::f64::consts::E;

use serde::Serialize;

use super::{OverfittingError, SharpeEstimate, normal_quantile, series};

/// Euler's constant.
const GAMMA: f64 = 0.577_215_664_901_532_9;

/// How many strategies were tried, and how far apart their Sharpe ratios were.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Trials {
    count: f64,
    sharpe_variance: f64,
}

impl Trials {
    /// From the number of independent trials and the variance of their ratios per period.
    ///
    /// # Errors
    /// A count below 1, a variance below 0, numbers that are not finite.
    pub fn new(count: f64, sharpe_variance: f64) -> Result<Self, OverfittingError> {
        check_trials(count)?;
        if !(sharpe_variance.is_finite() && sharpe_variance >= 0.0) {
            let expected = "a finite number, 0 or more";
            return Err(OverfittingError::parameter("sharpe_variance", sharpe_variance, expected));
        }
        Ok(Self { count, sharpe_variance })
    }

    /// From the ratios per period of all trials, each counted as independent. That is the careful
    /// choice where neighbours of a grid are alike; see [`independent_trials`].
    ///
    /// # Errors
    /// Fewer than two ratios, one that is not finite.
    pub fn of(sharpes: &[f64]) -> Result<Self, OverfittingError> {
        series::check(sharpes, None, 2)?;
        let deviation = series::deviation(sharpes);
        Self::new(sharpes.len() as f64, deviation * deviation)
    }

    /// The best ratio per period to be expected of the trials if none of them had skill.
    ///
    /// Formula: `deviation * expected_maximum_normal(count)`.
    #[must_use]
    pub fn expected_maximum_sharpe(&self) -> f64 {
        self.sharpe_variance.sqrt() * maximum(self.count)
    }
}

/// The best Sharpe ratio of many trials, and how much of it luck explains.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DeflatedSharpe {
    /// The ratio per period.
    pub sharpe: f64,
    /// The ratio per period that luck alone was to bring.
    pub sharpe_by_luck: f64,
    /// Number of independent trials.
    pub trials: f64,
    /// Probability that the true ratio is above 0, as if there had been one trial.
    pub probabilistic_prob: f64,
    /// Probability that the true ratio is above what luck was to bring: the deflated Sharpe ratio.
    /// Above 0.95 counts as skill.
    pub deflated_prob: f64,
}

impl DeflatedSharpe {
    /// Deflates the ratio of the strategy that was chosen among the trials.
    ///
    /// ```
    /// use hypertrader::research::overfitting::{DeflatedSharpe, SharpeEstimate, Trials};
    ///
    /// // Five years of 250 days; annualised: a ratio of 2.5, a variance of 1/2 among 100 trials.
    /// let best = SharpeEstimate::new(2.5 / 250.0_f64.sqrt(), 1_250, -3.0, 10.0)?;
    /// let found = DeflatedSharpe::new(&best, &Trials::new(100.0, 0.5 / 250.0)?)?;
    /// assert!((found.sharpe_by_luck - 0.1132).abs() < 0.0001);
    /// assert!((found.deflated_prob - 0.9004).abs() < 0.0001);
    /// # Ok::<(), hypertrader::research::overfitting::OverfittingError>(())
    /// ```
    ///
    /// Source: D. H. Bailey, M. Lopez de Prado, "The deflated Sharpe ratio: correcting for
    /// selection bias, backtest overfitting and non-normality", Journal of Portfolio Management 40
    /// (2014); the example is the paper's.
    ///
    /// # Errors
    /// A ratio of the trials so large that it is not finite.
    pub fn new(best: &SharpeEstimate, trials: &Trials) -> Result<Self, OverfittingError> {
        let sharpe_by_luck = trials.expected_maximum_sharpe();
        Ok(Self {
            sharpe: best.sharpe(),
            sharpe_by_luck,
            trials: trials.count,
            probabilistic_prob: best.probabilistic(0.0)?,
            deflated_prob: best.probabilistic(sharpe_by_luck)?,
        })
    }
}

/// The expected maximum of `count` independent standard normal numbers, by its approximation for
/// many: 8 percent below the truth for 2, within 3 percent from 3 on, 0.9 percent above it for 100.
///
/// Formula: `(1 - gamma) quantile(1 - 1 / n) + gamma quantile(1 - 1 / (n e))`, and at least 0, so
/// that one trial expects nothing. `gamma` is Euler's constant.
///
/// Source: Bailey and Lopez de Prado (2014), equation 1; the exact value is an integral.
///
/// # Errors
/// A count below 1 or not finite.
pub fn expected_maximum_normal(count: f64) -> Result<f64, OverfittingError> {
    check_trials(count)?;
    Ok(maximum(count))
}

/// The number of independent trials that `count` trials with a mean correlation of their returns
/// are worth.
///
/// Formula: `r + (1 - r) count`, with `r` from 0 to 1.
///
/// Source: Bailey and Lopez de Prado (2014), appendix 3.
///
/// # Errors
/// A count below 1, a correlation that is not from 0 to 1.
pub fn independent_trials(count: f64, correlation_mean: f64) -> Result<f64, OverfittingError> {
    check_trials(count)?;
    if !(0.0..=1.0).contains(&correlation_mean) {
        let expected = "a number from 0 to 1";
        return Err(OverfittingError::parameter("correlation_mean", correlation_mean, expected));
    }
    Ok(correlation_mean + (1.0 - correlation_mean) * count)
}

/// The least years of a backtest with which the best of `trials` strategies without skill is not
/// expected to have an annualised Sharpe ratio of `sharpe_ann`. Shorter ones bring it by luck.
///
/// Formula: `(expected_maximum_normal(trials) / sharpe_ann)^2`; at most
/// `2 ln(trials) / sharpe_ann^2`.
///
/// Source: D. H. Bailey, J. M. Borwein, M. Lopez de Prado, Q. J. Zhu, "Pseudo-mathematics and
/// financial charlatanism", Notices of the AMS 61 (2014), theorem 2.
///
/// # Errors
/// Fewer than one trial, a ratio that is not a finite number above 0.
pub fn backtest_length_min_years(trials: f64, sharpe_ann: f64) -> Result<f64, OverfittingError> {
    check_trials(trials)?;
    if !(sharpe_ann.is_finite() && sharpe_ann > 0.0) {
        let expected = "a finite number above 0";
        return Err(OverfittingError::parameter("sharpe_ann", sharpe_ann, expected));
    }
    let root = maximum(trials) / sharpe_ann;
    Ok(root * root)
}

fn maximum(count: f64) -> f64 {
    // From the lower tail, which keeps its digits for many trials.
    let first = -normal_quantile(1.0 / count);
    let second = -normal_quantile(1.0 / (count * E));
    ((1.0 - GAMMA) * first + GAMMA * second).max(0.0)
}

fn check_trials(count: f64) -> Result<(), OverfittingError> {
    if count.is_finite() && count >= 1.0 {
        return Ok(());
    }
    Err(OverfittingError::parameter("trials", count, "a finite number, at least 1"))
}
