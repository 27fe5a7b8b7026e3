//! On-balance volume (OBV).

use super::{Indicator, bounded};
use crate::types::{Bar, ParameterError};

/// Running total of the volume, counted with the sign of the change of the close.
///
/// - Formula: starts with the first bar's volume; adds the volume when the close rose, subtracts it
///   when it fell, stays when it did not move.
/// - Returns: a volume. The level depends on where the series began; only differences mean
///   something. Kept within 1e100 either side of zero.
/// - Warm-up: none.
/// - Degenerate inputs: bars without volume leave it where it is.
/// - Cost: one addition. Exact while volumes are whole numbers and the total is below 2^53.
/// - Source: Joseph Granville (1963); TA-Lib `OBV`.
///
/// ```
/// use hypertrader::indicators::{Indicator, OnBalanceVolume};
/// use hypertrader::types::Bar;
/// let bar = |close, volume| Bar { close, volume, ..Bar::default() };
/// let mut total = OnBalanceVolume::new()?;
/// assert_eq!(total.update(bar(10.0, 5.0)), Some(5.0));
/// assert_eq!(total.update(bar(11.0, 7.0)), Some(12.0));
/// assert_eq!(total.update(bar(10.5, 2.0)), Some(10.0));
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias = "OBV")]
pub struct OnBalanceVolume {
    total: f64,
    previous_close: f64,
    started: bool,
}

impl OnBalanceVolume {
    /// A total of nothing yet.
    ///
    /// # Errors
    /// None; the signature is that of every indicator.
    pub fn new() -> Result<Self, ParameterError> {
        Ok(Self { total: 0.0, previous_close: 0.0, started: false })
    }
}

impl Indicator for OnBalanceVolume {
    type Input = Bar;
    type Output = f64;

    #[inline]
    fn update(&mut self, bar: Bar) -> Option<f64> {
        let rose = bar.close > self.previous_close || !self.started;
        let fell = bar.close < self.previous_close && self.started;
        let volume = if rose {
            bar.volume
        } else if fell {
            -bar.volume
        } else {
            0.0
        };
        self.total = bounded(self.total + volume);
        self.previous_close = bar.close;
        self.started = true;
        Some(self.total)
    }

    fn lookback(&self) -> usize {
        0
    }

    fn reset(&mut self) {
        self.total = 0.0;
        self.started = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(usual, OnBalanceVolume::new(), lookback: 0, price_degrees: [0]);
}
