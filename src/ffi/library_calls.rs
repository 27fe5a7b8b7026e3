//! The exported functions that concern the library as a whole.

#![expect(unsafe_code, reason = "exported C functions")]

use std::time::Duration;

use super::abi::{self, HtEngineParams, HtRuntimeStatus};
use super::code::{HT_E_ABI, HT_E_BUSY, HT_E_SELF_TEST, HT_E_UNKNOWN, HT_E_VALUE, HT_OK};
use super::failure::{Failure, last_of_thread};
use super::guard::{guarded, guarded_silently};
use super::{background, memory, open, pin, self_test, table};
use crate::telemetry::{Call, LogLevel, LogTarget, log_level, set_log_level};
use crate::types::RefusalCode;

/// Version of this interface: major in the upper 16 bits, minor in the lower.
///
/// The major number changes when a function or structure changes its meaning, the minor one when
/// something is added. A host needs its own major and at least its own minor.
pub const HT_ABI_VERSION: i32 = 0x0001_0003;

/// Returns HT_ABI_VERSION of the library. Never fails; any thread; frozen for ever.
#[unsafe(no_mangle)]
pub extern "C" fn ht_abi_version() -> i32 {
    HT_ABI_VERSION
}

/// Compares a structure's layout with the host's: its size and the offset of every field.
///
/// structure: the number in the structure's description. offsets: one per field, in order.
///
/// Returns: HT_OK; HT_E_NULL, HT_E_COUNT, HT_E_UNKNOWN (no such structure), HT_E_ABI (the text says
/// what differs). Any thread.
///
/// # Safety
/// `offsets` is NULL or points to `count` numbers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_abi_check(
    structure: i32,
    size: i32,
    offsets: *const i32,
    count: i32,
) -> i32 {
    guarded(Call::AbiCheck, || {
        // SAFETY: the caller's guarantee is handed on.
        let offsets = unsafe { memory::copies(offsets, count, "offsets") }?;
        let Some((own_size, own_offsets)) = abi::layout(structure) else {
            let text = format!("structure was {structure}, expected 1 to 13");
            return Err(Failure::new(HT_E_UNKNOWN, text));
        };
        let differs =
            |text: String| Err(Failure::new(HT_E_ABI, format!("structure {structure}: {text}")));
        if i32::try_from(own_size) != Ok(size) {
            return differs(format!("size was {size}, expected {own_size}"));
        }
        if offsets.len() != own_offsets.len() {
            return differs(format!("{count} fields, expected {}", own_offsets.len()));
        }
        for (index, (found, own)) in offsets.iter().zip(own_offsets).enumerate() {
            if i32::try_from(*own) != Ok(*found) {
                return differs(format!("field {index} was at {found}, expected {own}"));
            }
        }
        Ok(HT_OK)
    })
}

/// Writes the version of the library, such as "0.1.0 (a1b2c3d4e5f6)".
///
/// Returns: the length of the text, which is cut if `capacity` is not larger; HT_E_SIZE, HT_E_NULL.
/// Any thread.
///
/// # Safety
/// `buffer` is NULL or points to `capacity` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_version(buffer: *mut u8, capacity: i32) -> i32 {
    guarded(Call::Version, || {
        let text = concat!(env!("CARGO_PKG_VERSION"), " (", env!("HT_COMMIT"), ")");
        // SAFETY: the caller's guarantee is handed on.
        unsafe { memory::write_text(buffer, capacity, text) }
    })
}

/// Writes the text of the last failed call: on this handle, or, with handle 0 or one that cannot be
/// entered, on this thread. Empty if no call failed. Does not change the last error.
///
/// Returns: the length of the text, which is cut if `capacity` is not larger; HT_E_SIZE, HT_E_NULL.
/// Any thread.
///
/// # Safety
/// `buffer` is NULL or points to `capacity` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_last_error(handle: i64, buffer: *mut u8, capacity: i32) -> i32 {
    guarded_silently(Call::LastError, || {
        let text = table::enter(handle)
            .ok()
            .and_then(|guard| guard.as_ref().map(|session| *session.error()))
            .unwrap_or_else(last_of_thread);
        // SAFETY: the caller's guarantee is handed on.
        unsafe { memory::write_text(buffer, capacity, text.as_str()) }
    })
}

/// Checks the library on this machine: arithmetic, layouts, a small session with a known result.
///
/// Writes one line per check, PASS or FAIL, and a total.
///
/// Returns: HT_OK if all passed; HT_E_SELF_TEST otherwise; HT_E_SIZE, HT_E_NULL. Any thread. Takes
/// some milliseconds.
///
/// # Safety
/// `buffer` is NULL or points to `capacity` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_self_test(buffer: *mut u8, capacity: i32) -> i32 {
    guarded(Call::SelfTest, || {
        let outcome = self_test::run();
        // SAFETY: the caller's guarantee is handed on.
        unsafe { memory::write_text(buffer, capacity, &outcome.report) }?;
        if outcome.failed == 0 {
            return Ok(HT_OK);
        }
        Err(Failure::new(HT_E_SELF_TEST, outcome.report))
    })
}

/// Opens an engine for one symbol.
///
/// config_path: UTF-8 path of a TOML file, or length 0 for none. overrides: TOML text that wins
/// over the file, or length 0. handle: receives the handle.
///
/// Live and paper engines keep their risk state in the folder `engine.state_dir`; without one
/// every entry is refused. The first live or paper engine pins the library. The model that
/// `model.file` names is read and verified here.
///
/// Returns: HT_OK; HT_REATTACHED (the warm engine of this instance key was taken over);
/// HT_REATTACHED_COLD (its risk and orders were taken over, bars must be pushed again); HT_E_NULL,
/// HT_E_COUNT, HT_E_UTF8, HT_E_SIZE, HT_E_VALUE, HT_E_CONFIG (the text lists all problems),
/// HT_E_MODEL (the text says why the model cannot be used), HT_E_STATE, HT_E_FULL, HT_E_SHUTDOWN.
/// On failure `handle` is untouched.
///
/// # Safety
/// `params` is NULL or points to as many bytes as its `struct_size` says; the texts are NULL or
/// have the given lengths; `handle` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_engine_open(
    params: *const HtEngineParams,
    config_path: *const u8,
    config_path_len: i32,
    overrides: *const u8,
    overrides_len: i32,
    handle: *mut i64,
) -> i32 {
    guarded(Call::EngineOpen, || {
        // SAFETY: the caller's guarantee is handed on.
        let params = unsafe { memory::read_sized(params, "params") }?;
        if handle.is_null() {
            return Err(Failure::new(super::code::HT_E_NULL, "handle was NULL"));
        }
        // SAFETY: the caller's guarantee is handed on.
        let path = unsafe { memory::text(config_path, config_path_len, "config_path") }?;
        // SAFETY: the caller's guarantee is handed on.
        let overrides = unsafe { memory::text(overrides, overrides_len, "overrides") }?;
        let opened = open::open(&params, path, overrides)?;
        // SAFETY: checked above, and the caller's guarantee is handed on.
        unsafe { memory::write(handle, opened.handle, "handle") }?;
        Ok(opened.code)
    })
}

/// Writes how many engines there are and whether the library is pinned.
///
/// Returns: HT_OK; HT_E_NULL, HT_E_SIZE. Any thread.
///
/// # Safety
/// `status` is NULL or points to as many writable bytes as its `struct_size` says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_runtime_status(status: *mut HtRuntimeStatus) -> i32 {
    guarded(Call::RuntimeStatus, || {
        // SAFETY: the caller's guarantee is handed on.
        unsafe { memory::check_out(status, "status") }?;
        let out = HtRuntimeStatus {
            struct_size: size_of::<HtRuntimeStatus>() as u32,
            engines_open: table::open_count() as i32,
            engines_parked: table::parked_count() as i32,
            engines_max: table::ENGINES_MAX as i32,
            pinned: i32::from(pin::is_pinned()),
            shut_down: i32::from(table::is_shut_down()),
        };
        // SAFETY: checked above, and the caller's guarantee is handed on.
        unsafe { memory::write(status, out, "status") }?;
        Ok(HT_OK)
    })
}

/// Closes every engine, parked ones too, and ends the library's threads (training, HTTP server,
/// log), for hosts that unload the library. Nothing can be opened afterwards. Waits at most two
/// seconds; open positions keep their stops at the broker.
///
/// Returns: HT_OK; HT_E_BUSY if a thread was inside an engine, which is then left, or a thread of
/// the library has not ended yet (call again). Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn ht_runtime_shutdown() -> i32 {
    guarded(Call::RuntimeShutdown, || {
        let left = table::shut_down();
        let ended = background::shut_down(THREADS_END_MAX);
        let busy = |text: String| Err(Failure::new(HT_E_BUSY, text));
        match (left, ended) {
            (0, Ok(())) => Ok(HT_OK),
            (0, Err(name)) => busy(format!("the {name} thread has not ended yet")),
            (left, _) => busy(format!("{left} engines are in use")),
        }
    })
}

/// How long a shutdown waits for the library's threads.
const THREADS_END_MAX: Duration = Duration::from_secs(2);

/// Writes what a refusal code means, in a sentence: "The spread is wider than the cap."
///
/// code: HtDecision.refusal_code or HtStatus.refusal_code. docs/refusals.md lists them all.
///
/// Returns: the length of the text, which is cut if `capacity` is not larger; HT_E_SIZE, HT_E_NULL,
/// HT_E_UNKNOWN (no such code). Any thread.
///
/// # Safety
/// `buffer` is NULL or points to `capacity` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_refusal_text(code: i32, buffer: *mut u8, capacity: i32) -> i32 {
    guarded(Call::RefusalText, || {
        let known = u16::try_from(code).ok().and_then(RefusalCode::from_number);
        let Some(known) = known else {
            let text = format!("code was {code}, expected one of docs/refusals.md");
            return Err(Failure::new(HT_E_UNKNOWN, text));
        };
        // SAFETY: the caller's guarantee is handed on.
        unsafe { memory::write_text(buffer, capacity, known.doc()) }
    })
}

/// Asks from which severity on events are told in the log file, and sets it. Not the ring, which
/// has everything.
///
/// target: "engine", "library" or "serve"; length 0 = all of them. level: 0 off, 1 error,
/// 2 warning, 3 information, 4 debug, 5 trace; -1 = leave it. An engine that is opened with another
/// `log.level` or `log.targets` than the one before it sets the levels anew.
///
/// Returns: the level before, that of "library" for all; HT_E_NULL, HT_E_COUNT, HT_E_UTF8,
/// HT_E_UNKNOWN (no such target), HT_E_VALUE. Any thread.
///
/// # Safety
/// `target` is NULL or points to `target_len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ht_log_level(target: *const u8, target_len: i32, level: i32) -> i32 {
    guarded(Call::LogLevel, || {
        // SAFETY: the caller's guarantee is handed on.
        let name = unsafe { memory::text(target, target_len, "target") }?;
        let one = LogTarget::parse(name);
        if one.is_none() && !name.is_empty() {
            let text = format!("target was {name:?}, expected engine, library or serve");
            return Err(Failure::new(HT_E_UNKNOWN, text));
        }
        let before = log_level(one.unwrap_or(LogTarget::Library)) as i32;
        if level == -1 {
            return Ok(before);
        }
        let new = usize::try_from(level).ok().and_then(|level| LogLevel::ALL.get(level));
        let Some(&new) = new else {
            let text = format!("level was {level}, expected -1 to 5");
            return Err(Failure::new(HT_E_VALUE, text));
        };
        match one {
            Some(target) => set_log_level(target, new),
            None => LogTarget::ALL.into_iter().for_each(|target| set_log_level(target, new)),
        }
        Ok(before)
    })
}
