//! Swing highs and lows.

use super::window::RecentValues;
use super::{Indicator, bounded, check_period};
use crate::types::{Bar, ParameterError};

/// The last confirmed turning points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Swing {
    /// Price of the last confirmed swing high, `None` before the first.
    pub high: Option<f64>,
    /// Price of the last confirmed swing low, `None` before the first.
    pub low: Option<f64>,
}

/// Last confirmed swing high and swing low.
///
/// - Formula: a swing high is a high strictly above the `strength` highs before it and not below
///   the `strength` highs after it; a swing low is the mirror image. Of several equal tops the
///   first counts.
/// - Parameters: `strength` 1 to 1024 bars either side. Usual: 5.
/// - Returns: prices that occurred. A swing is reported `strength` bars after it happened, when it
///   is confirmed: no value ever depends on a later bar.
/// - Warm-up: `2 * strength` bars; the sides stay `None` until their first swing.
/// - Degenerate inputs: a flat series has no swings.
/// - Cost: at most `4 * strength` comparisons.
/// - Source: the fractal of Bill Williams (there `strength` is 2), with ties resolved as above.
///
/// ```
/// use hypertrader::indicators::{Indicator, SwingPoints};
/// use hypertrader::types::Bar;
/// let bar = |high| Bar { high, low: high - 1.0, ..Bar::default() };
/// let mut swings = SwingPoints::new(1)?;
/// swings.update(bar(2.0));
/// swings.update(bar(5.0));
/// let confirmed = swings.update(bar(3.0)).expect("three bars");
/// assert_eq!((confirmed.high, confirmed.low), (Some(5.0), None));
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias = "fractal")]
pub struct SwingPoints {
    strength: usize,
    /// Bars still missing until there is an output.
    missing: usize,
    highs: RecentValues,
    lows: RecentValues,
    last: Swing,
}

impl SwingPoints {
    /// Swings confirmed by `strength` bars either side.
    ///
    /// # Errors
    /// If the strength is 0 or above 1024.
    pub fn new(strength: usize) -> Result<Self, ParameterError> {
        if strength > 1024 {
            return Err(ParameterError::new("strength", strength, "a whole number, 1 to 1024"));
        }
        check_period("strength", strength, 1)?;
        Ok(Self {
            strength,
            missing: 2 * strength,
            highs: RecentValues::new(2 * strength + 1),
            lows: RecentValues::new(2 * strength + 1),
            last: Swing::default(),
        })
    }
}

/// The middle value, if it is strictly beyond what came before and not behind what came after.
#[inline]
fn turning_point(window: &[f64], beyond: impl Fn(f64, f64) -> bool) -> Option<f64> {
    let (before, rest) = window.split_at_checked(window.len() / 2)?;
    let (&middle, after) = rest.split_first()?;
    let turns = before.iter().all(|&value| beyond(middle, value))
        && after.iter().all(|&value| !beyond(value, middle));
    turns.then_some(middle)
}

impl Indicator for SwingPoints {
    type Input = Bar;
    type Output = Swing;

    #[inline]
    fn update(&mut self, bar: Bar) -> Option<Swing> {
        self.highs.push(bounded(bar.high));
        self.lows.push(bounded(bar.low));
        if self.missing > 0 {
            self.missing -= 1;
            return None;
        }
        let high = turning_point(self.highs.as_slice(), |a, b| a > b);
        let low = turning_point(self.lows.as_slice(), |a, b| a < b);
        self.last = Swing { high: high.or(self.last.high), low: low.or(self.last.low) };
        Some(self.last)
    }

    fn lookback(&self) -> usize {
        2 * self.strength
    }

    fn reset(&mut self) {
        self.missing = 2 * self.strength;
        self.highs.reset();
        self.lows.reset();
        self.last = Swing::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(usual, SwingPoints::new(5), lookback: 10, price_degrees: [1, 1]);

    #[test]
    fn of_equal_tops_the_first_counts_and_only_after_confirmation() {
        // Highs 1 3 3 1 1, strength 1: the first 3 is above 1 and not below 3; the second is not
        // strictly above the first. Known at the third bar, not at the second.
        let mut swings = SwingPoints::new(1).unwrap();
        let highs: Vec<_> = [1.0, 3.0, 3.0, 1.0, 1.0]
            .iter()
            .map(|&high| swings.update(Bar { high, low: 0.5, ..Bar::default() }).map(|s| s.high))
            .collect();
        assert_eq!(highs, [None, None, Some(Some(3.0)), Some(Some(3.0)), Some(Some(3.0))]);
    }
}
