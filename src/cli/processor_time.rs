//! How long a computation keeps the processor busy, other programs' turns not counted.

#![cfg_attr(unix, expect(unsafe_code, reason = "asks the operating system for the thread's time"))]

use std::time::Duration;

/// Processor time of this thread so far. Only differences mean something.
///
/// Where the system has no fine clock of this kind (Windows counts in steps of 16 ms) it is real
/// time, which is the same on an idle machine.
#[cfg(unix)]
pub(crate) fn now() -> Duration {
    read(libc::CLOCK_THREAD_CPUTIME_ID)
}

/// Processor time of all threads of the process so far; real time where there is no such clock.
#[cfg(unix)]
pub(crate) fn of_process() -> Duration {
    read(libc::CLOCK_PROCESS_CPUTIME_ID)
}

#[cfg(unix)]
fn read(clock: libc::clockid_t) -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the structure is live and writable; on failure, which these clocks do not know, it
    // stays zero.
    unsafe { libc::clock_gettime(clock, &raw mut time) };
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// As above.
#[cfg(not(unix))]
#[expect(clippy::disallowed_methods, reason = "measures real time")]
pub(crate) fn now() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

/// As above.
#[cfg(not(unix))]
pub(crate) fn of_process() -> Duration {
    now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_while_the_processor_works() {
        let start = now();
        let mut sum = 0.0;
        while now() - start < Duration::from_millis(2) {
            sum += f64::sqrt(std::hint::black_box(sum));
        }
        assert!(now() > start);
    }
}
