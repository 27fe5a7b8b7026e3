//! Windows over the last `period` values: how they stay exact, fast and free of drift.
//!
//! A running sum that adds the newest and subtracts the oldest value keeps the rounding errors of
//! every value it has ever seen: after a few huge values it is wrong for good. Nothing here
//! subtracts a value it once added.
//!
//! - [`RecentValues`] writes each value twice, so the window is always one slice in order of time:
//!
//!   ```text
//!   period 3, after 1 2 3 4:   [4 2 3 | 4 2 3]   window = [2 3 4], one slice
//!                                 ^ oldest
//!   ```
//!
//!   Short windows are summed afresh at every update, in an order fixed by age: the result is a
//!   function of the window alone, bit for bit.
//! - [`BlockWindow`] serves long ones. The series is cut into blocks of `period` values. A window
//!   is the tail of one block plus the head of the next; the tails are folded once, when a block
//!   is complete, and the head grows by one value per update. Two additions per value, amortised,
//!   and no value outside the window takes part.
//!
//! Sums are taken of the distances to a pivot that is itself in the window. With a range `R` the
//! distances are at most `R`, and the variance is at least `R^2 / (2 period)`: cancellation costs at
//! most a factor of about `2 period`, whatever the price level. A constant window has sums of
//! exactly zero.

/// Below this share of the largest sum since, the squares are summed afresh (a power of two, so that
/// prices scaled by one give the same decisions).
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
/// One update in `period`, and one that a far outlier leaves at, sums the window afresh.
#[derive(Clone, Debug)]
pub(super) struct MomentsWindow {
    /// A ring.
    values: Box<[f64]>,
    /// Where the next value goes: also where the oldest is.
    next: usize,
    /// Whether `period` values have been seen.
    full: bool,
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
            self.full = true;
            return Some(self.sum_afresh());
        }
        if !self.full {
            return None;
        }
        let step = value - oldest;
        self.sum += step;
        self.squares += step * ((value - self.pivot) + (oldest - self.pivot));
        if self.squares > self.squares_peak {
            self.squares_peak = self.squares;
        }
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
        Moments {
            mean: self.pivot + mean_distance,
            squared_deviations: if squared > 0.0 { squared } else { 0.0 },
        }
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
    }
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

/// What can be folded over a window: must be associative up to rounding.
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
