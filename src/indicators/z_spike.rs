//! How unusual the last change was.

use super::window::MomentsWindow;
use super::{Indicator, bounded, check_period, reciprocal};
use crate::types::ParameterError;

/// A deviation of this many rounding errors of the input is rounding, not movement.
const ROUNDING_ERRORS: f64 = 8.0;

/// The last change in sample standard deviations of the last `period` changes.
///
/// - Formula: `d / s`, where `d = x[0] - x[-1]` and `s` is the sample standard deviation (divisor
///   `period - 1`) of the last `period` values of `d`, this one included. The mean is not
///   subtracted from `d`: the sign is the sign of the change.
/// - Parameters: `period` 2 to [`PERIOD_MAX`](super::PERIOD_MAX) changes.
/// - Returns: dimensionless. By Samuelson's inequality a change is at most
///   `(period - 1) / sqrt(period)` deviations from the mean change.
/// - Warm-up: `period` inputs.
/// - Degenerate inputs: 0 when every change in the window is the same up to rounding (deviation not
///   above eight rounding errors of the input). A ruler-straight trend is not a spike.
/// - Cost: as [`StandardDeviation`](super::StandardDeviation), and one division.
/// - Source: pandas `diff() / diff().rolling(period).std()`. Published versions add 1e-9 to the
///   divisor; that constant has the unit of a price and swallows the signal of cheap symbols.
///
/// ```
/// use hypertrader::indicators::{Indicator, ZSpike};
/// let mut spike = ZSpike::new(2)?;
/// spike.update(10.0);
/// spike.update(10.0);
/// // Changes 0 and 2: mean 1, sample variance (1 + 1) / 1 = 2.
/// let value = spike.update(12.0).expect("three inputs");
/// assert!((value - 2.0 / 2.0_f64.sqrt()).abs() < 1e-15);
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ZSpike {
    period: usize,
    sample_reciprocal: f64,
    previous: f64,
    started: bool,
    window: MomentsWindow,
}

impl ZSpike {
    /// Judges a change by the last `period` changes.
    ///
    /// # Errors
    /// If the period is below 2 or too long.
    pub fn new(period: usize) -> Result<Self, ParameterError> {
        check_period("period", period, 2)?;
        Ok(Self {
            period,
            sample_reciprocal: reciprocal(period - 1),
            previous: 0.0,
            started: false,
            window: MomentsWindow::new(period),
        })
    }
}

impl Indicator for ZSpike {
    type Input = f64;
    type Output = f64;

    #[inline]
    fn update(&mut self, input: f64) -> Option<f64> {
        let input = bounded(input);
        let change = input - self.previous;
        self.previous = input;
        if !self.started {
            self.started = true;
            return None;
        }
        let moments = self.window.push(change)?;
        let deviation = (moments.squared_deviations * self.sample_reciprocal).sqrt();
        let rounding = ROUNDING_ERRORS * f64::EPSILON * input.abs();
        Some(if deviation <= rounding { 0.0 } else { bounded(change / deviation) })
    }

    fn lookback(&self) -> usize {
        self.period
    }

    fn reset(&mut self) {
        self.window.reset();
        self.previous = 0.0;
        self.started = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(short, ZSpike::new(20), lookback: 20, price_degrees: [0]);
    indicator_contract!(long, ZSpike::new(50), lookback: 50, price_degrees: [0]);

    #[test]
    fn a_straight_trend_is_not_a_spike() {
        // 1.1 + i * 0.0001 is not exact in binary: the changes differ in their last bits, and a
        // plain quotient answers about 1e12.
        let mut spike = ZSpike::new(20).unwrap();
        for i in 0..100 {
            let value = spike.update(1.1 + f64::from(i) * 0.0001);
            assert_eq!(value.unwrap_or(0.0), 0.0, "input {i}");
        }
    }

    #[test]
    fn keeps_its_size_on_a_symbol_worth_a_hundred_millionth() {
        // Changes 0 and 2e-11 on a price of 1e-8, as in the example above: sqrt(2).
        let mut spike = ZSpike::new(2).unwrap();
        spike.update(1e-8);
        spike.update(1e-8);
        let value = spike.update(1.002e-8).unwrap();
        assert!((value - 2.0_f64.sqrt()).abs() < 1e-9, "was {value}");
    }
}
