//! Windows over the last `period` values: how they stay exact, fast and free of drift.
//!
//! A running sum that adds the newest and subtracts the oldest value keeps the rounding errors of
//! every value it has ever seen: after a few huge values it is wrong for good. Here, errors are
//! thrown away before they matter.
//!
//! - [`MomentsWindow`] keeps running sums of the distances to a pivot, and of their squares. The
//!   pivot is the mean of the window at the last fresh sum, so the price level does not count. The
//!   window is summed afresh, in two passes, once in `period` updates (in 32 or more, for short
//!   ones), and at once when its squared deviations are below 1/1024 of the largest sum of squares
//!   since:
//!
//!   ```text
//!   squared deviations   4  5  4  9e6  9e6  9e6  [4]    an outlier has left: the rounding errors
//!                                 peak ------------^    of 9e6 are no longer small beside 4
//!   ```
//!
//!   Between two fresh sums there are at most `m = period + 32` updates, each of which adds a few
//!   rounding errors of the peak. The squared deviations are thus off by at most a few times
//!   `1024 * m * 2^-53` of themselves, about 1e-11 for a period of 50. Errors of either sign
//!   cancel, so that it is far less in practice. The deviations of a constant window are such
//!   errors alone: it is always summed afresh, and then has sums of exactly zero.
//!
//!   The last bits of a result depend on when the window was last summed, and so on the history
//!   since `reset`, as those of every recursive indicator do.
//! - [`BlockWindow`] finds extremes. The series is cut into blocks of `period` values. A window is
//!   the tail of one block plus the head of the next; the tails are folded once, when a block is
//!   complete, and the head grows by one value per update. Two comparisons per value, amortised.
//! - [`RecentValues`] writes each value twice, so the window is always one slice in order of time:
//!
//!   ```text
//!   period 3, after 1 2 3 4:   [4 2 3 | 4 2 3]   window = [2 3 4], one slice
//!                                 ^ oldest
//!   ```

/// Fresh sums are more than this many updates apart, unless an outlier leaves: more often costs
/// time in short windows and gains nothing.
const FRESH_UPDATES_MIN: usize = 32;

/// Below this share of the largest sum of squares, the window is summed afresh. A power of two, so
/// that prices scaled by one give the same decisions.
const SHRINKAGE_MAX: f64 = 1.0 / 1024.0;

/// The last `period` values, in order of time.
#[derive(Clone, Debug)]
pub(super) struct RecentValues {
    /// Two copies of the ring, one after the other.
    values: Box<[f64]>,
    period: usize,
    /// Where the next value goes: also where the oldest is.
    next: usize,
}

impl RecentValues {
    /// A window of zeros.
    pub(super) fn new(period: usize) -> Self {
        Self { values: vec![0.0; 2 * period].into_boxed_slice(), period, next: 0 }
    }

    /// Replaces the oldest value.
    #[inline]
    pub(super) fn push(&mut self, value: f64) {
        let period = self.period;
        let (first, second) = self.values.split_at_mut(period);
        if let (Some(here), Some(mirror)) = (first.get_mut(self.next), second.get_mut(self.next)) {
            *here = value;
            *mirror = value;
        }
        self.next += 1;
        if self.next == period {
            self.next = 0;
        }
    }

    /// The window, oldest first.
    #[inline]
    pub(super) fn as_slice(&self) -> &[f64] {
        self.values.get(self.next..self.next + self.period).unwrap_or(&[])
    }

    /// The oldest value.
    #[inline]
    pub(super) fn oldest(&self) -> f64 {
        self.values.get(self.next).copied().unwrap_or(0.0)
    }

    /// Back to zeros.
    pub(super) fn reset(&mut self) {
        self.values.fill(0.0);
        self.next = 0;
    }
}

/// Mean and spread of a window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moments {
    /// Arithmetic mean.
    pub(super) mean: f64,
    /// Sum of the squared distances to the mean; 0 or more.
    pub(super) squared_deviations: f64,
}

/// [`Moments`] of the last `period` values in amortised constant time.
///
/// The module documentation says when it is summed afresh, at a cost of about `period`.
#[derive(Clone, Debug)]
pub(super) struct MomentsWindow {
    /// A ring.
    values: Box<[f64]>,
    /// Where the next value goes: also where the oldest is.
    next: usize,
    /// Whether `period` values have been seen.
    full: bool,
    /// Further times that the ring may wrap before the next fresh sum.
    wraps_left: usize,
    /// 1 / period.
    reciprocal: f64,
    /// What distances are measured from: the mean at the last fresh sum.
    pivot: f64,
    /// Sum of the distances to the pivot.
    sum: f64,
    /// Sum of their squares.
    squares: f64,
    /// The largest `squares` since the last fresh sum: rounding errors are in proportion to it.
    squares_peak: f64,
}

impl MomentsWindow {
    /// An empty window.
    pub(super) fn new(period: usize) -> Self {
        Self {
            values: vec![0.0; period].into_boxed_slice(),
            next: 0,
            full: false,
            wraps_left: 0,
            reciprocal: super::reciprocal(period),
            pivot: 0.0,
            sum: 0.0,
            squares: 0.0,
            squares_peak: 0.0,
        }
    }

    /// Takes a value; the moments once the window is full.
    #[inline]
    pub(super) fn push(&mut self, value: f64) -> Option<Moments> {
        let oldest = std::mem::replace(self.values.get_mut(self.next)?, value);
        self.next += 1;
        if self.next == self.values.len() {
            self.next = 0;
            if self.wraps_left == 0 {
                self.full = true;
                self.wraps_left = FRESH_UPDATES_MIN / self.values.len();
                return Some(self.sum_afresh());
            }
            self.wraps_left -= 1;
        }
        if !self.full {
            return None;
        }
        let step = value - oldest;
        self.sum += step;
        self.squares += step * ((value - self.pivot) + (oldest - self.pivot));
        self.squares_peak = larger(self.squares, self.squares_peak);
        let moments = self.moments();
        if moments.squared_deviations < self.squares_peak * SHRINKAGE_MAX {
            return Some(self.sum_afresh());
        }
        Some(moments)
    }

    #[inline]
    fn moments(&self) -> Moments {
        let mean_distance = self.sum * self.reciprocal;
        let squared = self.squares - self.sum * mean_distance;
        Moments { mean: self.pivot + mean_distance, squared_deviations: larger(squared, 0.0) }
    }

    /// Forgets the rounding errors: moves the pivot to the mean and sums the whole window.
    #[inline(never)]
    fn sum_afresh(&mut self) -> Moments {
        // Distances to any value of the window will do; those of a constant window are exactly 0.
        let first = self.values.first().copied().unwrap_or(0.0);
        let (sum, _) = distance_sums(&self.values, first);
        self.pivot = first + sum * self.reciprocal;
        (self.sum, self.squares) = distance_sums(&self.values, self.pivot);
        self.squares_peak = self.squares;
        self.moments()
    }

    /// Forgets every value.
    pub(super) fn reset(&mut self) {
        self.next = 0;
        self.full = false;
        self.wraps_left = 0;
    }
}

/// The larger one, in one instruction: a branch would often be guessed wrong.
#[inline(always)]
fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// Sum of the distances to `pivot`, and of their squares.
///
/// In lanes, so that the compiler may use vector registers: the order is part of the result.
#[inline]
fn distance_sums(values: &[f64], pivot: f64) -> (f64, f64) {
    let (chunks, rest) = values.as_chunks::<4>();
    let mut sums = [0.0; 4];
    let mut squares = [0.0; 4];
    for chunk in chunks {
        for lane in 0..4 {
            let distance = chunk[lane] - pivot;
            sums[lane] += distance;
            squares[lane] += distance * distance;
        }
    }
    let (mut sum, mut square) = (0.0, 0.0);
    for value in rest {
        let distance = value - pivot;
        sum += distance;
        square += distance * distance;
    }
    (
        ((sums[0] + sums[2]) + (sums[1] + sums[3])) + sum,
        ((squares[0] + squares[2]) + (squares[1] + squares[3])) + square,
    )
}

/// What can be folded over a window: must be associative.
pub(super) trait Summary: Copy + Default {
    /// Of one value.
    fn of_one(value: f64) -> Self;
    /// With one more value, at either end.
    fn with(self, value: f64) -> Self;
    /// Of two neighbouring stretches, neither of them empty.
    fn merge(older: Self, newer: Self) -> Self;
}

/// The smallest value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Least(pub(super) f64);

/// The largest value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Greatest(pub(super) f64);

impl Summary for Least {
    #[inline]
    fn of_one(value: f64) -> Self {
        Self(value)
    }

    #[inline]
    fn with(self, value: f64) -> Self {
        if value < self.0 { Self(value) } else { self }
    }

    #[inline]
    fn merge(older: Self, newer: Self) -> Self {
        newer.with(older.0)
    }
}

impl Summary for Greatest {
    #[inline]
    fn of_one(value: f64) -> Self {
        Self(value)
    }

    #[inline]
    fn with(self, value: f64) -> Self {
        if value > self.0 { Self(value) } else { self }
    }

    #[inline]
    fn merge(older: Self, newer: Self) -> Self {
        newer.with(older.0)
    }
}

/// A summary of the last `period` values in amortised constant time.
///
/// One update in `period` folds a whole block and costs about `period` additions.
#[derive(Clone, Debug)]
pub(super) struct BlockWindow<S> {
    /// Values of the block that is being filled.
    block: Box<[f64]>,
    /// `tails[i]` summarises values `i..` of the last complete block.
    tails: Box<[S]>,
    /// Values in `block`, below the period.
    filled: usize,
    /// Summary of `block[..filled]`; meaningless while `filled` is 0.
    head: S,
    /// Whether a block has been completed: `tails` is valid.
    complete: bool,
}

impl<S: Summary> BlockWindow<S> {
    /// An empty window.
    pub(super) fn new(period: usize) -> Self {
        Self {
            block: vec![0.0; period].into_boxed_slice(),
            tails: vec![S::default(); period].into_boxed_slice(),
            filled: 0,
            head: S::default(),
            complete: false,
        }
    }

    /// Takes a value; the summary of the window once `period` values have been seen.
    #[inline]
    pub(super) fn push(&mut self, value: f64) -> Option<S> {
        if let Some(slot) = self.block.get_mut(self.filled) {
            *slot = value;
        }
        self.head = if self.filled == 0 { S::of_one(value) } else { self.head.with(value) };
        self.filled += 1;
        if self.filled == self.block.len() {
            self.finish_block();
            return Some(self.head);
        }
        if !self.complete {
            return None;
        }
        self.tails.get(self.filled).map(|&tail| S::merge(tail, self.head))
    }

    /// Folds the complete block from its newest value back, and starts the next block.
    fn finish_block(&mut self) {
        let mut tail: Option<S> = None;
        for (slot, &value) in self.tails.iter_mut().zip(&self.block).rev() {
            let folded = tail.map_or_else(|| S::of_one(value), |newer| newer.with(value));
            *slot = folded;
            tail = Some(folded);
        }
        self.filled = 0;
        self.complete = true;
    }

    /// Forgets every value.
    pub(super) fn reset(&mut self) {
        self.filled = 0;
        self.complete = false;
        self.head = S::default();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PERIODS: [usize; 8] = [1, 2, 3, 14, 20, 33, 50, 200];

    /// Mean and population deviation by the definition, in two passes.
    fn by_definition(window: &[f64]) -> (f64, f64) {
        let count = window.len() as f64;
        let mean = window.iter().sum::<f64>() / count;
        let squares: f64 = window.iter().map(|value| (value - mean) * (value - mean)).sum();
        (mean, (squares / count).sqrt())
    }

    fn check_against_definition(values: &[f64], period: usize) {
        let mut window = MomentsWindow::new(period);
        for (i, &value) in values.iter().enumerate() {
            let moments = window.push(value);
            assert_eq!(moments.is_some(), i + 1 >= period);
            let Some(moments) = moments else { continue };
            let inside = &values[i + 1 - period..=i];
            let (mean, deviation) = by_definition(inside);
            let ours = (moments.squared_deviations / period as f64).sqrt();
            // The definition, too, rounds in proportion to the values.
            let level = inside.iter().fold(0.0, |level: f64, value| level.max(value.abs()));
            let allowed = 1e-9 * deviation + 1e-13 * level;
            let case = format!("period {period}, input {i}");
            assert!((moments.mean - mean).abs() <= allowed, "{case}: {moments:?}, mean {mean}");
            assert!((ours - deviation).abs() <= allowed, "{case}: {ours}, expected {deviation}");
        }
    }

    #[test]
    fn huge_values_leave_no_trace_once_out_of_the_window() {
        let usual = |i: usize| 1.0 + (i * 7 % 11) as f64 * 0.01;
        for period in PERIODS {
            for huge in [1e3, 1e6, 1e16, -1e100] {
                // One by one, and more of them than the window holds.
                for count in [1, 2, period, period + 1] {
                    let mut dirty = MomentsWindow::new(period);
                    let mut fresh = dirty.clone();
                    for i in 0..3 * period + 5 {
                        dirty.push(usual(i));
                    }
                    for _ in 0..count {
                        dirty.push(huge);
                    }
                    for i in 0..3 * period {
                        let (ours, expected) = (dirty.push(usual(i)), fresh.push(usual(i)));
                        let (Some(ours), Some(expected)) = (ours, expected) else { continue };
                        let case = format!("period {period}, {count} times {huge}, after {i}");
                        let mean_error = (ours.mean - expected.mean).abs();
                        assert!(mean_error < 1e-11, "{case}: {ours:?}, expected {expected:?}");
                        let error = (ours.squared_deviations - expected.squared_deviations).abs();
                        let allowed = 1e-9 * expected.squared_deviations;
                        assert!(error <= allowed, "{case}: {ours:?}, expected {expected:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_window_of_equal_values_has_their_mean_and_no_deviation_exactly() {
        for period in PERIODS {
            let mut window = MomentsWindow::new(period);
            for i in 0..1000 {
                // Noise for one period, then equal values for two.
                let noisy = i % (3 * period) < period;
                let value = if noisy { 0.1 + (i * 7 % 5) as f64 * 0.3 } else { 1.2345 };
                let moments = window.push(value);
                if i % (3 * period) >= 2 * period - 1 {
                    let moments = moments.expect("the window is full");
                    assert_eq!(moments.mean.to_bits(), 1.2345f64.to_bits(), "period {period}");
                    assert_eq!(moments.squared_deviations.to_bits(), 0, "period {period}");
                }
            }
        }
    }

    #[test]
    fn falling_orders_of_magnitude_keep_nine_digits() {
        // What leaves always dominates the sums.
        for ratio in [1.5, 16.0, 30.0, 33.0, 1000.0] {
            for period in PERIODS {
                let mut value = 1e80;
                let falling = std::iter::repeat_with(|| {
                    value /= ratio;
                    if value < 1e-60 {
                        value = 1e80;
                    }
                    value
                });
                check_against_definition(&falling.take(600).collect::<Vec<_>>(), period);
            }
        }
    }

    proptest! {
        #[test]
        fn prop_walks_with_spikes_agree_with_the_definition(
            period in 1usize..70,
            start in prop::sample::select(vec![1e-8, 1.1, 1900.0, 1.6e7]),
            steps in prop::collection::vec((-1.0f64..1.0, 0u32..60, -1.0f64..17.0), 1..400),
        ) {
            let mut price = start;
            let walk = steps.iter().map(|&(step, dice, magnitude)| {
                // Every fifth step ties with the one before; one value in sixty is a spike.
                if dice % 5 != 0 {
                    price += step * 1e-4 * start;
                }
                if dice == 59 { price * 10f64.powf(magnitude) } else { price }
            });
            check_against_definition(&walk.collect::<Vec<_>>(), period);
        }
    }
}
