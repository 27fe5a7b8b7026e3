//! Volatility of returns.

use super::window::MomentsWindow;
use super::{Indicator, Return, check_period, reciprocal};
use crate::types::ParameterError;

/// Sample standard deviation of the last `period` simple one-input returns.
///
/// - Formula: with `r = x[0] / x[-1] - 1`, `sqrt(sum((r - mean)^2) / (period - 1))` over the last
///   `period` values of `r`.
/// - Parameters: `period` 2 to [`PERIOD_MAX`](super::PERIOD_MAX) returns.
/// - Returns: a fraction per input, 0 or more (0.01 = 1 %); not scaled to a year.
/// - Warm-up: `period` inputs.
/// - Degenerate inputs: a constant window gives exactly 0; returns from 0 count as 0.
/// - Cost: as [`StandardDeviation`](super::StandardDeviation), and one division.
/// - Source: pandas `pct_change().rolling(period).std()`. Simple returns, not logarithms: they
///   need no platform mathematics and differ by half the square of a minute's return.
///
/// ```
/// use hypertrader::indicators::{Indicator, Volatility};
/// let mut volatility = Volatility::new(2)?;
/// volatility.update(1.0);
/// volatility.update(1.0);
/// // Returns 0 and 1: mean 0.5, sample variance (0.25 + 0.25) / 1.
/// let value = volatility.update(2.0).expect("three inputs");
/// assert!((value - 0.5_f64.sqrt()).abs() < 1e-15);
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Volatility {
    period: usize,
    sample_reciprocal: f64,
    change: Return,
    window: MomentsWindow,
}

impl Volatility {
    /// A deviation of the last `period` returns.
    ///
    /// # Errors
    /// If the period is below 2 or too long.
    pub fn new(period: usize) -> Result<Self, ParameterError> {
        check_period("period", period, 2)?;
        Ok(Self {
            period,
            sample_reciprocal: reciprocal(period - 1),
            change: Return::new(1)?,
            window: MomentsWindow::new(period),
        })
    }
}

impl Indicator for Volatility {
    type Input = f64;
    type Output = f64;

    #[inline]
    fn update(&mut self, input: f64) -> Option<f64> {
        let change = self.change.update(input)?;
        let moments = self.window.push(change)?;
        Some((moments.squared_deviations * self.sample_reciprocal).sqrt())
    }

    fn lookback(&self) -> usize {
        self.period
    }

    fn reset(&mut self) {
        self.change.reset();
        self.window.reset();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(short, Volatility::new(20), lookback: 20, price_degrees: [0]);
    indicator_contract!(long, Volatility::new(60), lookback: 60, price_degrees: [0]);

    #[test]
    fn refuses_a_sample_of_one() {
        assert_eq!(Volatility::new(1).unwrap_err().name, "period");
    }
}
