//! Return codes of the C ABI: stable numbers, never reused, only appended.

/// Done.
pub const HT_OK: i32 = 0;

/// A required pointer was NULL.
pub const HT_E_NULL: i32 = -1;
/// The handle is 0, closed, or was never given out by this process.
pub const HT_E_HANDLE: i32 = -2;
/// Another thread is inside a call with this handle.
pub const HT_E_BUSY: i32 = -3;
/// A size (struct_size, buffer capacity) is not one this library knows.
pub const HT_E_SIZE: i32 = -4;
/// A count is negative or beyond its limit.
pub const HT_E_COUNT: i32 = -5;
/// A value is not a number, out of range, or not one of the listed ones.
pub const HT_E_VALUE: i32 = -6;
/// Text is not valid UTF-8.
pub const HT_E_UTF8: i32 = -7;
/// The call came before one that must precede it.
pub const HT_E_ORDER: i32 = -8;
/// A tick is unusable (number, crossed or one-sided quote).
pub const HT_E_TICK: i32 = -9;
/// Time went backwards.
pub const HT_E_TIME: i32 = -10;
/// A bar is unusable (number, high below low, order).
pub const HT_E_BAR: i32 = -11;
/// The symbol specification is unusable.
pub const HT_E_SYMBOL: i32 = -12;
/// The configuration has problems; the text lists them all.
pub const HT_E_CONFIG: i32 = -13;
/// The risk state file cannot be used.
pub const HT_E_STATE: i32 = -14;
/// No more engines can be opened.
pub const HT_E_FULL: i32 = -15;
/// The engine is latched after an internal fault; close it.
pub const HT_E_FAULTED: i32 = -16;
/// An internal fault happened in this call; the engine takes no new risk.
pub const HT_E_PANIC: i32 = -17;
/// There is no such decision, column, structure or refusal code.
pub const HT_E_UNKNOWN: i32 = -18;
/// The library has been shut down.
pub const HT_E_SHUTDOWN: i32 = -19;
/// The self-test failed.
pub const HT_E_SELF_TEST: i32 = -20;
/// A layout differs between the host and this library: one of the two is out of date.
pub const HT_E_ABI: i32 = -21;
/// A file of the history store cannot be read or written.
pub const HT_E_FILE: i32 = -22;
/// The model file cannot be used: the text says which one and why.
pub const HT_E_MODEL: i32 = -23;

/// `ht_engine_open`: a warm engine of the same instance key was taken over.
pub const HT_REATTACHED: i32 = 1;
/// `ht_engine_open`: risk and order state were taken over; bars must be pushed again.
pub const HT_REATTACHED_COLD: i32 = 2;

/// The sentence of a negative code, for `ht_last_error` when a call left nothing more precise.
pub(super) const fn describe(code: i32) -> &'static str {
    match code {
        HT_E_NULL => "A required pointer was NULL.",
        HT_E_HANDLE => "The handle is 0, closed, or was never given out by this process.",
        HT_E_BUSY => "Another thread is inside a call with this handle.",
        HT_E_SIZE => "A size (struct_size, buffer capacity) is not one this library knows.",
        HT_E_COUNT => "A count is negative or beyond its limit.",
        HT_E_VALUE => "A value is not a number, out of range, or not one of the listed ones.",
        HT_E_UTF8 => "Text is not valid UTF-8.",
        HT_E_ORDER => "The call came before one that must precede it.",
        HT_E_TICK => "A tick is unusable (number, crossed or one-sided quote).",
        HT_E_TIME => "Time went backwards.",
        HT_E_BAR => "A bar is unusable (number, high below low, order).",
        HT_E_SYMBOL => "The symbol specification is unusable.",
        HT_E_CONFIG => "The configuration has problems; the text lists them all.",
        HT_E_STATE => "The risk state file cannot be used.",
        HT_E_FULL => "No more engines can be opened.",
        HT_E_FAULTED => "The engine is latched after an internal fault; close it.",
        HT_E_PANIC => "An internal fault happened in this call; the engine takes no new risk.",
        HT_E_UNKNOWN => "There is no such decision, column, structure or refusal code.",
        HT_E_SHUTDOWN => "The library has been shut down.",
        HT_E_SELF_TEST => "The self-test failed.",
        HT_E_ABI => {
            "A layout differs between the host and this library: one of the two is out of date."
        }
        HT_E_MODEL => "The model file cannot be used: the text says which one and why.",
        HT_E_FILE => "A file of the history store cannot be read or written.",
        _ => "unknown code",
    }
}
