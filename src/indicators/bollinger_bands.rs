//! Bollinger bands.

use super::window::MomentsWindow;
use super::{Indicator, bounded, check_period, reciprocal};
use crate::types::ParameterError;

/// A moving average and two lines at a number of standard deviations from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bands {
    /// `mid + deviations * deviation`.
    pub upper: f64,
    /// Simple moving average.
    pub mid: f64,
    /// `mid - deviations * deviation`.
    pub lower: f64,
    /// `(upper - lower) / mid` as a fraction (0.05 = 5 %); 0 where `mid` is 0.
    pub width: f64,
}

/// Bollinger bands over the last `period` inputs.
///
/// - Formula: [`SimpleMovingAverage`](super::SimpleMovingAverage) plus and minus `deviations` times
///   the population [`StandardDeviation`](super::StandardDeviation).
/// - Parameters: `period` 2 to [`PERIOD_MAX`](super::PERIOD_MAX) inputs; `deviations` above 0, at
///   most 1000.
/// - Warm-up: `period - 1` inputs.
/// - Degenerate inputs: a constant window gives three equal lines and width 0.
/// - Cost: as [`StandardDeviation`](super::StandardDeviation), and one division.
/// - Source: TA-Lib `BBANDS` with a simple average; the width is John Bollinger's BandWidth, which
///   other programs show times 100.
///
/// ```
/// use hypertrader::indicators::{BollingerBands, Indicator};
/// let mut bands = BollingerBands::new(2, 2.0)?;
/// bands.update(1.0);
/// let lines = bands.update(3.0).expect("two inputs");
/// assert_eq!((lines.lower, lines.mid, lines.upper, lines.width), (0.0, 2.0, 4.0, 2.0));
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias = "BBANDS")]
pub struct BollingerBands {
    period: usize,
    reciprocal: f64,
    deviations: f64,
    window: MomentsWindow,
}

impl BollingerBands {
    /// Bands over `period` inputs at `deviations` standard deviations.
    ///
    /// # Errors
    /// If the period is below 2 or too long, or the deviations are not in their range.
    pub fn new(period: usize, deviations: f64) -> Result<Self, ParameterError> {
        check_period("period", period, 2)?;
        if !(deviations > 0.0 && deviations <= 1000.0) {
            let expected = "a number above 0, at most 1000";
            return Err(ParameterError::new("deviations", deviations, expected));
        }
        let window = MomentsWindow::new(period);
        Ok(Self { period, reciprocal: reciprocal(period), deviations, window })
    }
}

impl Indicator for BollingerBands {
    type Input = f64;
    type Output = Bands;

    #[inline]
    fn update(&mut self, input: f64) -> Option<Bands> {
        let moments = self.window.push(bounded(input))?;
        let mid = moments.mean;
        let variance = moments.squared_deviations * self.reciprocal;
        let distance = self.deviations * variance.sqrt();
        let width = if mid == 0.0 { 0.0 } else { bounded(2.0 * distance / mid) };
        Some(Bands { upper: mid + distance, mid, lower: mid - distance, width })
    }

    fn lookback(&self) -> usize {
        self.period - 1
    }

    fn reset(&mut self) {
        self.window.reset();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(
        short, BollingerBands::new(20, 2.0), lookback: 19, price_degrees: [1, 1, 1, 0]);
    indicator_contract!(
        long, BollingerBands::new(50, 2.5), lookback: 49, price_degrees: [1, 1, 1, 0]);

    #[test]
    fn refuses_deviations_that_are_not_positive_numbers() {
        for deviations in [0.0, -2.0, f64::NAN, f64::INFINITY] {
            let error = BollingerBands::new(20, deviations).unwrap_err();
            assert_eq!(error.name, "deviations");
        }
    }
}
