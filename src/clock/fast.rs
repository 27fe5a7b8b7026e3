//! A clock that costs a few nanoseconds and never calls the system.
//!
//! On x86-64 it is the processor's time-stamp counter, if the processor says that it runs at one
//! rate in every state; otherwise, and on other processors, the system's monotonic clock. Reading
//! the system's clock may be a system call (a virtual machine without a usable counter, Wine), and
//! costs two to three times as much where it is none. For measuring only: nothing that is decided
//! may depend on it.

#[cfg(target_arch = "x86_64")]
use std::hint;
use std::sync::OnceLock;
use std::time::Instant;

/// How long the counter is held against the system's clock. The error of reading both, some 50 ns,
/// makes the rate wrong by less than 1 in 20,000.
#[cfg(target_arch = "x86_64")]
const CALIBRATION_NS: u64 = 2_000_000;

#[derive(Debug)]
struct Source {
    start: Instant,
    /// Counter at the start and nanoseconds per count, in units of 2^-32.
    #[cfg(target_arch = "x86_64")]
    counter: Option<(u64, u64)>,
}

static SOURCE: OnceLock<Source> = OnceLock::new();

/// Sets the clock up, which takes two milliseconds once; [`fast_now_ns`] is then cheap.
pub fn prepare_fast_clock() {
    source();
}

/// Nanoseconds since the clock was set up. Wait-free once it is.
#[inline]
#[must_use]
pub fn fast_now_ns() -> u64 {
    let source = source();
    #[cfg(target_arch = "x86_64")]
    if let Some((start, rate)) = source.counter {
        let counts = counter().saturating_sub(start);
        return ((u128::from(counts) * u128::from(rate)) >> 32) as u64;
    }
    source.start.elapsed().as_nanos() as u64
}

#[inline]
fn source() -> &'static Source {
    SOURCE.get_or_init(Source::new)
}

impl Source {
    #[expect(clippy::disallowed_methods, reason = "measures real time")]
    fn new() -> Self {
        Self {
            #[cfg(target_arch = "x86_64")]
            counter: is_steady().then(calibrated),
            start: Instant::now(),
        }
    }
}

/// The counter now, and its rate.
#[cfg(target_arch = "x86_64")]
#[expect(clippy::disallowed_methods, reason = "measures real time")]
fn calibrated() -> (u64, u64) {
    let (start, first) = (Instant::now(), counter());
    let mut elapsed_ns = 0;
    while elapsed_ns < CALIBRATION_NS {
        hint::spin_loop();
        elapsed_ns = start.elapsed().as_nanos() as u64;
    }
    let counts = counter().saturating_sub(first).max(1);
    let rate = (u128::from(elapsed_ns) << 32) / u128::from(counts);
    (first, u64::try_from(rate).unwrap_or(u64::MAX))
}

/// Reads the time-stamp counter.
#[cfg(target_arch = "x86_64")]
#[inline]
#[expect(unsafe_code, reason = "the counter is read by an intrinsic")]
fn counter() -> u64 {
    // SAFETY: the instruction is part of every x86-64 processor and touches no memory.
    unsafe { std::arch::x86_64::_rdtsc() }
}

/// Whether the counter runs at one rate whatever the processor does (CPUID, "invariant TSC").
#[cfg(target_arch = "x86_64")]
fn is_steady() -> bool {
    const POWER_LEAF: u32 = 0x8000_0007;
    let highest = std::arch::x86_64::__cpuid(0x8000_0000).eax;
    highest >= POWER_LEAF && std::arch::x86_64::__cpuid(POWER_LEAF).edx & (1 << 8) != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn agrees_with_the_clock_of_the_system() {
        prepare_fast_clock();
        let watch = crate::clock::Stopwatch::start();
        let first = fast_now_ns();
        std::thread::sleep(Duration::from_millis(200));
        let fast = fast_now_ns() - first;
        let real = (watch.elapsed_s() * 1e9) as u64;
        // The real interval encloses the fast one.
        assert!(fast <= real + real / 1_000, "{fast} {real}");
        assert!(fast >= 199_000_000, "{fast}");
    }

    #[test]
    fn never_runs_backwards() {
        let mut before = fast_now_ns();
        for _ in 0..100_000 {
            let now = fast_now_ns();
            assert!(now >= before, "{now} {before}");
            before = now;
        }
    }
}
