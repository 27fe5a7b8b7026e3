//! Standard deviation over a window.

use super::window::MomentsWindow;
use super::{Indicator, check_period, reciprocal};
use crate::types::ParameterError;

/// Population standard deviation of the last `period` inputs.
///
/// - Formula: `sqrt(sum((x - mean)^2) / period)`.
/// - Parameters: `period` 2 to [`PERIOD_MAX`](super::PERIOD_MAX) inputs.
/// - Returns: 0 or more, in the unit of the input.
/// - Warm-up: `period - 1` inputs.
/// - Degenerate inputs: a constant window gives exactly 0.
/// - Cost: as [`SimpleMovingAverage`](super::SimpleMovingAverage), and one square root.
/// - Source: TA-Lib `STDDEV` with one deviation.
///
/// ```
/// use hypertrader::indicators::{Indicator, StandardDeviation};
/// let mut deviation = StandardDeviation::new(2)?;
/// deviation.update(1.0);
/// assert_eq!(deviation.update(4.0), Some(1.5));
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias = "STDDEV")]
pub struct StandardDeviation {
    period: usize,
    reciprocal: f64,
    window: MomentsWindow,
}

impl StandardDeviation {
    /// A deviation over `period` inputs.
    ///
    /// # Errors
    /// If the period is below 2 or too long.
    pub fn new(period: usize) -> Result<Self, ParameterError> {
        check_period("period", period, 2)?;
        Ok(Self { period, reciprocal: reciprocal(period), window: MomentsWindow::new(period) })
    }
}

impl Indicator for StandardDeviation {
    type Input = f64;
    type Output = f64;

    #[inline]
    fn update(&mut self, input: f64) -> Option<f64> {
        let moments = self.window.push(super::bounded(input))?;
        Some((moments.squared_deviations * self.reciprocal).sqrt())
    }

    fn lookback(&self) -> usize {
        self.period - 1
    }

    fn reset(&mut self) {
        self.window.reset();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(short, StandardDeviation::new(20), lookback: 19, price_degrees: [1]);
    indicator_contract!(long, StandardDeviation::new(50), lookback: 49, price_degrees: [1]);

    #[test]
    fn keeps_nine_digits_on_a_high_price_level() {
        // 1e9 and 1e9 + 1 by turns: the deviation is 0.5 at any level. Sums of raw squares (1e18)
        // have a last digit of 128 and lose it.
        for period in [20, 50] {
            let mut deviation = StandardDeviation::new(period).unwrap();
            let last = (0..200).map(|i| deviation.update(1e9 + f64::from(i % 2))).last().unwrap();
            let error = (last.unwrap() - 0.5).abs();
            assert!(error < 1e-12, "period {period}: off by {error}");
        }
    }
}
