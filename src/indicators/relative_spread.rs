//! Spread against its own average.

use super::{Indicator, SimpleMovingAverage, relative_change};
use crate::types::{Bar, ParameterError};

/// Spread at the close relative to the mean of the last `period` known spreads, this one included.
///
/// - Formula: `spread[0] / mean(spread) - 1`.
/// - Parameters: `period` 1 to [`PERIOD_MAX`](super::PERIOD_MAX) bars with a known spread.
/// - Returns: a fraction, above -1 (1.0 = twice the average); `None` inside where the bar's spread
///   is unknown (0) or fewer than `period` spreads have been known.
/// - Warm-up: `period - 1` bars; longer where spreads are unknown.
/// - Degenerate inputs: unknown spreads are left out, not averaged as 0.
/// - Cost: as [`SimpleMovingAverage`], and one division.
/// - Source: pandas `s / s.rolling(period).mean() - 1` over the rows with a spread. A spread in
///   points means something else on every symbol; measured by itself it has no unit.
///
/// ```
/// use hypertrader::indicators::{Indicator, RelativeSpread};
/// use hypertrader::types::Bar;
/// let bar = |spread_points| Bar { spread_points, ..Bar::default() };
/// let mut relative = RelativeSpread::new(2)?;
/// assert_eq!(relative.update(bar(10)), None);
/// assert_eq!(relative.update(bar(0)), Some(None)); // unknown
/// assert_eq!(relative.update(bar(30)), Some(Some(0.5))); // the mean of 10 and 30 is 20
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
pub struct RelativeSpread {
    average: SimpleMovingAverage,
    /// Bars still missing until there is an output.
    missing: usize,
}

impl RelativeSpread {
    /// Measured by the last `period` known spreads.
    ///
    /// # Errors
    /// If the period is 0 or too long.
    pub fn new(period: usize) -> Result<Self, ParameterError> {
        let average = SimpleMovingAverage::new(period)?;
        Ok(Self { missing: average.lookback(), average })
    }
}

impl Indicator for RelativeSpread {
    type Input = Bar;
    type Output = Option<f64>;

    #[inline]
    fn update(&mut self, bar: Bar) -> Option<Option<f64>> {
        let relative = if bar.spread_points == 0 {
            None
        } else {
            let spread = f64::from(bar.spread_points);
            self.average.update(spread).map(|mean| relative_change(spread, mean))
        };
        if self.missing > 0 {
            self.missing -= 1;
            return None;
        }
        Some(relative)
    }

    fn lookback(&self) -> usize {
        self.average.lookback()
    }

    fn reset(&mut self) {
        self.missing = self.average.lookback();
        self.average.reset();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(usual, RelativeSpread::new(20), lookback: 19, price_degrees: [0]);
    indicator_contract!(single, RelativeSpread::new(1), lookback: 0, price_degrees: [0]);
}
