//! Simple moving average.

use super::window::MomentsWindow;
use super::{Indicator, check_period};
use crate::types::ParameterError;

/// Arithmetic mean of the last `period` inputs.
///
/// - Formula: `(x[0] + .. + x[-(period - 1)]) / period`.
/// - Parameters: `period` 1 to [`PERIOD_MAX`](super::PERIOD_MAX) inputs.
/// - Warm-up: `period - 1` inputs.
/// - Degenerate inputs: a constant window gives exactly the constant.
/// - Cost: about ten additions and multiplications per update, and about `3 * period` at one update
///   in `period` and where a far outlier leaves the window. No drift: see `window`.
/// - Source: TA-Lib `SMA`.
///
/// ```
/// use hypertrader::indicators::{Indicator, SimpleMovingAverage};
/// let mut average = SimpleMovingAverage::new(3)?;
/// assert_eq!(average.update(1.0), None);
/// assert_eq!(average.update(2.0), None);
/// assert_eq!(average.update(6.0), Some(3.0));
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias = "SMA")]
pub struct SimpleMovingAverage {
    period: usize,
    window: MomentsWindow,
}

impl SimpleMovingAverage {
    /// An average over `period` inputs.
    ///
    /// # Errors
    /// If the period is 0 or too long.
    pub fn new(period: usize) -> Result<Self, ParameterError> {
        check_period("period", period, 1)?;
        Ok(Self { period, window: MomentsWindow::new(period) })
    }
}

impl Indicator for SimpleMovingAverage {
    type Input = f64;
    type Output = f64;

    #[inline]
    fn update(&mut self, input: f64) -> Option<f64> {
        self.window.push(super::bounded(input)).map(|moments| moments.mean)
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

    indicator_contract!(short, SimpleMovingAverage::new(20), lookback: 19, price_degrees: [1]);
    indicator_contract!(long, SimpleMovingAverage::new(50), lookback: 49, price_degrees: [1]);
    indicator_contract!(single, SimpleMovingAverage::new(1), lookback: 0, price_degrees: [1]);

    #[test]
    fn huge_values_leave_no_trace_once_out_of_the_window() {
        // Fifty times 1e16, then ones: a running sum that subtracts what leaves answers 0.1 or so.
        for period in [10, 40] {
            let mut average = SimpleMovingAverage::new(period).unwrap();
            for _ in 0..50 {
                average.update(1e16);
            }
            let last = (0..period).map(|_| average.update(1.0)).last().unwrap();
            assert_eq!(last, Some(1.0), "period {period}");
        }
    }

    #[test]
    fn refuses_a_period_of_zero() {
        let error = SimpleMovingAverage::new(0).unwrap_err();
        assert_eq!(error.to_string(), "period was 0, expected a whole number, 1 to 65536");
    }
}
