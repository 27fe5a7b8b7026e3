//! Every exported function runs inside one of these: panics stop here, errors become codes, calls
//! are counted and timed.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::code::{HT_E_FAULTED, HT_E_HANDLE, HT_E_PANIC};
use super::failure::{ErrorText, Failure, Outcome, report};
use super::session::Session;
use super::table;
use crate::clock::fast_now_ns;
use crate::telemetry::{Call, is_watching, panic_text, record_call};

/// Runs a call that concerns no engine.
pub(super) fn guarded(name: Call, call: impl FnOnce() -> Outcome) -> i32 {
    measured(name, || caught(call).unwrap_or_else(|failure| report(&failure)))
}

/// As [`guarded`], but the last error stays what it was.
pub(super) fn guarded_silently(name: Call, call: impl FnOnce() -> Outcome) -> i32 {
    measured(name, || caught(call).unwrap_or_else(|failure| failure.code))
}

fn caught(call: impl FnOnce() -> Outcome) -> Outcome {
    // Unwind safety: a call without an engine touches only atomics and locks without poisoning.
    catch_unwind(AssertUnwindSafe(call))
        .unwrap_or_else(|payload| Err(Failure::new(HT_E_PANIC, panic_text(&*payload))))
}

/// Counts a call, and times it unless it is the one that begins the watch.
fn measured(name: Call, call: impl FnOnce() -> i32) -> i32 {
    let began_ns = is_watching().then(fast_now_ns);
    let code = call();
    if is_watching() {
        let took_ns = began_ns.map(|began_ns| fast_now_ns().saturating_sub(began_ns));
        record_call(name, took_ns, code < 0);
    }
    code
}

/// Runs a call on an engine that must be sound.
#[inline]
pub(super) fn with_engine(
    name: Call,
    handle: i64,
    call: impl FnOnce(&mut Session) -> Outcome,
) -> i32 {
    with_session(name, handle, |session| {
        if session.is_faulted() {
            return Err(Failure::new(HT_E_FAULTED, session.fault()));
        }
        call(session)
    })
}

/// Runs a call on an engine, faulted or not: what only looks or closes.
#[inline]
pub(super) fn with_session(
    name: Call,
    handle: i64,
    call: impl FnOnce(&mut Session) -> Outcome,
) -> i32 {
    let mut guard = match table::enter(handle) {
        Ok(guard) => guard,
        Err(failure) => return report(&failure),
    };
    let Some(session) = guard.as_mut() else {
        return report(&Failure::new(HT_E_HANDLE, "the engine is gone"));
    };
    let began_ns = session.begin_call(name);
    // Unwind safety: after a panic the engine is latched faulted and nothing acts on its state.
    let result = catch_unwind(AssertUnwindSafe(|| {
        let value = call(session)?;
        session.save_if_changed();
        session.end_call(name, began_ns);
        Ok(value)
    }));
    let failure = match result {
        Ok(Ok(value)) => return value,
        Ok(Err(failure)) => failure,
        Err(payload) => {
            let text = panic_text(&*payload);
            session.latch_fault(&text);
            Failure::new(HT_E_PANIC, text)
        }
    };
    session.count_error(name);
    session.set_error(ErrorText::of(&failure));
    report(&failure)
}
