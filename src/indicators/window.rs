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
//! distances are at most `R`, and the variance is at least `R^2 / (2 period)`: cancellation costs
//! at most a factor of about `2 period`, whatever the price level. A constant window has sums of
//! exactly zero.

/// Up to this period a window is summed afresh at each update; beyond, in blocks.
pub(super) const SHORT_PERIOD_MAX: usize = 32;

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

    /// The window without its oldest value: what stays when the next value is pushed.
    #[inline]
    pub(super) fn staying(&self) -> &[f64] {
        self.values.get(self.next + 1..self.next + self.period).unwrap_or(&[])
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

/// Sums of the distances to a pivot.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moments {
    pivot: f64,
    count: f64,
    sum: f64,
    squares: f64,
}

impl Moments {
    /// Sums over `staying` and `newest`, with `newest` as the pivot.
    ///
    /// Four lanes, so that the compiler may use vector registers: the order is part of the result.
    /// `newest` is passed by value because reading it back as part of a vector right after its
    /// store would stall the load.
    #[inline]
    pub(super) fn of(staying: &[f64], newest: f64) -> Self {
        let (chunks, rest) = staying.as_chunks::<4>();
        let mut sums = [0.0; 4];
        let mut squares = [0.0; 4];
        for chunk in chunks {
            for lane in 0..4 {
                let distance = chunk[lane] - newest;
                sums[lane] += distance;
                squares[lane] += distance * distance;
            }
        }
        let (mut sum, mut square) = (0.0, 0.0);
        for value in rest {
            let distance = value - newest;
            sum += distance;
            square += distance * distance;
        }
        Self {
            pivot: newest,
            count: super::count_as_f64(staying.len() + 1),
            sum: ((sums[0] + sums[2]) + (sums[1] + sums[3])) + sum,
            squares: ((squares[0] + squares[2]) + (squares[1] + squares[3])) + square,
        }
    }

    /// Arithmetic mean, with `reciprocal` = 1 / count.
    #[inline]
    pub(super) fn mean(self, reciprocal: f64) -> f64 {
        self.pivot + self.sum * reciprocal
    }

    /// Sum of the squared distances to the mean, with `reciprocal` = 1 / count; 0 or more.
    #[inline]
    pub(super) fn squared_deviations(self, reciprocal: f64) -> f64 {
        (self.squares - self.sum * self.sum * reciprocal).max(0.0)
    }
}

/// Mean of `staying` and `newest`: [`Moments::of`] without the squares, same order.
#[inline]
pub(super) fn mean_of(staying: &[f64], newest: f64, reciprocal: f64) -> f64 {
    let (chunks, rest) = staying.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for chunk in chunks {
        for lane in 0..4 {
            sums[lane] += chunk[lane] - newest;
        }
    }
    let mut sum = 0.0;
    for value in rest {
        sum += value - newest;
    }
    newest + (((sums[0] + sums[2]) + (sums[1] + sums[3])) + sum) * reciprocal
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

impl Summary for Moments {
    #[inline]
    fn of_one(value: f64) -> Self {
        Self { pivot: value, count: 1.0, sum: 0.0, squares: 0.0 }
    }

    #[inline]
    fn with(self, value: f64) -> Self {
        let distance = value - self.pivot;
        Self {
            pivot: self.pivot,
            count: self.count + 1.0,
            sum: self.sum + distance,
            squares: self.squares + distance * distance,
        }
    }

    #[inline]
    fn merge(older: Self, newer: Self) -> Self {
        let shift = older.pivot - newer.pivot;
        let shifted = older.count * shift;
        Self {
            pivot: newer.pivot,
            count: older.count + newer.count,
            sum: newer.sum + (older.sum + shifted),
            squares: newer.squares + (older.squares + shift * (2.0 * older.sum + shifted)),
        }
    }
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

/// [`Moments`] of the last `period` values, by whichever window suits the period.
#[derive(Clone, Debug)]
pub(super) enum MomentsWindow {
    /// Summed afresh; the count is the inputs still missing until the window is full.
    Short(RecentValues, usize),
    /// Summed in blocks.
    Long(BlockWindow<Moments>),
}

impl MomentsWindow {
    /// An empty window.
    pub(super) fn new(period: usize) -> Self {
        if period <= SHORT_PERIOD_MAX {
            Self::Short(RecentValues::new(period), period - 1)
        } else {
            Self::Long(BlockWindow::new(period))
        }
    }

    /// Takes a value; the sums once the window is full.
    #[inline]
    pub(super) fn push(&mut self, value: f64) -> Option<Moments> {
        match self {
            Self::Short(recent, missing) => {
                if *missing > 0 {
                    *missing -= 1;
                    recent.push(value);
                    return None;
                }
                let moments = Moments::of(recent.staying(), value);
                recent.push(value);
                Some(moments)
            }
            Self::Long(blocks) => blocks.push(value),
        }
    }

    /// Takes a value; the mean once the window is full. Cheaper than [`Self::push`].
    #[inline]
    pub(super) fn push_mean(&mut self, value: f64, reciprocal: f64) -> Option<f64> {
        match self {
            Self::Short(recent, missing) => {
                if *missing > 0 {
                    *missing -= 1;
                    recent.push(value);
                    return None;
                }
                let mean = mean_of(recent.staying(), value, reciprocal);
                recent.push(value);
                Some(mean)
            }
            Self::Long(blocks) => blocks.push(value).map(|moments| moments.mean(reciprocal)),
        }
    }

    /// Forgets every value.
    pub(super) fn reset(&mut self) {
        match self {
            Self::Short(recent, missing) => {
                recent.reset();
                *missing = recent.period - 1;
            }
            Self::Long(blocks) => blocks.reset(),
        }
    }
}
