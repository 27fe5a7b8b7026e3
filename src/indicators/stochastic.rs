//! Stochastic oscillator.

use super::window::{BlockWindow, Greatest, Least};
use super::{Indicator, SimpleMovingAverage, bounded, check_period};
use crate::types::{Bar, ParameterError};

/// The two lines of a stochastic oscillator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StochasticLines {
    /// Smoothed position of the close in the range, 0 to 100.
    pub k: f64,
    /// Simple moving average of `k`, 0 to 100.
    pub d: f64,
}

/// Where the close stands between the lowest low and the highest high.
///
/// - Formula: `raw = 100 * (close - lowest) / (highest - lowest)` over the last `k` bars; `k` is
///   the simple average of the last `slow_k` raw values, `d` that of the last `d` values of `k`.
/// - Parameters: each 1 to [`PERIOD_MAX`](super::PERIOD_MAX) bars. Usual: 14, 3, 3.
/// - Returns: 0 to 100.
/// - Warm-up: `k + slow_k + d - 3` bars.
/// - Degenerate inputs: the raw value is 50 where highest equals lowest (TA-Lib: 0).
/// - Cost: four comparisons and two short averages per bar; one bar in `k` costs about `2 k` more.
/// - Source: George Lane; TA-Lib `STOCH` with simple averages.
///
/// ```
/// use hypertrader::indicators::{Indicator, Stochastic};
/// use hypertrader::types::Bar;
/// let mut stochastic = Stochastic::new(2, 1, 1)?;
/// stochastic.update(Bar { high: 3.0, low: 1.0, close: 2.0, ..Bar::default() });
/// let next = Bar { high: 5.0, low: 2.0, close: 4.0, ..Bar::default() };
/// assert_eq!(stochastic.update(next).map(|lines| lines.k), Some(75.0)); // (4 - 1) / (5 - 1)
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias = "STOCH")]
pub struct Stochastic {
    range_period: usize,
    lowest: BlockWindow<Least>,
    highest: BlockWindow<Greatest>,
    k: SimpleMovingAverage,
    d: SimpleMovingAverage,
}

impl Stochastic {
    /// An oscillator over `k` bars, smoothed over `slow_k`, with a line of `d`.
    ///
    /// # Errors
    /// If a period is 0 or too long.
    pub fn new(k: usize, slow_k: usize, d: usize) -> Result<Self, ParameterError> {
        check_period("k", k, 1)?;
        check_period("slow_k", slow_k, 1)?;
        check_period("d", d, 1)?;
        Ok(Self {
            range_period: k,
            lowest: BlockWindow::new(k),
            highest: BlockWindow::new(k),
            k: SimpleMovingAverage::new(slow_k)?,
            d: SimpleMovingAverage::new(d)?,
        })
    }
}

impl Indicator for Stochastic {
    type Input = Bar;
    type Output = StochasticLines;

    #[inline]
    fn update(&mut self, bar: Bar) -> Option<StochasticLines> {
        let lowest = self.lowest.push(bounded(bar.low));
        let highest = self.highest.push(bounded(bar.high));
        let (lowest, highest) = (lowest?.0, highest?.0);
        let range = highest - lowest;
        let raw = if range > 0.0 {
            (100.0 * ((bounded(bar.close) - lowest) / range)).clamp(0.0, 100.0)
        } else {
            50.0
        };
        let k = self.k.update(raw)?;
        let d = self.d.update(k)?;
        Some(StochasticLines { k, d })
    }

    fn lookback(&self) -> usize {
        self.range_period - 1 + self.k.lookback() + self.d.lookback()
    }

    fn reset(&mut self) {
        self.lowest.reset();
        self.highest.reset();
        self.k.reset();
        self.d.reset();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(usual, Stochastic::new(14, 3, 3), lookback: 17, price_degrees: [0, 0]);

    #[test]
    fn a_flat_series_is_neutral() {
        let bar = Bar { high: 1.5, low: 1.5, close: 1.5, ..Bar::default() };
        let mut stochastic = Stochastic::new(5, 3, 3).unwrap();
        let last = (0..20).filter_map(|_| stochastic.update(bar)).last();
        assert_eq!(last, Some(StochasticLines { k: 50.0, d: 50.0 }));
    }
}
