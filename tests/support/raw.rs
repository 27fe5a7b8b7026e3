//! The exported functions with every argument as it comes.
//!
//! They are safe to call here in the sense of the header only: pointers that are not NULL point to
//! what the structure or the count says, unless the library must refuse the call before it looks.

#![expect(unsafe_code, reason = "calls the C ABI as a host does")]

use hypertrader::ffi::abi::*;
use hypertrader::ffi::engine_calls as calls;
use hypertrader::ffi::history_calls::ht_history_append;
use hypertrader::ffi::library_calls as library;
use hypertrader::ffi::model_calls as models;

macro_rules! forwarded {
    ($($module:ident :: $function:ident as $name:ident($($argument:ident: $type:ty),*);)+) => {
        $(pub(crate) fn $name($($argument: $type),*) -> i32 {
            // SAFETY: the tests keep what the header asks of hosts; see the module's documentation.
            unsafe { $module::$function($($argument),*) }
        })+
    };
}

forwarded! {
    library::ht_abi_check as abi_check(id: i32, size: i32, offsets: *const i32, count: i32);
    library::ht_version as version(buffer: *mut u8, capacity: i32);
    library::ht_last_error as last_error(handle: i64, buffer: *mut u8, capacity: i32);
    library::ht_self_test as self_test(buffer: *mut u8, capacity: i32);
    library::ht_refusal_text as refusal_text(code: i32, buffer: *mut u8, capacity: i32);
    library::ht_runtime_health as runtime_health(buffer: *mut u8, capacity: i32);
    library::ht_runtime_status as runtime_status(status: *mut HtRuntimeStatus);
    calls::ht_engine_symbol as symbol(handle: i64, symbol: *const HtSymbol);
    calls::ht_engine_history as history(
        handle: i64, rates: *const HtMqlRates, count: i32, flags: i32
    );
    calls::ht_engine_ticks as ticks(
        handle: i64, ticks: *const HtMqlTick, count: i32, now_msc: i64, flags: i32
    );
    calls::ht_engine_decision as decision(handle: i64, decision: *mut HtDecision);
    calls::ht_engine_account as account(handle: i64, account: *const HtAccount);
    calls::ht_engine_positions as positions(
        handle: i64, positions: *const HtPosition, count: i32, time_msc: i64
    );
    calls::ht_engine_order_result as order_result(handle: i64, result: *const HtOrderResult);
    calls::ht_engine_deal as deal(handle: i64, deal: *const HtDeal);
    calls::ht_engine_calendar as calendar(
        handle: i64, events: *const HtCalendarEvent, count: i32
    );
    calls::ht_engine_status as status(handle: i64, status: *mut HtStatus);
    calls::ht_engine_features as features(
        handle: i64, values: *mut f64, valid: *mut u8, capacity: i32
    );
    calls::ht_feature_name as feature_name(
        handle: i64, index: i32, buffer: *mut u8, capacity: i32
    );
    calls::ht_engine_explain as explain(
        handle: i64, decision_id: u64, buffer: *mut u8, capacity: i32
    );
    calls::ht_log_drain as log_drain(handle: i64, buffer: *mut u8, capacity: i32);
    models::ht_engine_model as model(handle: i64, status: *mut HtModel);
    models::ht_engine_set_model as set_model(handle: i64, path: *const u8, path_len: i32);
    models::ht_train_poll as train_poll(handle: i64, training: *mut HtTraining);
}

pub(crate) fn open(
    params: *const HtEngineParams,
    path: *const u8,
    path_len: i32,
    overrides: *const u8,
    overrides_len: i32,
    handle: *mut i64,
) -> i32 {
    // SAFETY: as above.
    unsafe { library::ht_engine_open(params, path, path_len, overrides, overrides_len, handle) }
}

/// Texts come as pointer and length.
pub(crate) struct Append {
    pub(crate) mode: i32,
    pub(crate) config_path: (*const u8, i32),
    pub(crate) overrides: (*const u8, i32),
    pub(crate) source: (*const u8, i32),
    pub(crate) symbol: (*const u8, i32),
    pub(crate) period_s: i32,
}

pub(crate) fn history_append(append: &Append, rates: *const HtMqlRates, count: i32) -> i32 {
    let Append { mode, config_path, overrides, source, symbol, period_s } = *append;
    // SAFETY: as above.
    unsafe {
        ht_history_append(
            mode,
            config_path.0,
            config_path.1,
            overrides.0,
            overrides.1,
            source.0,
            source.1,
            symbol.0,
            symbol.1,
            period_s,
            rates,
            count,
        )
    }
}

pub(crate) fn timer(handle: i64, server_msc: i64, utc_s: i64) -> i32 {
    calls::ht_engine_timer(handle, server_msc, utc_s)
}

pub(crate) fn command(handle: i64, command: i32) -> i32 {
    calls::ht_engine_command(handle, command)
}

pub(crate) fn train_start(handle: i64) -> i32 {
    models::ht_train_start(handle)
}

pub(crate) fn train_cancel(handle: i64) -> i32 {
    models::ht_train_cancel(handle)
}

pub(crate) fn close(handle: i64) -> i32 {
    calls::ht_engine_close(handle)
}
