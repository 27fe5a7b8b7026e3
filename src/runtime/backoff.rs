//! How long to pause after a failure.

use std::time::Duration;

use crate::model::random::Random;

/// Pause after the first failure, at most.
pub const PAUSE_FIRST: Duration = Duration::from_secs(1);
/// Longest pause while the circuit is closed.
pub const PAUSE_MAX: Duration = Duration::from_secs(60);
/// Failures in a row that open the circuit.
pub const FAILURES_MAX: u32 = 12;
/// Pause while the circuit is open; then one attempt is made.
pub const CIRCUIT_PAUSE: Duration = Duration::from_secs(300);
/// A run that lasted this long and brought good data ends a row of failures.
pub const STEADY: Duration = Duration::from_secs(30);

/// Counts failures in a row.
#[derive(Debug)]
pub(super) struct Backoff {
    failures: u32,
    random: Random,
}

impl Backoff {
    /// `seed`: equal seeds give equal pauses.
    pub(super) fn new(seed: u64) -> Self {
        Self { failures: 0, random: Random::new(seed) }
    }

    /// Failures count from the beginning again.
    pub(super) const fn reset(&mut self) {
        self.failures = 0;
    }

    /// Whether the last failure opened the circuit.
    pub(super) const fn is_open(&self) -> bool {
        self.failures >= FAILURES_MAX
    }

    /// Counts a failure: the pause after it, between a half and the whole of
    /// `min(PAUSE_FIRST * 2^(n - 1), PAUSE_MAX)` for the n-th in a row, or [`CIRCUIT_PAUSE`].
    pub(super) fn fail(&mut self) -> Duration {
        self.failures = self.failures.saturating_add(1);
        if self.is_open() {
            return CIRCUIT_PAUSE;
        }
        let doublings = (self.failures - 1).min(16);
        let whole = PAUSE_FIRST.saturating_mul(1 << doublings).min(PAUSE_MAX);
        whole.mul_f64(0.5 + 0.5 * self.random.unit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_within_their_bounds_until_the_circuit_opens() {
        let mut backoff = Backoff::new(1);
        for whole_s in [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0, 60.0, 60.0] {
            let pause_s = backoff.fail().as_secs_f64();
            assert!((whole_s / 2.0..=whole_s).contains(&pause_s), "{pause_s} of {whole_s}");
            assert!(!backoff.is_open());
        }
        assert_eq!((backoff.fail(), backoff.is_open()), (CIRCUIT_PAUSE, true));
        assert_eq!(backoff.fail(), CIRCUIT_PAUSE);
        backoff.reset();
        assert!(backoff.fail() <= PAUSE_FIRST);
    }

    #[test]
    fn pauses_differ_by_seed_only() {
        let pauses = |seed| {
            let mut backoff = Backoff::new(seed);
            std::array::from_fn::<_, 5, _>(|_| backoff.fail())
        };
        assert_eq!(pauses(3), pauses(3));
        assert_ne!(pauses(3), pauses(4));
    }
}
