//! Processor time, which a busy machine stretches less than the wall clock.

/// CPU nanoseconds of this thread.
#[cfg(unix)]
pub(crate) fn cpu_ns() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a valid timespec that outlives the call.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

/// Nanoseconds since the first call: elsewhere than on Unix the wall clock must do.
#[cfg(not(unix))]
#[allow(clippy::disallowed_methods, reason = "a bench measures time")]
pub(crate) fn cpu_ns() -> f64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed().as_nanos() as f64
}
