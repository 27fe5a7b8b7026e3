//! How sure a Sharpe ratio is, given the number and the shape of the returns.

use serde::Serialize;

use super::{Moments, OverfittingError, normal_cdf, normal_quantile};

/// A Sharpe ratio with what its accuracy depends on.
///
/// Ratios are per period, not annualised: an annualised one is divided by the root of the periods
/// of a year.
///
/// ```
/// use hypertrader::research::overfitting::SharpeEstimate;
///
/// // Two years of monthly returns with an annualised ratio of 1.585, shaped as hedge funds are.
/// let found = SharpeEstimate::new(0.458, 24, -2.448, 10.164)?;
/// // Is the true ratio above 0? With 91.3 percent. It would be 98.2 if returns were normal.
/// assert!((found.probabilistic(0.0)? - 0.913).abs() < 0.001);
/// # Ok::<(), hypertrader::research::overfitting::OverfittingError>(())
/// ```
///
/// Source: D. H. Bailey, M. Lopez de Prado, "The Sharpe ratio efficient frontier", Journal of Risk
/// 15 (2012); the example is its section 4.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SharpeEstimate {
    sharpe: f64,
    count: usize,
    skewness: f64,
    kurtosis: f64,
}

impl SharpeEstimate {
    /// From a ratio per period, the number of returns, their skewness and kurtosis (3 for a normal
    /// distribution, not 0).
    ///
    /// # Errors
    /// Numbers that are not finite, fewer than two returns, a kurtosis below `1 + skewness^2`,
    /// which no distribution has.
    pub fn new(
        sharpe: f64,
        count: usize,
        skewness: f64,
        kurtosis: f64,
    ) -> Result<Self, OverfittingError> {
        if count < 2 {
            return Err(OverfittingError::Few { what: "returns", was: count, expected: 2 });
        }
        for (name, was) in [("sharpe", sharpe), ("skewness", skewness)] {
            if !was.is_finite() {
                return Err(OverfittingError::parameter(name, was, "a finite number"));
            }
        }
        // Moments of a sample may be off by their rounding.
        let least = (1.0 + skewness * skewness) * (1.0 - 1e-9);
        if !kurtosis.is_finite() || kurtosis < least {
            let expected = "a finite number, at least 1 + skewness^2";
            return Err(OverfittingError::parameter("kurtosis", kurtosis, expected));
        }
        Ok(Self { sharpe, count, skewness, kurtosis })
    }

    /// From returns per period.
    ///
    /// # Errors
    /// As [`Moments::of`].
    pub fn of(returns: &[f64]) -> Result<Self, OverfittingError> {
        let moments = Moments::of(returns)?;
        Self::new(moments.sharpe(), moments.count, moments.skewness, moments.kurtosis)
    }

    /// The ratio per period.
    #[must_use]
    pub const fn sharpe(&self) -> f64 {
        self.sharpe
    }

    /// The probability that the true ratio is above `benchmark`, a ratio per period.
    ///
    /// Formula: `cdf((SR - SR*) sqrt(n - 1) / sqrt(1 - skewness SR + (kurtosis - 1) / 4 SR^2))`.
    /// It holds for many returns without serial correlation.
    ///
    /// # Errors
    /// A benchmark that is not finite.
    pub fn probabilistic(&self, benchmark: f64) -> Result<f64, OverfittingError> {
        self.check_benchmark(benchmark)?;
        let surplus = self.sharpe - benchmark;
        Ok(normal_cdf(surplus * ((self.count - 1) as f64 / self.spread()).sqrt()))
    }

    /// The least number of returns with which a ratio like this one would be above `benchmark` with
    /// the given confidence; `None` when it is not above it at all. Not rounded.
    ///
    /// Formula: `1 + v (quantile(confidence) / (SR - SR*))^2`, with
    /// `v = 1 - skewness SR + (kurtosis - 1) / 4 SR^2`.
    ///
    /// # Errors
    /// A benchmark that is not finite, a confidence that is not from 0.5 to 1 exclusive.
    pub fn track_record_min(
        &self,
        benchmark: f64,
        confidence_prob: f64,
    ) -> Result<Option<f64>, OverfittingError> {
        self.check_benchmark(benchmark)?;
        if !(0.5..1.0).contains(&confidence_prob) {
            let expected = "a probability from 0.5 to 1, exclusive";
            return Err(OverfittingError::parameter("confidence_prob", confidence_prob, expected));
        }
        let surplus = self.sharpe - benchmark;
        let ratio = normal_quantile(confidence_prob) / surplus;
        Ok((surplus > 0.0).then(|| 1.0 + self.spread() * ratio * ratio))
    }

    /// Variance of the estimate times `n - 1`. It is 0 for distributions of two values only, which
    /// leave no doubt; then the least positive number stands for it.
    fn spread(&self) -> f64 {
        let square = self.sharpe * self.sharpe;
        let spread = 1.0 - self.skewness * self.sharpe + (self.kurtosis - 1.0) / 4.0 * square;
        spread.max(f64::MIN_POSITIVE)
    }

    fn check_benchmark(&self, benchmark: f64) -> Result<(), OverfittingError> {
        if benchmark.is_finite() {
            return Ok(());
        }
        Err(OverfittingError::parameter("benchmark", benchmark, "a finite number"))
    }
}
