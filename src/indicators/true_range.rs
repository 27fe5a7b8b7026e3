//! True range.

use super::{Indicator, bounded};
use crate::types::{Bar, ParameterError};

/// Range of a bar with the gap from the previous close.
///
/// - Formula: `max(high, close[-1]) - min(low, close[-1])`, which is the largest of `high - low`,
///   `|high - close[-1]|` and `|low - close[-1]|` for every bar with `low <= high`.
/// - Returns: a price distance, 0 or more.
/// - Warm-up: 1 bar.
/// - Degenerate inputs: a flat series gives 0.
/// - Cost: two comparisons, one subtraction.
/// - Source: Wilder (1978); TA-Lib `TRANGE`.
///
/// ```
/// use hypertrader::indicators::{Indicator, TrueRange};
/// use hypertrader::types::Bar;
/// let mut range = TrueRange::new()?;
/// range.update(Bar { high: 3.0, low: 1.0, close: 2.0, ..Bar::default() });
/// let gap = Bar { high: 6.0, low: 5.0, close: 5.0, ..Bar::default() };
/// assert_eq!(range.update(gap), Some(4.0));
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias = "TRANGE")]
pub struct TrueRange {
    previous_close: f64,
    started: bool,
}

impl TrueRange {
    /// A true range.
    ///
    /// # Errors
    /// None; the signature is that of every indicator.
    pub fn new() -> Result<Self, ParameterError> {
        Ok(Self { previous_close: 0.0, started: false })
    }
}

/// True range of a bar after a close. Takes values that are [`bounded`].
#[inline]
pub(super) fn true_range(high: f64, low: f64, previous_close: f64) -> f64 {
    (if previous_close > high { previous_close } else { high })
        - (if previous_close < low { previous_close } else { low })
}

impl Indicator for TrueRange {
    type Input = Bar;
    type Output = f64;

    #[inline]
    fn update(&mut self, bar: Bar) -> Option<f64> {
        let previous_close = self.previous_close;
        self.previous_close = bounded(bar.close);
        if !self.started {
            self.started = true;
            return None;
        }
        Some(true_range(bounded(bar.high), bounded(bar.low), previous_close))
    }

    fn lookback(&self) -> usize {
        1
    }

    fn reset(&mut self) {
        self.started = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(usual, TrueRange::new(), lookback: 1, price_degrees: [1]);
}
