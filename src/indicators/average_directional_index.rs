//! Average directional index (ADX) and the directional indicators.

use super::true_range::true_range;
use super::{Indicator, bounded, check_period, reciprocal};
use crate::types::{Bar, ParameterError};

/// Strength of a trend and the two sides it is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Directional {
    /// Strength of the trend, either way, 0 to 100.
    pub adx: f64,
    /// Share of upward movement in the true range, 0 to 100.
    pub plus_di: f64,
    /// Share of downward movement in the true range, 0 to 100.
    pub minus_di: f64,
}

/// Wilder's directional movement system.
///
/// - Formula: per bar, `up = high - high[-1]` and `down = low[-1] - low`; the larger one counts if
///   it is above 0, the other is 0. Sums of `up`, `down` and the true range start with the first
///   `period - 1` bars, then `s += new - s / period`. `plus_di = 100 up / tr`,
///   `minus_di = 100 down / tr`, `dx = 100 |plus_di - minus_di| / (plus_di + minus_di)`; `adx` is
///   the mean of the first `period` values of `dx`, then `a += (dx - a) / period`.
/// - Parameters: `period` 2 to [`PERIOD_MAX`](super::PERIOD_MAX) bars. Usual: 14.
/// - Warm-up: `2 * period - 1` bars; all three lines start together.
/// - Degenerate inputs: without movement `plus_di`, `minus_di` and a new `dx` are 0, and `adx`
///   keeps its last value, as in TA-Lib. A series flat from its start gives three zeros: no trend.
/// - Cost: about twenty additions and multiplications, two divisions; no window.
/// - Source: Wilder (1978); TA-Lib `ADX`, `PLUS_DI`, `MINUS_DI`.
#[derive(Clone, Debug)]
#[doc(alias = "ADX")]
pub struct AverageDirectionalIndex {
    previous_high: f64,
    previous_low: f64,
    previous_close: f64,
    up: f64,
    down: f64,
    range: f64,
    adx: f64,
    weight: f64,
    /// Bars taken, until there is an output.
    seen: usize,
    period: usize,
}

impl AverageDirectionalIndex {
    /// An index over `period` bars.
    ///
    /// # Errors
    /// If the period is below 2 or too long.
    pub fn new(period: usize) -> Result<Self, ParameterError> {
        check_period("period", period, 2)?;
        Ok(Self {
            previous_high: 0.0,
            previous_low: 0.0,
            previous_close: 0.0,
            up: 0.0,
            down: 0.0,
            range: 0.0,
            adx: 0.0,
            weight: reciprocal(period),
            seen: 0,
            period,
        })
    }

    /// Adds a bar to the three sums, after they have lost `fade` of themselves.
    #[inline]
    fn accumulate(&mut self, bar: Bar, fade: f64) {
        let (high, low) = (bounded(bar.high), bounded(bar.low));
        let up = high - self.previous_high;
        let down = self.previous_low - low;
        let counted_up = if up > down && up > 0.0 { up } else { 0.0 };
        let counted_down = if down > up && down > 0.0 { down } else { 0.0 };
        let range = true_range(high, low, self.previous_close);
        self.up += counted_up - self.up * fade;
        self.down += counted_down - self.down * fade;
        self.range += range - self.range * fade;
    }

    #[inline]
    fn remember(&mut self, bar: Bar) {
        self.previous_high = bounded(bar.high);
        self.previous_low = bounded(bar.low);
        self.previous_close = bounded(bar.close);
    }

    /// `(plus_di, minus_di)`.
    #[inline]
    fn indicators(&self) -> (f64, f64) {
        if self.range < f64::MIN_POSITIVE {
            return (0.0, 0.0);
        }
        let share = |side: f64| (100.0 * (side / self.range)).clamp(0.0, 100.0);
        (share(self.up), share(self.down))
    }

    /// The unsmoothed index; `None` without movement.
    #[inline]
    fn unsmoothed(plus_di: f64, minus_di: f64) -> Option<f64> {
        let total = plus_di + minus_di;
        (total >= f64::MIN_POSITIVE).then(|| 100.0 * ((plus_di - minus_di).abs() / total))
    }

    #[cold]
    fn warm_up(&mut self, bar: Bar) -> Option<Directional> {
        let seen = self.seen;
        self.seen += 1;
        if seen > 0 {
            let fade = if seen < self.period { 0.0 } else { self.weight };
            self.accumulate(bar, fade);
        }
        self.remember(bar);
        if seen < self.period {
            return None;
        }
        let (plus_di, minus_di) = self.indicators();
        self.adx += Self::unsmoothed(plus_di, minus_di).unwrap_or(0.0) * self.weight;
        (seen == self.lookback()).then_some(Directional { adx: self.adx, plus_di, minus_di })
    }
}

impl Indicator for AverageDirectionalIndex {
    type Input = Bar;
    type Output = Directional;

    #[inline]
    fn update(&mut self, bar: Bar) -> Option<Directional> {
        if self.seen < 2 * self.period {
            return self.warm_up(bar);
        }
        self.accumulate(bar, self.weight);
        self.remember(bar);
        let (plus_di, minus_di) = self.indicators();
        if let Some(dx) = Self::unsmoothed(plus_di, minus_di) {
            self.adx += (dx - self.adx) * self.weight;
        }
        Some(Directional { adx: self.adx, plus_di, minus_di })
    }

    fn lookback(&self) -> usize {
        2 * self.period - 1
    }

    fn reset(&mut self) {
        self.up = 0.0;
        self.down = 0.0;
        self.range = 0.0;
        self.adx = 0.0;
        self.seen = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(
        usual, AverageDirectionalIndex::new(14), lookback: 27, price_degrees: [0, 0, 0]);

    #[test]
    fn a_series_without_movement_has_no_trend() {
        let bar = Bar { high: 2.0, low: 2.0, close: 2.0, ..Bar::default() };
        let mut index = AverageDirectionalIndex::new(3).unwrap();
        let last = (0..20).filter_map(|_| index.update(bar)).last();
        assert_eq!(last, Some(Directional { adx: 0.0, plus_di: 0.0, minus_di: 0.0 }));
    }

    #[test]
    fn only_rises_are_a_trend_of_full_strength() {
        // Each bar one above the last, none overlapping downward: down is 0, so dx is 100.
        let mut index = AverageDirectionalIndex::new(3).unwrap();
        let last = (0..20)
            .filter_map(|i| {
                let base = f64::from(i);
                index.update(Bar {
                    high: base + 1.0,
                    low: base,
                    close: base + 1.0,
                    ..Bar::default()
                })
            })
            .last()
            .unwrap();
        assert!((last.adx - 100.0).abs() < 1e-12, "{last:?}");
        assert_eq!(last.minus_di, 0.0);
        assert!((last.plus_di - 100.0).abs() < 1e-12, "{last:?}");
    }
}
