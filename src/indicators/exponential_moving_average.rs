//! Exponential moving average.

use super::{Indicator, bounded, check_period, count_as_f64, reciprocal};
use crate::types::ParameterError;

/// Exponentially weighted mean, seeded with a simple one.
///
/// - Formula: `e += (x - e) * 2 / (period + 1)`; the first value is the mean of the first `period`
///   inputs.
/// - Parameters: `period` 1 to [`PERIOD_MAX`](super::PERIOD_MAX) inputs.
/// - Warm-up: `period - 1` inputs. The seed fades by `(period - 1) / (period + 1)` per input.
/// - Degenerate inputs: a constant series gives exactly the constant.
/// - Cost: one multiplication, two additions; no window.
/// - Source: TA-Lib `EMA`, default compatibility. MetaTrader and pandas seed with the first input
///   and differ until that has faded.
///
/// ```
/// use hypertrader::indicators::{ExponentialMovingAverage, Indicator};
/// let mut average = ExponentialMovingAverage::new(3)?;
/// average.update(1.0);
/// average.update(2.0);
/// assert_eq!(average.update(6.0), Some(3.0));
/// assert_eq!(average.update(5.0), Some(4.0)); // 3 + (5 - 3) * 2 / 4
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias = "EMA")]
pub struct ExponentialMovingAverage {
    value: f64,
    weight: f64,
    /// Inputs still missing until the seed is complete.
    missing: usize,
    seed: Seed,
    period: usize,
}

impl ExponentialMovingAverage {
    /// An average whose weights halve about every `0.35 * period` inputs.
    ///
    /// # Errors
    /// If the period is 0 or too long.
    pub fn new(period: usize) -> Result<Self, ParameterError> {
        check_period("period", period, 1)?;
        let weight = 2.0 / (count_as_f64(period) + 1.0);
        Ok(Self { value: 0.0, weight, missing: period, seed: Seed::default(), period })
    }

    #[cold]
    fn warm_up(&mut self, input: f64) -> Option<f64> {
        self.seed.add(input);
        self.missing -= 1;
        if self.missing > 0 {
            return None;
        }
        self.value = self.seed.mean(self.period);
        Some(self.value)
    }
}

impl Indicator for ExponentialMovingAverage {
    type Input = f64;
    type Output = f64;

    #[inline]
    fn update(&mut self, input: f64) -> Option<f64> {
        let input = bounded(input);
        if self.missing > 0 {
            return self.warm_up(input);
        }
        self.value += (input - self.value) * self.weight;
        Some(self.value)
    }

    fn lookback(&self) -> usize {
        self.period - 1
    }

    fn reset(&mut self) {
        self.missing = self.period;
        self.seed = Seed::default();
    }
}

/// Mean of the inputs that start a recursive average.
///
/// Sums distances to the first input: a constant series is averaged without rounding.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seed {
    first: Option<f64>,
    sum: f64,
}

impl Seed {
    /// Takes an input.
    pub(super) fn add(&mut self, input: f64) {
        self.sum += input - *self.first.get_or_insert(input);
    }

    /// Mean of the `count` inputs taken.
    pub(super) fn mean(&self, count: usize) -> f64 {
        self.first.unwrap_or(0.0) + self.sum * reciprocal(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(usual, ExponentialMovingAverage::new(20), lookback: 19, price_degrees: [1]);
    indicator_contract!(single, ExponentialMovingAverage::new(1), lookback: 0, price_degrees: [1]);

    #[test]
    fn a_constant_series_gives_the_constant() {
        let mut average = ExponentialMovingAverage::new(7).unwrap();
        let outputs: Vec<f64> = (0..50).filter_map(|_| average.update(0.1)).collect();
        assert!(outputs.iter().all(|&value| value == 0.1), "{outputs:?}");
    }
}
