//! Keeps the module in memory once a live or paper engine exists.
//!
//! A terminal drops its reference to the library when the last program that imports it goes. Code
//! that is still needed (thread-local destructors of the host, later background threads) and the
//! engines that are kept warm, with their state files locked, must not vanish with it. Replay and
//! tester engines do not pin: their hosts may unload.

#![expect(unsafe_code, reason = "asks the dynamic loader about this module")]

use std::sync::atomic::{AtomicBool, Ordering};

static PINNED: AtomicBool = AtomicBool::new(false);

/// Whether the module stays until the process ends.
pub(super) fn is_pinned() -> bool {
    PINNED.load(Ordering::Relaxed)
}

/// Pins the module, once. A failure is not an error: the module is then unloaded as any other.
pub(super) fn pin() {
    if !PINNED.load(Ordering::Relaxed) && pin_module() {
        PINNED.store(true, Ordering::Relaxed);
    }
}

#[cfg(windows)]
fn pin_module() -> bool {
    use windows_sys::Win32::System::LibraryLoader::{
        GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, GET_MODULE_HANDLE_EX_FLAG_PIN, GetModuleHandleExW,
    };
    let address = std::ptr::from_ref(&PINNED).cast::<u16>();
    let mut module = std::ptr::null_mut();
    let flags = GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS;
    // SAFETY: the address lies in this module, and the out-pointer is a local variable.
    unsafe { GetModuleHandleExW(flags, address, &raw mut module) != 0 }
}

#[cfg(unix)]
fn pin_module() -> bool {
    let address = std::ptr::from_ref(&PINNED).cast::<libc::c_void>();
    let mut info = std::mem::MaybeUninit::<libc::Dl_info>::zeroed();
    // SAFETY: the address lies in this module, and the out-pointer is a local variable.
    if unsafe { libc::dladdr(address, info.as_mut_ptr()) } == 0 {
        return false;
    }
    // SAFETY: dladdr succeeded, so it filled the structure.
    let name = unsafe { info.assume_init() }.dli_fname;
    let flags = libc::RTLD_NOW | libc::RTLD_NOLOAD | libc::RTLD_NODELETE;
    // SAFETY: dladdr's name is a terminated string that lives as long as the module.
    !unsafe { libc::dlopen(name, flags) }.is_null()
}
