//! Average true range (ATR).

use super::exponential_moving_average::Seed;
use super::true_range::true_range;
use super::{Indicator, bounded, check_period, reciprocal};
use crate::types::{Bar, ParameterError};

/// Wilder's average of the [`TrueRange`](super::TrueRange).
///
/// - Formula: the mean of the first `period` true ranges, then `a += (tr - a) / period`.
/// - Parameters: `period` 1 to [`PERIOD_MAX`](super::PERIOD_MAX) bars. Usual: 14.
/// - Returns: a price distance, 0 or more.
/// - Warm-up: `period` bars (the first bar has no true range).
/// - Degenerate inputs: a flat series gives 0.
/// - Cost: a true range, two additions, one multiplication; no window.
/// - Source: Wilder (1978); TA-Lib `ATR`. The crate `ta` uses an exponential average instead.
///
/// ```
/// use hypertrader::indicators::{AverageTrueRange, Indicator};
/// use hypertrader::types::Bar;
/// let bar = |high, low| Bar { high, low, close: low, ..Bar::default() };
/// let mut average = AverageTrueRange::new(2)?;
/// average.update(bar(2.0, 1.0));
/// average.update(bar(2.0, 1.0));
/// assert_eq!(average.update(bar(4.0, 1.0)), Some(2.0)); // (1 + 3) / 2
/// assert_eq!(average.update(bar(5.0, 1.0)), Some(3.0)); // 2 + (4 - 2) / 2
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias = "ATR")]
pub struct AverageTrueRange {
    previous_close: f64,
    value: f64,
    weight: f64,
    /// Bars still missing until there is an output.
    missing: usize,
    seed: Seed,
    period: usize,
}

impl AverageTrueRange {
    /// An average over `period` bars.
    ///
    /// # Errors
    /// If the period is 0 or too long.
    pub fn new(period: usize) -> Result<Self, ParameterError> {
        check_period("period", period, 1)?;
        Ok(Self {
            previous_close: 0.0,
            value: 0.0,
            weight: reciprocal(period),
            missing: period + 1,
            seed: Seed::default(),
            period,
        })
    }

    #[cold]
    fn warm_up(&mut self, range: f64) -> Option<f64> {
        if self.missing <= self.period {
            self.seed.add(range);
        }
        self.missing -= 1;
        if self.missing > 0 {
            return None;
        }
        self.value = self.seed.mean(self.period);
        Some(self.value)
    }
}

impl Indicator for AverageTrueRange {
    type Input = Bar;
    type Output = f64;

    #[inline]
    fn update(&mut self, bar: Bar) -> Option<f64> {
        let range = true_range(bounded(bar.high), bounded(bar.low), self.previous_close);
        self.previous_close = bounded(bar.close);
        if self.missing > 0 {
            return self.warm_up(range);
        }
        self.value += (range - self.value) * self.weight;
        Some(self.value)
    }

    fn lookback(&self) -> usize {
        self.period
    }

    fn reset(&mut self) {
        self.missing = self.period + 1;
        self.seed = Seed::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(usual, AverageTrueRange::new(14), lookback: 14, price_degrees: [1]);
}
