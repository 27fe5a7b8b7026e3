//! Simple return.

use super::window::RecentValues;
use super::{Indicator, bounded, check_period, relative_change};
use crate::types::ParameterError;

/// Relative change from `periods` inputs ago.
///
/// - Formula: `x[0] / x[-periods] - 1`.
/// - Parameters: `periods` 1 to [`PERIOD_MAX`](super::PERIOD_MAX) inputs.
/// - Returns: a fraction (0.01 = 1 %).
/// - Warm-up: `periods` inputs.
/// - Degenerate inputs: 0 where the old value is 0.
/// - Cost: one division.
/// - Source: TA-Lib `ROCP`; pandas `pct_change(periods)`.
///
/// ```
/// use hypertrader::indicators::{Indicator, Return};
/// let mut change = Return::new(1)?;
/// assert_eq!(change.update(4.0), None);
/// assert_eq!(change.update(5.0), Some(0.25));
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias = "ROCP")]
pub struct Return {
    periods: usize,
    /// Inputs still missing until there is an output.
    missing: usize,
    window: RecentValues,
}

impl Return {
    /// A return over `periods` inputs.
    ///
    /// # Errors
    /// If there are 0 or too many.
    pub fn new(periods: usize) -> Result<Self, ParameterError> {
        check_period("periods", periods, 1)?;
        Ok(Self { periods, missing: periods, window: RecentValues::new(periods) })
    }
}

impl Indicator for Return {
    type Input = f64;
    type Output = f64;

    #[inline]
    fn update(&mut self, input: f64) -> Option<f64> {
        let input = bounded(input);
        let old = self.window.oldest();
        self.window.push(input);
        if self.missing > 0 {
            self.missing -= 1;
            return None;
        }
        Some(relative_change(input, old))
    }

    fn lookback(&self) -> usize {
        self.periods
    }

    fn reset(&mut self) {
        self.missing = self.periods;
        self.window.reset();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(one, Return::new(1), lookback: 1, price_degrees: [0]);
    indicator_contract!(five, Return::new(5), lookback: 5, price_degrees: [0]);

    #[test]
    fn a_change_from_zero_is_zero() {
        let mut change = Return::new(1).unwrap();
        change.update(0.0);
        assert_eq!(change.update(3.0), Some(0.0));
    }
}
