//! The training thread gives way to every other.

#![expect(unsafe_code, reason = "asks the system for a lower priority of this thread")]

/// Lowers the priority of the calling thread as far as it goes. Without success it trains anyway.
#[cfg(windows)]
pub(super) fn lower() {
    use windows_sys::Win32::System::Threading::{
        GetCurrentThread, SetThreadPriority, THREAD_PRIORITY_IDLE,
    };
    // SAFETY: no arguments; the result is a constant that stands for this thread.
    let thread = unsafe { GetCurrentThread() };
    // SAFETY: a valid handle of this thread and a documented priority.
    let _ = unsafe { SetThreadPriority(thread, THREAD_PRIORITY_IDLE) };
}

/// Lowers the priority of the calling thread as far as it goes. Without success it trains anyway.
#[cfg(unix)]
pub(super) fn lower() {
    const LOWEST_NICE: libc::c_int = 19;
    // SAFETY: 0 stands for the calling thread, as Linux has one nice value a thread.
    let _ = unsafe { libc::setpriority(libc::PRIO_PROCESS, 0, LOWEST_NICE) };
}
