//! Every exported function runs inside one of these: panics stop here, errors become codes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::code::{HT_E_FAULTED, HT_E_HANDLE, HT_E_PANIC};
use super::failure::{ErrorText, Failure, Outcome, report};
use super::session::Session;
use super::table;
use crate::telemetry::panic_text;

/// Runs a call that concerns no engine.
pub(super) fn guarded(call: impl FnOnce() -> Outcome) -> i32 {
    caught(call).unwrap_or_else(|failure| report(&failure))
}

/// As [`guarded`], but the last error stays what it was.
pub(super) fn guarded_silently(call: impl FnOnce() -> Outcome) -> i32 {
    caught(call).unwrap_or_else(|failure| failure.code)
}

fn caught(call: impl FnOnce() -> Outcome) -> Outcome {
    // Unwind safety: a call without an engine touches only atomics and locks without poisoning.
    catch_unwind(AssertUnwindSafe(call))
        .unwrap_or_else(|payload| Err(Failure::new(HT_E_PANIC, panic_text(&*payload))))
}

/// Runs a call on an engine that must be sound.
#[inline]
pub(super) fn with_engine(handle: i64, call: impl FnOnce(&mut Session) -> Outcome) -> i32 {
    with_session(handle, |session| {
        if session.is_faulted() {
            return Err(Failure::new(HT_E_FAULTED, session.fault()));
        }
        session.look_at_market();
        call(session)
    })
}

/// Runs a call on an engine, faulted or not: what only looks or closes.
#[inline]
pub(super) fn with_session(handle: i64, call: impl FnOnce(&mut Session) -> Outcome) -> i32 {
    let mut guard = match table::enter(handle) {
        Ok(guard) => guard,
        Err(failure) => return report(&failure),
    };
    let Some(session) = guard.as_mut() else {
        return report(&Failure::new(HT_E_HANDLE, "the engine is gone"));
    };
    // Unwind safety: after a panic the engine is latched faulted and nothing acts on its state.
    let result = catch_unwind(AssertUnwindSafe(|| {
        let value = call(session)?;
        session.save_if_changed();
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
    session.set_error(ErrorText::of(&failure));
    report(&failure)
}
