//! What `ht_self_test` checks on the user's machine, through the exported functions themselves.

use std::fmt::Write;

use super::abi::{
    HT_MODE_REPLAY, HtEngineParams, HtMqlRates, HtMqlTick, HtSession, HtSymbol, layout,
};
use super::code::{HT_E_HANDLE, HT_E_NULL, HT_OK};
use super::engine_calls as calls;
use super::library_calls::ht_engine_open;

/// The report and the number of failed checks.
pub(super) struct Outcome {
    pub(super) report: String,
    pub(super) failed: u32,
}

/// Runs every check.
pub(super) fn run() -> Outcome {
    let mut outcome = Outcome { report: String::new(), failed: 0 };
    let mut check = |name: &str, passed: bool| {
        let word = if passed { "PASS" } else { "FAIL" };
        // Writing to a String cannot fail.
        let _ = writeln!(outcome.report, "{word} {name}");
        outcome.failed += u32::from(!passed);
    };
    check("byte order is little-endian", cfg!(target_endian = "little"));
    check("arithmetic is IEEE 754 double", arithmetic_is_exact());
    check("structures are laid out as documented", (1..=11).all(|id| layout(id).is_some()));
    check("NULL is refused", null_is_refused());
    check("unknown handles are refused", [0, -1, 1, i64::MAX].into_iter().all(is_unknown));
    check("a session gives the known average", session_is_right());
    let _ = writeln!(outcome.report, "{} failed", outcome.failed);
    outcome
}

/// Values that differ when intermediate results are kept in more than 53 bits, when denormal
/// numbers are flushed, or when rounding is not to nearest even.
fn arithmetic_is_exact() -> bool {
    let (tenth, fifth) = (std::hint::black_box(0.1_f64), std::hint::black_box(0.2_f64));
    let big = std::hint::black_box(9_007_199_254_740_992.0_f64);
    let tiny = std::hint::black_box(f64::MIN_POSITIVE);
    (tenth + fifth).to_bits() == 0x3FD3_3333_3333_3334
        && (big + 1.0).to_bits() == big.to_bits()
        && tiny / 2.0 > 0.0
        && std::hint::black_box(2.0_f64).sqrt().to_bits() == 0x3FF6_A09E_667F_3BCD
}

#[expect(unsafe_code, reason = "calls the exported functions as a host does")]
fn null_is_refused() -> bool {
    let none = std::ptr::null();
    // SAFETY: NULL is what is tested; the function must not touch it.
    unsafe { ht_engine_open(std::ptr::null(), none, 0, none, 0, std::ptr::null_mut()) == HT_E_NULL }
}

#[expect(unsafe_code, reason = "calls the exported functions as a host does")]
fn is_unknown(handle: i64) -> bool {
    // SAFETY: the handle is refused before the pointer is touched.
    unsafe { calls::ht_engine_symbol(handle, std::ptr::null()) == HT_E_HANDLE }
}

/// Opens an engine, feeds bars with closes 1, 2, ... 60, and expects the average of the last 50,
/// (11 + 60) / 2 = 35.5, in the column `sma_50`.
fn session_is_right() -> bool {
    let Some(handle) = open_replay() else { return false };
    let right = feed_and_compare(handle);
    let closed = calls::ht_engine_close(handle) == HT_OK;
    right && closed && calls::ht_engine_close(handle) == HT_E_HANDLE
}

#[expect(unsafe_code, reason = "calls the exported functions as a host does")]
fn open_replay() -> Option<i64> {
    let mut symbol = [0; 32];
    symbol[..4].copy_from_slice(b"TEST");
    let params = HtEngineParams {
        struct_size: size_of::<HtEngineParams>() as u32,
        mode: HT_MODE_REPLAY,
        magic: 1,
        login: 1,
        risk_group: 0,
        period_s: 60,
        reserved: 0,
        instance_key: [0; 64],
        symbol,
    };
    let overrides = "[features]\ncolumns = [\"sma_50\"]\n";
    let mut handle = 0;
    let length = overrides.len() as i32;
    let none = std::ptr::null();
    // SAFETY: every pointer is to a local variable of the stated size, or NULL with length 0.
    let code = unsafe {
        ht_engine_open(&raw const params, none, 0, overrides.as_ptr(), length, &raw mut handle)
    };
    (code == HT_OK).then_some(handle)
}

#[expect(unsafe_code, reason = "calls the exported functions as a host does")]
fn feed_and_compare(handle: i64) -> bool {
    let symbol = symbol();
    // SAFETY: the pointer is to a local structure.
    if unsafe { calls::ht_engine_symbol(handle, &raw const symbol) } != HT_OK {
        return false;
    }
    let bars: Vec<HtMqlRates> =
        (1..=60).map(|number| HtMqlRates::new(number * 60, [number as f64; 4], 1, 1)).collect();
    // SAFETY: pointer and count belong to the vector.
    let taken = unsafe { calls::ht_engine_history(handle, bars.as_ptr(), 60, 0) };
    let tick = HtMqlTick::new(61 * 60 * 1_000, 61.0, 61.5, 0.0, 0.0, 6);
    // SAFETY: one tick.
    let waiting = unsafe { calls::ht_engine_ticks(handle, &raw const tick, 1, 0, 0) };
    let (mut values, mut valid) = ([0.0; 64], [0; 64]);
    // SAFETY: both arrays have 64 elements.
    let columns =
        unsafe { calls::ht_engine_features(handle, values.as_mut_ptr(), valid.as_mut_ptr(), 64) };
    let right = valid[0] == 1 && values[0].to_bits() == 35.5_f64.to_bits();
    taken == 60 && waiting == 0 && columns > 0 && right
}

/// A symbol whose numbers are whole.
fn symbol() -> HtSymbol {
    let mut currency = [0; 8];
    currency[..3].copy_from_slice(b"USD");
    HtSymbol {
        struct_size: size_of::<HtSymbol>() as u32,
        digits: 1,
        point: 0.1,
        tick_size: 0.1,
        tick_value_profit: 0.1,
        tick_value_loss: 0.1,
        contract_size: 1.0,
        volume_min: 1.0,
        volume_max: 100.0,
        volume_step: 1.0,
        volume_limit: 0.0,
        margin_initial: 0.0,
        margin_maintenance: 0.0,
        margin_per_lot_buy: 0.0,
        margin_per_lot_sell: 0.0,
        swap_long: 0.0,
        swap_short: 0.0,
        calc_mode: 2,
        trade_mode: 4,
        execution_mode: 2,
        filling_flags: 3,
        stops_level_points: 0,
        freeze_level_points: 0,
        chart_mode: 0,
        swap_mode: 0,
        swap_triple_day: 3,
        reserved: 0,
        sessions: [HtSession { day: 0, from_s: 0, to_s: 0, reserved: 0 }; 21],
        currency_base: currency,
        currency_profit: currency,
        currency_margin: currency,
        reserved_text: [0; 48],
    }
}
