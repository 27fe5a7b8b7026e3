//! How long calls take. The clock is read here and nowhere else in replay, and never reaches the
//! engine.

#![expect(clippy::disallowed_methods, reason = "measures real time; no decision depends on it")]

use std::time::Instant;

use serde::Serialize;

/// Clock readings taken to learn what reading the clock costs.
const OVERHEAD_SAMPLES: usize = 20_001;

/// Median cost of one measurement, nanoseconds.
pub(super) fn clock_overhead_ns() -> u64 {
    let mut samples: Vec<u64> = (0..OVERHEAD_SAMPLES)
        .map(|_| {
            let start = Instant::now();
            nanos_since(start)
        })
        .collect();
    let middle = samples.len() / 2;
    *samples.select_nth_unstable(middle).1
}

/// Now, for [`nanos_since`].
#[inline]
pub(super) fn now() -> Instant {
    Instant::now()
}

#[inline]
pub(super) fn nanos_since(start: Instant) -> u64 {
    start.elapsed().as_nanos() as u64
}

/// Durations of single calls.
#[derive(Clone, Debug, Default)]
pub(super) struct Latencies {
    samples_ns: Vec<u32>,
    overhead_ns: u64,
}

/// Percentiles in nanoseconds, by nearest rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Percentiles {
    pub(super) p50: u32,
    pub(super) p99: u32,
    pub(super) p999: u32,
    pub(super) max: u32,
}

impl Latencies {
    /// `overhead_ns` is taken off every sample.
    pub(super) fn new(overhead_ns: u64, capacity: usize) -> Self {
        Self { samples_ns: Vec::with_capacity(capacity), overhead_ns }
    }

    #[inline]
    pub(super) fn add(&mut self, elapsed_ns: u64) {
        let call_ns = elapsed_ns.saturating_sub(self.overhead_ns);
        self.samples_ns.push(u32::try_from(call_ns).unwrap_or(u32::MAX));
    }

    pub(super) fn total_ns(&self) -> u64 {
        self.samples_ns.iter().map(|&sample| u64::from(sample)).sum()
    }

    pub(super) fn percentiles(&mut self) -> Percentiles {
        let samples = &mut self.samples_ns;
        if samples.is_empty() {
            return Percentiles::default();
        }
        samples.sort_unstable();
        // Nearest rank: the smallest sample that at least this share of all does not exceed.
        let rank = |per_mille: usize| samples[(samples.len() * per_mille).div_ceil(1_000) - 1];
        Percentiles {
            p50: rank(500),
            p99: rank(990),
            p999: rank(999),
            max: samples[samples.len() - 1],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let mut latencies = Latencies::new(5, 1_000);
        for sample in (1..=1_000).rev() {
            latencies.add(sample + 5);
        }
        // Of 1..=1000 the nearest rank of 50 % is 500, of 99 % 990, of 99.9 % 999.
        let expected = Percentiles { p50: 500, p99: 990, p999: 999, max: 1_000 };
        assert_eq!(latencies.percentiles(), expected);
        assert_eq!(latencies.total_ns(), 500_500);
    }

    #[test]
    fn no_calls_have_no_latency_and_one_call_is_every_percentile() {
        assert_eq!(Latencies::default().percentiles(), Percentiles::default());
        let mut one = Latencies::new(0, 1);
        one.add(7);
        assert_eq!(one.percentiles(), Percentiles { p50: 7, p99: 7, p999: 7, max: 7 });
    }
}
