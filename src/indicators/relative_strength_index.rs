//! Relative strength index (RSI).

use super::{Indicator, bounded, check_period, reciprocal};
use crate::types::ParameterError;

/// Share of the gains in all movement, with Wilder's smoothing.
///
/// - Formula: `100 * g / (g + l)`, where `g` and `l` are averages of the rises and falls from input
///   to input: the mean of the first `period` of them, then `a += (new - a) / period`.
/// - Parameters: `period` 1 to [`PERIOD_MAX`](super::PERIOD_MAX) changes. Usual: 14.
/// - Returns: 0 to 100.
/// - Warm-up: `period` inputs.
/// - Degenerate inputs: 50 while no input has differed from another (neither side won). TA-Lib
///   answers 0 there, which reads as oversold.
/// - Cost: about eight additions and multiplications, one division; no window.
/// - Source: J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib `RSI`.
///   The crate `ta` smooths with an exponential average and a seed of 0.1, and does not agree.
///
/// ```
/// use hypertrader::indicators::{Indicator, RelativeStrengthIndex};
/// let mut index = RelativeStrengthIndex::new(2)?;
/// index.update(1.0);
/// index.update(4.0);
/// assert_eq!(index.update(3.0), Some(75.0)); // rise 3, fall 1
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias = "RSI")]
pub struct RelativeStrengthIndex {
    previous: f64,
    gain: f64,
    loss: f64,
    weight: f64,
    /// Inputs still missing until there is an output.
    missing: usize,
    period: usize,
}

impl RelativeStrengthIndex {
    /// An index over `period` changes.
    ///
    /// # Errors
    /// If the period is 0 or too long.
    pub fn new(period: usize) -> Result<Self, ParameterError> {
        check_period("period", period, 1)?;
        Ok(Self {
            previous: 0.0,
            gain: 0.0,
            loss: 0.0,
            weight: reciprocal(period),
            missing: period + 1,
            period,
        })
    }

    #[cold]
    fn warm_up(&mut self, input: f64) -> Option<f64> {
        if self.missing <= self.period {
            let change = input - self.previous;
            self.gain += change.max(0.0);
            self.loss += (-change).max(0.0);
        }
        self.previous = input;
        self.missing -= 1;
        if self.missing > 0 {
            return None;
        }
        self.gain *= self.weight;
        self.loss *= self.weight;
        Some(self.index())
    }

    #[inline]
    fn index(&self) -> f64 {
        let movement = self.gain + self.loss;
        // Below the smallest normal number the averages are what rounding left of a movement
        // thousands of inputs ago.
        if movement < f64::MIN_POSITIVE { 50.0 } else { 100.0 * (self.gain / movement) }
    }
}

impl Indicator for RelativeStrengthIndex {
    type Input = f64;
    type Output = f64;

    #[inline]
    fn update(&mut self, input: f64) -> Option<f64> {
        let input = bounded(input);
        if self.missing > 0 {
            return self.warm_up(input);
        }
        let change = input - self.previous;
        self.previous = input;
        self.gain += (change.max(0.0) - self.gain) * self.weight;
        self.loss += ((-change).max(0.0) - self.loss) * self.weight;
        Some(self.index())
    }

    fn lookback(&self) -> usize {
        self.period
    }

    fn reset(&mut self) {
        self.gain = 0.0;
        self.loss = 0.0;
        self.missing = self.period + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(usual, RelativeStrengthIndex::new(14), lookback: 14, price_degrees: [0]);

    #[test]
    fn a_flat_series_is_neutral_and_a_rising_one_is_a_hundred() {
        let last = |step: f64| {
            let mut index = RelativeStrengthIndex::new(14).unwrap();
            (0..40).filter_map(|i| index.update(1.1 + step * f64::from(i))).last().unwrap()
        };
        assert_eq!(last(0.0), 50.0);
        // One point per input on a EURUSD-like price: a seed with a unit would hide the rise.
        assert_eq!(last(0.0001), 100.0);
        assert_eq!(last(-0.0001), 0.0);
    }
}
