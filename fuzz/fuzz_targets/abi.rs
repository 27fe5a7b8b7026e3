//! Any sequence of calls over the C ABI, with any arguments: error codes are fine, faults are not.
#![no_main]

use hypertrader::ffi::abi::{
    HT_MODE_REPLAY, HtAccount, HtCalendarEvent, HtDeal, HtDecision, HtEngineParams, HtMqlRates,
    HtMqlTick, HtOrderResult, HtPosition, HtSession, HtStatus, HtSymbol,
};
use hypertrader::ffi::code::{HT_E_FAULTED, HT_E_PANIC};
use hypertrader::ffi::engine_calls as calls;
use hypertrader::ffi::library_calls::{ht_engine_open, ht_last_error};
use libfuzzer_sys::fuzz_target;

const SETTINGS: &str = "[engine]\ntrading_enabled = true\n\
    [features]\ncolumns = [\"sma_5\"]\n\
    [signals.ma_cross]\nfast = 2\nslow = 3\n[signals.rsi]\nenabled = false\n\
    [signals.macd]\nenabled = false\n[signals.bollinger]\nenabled = false\n\
    [signals.combine]\nvotes_min = 1\nmin_confidence_frac = 0.0\n\
    [signals.stops]\nmode = \"percent\"\n[trailing]\nenabled = true\n";

/// The input, read from the front; zeros when it is used up.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn array<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0; N];
        let count = N.min(self.0.len());
        out[..count].copy_from_slice(&self.0[..count]);
        self.0 = &self.0[count..];
        out
    }

    fn byte(&mut self) -> u8 {
        self.array::<1>()[0]
    }

    fn i32(&mut self) -> i32 {
        i32::from_le_bytes(self.array())
    }

    fn i64(&mut self) -> i64 {
        i64::from_le_bytes(self.array())
    }

    /// Any double one time in four, otherwise a price near 1.
    fn number(&mut self) -> f64 {
        if self.byte() % 4 == 0 {
            f64::from_le_bytes(self.array())
        } else {
            1.0 + f64::from(i16::from_le_bytes(self.array())) / 100_000.0
        }
    }
}

fn text<const N: usize>(value: &str) -> [u8; N] {
    let mut bytes = [0; N];
    bytes[..value.len()].copy_from_slice(value.as_bytes());
    bytes
}

fn open() -> i64 {
    let params = HtEngineParams {
        struct_size: size_of::<HtEngineParams>() as u32,
        mode: HT_MODE_REPLAY,
        magic: 1,
        login: 1,
        risk_group: 0,
        period_s: 60,
        reserved: 0,
        instance_key: [0; 64],
        symbol: text("X"),
    };
    let mut handle = 0;
    let none = std::ptr::null();
    let length = SETTINGS.len() as i32;
    let code = unsafe { ht_engine_open(&params, none, 0, SETTINGS.as_ptr(), length, &mut handle) };
    assert_eq!(code, 0, "the settings of this target");
    let symbol = symbol();
    assert_eq!(unsafe { calls::ht_engine_symbol(handle, &symbol) }, 0);
    handle
}

fn symbol() -> HtSymbol {
    // SAFETY: numbers and bytes only, for which zero is a value.
    let mut symbol: HtSymbol = unsafe { std::mem::zeroed() };
    symbol.struct_size = size_of::<HtSymbol>() as u32;
    symbol.digits = 5;
    symbol.point = 1e-5;
    symbol.tick_size = 1e-5;
    symbol.tick_value_profit = 1.0;
    symbol.tick_value_loss = 1.0;
    symbol.contract_size = 1e5;
    symbol.volume_min = 0.01;
    symbol.volume_max = 100.0;
    symbol.volume_step = 0.01;
    symbol.trade_mode = 4;
    symbol.sessions = [HtSession { day: 0, from_s: 0, to_s: 0, reserved: 0 }; 21];
    symbol.currency_base = text("EUR");
    symbol.currency_profit = text("USD");
    symbol.currency_margin = text("EUR");
    symbol
}

/// A structure of the input's bytes, with its size set if it has one.
fn raw<T: Copy, const N: usize>(bytes: &mut Bytes<'_>) -> T {
    const { assert!(size_of::<T>() == N) };
    // SAFETY: numbers and bytes only, for which every pattern is a value; the sizes are equal.
    unsafe { std::ptr::read_unaligned(bytes.array::<N>().as_ptr().cast()) }
}

fn account(bytes: &mut Bytes<'_>, time_msc: i64) -> HtAccount {
    let equity = 10_000.0 * bytes.number();
    HtAccount {
        struct_size: size_of::<HtAccount>() as u32,
        margin_mode: i32::from(bytes.byte() % 4),
        login: 1,
        time_msc,
        balance: 10_000.0,
        equity,
        margin: 0.0,
        margin_free: equity,
        leverage: 100,
        trade_allowed: 1,
        currency: text("USD"),
        reserved: [0; 8],
    }
}

fn position(bytes: &mut Bytes<'_>, time_msc: i64) -> HtPosition {
    HtPosition {
        ticket: u64::from(bytes.byte()),
        magic: u64::from(bytes.byte() % 3),
        time_msc,
        lots: f64::from(bytes.byte()) / 100.0,
        open_price: bytes.number(),
        stop_loss: bytes.number(),
        take_profit: bytes.number(),
        side: i32::from(bytes.byte() % 2),
        reserved: 0,
        symbol: text("X"),
    }
}

/// One call; its return code.
fn step(handle: i64, bytes: &mut Bytes<'_>, now_msc: &mut i64) -> i32 {
    match bytes.byte() % 16 {
        0..=4 => {
            *now_msc += i64::from(bytes.byte()) * 500;
            let bid = bytes.number();
            let ask = bid + f64::from(bytes.byte() % 32) * 1e-5;
            let tick = HtMqlTick::new(*now_msc, bid, ask, 0.0, 0.0, 6);
            unsafe { calls::ht_engine_ticks(handle, &tick, 1, 0, i32::from(bytes.byte() % 2)) }
        }
        5 => {
            let account = account(bytes, *now_msc);
            unsafe { calls::ht_engine_account(handle, &account) }
        }
        6 => {
            let positions = [position(bytes, *now_msc), position(bytes, *now_msc)];
            let count = i32::from(bytes.byte() % 3);
            unsafe { calls::ht_engine_positions(handle, positions.as_ptr(), count, *now_msc) }
        }
        7 => {
            let mut result: HtOrderResult = raw::<_, 56>(bytes);
            result.decision_id %= 64;
            result.retcode = 10_000 + result.retcode % 50;
            result.time_msc = *now_msc;
            result.reserved = 0;
            unsafe { calls::ht_engine_order_result(handle, &result) }
        }
        8 => {
            let mut deal: HtDeal = raw::<_, 120>(bytes);
            deal.time_msc = *now_msc;
            deal.symbol = text("X");
            unsafe { calls::ht_engine_deal(handle, &deal) }
        }
        9 => calls::ht_engine_timer(handle, *now_msc + i64::from(bytes.byte()), 0),
        10 => calls::ht_engine_command(handle, bytes.i32() % 8),
        11 => {
            let event: HtCalendarEvent = raw::<_, 32>(bytes);
            unsafe { calls::ht_engine_calendar(handle, &event, 1) }
        }
        12 => {
            let rates: HtMqlRates = raw::<_, 60>(bytes);
            unsafe { calls::ht_engine_history(handle, &rates, 1, bytes.i32() % 2) }
        }
        13 => {
            let mut out = vec![0; usize::from(bytes.byte())];
            let id = bytes.i64() as u64 % 80;
            unsafe { calls::ht_engine_explain(handle, id, out.as_mut_ptr(), out.len() as i32) }
        }
        14 => {
            let mut symbol = symbol();
            symbol.tick_value_loss = bytes.number();
            symbol.volume_step = bytes.number();
            symbol.stops_level_points = bytes.i32();
            unsafe { calls::ht_engine_symbol(handle, &symbol) }
        }
        _ => {
            // SAFETY: numbers only.
            let mut status: HtStatus = unsafe { std::mem::zeroed() };
            status.struct_size = size_of::<HtStatus>() as u32;
            unsafe { calls::ht_engine_status(handle, &mut status) }
        }
    }
}

/// Collects what was decided and holds it against what may never happen.
fn collect(handle: i64) {
    // SAFETY: numbers only.
    let mut decision: HtDecision = unsafe { std::mem::zeroed() };
    decision.struct_size = size_of::<HtDecision>() as u32;
    while unsafe { calls::ht_engine_decision(handle, &mut decision) } > 0 {
        if decision.action == 1 {
            assert!(decision.lots > 0.0 && decision.stop_loss > 0.0, "{decision:?}");
            let away = if decision.side == 0 { 1.0 } else { -1.0 };
            assert!((decision.price - decision.stop_loss) * away > 0.0, "{decision:?}");
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let mut bytes = Bytes(data);
    let handle = open();
    let mut now_msc = 1_700_000_000_000;
    while !bytes.0.is_empty() {
        let code = step(handle, &mut bytes, &mut now_msc);
        if code == HT_E_PANIC || code == HT_E_FAULTED {
            let mut text = [0; 512];
            unsafe { ht_last_error(handle, text.as_mut_ptr(), 512) };
            panic!("{}", String::from_utf8_lossy(&text));
        }
        collect(handle);
    }
    assert_eq!(calls::ht_engine_close(handle), 0);
});
