//! Smallest and largest value of a window.

use super::window::{BlockWindow, Greatest, Least};
use super::{Indicator, bounded, check_period};
use crate::types::ParameterError;

/// Smallest of the last `period` inputs.
///
/// - Parameters: `period` 1 to [`PERIOD_MAX`](super::PERIOD_MAX) inputs.
/// - Warm-up: `period - 1` inputs.
/// - Cost: two comparisons per update; one update in `period` costs about `period`.
/// - Source: TA-Lib `MIN`.
///
/// ```
/// use hypertrader::indicators::{Indicator, RollingMinimum};
/// let mut least = RollingMinimum::new(2)?;
/// assert_eq!(least.update(1.0), None);
/// assert_eq!(least.update(3.0), Some(1.0));
/// assert_eq!(least.update(2.0), Some(2.0));
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias = "MIN")]
pub struct RollingMinimum {
    period: usize,
    window: BlockWindow<Least>,
}

impl RollingMinimum {
    /// A minimum over `period` inputs.
    ///
    /// # Errors
    /// If the period is 0 or too long.
    pub fn new(period: usize) -> Result<Self, ParameterError> {
        check_period("period", period, 1)?;
        Ok(Self { period, window: BlockWindow::new(period) })
    }
}

impl Indicator for RollingMinimum {
    type Input = f64;
    type Output = f64;

    #[inline]
    fn update(&mut self, input: f64) -> Option<f64> {
        self.window.push(bounded(input)).map(|least| least.0)
    }

    fn lookback(&self) -> usize {
        self.period - 1
    }

    fn reset(&mut self) {
        self.window.reset();
    }
}

/// Largest of the last `period` inputs.
///
/// - Parameters: `period` 1 to [`PERIOD_MAX`](super::PERIOD_MAX) inputs.
/// - Warm-up: `period - 1` inputs.
/// - Cost: two comparisons per update; one update in `period` costs about `period`.
/// - Source: TA-Lib `MAX`.
///
/// ```
/// use hypertrader::indicators::{Indicator, RollingMaximum};
/// let mut greatest = RollingMaximum::new(2)?;
/// assert_eq!(greatest.update(3.0), None);
/// assert_eq!(greatest.update(1.0), Some(3.0));
/// assert_eq!(greatest.update(2.0), Some(2.0));
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias = "MAX")]
pub struct RollingMaximum {
    period: usize,
    window: BlockWindow<Greatest>,
}

impl RollingMaximum {
    /// A maximum over `period` inputs.
    ///
    /// # Errors
    /// If the period is 0 or too long.
    pub fn new(period: usize) -> Result<Self, ParameterError> {
        check_period("period", period, 1)?;
        Ok(Self { period, window: BlockWindow::new(period) })
    }
}

impl Indicator for RollingMaximum {
    type Input = f64;
    type Output = f64;

    #[inline]
    fn update(&mut self, input: f64) -> Option<f64> {
        self.window.push(bounded(input)).map(|greatest| greatest.0)
    }

    fn lookback(&self) -> usize {
        self.period - 1
    }

    fn reset(&mut self) {
        self.window.reset();
    }
}

/// The extremes of a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extremes {
    /// Smallest value.
    pub lowest: f64,
    /// Largest value.
    pub highest: f64,
}

/// Smallest and largest of the last `period` inputs.
///
/// - Parameters, warm-up, source: as [`RollingMinimum`] and [`RollingMaximum`], which it joins.
/// - Cost: four comparisons per update; one update in `period` costs about twice `period`.
///
/// ```
/// use hypertrader::indicators::{Indicator, RollingExtremes};
/// let mut extremes = RollingExtremes::new(2)?;
/// assert_eq!(extremes.update(3.0), None);
/// let both = extremes.update(1.0).expect("two inputs");
/// assert_eq!((both.lowest, both.highest), (1.0, 3.0));
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
pub struct RollingExtremes {
    least: RollingMinimum,
    greatest: RollingMaximum,
}

impl RollingExtremes {
    /// The extremes of `period` inputs.
    ///
    /// # Errors
    /// If the period is 0 or too long.
    pub fn new(period: usize) -> Result<Self, ParameterError> {
        Ok(Self { least: RollingMinimum::new(period)?, greatest: RollingMaximum::new(period)? })
    }
}

impl Indicator for RollingExtremes {
    type Input = f64;
    type Output = Extremes;

    #[inline]
    fn update(&mut self, input: f64) -> Option<Extremes> {
        let (lowest, highest) = (self.least.update(input), self.greatest.update(input));
        Some(Extremes { lowest: lowest?, highest: highest? })
    }

    fn lookback(&self) -> usize {
        self.least.lookback()
    }

    fn reset(&mut self) {
        self.least.reset();
        self.greatest.reset();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::{self, indicator_contract};

    indicator_contract!(least, RollingMinimum::new(20), lookback: 19, price_degrees: [1]);
    indicator_contract!(greatest, RollingMaximum::new(20), lookback: 19, price_degrees: [1]);
    indicator_contract!(both, RollingExtremes::new(20), lookback: 19, price_degrees: [1, 1]);
    indicator_contract!(single, RollingMinimum::new(1), lookback: 0, price_degrees: [1]);

    #[test]
    fn agrees_with_a_search_of_the_window() {
        for (shape, bars) in testing::shapes() {
            let values: Vec<f64> = bars.iter().map(|bar| bar.close).collect();
            for period in [1, 2, 3, 7, 20] {
                let mut least = RollingMinimum::new(period).unwrap();
                let mut greatest = RollingMaximum::new(period).unwrap();
                let mut both = RollingExtremes::new(period).unwrap();
                for (i, &value) in values.iter().enumerate() {
                    let window = (i + 1 >= period).then(|| &values[i + 1 - period..=i]);
                    let low = window.map(|w| w.iter().copied().fold(f64::INFINITY, f64::min));
                    let high = window.map(|w| w.iter().copied().fold(f64::NEG_INFINITY, f64::max));
                    assert_eq!(least.update(value), low, "{shape}, period {period}, bar {i}");
                    assert_eq!(greatest.update(value), high, "{shape}, period {period}, bar {i}");
                    let extremes = both.update(value);
                    assert_eq!(extremes.map(|e| (e.lowest, e.highest)), low.zip(high));
                }
            }
        }
    }
}
