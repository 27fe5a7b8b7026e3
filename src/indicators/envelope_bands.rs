//! Envelope: an average and two lines at a fixed fraction from it.

use super::{ExponentialMovingAverage, Indicator};
use crate::types::ParameterError;

/// The three lines of an envelope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Envelope {
    /// `mid * (1 - width_frac)`.
    pub lower: f64,
    /// Exponential moving average.
    pub mid: f64,
    /// `mid * (1 + width_frac)`.
    pub upper: f64,
}

/// Lines at `width_frac` below and above an exponential moving average.
///
/// - Parameters: `period` as [`ExponentialMovingAverage`]; `width_frac` above 0, below 1
///   (0.003 = 0.3 %).
/// - Warm-up: `period - 1` inputs.
/// - Degenerate inputs: as [`ExponentialMovingAverage`].
/// - Cost: three multiplications, four additions.
/// - Source: MetaTrader's Envelopes with an exponential average, and that one's seed.
///
/// ```
/// use hypertrader::indicators::{EnvelopeBands, Indicator};
/// let mut envelope = EnvelopeBands::new(1, 0.25)?;
/// let lines = envelope.update(8.0).expect("one input");
/// assert_eq!((lines.lower, lines.mid, lines.upper), (6.0, 8.0, 10.0));
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
pub struct EnvelopeBands {
    average: ExponentialMovingAverage,
    lower_factor: f64,
    upper_factor: f64,
}

impl EnvelopeBands {
    /// An envelope of `width_frac` either side.
    ///
    /// # Errors
    /// If the period is 0 or too long, or the width is not between 0 and 1.
    pub fn new(period: usize, width_frac: f64) -> Result<Self, ParameterError> {
        if !(width_frac > 0.0 && width_frac < 1.0) {
            let expected = "a fraction above 0, below 1";
            return Err(ParameterError::new("width_frac", width_frac, expected));
        }
        Ok(Self {
            average: ExponentialMovingAverage::new(period)?,
            lower_factor: 1.0 - width_frac,
            upper_factor: 1.0 + width_frac,
        })
    }
}

impl Indicator for EnvelopeBands {
    type Input = f64;
    type Output = Envelope;

    #[inline]
    fn update(&mut self, input: f64) -> Option<Envelope> {
        let mid = self.average.update(input)?;
        Some(Envelope { lower: mid * self.lower_factor, mid, upper: mid * self.upper_factor })
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

    indicator_contract!(
        usual, EnvelopeBands::new(20, 0.003), lookback: 19, price_degrees: [1, 1, 1]);

    #[test]
    fn refuses_a_width_given_in_percent() {
        let error = EnvelopeBands::new(20, 30.0).unwrap_err();
        assert_eq!(error.to_string(), "width_frac was 30, expected a fraction above 0, below 1");
    }
}
