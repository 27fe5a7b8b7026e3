//! Volume against its own average.

use super::{Indicator, SimpleMovingAverage, relative_change};
use crate::types::{Bar, ParameterError};

/// Volume relative to the mean volume of the last `period` bars, this one included.
///
/// - Formula: `volume[0] / mean(volume) - 1`.
/// - Parameters: `period` 1 to [`PERIOD_MAX`](super::PERIOD_MAX) bars.
/// - Returns: a fraction, -1 to `period - 1` (1.0 = twice the average).
/// - Warm-up: `period - 1` bars.
/// - Degenerate inputs: 0 where no bar of the window has volume.
/// - Cost: as [`SimpleMovingAverage`], and one division.
/// - Source: pandas `volume / volume.rolling(period).mean() - 1`.
///
/// ```
/// use hypertrader::indicators::{Indicator, RelativeVolume};
/// use hypertrader::types::Bar;
/// let bar = |volume| Bar { volume, ..Bar::default() };
/// let mut relative = RelativeVolume::new(2)?;
/// assert_eq!(relative.update(bar(10.0)), None);
/// assert_eq!(relative.update(bar(30.0)), Some(0.5)); // the mean is 20
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
pub struct RelativeVolume {
    average: SimpleMovingAverage,
}

impl RelativeVolume {
    /// Measured by the last `period` bars.
    ///
    /// # Errors
    /// If the period is 0 or too long.
    pub fn new(period: usize) -> Result<Self, ParameterError> {
        Ok(Self { average: SimpleMovingAverage::new(period)? })
    }
}

impl Indicator for RelativeVolume {
    type Input = Bar;
    type Output = f64;

    #[inline]
    fn update(&mut self, bar: Bar) -> Option<f64> {
        let volume = super::bounded(bar.volume);
        self.average.update(volume).map(|mean| relative_change(volume, mean))
    }

    fn lookback(&self) -> usize {
        self.average.lookback()
    }

    fn reset(&mut self) {
        self.average.reset();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(usual, RelativeVolume::new(20), lookback: 19, price_degrees: [0]);

    #[test]
    fn no_volume_is_as_usual() {
        let mut relative = RelativeVolume::new(1).unwrap();
        assert_eq!(relative.update(Bar::default()), Some(0.0));
    }
}
