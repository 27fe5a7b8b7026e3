//! How long things took, counted in buckets of fixed widths.

use std::sync::atomic::{AtomicU64, Ordering};

/// Buckets of each doubling: a value is known to a quarter of its octave, 14 to 25 %.
const PER_OCTAVE: u32 = 4;
/// The first bucket ends at 2^6 = 64 ns.
const FIRST_BIT: u32 = 6;
/// The last bounded bucket ends at 2^31 ns, 2.1 s.
const LAST_BIT: u32 = 31;
/// Bounded buckets; one more takes what is longer.
pub const BOUNDED_BUCKETS: usize = ((LAST_BIT - FIRST_BIT) * PER_OCTAVE) as usize + 1;

/// Upper end of a bounded bucket in nanoseconds, inclusive.
#[must_use]
pub const fn bucket_end_ns(bucket: usize) -> u64 {
    let (octave, quarter) = (bucket as u32 / PER_OCTAVE, bucket as u64 % PER_OCTAVE as u64);
    let base = 1 << (FIRST_BIT + octave);
    base + quarter * (base / PER_OCTAVE as u64)
}

/// The bucket of a duration: bounds belong to the bucket below them.
#[inline]
const fn bucket_of(ns: u64) -> usize {
    let below = ns.saturating_sub(1);
    if below < 1 << FIRST_BIT {
        return 0;
    }
    let octave = below.ilog2();
    if octave >= LAST_BIT {
        return BOUNDED_BUCKETS;
    }
    let quarter = (below >> (octave - 2)) & (PER_OCTAVE as u64 - 1);
    ((octave - FIRST_BIT) * PER_OCTAVE) as usize + quarter as usize + 1
}

/// Durations in log-linear buckets: powers of two, each in four equal parts. One writer at a time,
/// any number of readers; a reader may see a duration in its bucket before it sees it in the sum.
#[derive(Debug)]
pub struct Histogram {
    buckets: [AtomicU64; BOUNDED_BUCKETS + 1],
    sum_ns: AtomicU64,
}

/// A copy of a [`Histogram`].
#[derive(Clone, Debug)]
pub struct HistogramCopy {
    /// Durations in each bucket; the last has no upper end.
    pub buckets: [u64; BOUNDED_BUCKETS + 1],
    /// All durations together in nanoseconds.
    pub sum_ns: u64,
}

impl Histogram {
    /// Nothing counted yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            buckets: [const { AtomicU64::new(0) }; BOUNDED_BUCKETS + 1],
            sum_ns: AtomicU64::new(0),
        }
    }

    /// Counts a duration. Call it from one thread at a time. Two loads and two stores.
    #[inline]
    pub fn record(&self, ns: u64) {
        add(&self.buckets[bucket_of(ns)], 1);
        add(&self.sum_ns, ns);
    }

    /// Adds what is in it to a copy.
    pub fn add_to(&self, copy: &mut HistogramCopy) {
        for (sum, bucket) in copy.buckets.iter_mut().zip(&self.buckets) {
            *sum += bucket.load(Ordering::Relaxed);
        }
        copy.sum_ns = copy.sum_ns.wrapping_add(self.sum_ns.load(Ordering::Relaxed));
    }
}

impl Default for Histogram {
    fn default() -> Self {
        Self::new()
    }
}

impl HistogramCopy {
    /// Nothing counted.
    pub const EMPTY: Self = Self { buckets: [0; BOUNDED_BUCKETS + 1], sum_ns: 0 };

    /// Counts a duration.
    pub fn record(&mut self, ns: u64) {
        self.buckets[bucket_of(ns)] += 1;
        self.sum_ns = self.sum_ns.wrapping_add(ns);
    }

    /// Durations counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.buckets.iter().sum()
    }
}

/// Adds to a number that only one thread writes: cheaper than a locked addition.
#[inline]
pub(super) fn add(number: &AtomicU64, more: u64) {
    number.store(number.load(Ordering::Relaxed).wrapping_add(more), Ordering::Relaxed);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_duration_is_in_the_first_bucket_that_reaches_it() {
        let ends: Vec<u64> = (0..BOUNDED_BUCKETS).map(bucket_end_ns).collect();
        assert_eq!((ends[0], ends[1], ends[4], *ends.last().unwrap()), (64, 80, 128, 1 << 31));
        assert!(ends.windows(2).all(|pair| pair[0] < pair[1] && pair[1] * 4 <= pair[0] * 5));
        let probes = ends.iter().flat_map(|&end| [end - 1, end, end + 1]);
        for ns in probes.chain([0, 1, 63, u64::MAX]) {
            let expected = ends.iter().position(|&end| ns <= end).unwrap_or(BOUNDED_BUCKETS);
            assert_eq!(bucket_of(ns), expected, "{ns}");
        }
    }

    #[test]
    fn copies_add_up() {
        let (one, other) = (Histogram::new(), Histogram::new());
        [10, 100, 1_000].iter().for_each(|&ns| one.record(ns));
        other.record(u64::from(u32::MAX));
        let mut copy = HistogramCopy::EMPTY;
        one.add_to(&mut copy);
        other.add_to(&mut copy);
        assert_eq!((copy.count(), copy.sum_ns), (4, 1_110 + u64::from(u32::MAX)));
        assert_eq!(copy.buckets[BOUNDED_BUCKETS], 1);
    }
}
