//! Relative change of the volume.

use super::{Indicator, Return};
use crate::types::{Bar, ParameterError};

/// Relative change of the volume from `periods` bars ago.
///
/// - Formula: `volume[0] / volume[-periods] - 1`.
/// - Parameters: `periods` 1 to [`PERIOD_MAX`](super::PERIOD_MAX) bars.
/// - Returns: a fraction, -1 or more (1.0 = twice the volume).
/// - Warm-up: `periods` bars.
/// - Degenerate inputs: 0 where the old volume is 0. There is no ratio to nothing, and a large
///   number in its place would dominate whatever learns from this column.
/// - Cost: one division.
/// - Source: pandas `pct_change(periods)`, which gives infinity or NaN in the degenerate case.
///
/// ```
/// use hypertrader::indicators::{Indicator, VolumeChange};
/// use hypertrader::types::Bar;
/// let bar = |volume| Bar { volume, ..Bar::default() };
/// let mut change = VolumeChange::new(1)?;
/// assert_eq!(change.update(bar(10.0)), None);
/// assert_eq!(change.update(bar(15.0)), Some(0.5));
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
pub struct VolumeChange {
    volume: Return,
}

impl VolumeChange {
    /// A change over `periods` bars.
    ///
    /// # Errors
    /// If there are 0 or too many.
    pub fn new(periods: usize) -> Result<Self, ParameterError> {
        Ok(Self { volume: Return::new(periods)? })
    }
}

impl Indicator for VolumeChange {
    type Input = Bar;
    type Output = f64;

    #[inline]
    fn update(&mut self, bar: Bar) -> Option<f64> {
        self.volume.update(bar.volume)
    }

    fn lookback(&self) -> usize {
        self.volume.lookback()
    }

    fn reset(&mut self) {
        self.volume.reset();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(one, VolumeChange::new(1), lookback: 1, price_degrees: [0]);

    #[test]
    fn a_change_from_no_volume_is_zero() {
        let mut change = VolumeChange::new(1).unwrap();
        change.update(Bar::default());
        assert_eq!(change.update(Bar { volume: 7.0, ..Bar::default() }), Some(0.0));
    }
}
