//! Moving average convergence divergence (MACD).

use super::exponential_moving_average::Seed;
use super::{ExponentialMovingAverage, Indicator, bounded, check_period, count_as_f64};
use crate::types::ParameterError;

/// The three lines of a MACD.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Macd {
    /// Fast average minus slow average.
    pub line: f64,
    /// Exponential moving average of the line.
    pub signal: f64,
    /// `line - signal`.
    pub histogram: f64,
}

/// Difference of a fast and a slow exponential moving average, and its own average.
///
/// - Formula: `line = ema(fast) - ema(slow)`, `signal = ema(line)`, `histogram = line - signal`.
///   The averages are those of [`ExponentialMovingAverage`], but both start at input `slow`: the
///   fast one is seeded with the mean of the last `fast` of the first `slow` inputs.
/// - Parameters: `fast` 1 or more and below `slow`; `slow` and `signal` up to
///   [`PERIOD_MAX`](super::PERIOD_MAX). Usual: 12, 26, 9.
/// - Warm-up: `slow + signal - 2` inputs; all three lines start together.
/// - Degenerate inputs: a constant series gives three zeros.
/// - Cost: three averages; no window.
/// - Source: TA-Lib `MACD`, default compatibility.
///
/// ```
/// use hypertrader::indicators::{Indicator, MovingAverageConvergenceDivergence};
/// let mut macd = MovingAverageConvergenceDivergence::new(1, 3, 1)?;
/// macd.update(1.0);
/// macd.update(2.0);
/// let lines = macd.update(6.0).expect("three inputs");
/// assert_eq!((lines.line, lines.signal, lines.histogram), (3.0, 3.0, 0.0)); // 6 - (1 + 2 + 6) / 3
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias = "MACD")]
pub struct MovingAverageConvergenceDivergence {
    fast_value: f64,
    slow_value: f64,
    fast_weight: f64,
    slow_weight: f64,
    signal: ExponentialMovingAverage,
    /// Inputs still missing until both averages are seeded.
    missing: usize,
    fast_seed: Seed,
    slow_seed: Seed,
    fast: usize,
    slow: usize,
}

impl MovingAverageConvergenceDivergence {
    /// A MACD of the three periods.
    ///
    /// # Errors
    /// If a period is 0 or too long, or `fast` is not below `slow`.
    pub fn new(fast: usize, slow: usize, signal: usize) -> Result<Self, ParameterError> {
        check_period("fast", fast, 1)?;
        check_period("slow", slow, 1)?;
        check_period("signal", signal, 1)?;
        if fast >= slow {
            return Err(ParameterError::new("fast", fast, "a period below the slow one"));
        }
        Ok(Self {
            fast_value: 0.0,
            slow_value: 0.0,
            fast_weight: 2.0 / (count_as_f64(fast) + 1.0),
            slow_weight: 2.0 / (count_as_f64(slow) + 1.0),
            signal: ExponentialMovingAverage::new(signal)?,
            missing: slow,
            fast_seed: Seed::default(),
            slow_seed: Seed::default(),
            fast,
            slow,
        })
    }

    #[cold]
    fn warm_up(&mut self, input: f64) -> Option<Macd> {
        self.slow_seed.add(input);
        if self.missing <= self.fast {
            self.fast_seed.add(input);
        }
        self.missing -= 1;
        if self.missing > 0 {
            return None;
        }
        self.fast_value = self.fast_seed.mean(self.fast);
        self.slow_value = self.slow_seed.mean(self.slow);
        self.lines()
    }

    #[inline]
    fn lines(&mut self) -> Option<Macd> {
        let line = self.fast_value - self.slow_value;
        let signal = self.signal.update(line)?;
        Some(Macd { line, signal, histogram: line - signal })
    }
}

impl Indicator for MovingAverageConvergenceDivergence {
    type Input = f64;
    type Output = Macd;

    #[inline]
    fn update(&mut self, input: f64) -> Option<Macd> {
        let input = bounded(input);
        if self.missing > 0 {
            return self.warm_up(input);
        }
        self.fast_value += (input - self.fast_value) * self.fast_weight;
        self.slow_value += (input - self.slow_value) * self.slow_weight;
        self.lines()
    }

    fn lookback(&self) -> usize {
        self.slow - 1 + self.signal.lookback()
    }

    fn reset(&mut self) {
        self.missing = self.slow;
        self.fast_seed = Seed::default();
        self.slow_seed = Seed::default();
        self.signal.reset();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(
        usual, MovingAverageConvergenceDivergence::new(12, 26, 9),
        lookback: 33, price_degrees: [1, 1, 1]);

    #[test]
    fn refuses_a_fast_period_that_is_not_below_the_slow_one() {
        let error = MovingAverageConvergenceDivergence::new(26, 26, 9).unwrap_err();
        assert_eq!(error.to_string(), "fast was 26, expected a period below the slow one");
    }
}
