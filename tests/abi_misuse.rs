//! The C ABI in the hands of a host that gets everything wrong.
//!
//! After every refused call: the code and the named field are right, what the call would have
//! written is untouched, and the engine is as it was.

#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

mod support;

use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use hypertrader::ffi::abi::*;
use hypertrader::ffi::code::*;
use support::{
    Host, MINUTE_MSC, Options, START_MSC, account, c_text, empty_decision, empty_status,
    last_error, order, raw, symbol, text_of,
};

const BAD_TEXT: [u8; 3] = [b'A', 0xFF, b'B'];

fn host() -> Host {
    Host::open(Options::new())
}

/// Everything about an engine that a host can see without changing it.
fn picture(host: &Host) -> String {
    let explained = text_of(|buffer, size| raw::explain(host.handle, 0, buffer, size));
    let mut values = [0.0_f64; 64];
    let mut valid = [0_u8; 64];
    let columns = raw::features(host.handle, values.as_mut_ptr(), valid.as_mut_ptr(), 64);
    format!("{:?} {explained} {columns} {values:?} {valid:?}", host.status())
}

/// A call that must be refused with `code`, naming `field`, and change nothing.
#[track_caller]
fn refused(host: &Host, code: i32, field: &str, call: impl FnOnce(i64) -> i32) {
    let before = picture(host);
    let was = call(host.handle);
    let (of_engine, of_thread) = (host.error(), last_error(0));
    assert_eq!(was, code, "{field}: {of_engine}");
    assert!(of_engine.contains(field), "{field} is not named in: {of_engine}");
    assert_eq!(of_engine, of_thread);
    assert!(of_engine.starts_with(&format!("[{code}] ")), "{of_engine}");
    assert_eq!(picture(host), before, "{field}");
}

/// A structure for output whose bytes are all `0xA5` but for its size.
fn spoiled<T>(struct_size: u32) -> Vec<u8> {
    let mut bytes = vec![0xA5; size_of::<T>() + 64];
    bytes[..4].copy_from_slice(&struct_size.to_le_bytes());
    bytes
}

/// Every function that takes a handle, with sound arguments; name and code.
fn every_call(handle: i64) -> Vec<(&'static str, i32)> {
    let (symbol, account) = (symbol(), account(1));
    let bar = HtMqlRates::new(60, [1.0; 4], 1, 1);
    let tick = HtMqlTick::new(START_MSC, 1.0, 1.1, 0.0, 0.0, 6);
    let result = sound_result(1);
    let deal = sound_deal();
    let mut decision = spoiled::<HtDecision>(size_of::<HtDecision>() as u32);
    let mut status = spoiled::<HtStatus>(size_of::<HtStatus>() as u32);
    let (mut values, mut valid, mut text) = ([7.0_f64; 64], [7_u8; 64], [7_u8; 600]);
    let mut model = spoiled::<HtModel>(size_of::<HtModel>() as u32);
    let mut training = spoiled::<HtTraining>(size_of::<HtTraining>() as u32);
    let untouched = (decision.clone(), status.clone(), model.clone(), training.clone());
    let codes = vec![
        ("symbol", raw::symbol(handle, &raw const symbol)),
        ("history", raw::history(handle, &raw const bar, 1, 0)),
        ("ticks", raw::ticks(handle, &raw const tick, 1, 0, 0)),
        ("decision", raw::decision(handle, decision.as_mut_ptr().cast())),
        ("timer", raw::timer(handle, START_MSC, 0)),
        ("account", raw::account(handle, &raw const account)),
        ("positions", raw::positions(handle, null(), 0, START_MSC)),
        ("order_result", raw::order_result(handle, &raw const result)),
        ("deal", raw::deal(handle, &raw const deal)),
        ("calendar", raw::calendar(handle, null(), 0)),
        ("command", raw::command(handle, HT_COMMAND_PAUSE)),
        ("status", raw::status(handle, status.as_mut_ptr().cast())),
        ("features", raw::features(handle, values.as_mut_ptr(), valid.as_mut_ptr(), 64)),
        ("feature_name", raw::feature_name(handle, 0, text.as_mut_ptr(), 600)),
        ("explain", raw::explain(handle, 0, text.as_mut_ptr(), 600)),
        ("log_drain", raw::log_drain(handle, text.as_mut_ptr(), 600)),
        ("model", raw::model(handle, model.as_mut_ptr().cast())),
        ("set_model", raw::set_model(handle, null(), 0)),
        ("train_start", raw::train_start(handle)),
        ("train_poll", raw::train_poll(handle, training.as_mut_ptr().cast())),
        ("train_cancel", raw::train_cancel(handle)),
        ("close", raw::close(handle)),
    ];
    assert!((decision, status, model, training) == untouched, "an output was written");
    assert!(values == [7.0; 64] && valid == [7; 64] && text == [7; 600], "an output was written");
    codes
}

fn sound_result(decision_id: u64) -> HtOrderResult {
    HtOrderResult {
        decision_id,
        order_ticket: 1,
        deal_ticket: 1,
        lots: 0.1,
        price: 100.0,
        time_msc: START_MSC,
        retcode: 10_009,
        reserved: 0,
    }
}

fn sound_deal() -> HtDeal {
    HtDeal {
        ticket: 1,
        order_ticket: 1,
        position_ticket: 1,
        magic: 77,
        time_msc: START_MSC,
        lots: 0.1,
        price: 100.0,
        profit: 0.0,
        commission: 0.0,
        swap: 0.0,
        side: 0,
        entry: 0,
        symbol: c_text("ACME"),
    }
}

fn sound_position() -> HtPosition {
    HtPosition {
        ticket: 1,
        magic: 77,
        time_msc: START_MSC,
        lots: 0.1,
        open_price: 100.0,
        stop_loss: 99.0,
        take_profit: 0.0,
        side: 0,
        reserved: 0,
        symbol: c_text("ACME"),
    }
}

fn sound_event() -> HtCalendarEvent {
    HtCalendarEvent {
        id: 1,
        time_s: START_MSC / 1_000,
        importance: 3,
        reserved: 0,
        currency: c_text("USD"),
    }
}

#[test]
fn handles_that_mean_nothing_are_refused_by_every_function() {
    let closed = host();
    assert_eq!(raw::close(closed.handle), HT_OK);
    assert_eq!(raw::close(closed.handle), HT_E_HANDLE, "closed twice");
    let alive = host();
    let stale = closed.handle;
    let mut handles = vec![0, -1, 1, 255, 256, i64::MIN, i64::MAX, stale, !alive.handle];
    let mut random = support::Random(42);
    handles.extend((0..200).map(|_| random.next() as i64));
    // Neighbours of a handle that is open: another slot, generation or process.
    handles.extend([0, 8, 9, 31, 39, 40, 41, 62, 63].map(|bit| alive.handle ^ (1 << bit)));
    let before = picture(&alive);
    for handle in handles {
        for (name, code) in every_call(handle) {
            assert_eq!(code, HT_E_HANDLE, "{name} with {handle}");
            assert!(last_error(0).contains(&format!("handle was {handle}")), "{}", last_error(0));
            assert_eq!(last_error(handle), last_error(0));
        }
    }
    assert_eq!(picture(&alive), before);
}

#[test]
fn a_handle_stays_stale_after_its_engine_is_opened_again() {
    let folder = support::Scratch::new("stale");
    let mut host = Host::open(Options::lasting(&folder.0));
    let old = host.handle;
    host.close();
    host.reopen(HT_REATTACHED_COLD);
    assert_ne!(host.handle, old);
    assert!(every_call(old).iter().all(|&(_, code)| code == HT_E_HANDLE));
    // The same key once more while it is open: a program that died without closing.
    let lost = host.handle;
    host.reopen(HT_REATTACHED_COLD);
    assert!(every_call(lost).iter().all(|&(_, code)| code == HT_E_HANDLE));
    assert_eq!(host.push_account(), 0);
}

#[test]
fn null_is_refused_wherever_a_pointer_is_needed() {
    let host = host();
    let mut number = 0.0;
    let number = &raw mut number;
    refused(&host, HT_E_NULL, "symbol was NULL", |h| raw::symbol(h, null()));
    refused(&host, HT_E_NULL, "rates was NULL", |h| raw::history(h, null(), 1, 0));
    refused(&host, HT_E_NULL, "ticks was NULL", |h| raw::ticks(h, null(), 1, 0, 0));
    refused(&host, HT_E_NULL, "decision was NULL", |h| raw::decision(h, null_mut()));
    refused(&host, HT_E_NULL, "account was NULL", |h| raw::account(h, null()));
    refused(&host, HT_E_NULL, "positions was NULL", |h| raw::positions(h, null(), 1, START_MSC));
    refused(&host, HT_E_NULL, "result was NULL", |h| raw::order_result(h, null()));
    refused(&host, HT_E_NULL, "deal was NULL", |h| raw::deal(h, null()));
    refused(&host, HT_E_NULL, "events was NULL", |h| raw::calendar(h, null(), 1));
    refused(&host, HT_E_NULL, "status was NULL", |h| raw::status(h, null_mut()));
    refused(&host, HT_E_NULL, "valid was NULL", |h| raw::features(h, number, null_mut(), 64));
    let mut flags = [9_u8; 64];
    let flags = flags.as_mut_ptr();
    refused(&host, HT_E_NULL, "values was NULL", |h| raw::features(h, null_mut(), flags, 64));
    refused(&host, HT_E_NULL, "buffer was NULL", |h| raw::feature_name(h, 0, null_mut(), 9));
    refused(&host, HT_E_NULL, "buffer was NULL", |h| raw::explain(h, 0, null_mut(), 9));
    refused(&host, HT_E_NULL, "buffer was NULL", |h| raw::log_drain(h, null_mut(), 512));

    let mut handle = 5;
    let (params, text) = (Options::new().params(), b"x".as_ptr());
    let calls = [
        ("params was NULL", raw::open(null(), null(), 0, null(), 0, &raw mut handle)),
        ("handle was NULL", raw::open(&raw const params, null(), 0, null(), 0, null_mut())),
        ("config_path was NULL", raw::open(&raw const params, null(), 1, text, 1, &raw mut handle)),
        ("overrides was NULL", raw::open(&raw const params, null(), 0, null(), 1, &raw mut handle)),
        ("buffer was NULL", raw::version(null_mut(), 1)),
        ("buffer was NULL", raw::self_test(null_mut(), 1)),
        ("buffer was NULL", raw::refusal_text(201, null_mut(), 1)),
        ("buffer was NULL", raw::runtime_health(null_mut(), 1)),
        ("status was NULL", raw::runtime_status(null_mut())),
        ("offsets was NULL", raw::abi_check(1, 136, null(), 9)),
    ];
    for (name, code) in calls {
        assert_eq!(code, HT_E_NULL, "{name}");
    }
    assert_eq!(handle, 5, "untouched");
}

#[test]
fn absurd_counts_are_refused_before_anything_is_read() {
    let host = host();
    let (bar, tick) = (HtMqlRates::new(60, [1.0; 4], 1, 1), host.quote(1.0));
    let (position, event) = (sound_position(), sound_event());
    for count in [-1, i32::MIN, i32::MAX, (1 << 24) + 1] {
        let name = format!("was {count}");
        refused(&host, HT_E_COUNT, &name, |h| raw::history(h, &raw const bar, count, 0));
        refused(&host, HT_E_COUNT, &name, |h| raw::ticks(h, &raw const tick, count, 0, 0));
        let msc = START_MSC;
        refused(&host, HT_E_COUNT, &name, |h| raw::positions(h, &raw const position, count, msc));
        refused(&host, HT_E_COUNT, &name, |h| raw::calendar(h, &raw const event, count));
        let (params, offset, mut handle) = (Options::new().params(), 0, 5);
        let (text, out) = (b"x".as_ptr(), &raw mut handle);
        assert_eq!(raw::open(&raw const params, text, count, null(), 0, out), HT_E_COUNT);
        assert_eq!(raw::open(&raw const params, null(), 0, text, count, out), HT_E_COUNT);
        assert_eq!(raw::abi_check(1, 136, &raw const offset, count), HT_E_COUNT);
        assert_eq!(handle, 5);
    }
    // None at all is a sound number, whatever the pointer.
    let dangling = 8 as *const u8;
    assert_eq!(raw::history(host.handle, dangling.cast(), 0, 0), 0);
    assert_eq!(raw::ticks(host.handle, null(), 0, 0, 0), 0);
    assert_eq!(raw::positions(host.handle, dangling.cast(), 0, START_MSC), 0);
    assert_eq!(raw::calendar(host.handle, null(), 0), HT_OK);
}

#[test]
fn sizes_of_structures_must_be_ours() {
    let host = host();
    for delta in [-8_i64, -1, 1, 8, 4_096] {
        let wrong = |size: usize| (size as i64 + delta) as u32;
        for size in [0, 4, u32::MAX, wrong(size_of::<HtSymbol>())] {
            let mut symbol = symbol();
            symbol.struct_size = size;
            let name = format!("symbol.struct_size was {size}, expected 576");
            refused(&host, HT_E_SIZE, &name, |h| raw::symbol(h, &raw const symbol));
        }
        for size in [0, u32::MAX, wrong(size_of::<HtAccount>())] {
            let mut account = account(host.options.login);
            account.struct_size = size;
            let name = format!("account.struct_size was {size}, expected 80");
            refused(&host, HT_E_SIZE, &name, |h| raw::account(h, &raw const account));
        }
        for size in [0, u32::MAX, wrong(size_of::<HtDecision>())] {
            let mut out = spoiled::<HtDecision>(size);
            let before = out.clone();
            let name = format!("decision.struct_size was {size}, expected 128");
            refused(&host, HT_E_SIZE, &name, |h| raw::decision(h, out.as_mut_ptr().cast()));
            assert!(out == before);
        }
        for size in [0, u32::MAX, wrong(size_of::<HtStatus>())] {
            let mut out = spoiled::<HtStatus>(size);
            let before = out.clone();
            let name = format!("status.struct_size was {size}, expected 256");
            refused(&host, HT_E_SIZE, &name, |h| raw::status(h, out.as_mut_ptr().cast()));
            assert!(out == before);
            let mut out = spoiled::<HtRuntimeStatus>(size.wrapping_add(3));
            let before = out.clone();
            assert_eq!(raw::runtime_status(out.as_mut_ptr().cast()), HT_E_SIZE);
            assert!(out == before);
        }
        let (mut params, mut handle) = (Options::new().params(), 5);
        params.struct_size = wrong(size_of::<HtEngineParams>());
        let code = raw::open(&raw const params, null(), 0, null(), 0, &raw mut handle);
        assert_eq!((code, handle), (HT_E_SIZE, 5));
    }
}

#[test]
fn outputs_end_where_they_should() {
    let host = host();
    let mut out = spoiled::<HtStatus>(size_of::<HtStatus>() as u32);
    assert_eq!(raw::status(host.handle, out.as_mut_ptr().cast()), HT_OK);
    assert!(out[size_of::<HtStatus>()..].iter().all(|&byte| byte == 0xA5));
    let (mut values, mut valid) = ([7.0_f64; 64], [7_u8; 64]);
    let count = raw::features(host.handle, null_mut(), null_mut(), 0) as usize;
    for capacity in [1, count as i32 - 1] {
        let written = raw::features(host.handle, values.as_mut_ptr(), valid.as_mut_ptr(), capacity);
        assert_eq!(written, count as i32);
        assert!(values == [7.0; 64] && valid == [7; 64], "all or nothing");
    }
    raw::features(host.handle, values.as_mut_ptr(), valid.as_mut_ptr(), count as i32);
    assert!(values[count..].iter().all(|&value| value == 7.0));
    assert!(valid[..count].iter().all(|&flag| flag <= 1));
    assert!(valid[count..].iter().all(|&flag| flag == 7));
    for capacity in [-1, i32::MIN] {
        let (out, flags) = (values.as_mut_ptr(), valid.as_mut_ptr());
        let name = format!("capacity was {capacity}");
        refused(&host, HT_E_SIZE, &name, |h| raw::features(h, out, flags, capacity));
    }
}

#[test]
fn text_is_always_terminated_and_cut_visibly() {
    let mut host = host();
    host.bar(100.0);
    assert_eq!(raw::command(host.handle, 99), HT_E_VALUE); // leaves a text behind
    let handle = host.handle;
    type Writer<'a> = &'a dyn Fn(*mut u8, i32) -> i32;
    let writers: [(&str, Writer<'_>); 5] = [
        ("version", &raw::version),
        ("last_error of engine", &|buffer, size| raw::last_error(handle, buffer, size)),
        ("feature_name", &|buffer, size| raw::feature_name(handle, 0, buffer, size)),
        ("explain", &|buffer, size| raw::explain(handle, 0, buffer, size)),
        ("last_error of thread", &|buffer, size| raw::last_error(0, buffer, size)),
    ];
    for (name, write) in writers {
        let whole = text_of(write);
        assert!(!whole.is_empty(), "{name}");
        let length = whole.len() as i32;
        for capacity in [1, 2, 3, 7, length - 1, length, length + 1, length + 9] {
            let mut buffer = vec![0xA5_u8; length as usize + 32];
            assert_eq!(write(buffer.as_mut_ptr(), capacity), length, "{name}");
            let end = buffer.iter().position(|&byte| byte == 0).unwrap();
            assert_eq!(end, (capacity - 1).min(length) as usize, "{name} at {capacity}");
            assert_eq!(buffer[..end], whole.as_bytes()[..end]);
            assert!(buffer[end + 1..].iter().all(|&byte| byte == 0xA5), "{name} at {capacity}");
        }
        assert_eq!(write(null_mut(), 0), length);
        assert_eq!(write(null_mut(), 1), HT_E_NULL, "{name}");
        let mut buffer = [0xA5_u8; 8];
        for capacity in [-1, i32::MIN] {
            assert_eq!(write(buffer.as_mut_ptr(), capacity), HT_E_SIZE, "{name}");
        }
        assert_eq!(buffer, [0xA5; 8]);
    }
}

#[test]
fn asking_for_the_last_error_does_not_change_it() {
    let host = host();
    assert_eq!(raw::command(host.handle, 99), HT_E_VALUE);
    let before = (host.error(), last_error(0));
    assert_eq!(raw::last_error(host.handle, null_mut(), 9), HT_E_NULL);
    assert_eq!(raw::last_error(0, null_mut(), -1), HT_E_SIZE);
    assert_eq!((host.error(), last_error(0)), before);
}

#[test]
fn the_log_comes_in_whole_lines() {
    let host = host();
    for _ in 0..300 {
        host.command(HT_COMMAND_PAUSE);
        host.command(HT_COMMAND_RESUME);
    }
    let mut lines = 0;
    let mut first = String::new();
    loop {
        let mut buffer = [0xA5_u8; 600];
        let length = raw::log_drain(host.handle, buffer.as_mut_ptr(), 512);
        assert!((0..512).contains(&length), "{length}");
        assert_eq!(buffer[length as usize], 0);
        assert!(buffer[512..].iter().all(|&byte| byte == 0xA5));
        if length == 0 {
            break;
        }
        let text = std::str::from_utf8(&buffer[..length as usize]).unwrap();
        assert!(text.ends_with('\n'));
        if first.is_empty() {
            first = text.lines().next().unwrap().to_owned();
        }
        lines += text.lines().count();
    }
    assert!(lines > 100 && first.contains("472 log records"), "{lines}, {first}");
    let mut buffer = [0_u8; 600];
    for capacity in [511, 1, 0, -1] {
        let out = buffer.as_mut_ptr();
        refused(&host, HT_E_SIZE, "capacity was", |h| raw::log_drain(h, out, capacity));
    }
}

#[test]
fn text_that_is_not_utf8_is_refused_in_every_field() {
    let bad = |at: usize| {
        let mut bytes = [0_u8; 64];
        bytes[at..at + 3].copy_from_slice(&BAD_TEXT);
        bytes
    };
    let mut handle = 5;
    let mut params = Options::new().params();
    params.instance_key = bad(0);
    let code = raw::open(&raw const params, null(), 0, null(), 0, &raw mut handle);
    assert_eq!(code, HT_E_UTF8);
    assert!(last_error(0).contains("params.instance_key"), "{}", last_error(0));
    let mut params = Options::new().params();
    params.symbol[..3].copy_from_slice(&BAD_TEXT);
    let code = raw::open(&raw const params, null(), 0, null(), 0, &raw mut handle);
    assert_eq!(code, HT_E_UTF8);
    let params = Options::new().params();
    let text = BAD_TEXT.as_ptr();
    let code = raw::open(&raw const params, text, 3, null(), 0, &raw mut handle);
    assert_eq!(code, HT_E_UTF8);
    assert!(last_error(0).contains("config_path was not UTF-8 at byte 1"), "{}", last_error(0));
    let code = raw::open(&raw const params, null(), 0, text, 3, &raw mut handle);
    assert_eq!((code, handle), (HT_E_UTF8, 5));
    assert!(last_error(0).contains("overrides"));

    let host = host();
    let name = "not UTF-8";
    let mut position = sound_position();
    position.symbol[..3].copy_from_slice(&BAD_TEXT);
    let two = [sound_position(), position];
    refused(&host, HT_E_UTF8, "position 1 of 2: position.symbol", |h| {
        raw::positions(h, two.as_ptr(), 2, START_MSC)
    });
    let mut deal = sound_deal();
    deal.symbol[..3].copy_from_slice(&BAD_TEXT);
    refused(&host, HT_E_UTF8, "deal.symbol", |h| raw::deal(h, &raw const deal));
    let mut event = sound_event();
    event.currency[..3].copy_from_slice(&BAD_TEXT);
    refused(&host, HT_E_UTF8, "event.currency", |h| raw::calendar(h, &raw const event, 1));
    let mut account = account(host.options.login);
    account.currency[..3].copy_from_slice(&BAD_TEXT);
    refused(&host, HT_E_UTF8, "account.currency", |h| raw::account(h, &raw const account));
    type Field = fn(&mut HtSymbol) -> &mut [u8; 8];
    let fields: [Field; 3] =
        [|s| &mut s.currency_base, |s| &mut s.currency_profit, |s| &mut s.currency_margin];
    for field in fields {
        let mut symbol = symbol();
        field(&mut symbol)[..3].copy_from_slice(&BAD_TEXT);
        refused(&host, HT_E_UTF8, name, |h| raw::symbol(h, &raw const symbol));
    }
}

#[test]
fn parameters_of_an_engine_are_checked() {
    type Change = fn(&mut HtEngineParams);
    let cases: [(Change, i32, &str); 7] = [
        (|p| p.mode = 4, HT_E_VALUE, "params.mode was 4"),
        (|p| p.mode = -1, HT_E_VALUE, "params.mode was -1"),
        (|p| (p.mode, p.risk_group) = (HT_MODE_LIVE, 1), HT_E_VALUE, "params.risk_group was 1"),
        (|p| p.reserved = 1, HT_E_VALUE, "params.reserved"),
        (|p| p.period_s = 61, HT_E_VALUE, "period"),
        (|p| p.period_s = u32::MAX, HT_E_VALUE, "period"),
        (|p| p.symbol = [0; 32], HT_E_VALUE, "params.symbol was empty"),
    ];
    for (change, expected, name) in cases {
        let (mut params, mut handle) = (Options::new().params(), 5);
        change(&mut params);
        let code = raw::open(&raw const params, null(), 0, null(), 0, &raw mut handle);
        assert_eq!((code, handle), (expected, 5), "{name}");
        assert!(last_error(0).contains(name), "{name}: {}", last_error(0));
    }
    for (overrides, name) in [
        ("risk.risk_frac = 0.5", "risk_frac"),
        ("risk.risk_frak = 0.01", "risk_frak"),
        ("nonsense", "overrides"),
        ("engine.period = \"7m\"", "engine.period"),
        ("signals.combine.votes_min = 0", "votes_min"),
        ("[risk]\nrisk_frac = nan", "risk_frac"),
    ] {
        let (params, mut handle) = (Options::new().params(), 5);
        let (text, length) = (overrides.as_ptr(), overrides.len() as i32);
        let code = raw::open(&raw const params, null(), 0, text, length, &raw mut handle);
        assert_eq!((code, handle), (HT_E_CONFIG, 5), "{overrides}");
        assert!(last_error(0).contains(name), "{name}: {}", last_error(0));
    }
    let (params, mut handle) = (Options::new().params(), 5);
    for path in ["/nonexistent/file.toml", "/", "a\0b"] {
        let (text, length) = (path.as_ptr(), path.len() as i32);
        let code = raw::open(&raw const params, text, length, null(), 0, &raw mut handle);
        assert_eq!((code, handle), (HT_E_CONFIG, 5), "{path:?}");
    }
}

#[test]
fn calls_before_their_time() {
    let mut host = Host::open_only(Options::new(), HT_OK);
    let bar = HtMqlRates::new(60, [1.0; 4], 1, 1);
    let tick = host.quote(1.0);
    let (position, event) = (sound_position(), sound_event());
    let name = "ht_engine_symbol must be called first";
    let msc = START_MSC;
    refused(&host, HT_E_ORDER, name, |h| raw::ticks(h, &raw const tick, 1, 0, 0));
    refused(&host, HT_E_ORDER, name, |h| raw::ticks(h, &raw const tick, 1, START_MSC, 1));
    refused(&host, HT_E_ORDER, name, |h| raw::history(h, &raw const bar, 1, 0));
    refused(&host, HT_E_ORDER, name, |h| raw::positions(h, &raw const position, 1, msc));
    refused(&host, HT_E_ORDER, name, |h| raw::calendar(h, &raw const event, 1));
    refused(&host, HT_E_ORDER, "account snapshot", |h| raw::command(h, HT_COMMAND_RESET));
    assert_eq!(host.push_symbol(), HT_OK);
    host.bar(100.0);
    refused(&host, HT_E_ORDER, "before the first tick", |h| raw::history(h, &raw const bar, 1, 0));
    refused(&host, HT_E_UNKNOWN, "decision 1", |h| raw::order_result(h, &sound_result(1)));
    let mut late = sound_result(9);
    late.time_msc = START_MSC + 86_400_000;
    refused(&host, HT_E_UNKNOWN, "decision 9", |h| raw::order_result(h, &late));
}

#[test]
fn ticks_that_cannot_be_are_refused_and_named() {
    let mut host = host();
    host.bar(100.0);
    let now = host.now_msc;
    let quote = |bid: f64, ask: f64| HtMqlTick::new(now + 1, bid, ask, 0.0, 0.0, 6);
    let (nan, inf) = (f64::NAN, f64::INFINITY);
    let year_2201 = 7_290_000_000_000;
    let cases = [
        (quote(nan, 100.0), HT_E_TICK, "bid was NaN"),
        (quote(100.0, nan), HT_E_TICK, "ask was NaN"),
        (quote(inf, inf), HT_E_TICK, "bid was inf"),
        (quote(-inf, 100.0), HT_E_TICK, "bid was -inf"),
        (quote(-1.0, 100.0), HT_E_TICK, "bid was -1"),
        (quote(100.0, -1.0), HT_E_TICK, "ask was -1"),
        (quote(0.0, 0.0), HT_E_TICK, "were all 0"),
        (quote(-0.0, 0.0), HT_E_TICK, "were all 0"),
        (quote(100.0, 0.0), HT_E_TICK, "both or neither"),
        (quote(0.0, 100.0), HT_E_TICK, "both or neither"),
        (quote(100.1, 100.0), HT_E_TICK, "ask at or above bid"),
        (HtMqlTick::new(now + 1, 1.0, 1.1, nan, 0.0, 6), HT_E_TICK, "last was NaN"),
        (HtMqlTick::new(now + 1, 1.0, 1.1, 0.0, nan, 6), HT_E_TICK, "volume was NaN"),
        (HtMqlTick::new(now + 1, 1.0, 1.1, 0.0, -1.0, 6), HT_E_TICK, "volume was -1"),
        (HtMqlTick::new(now - 1, 1.0, 1.1, 0.0, 0.0, 6), HT_E_TIME, "or later"),
        (HtMqlTick::new(0, 1.0, 1.1, 0.0, 0.0, 6), HT_E_TIME, "or later"),
        (HtMqlTick::new(-1, 1.0, 1.1, 0.0, 0.0, 6), HT_E_TICK, "time_msc was -1"),
        (HtMqlTick::new(year_2201, 1.0, 1.1, 0.0, 0.0, 6), HT_E_TICK, "expected 1970 to 2200"),
        (HtMqlTick::new(i64::MAX, 1.0, 1.1, 0.0, 0.0, 6), HT_E_TICK, "expected 1970 to 2200"),
        (HtMqlTick::new(i64::MIN, 1.0, 1.1, 0.0, 0.0, 6), HT_E_TICK, "expected 1970 to 2200"),
    ];
    let sound = quote(100.0, 100.02);
    for (bad, code, name) in cases {
        refused(&host, code, name, |h| raw::ticks(h, &raw const bad, 1, 0, 0));
        // In the middle of a batch nothing is taken, not even what came before it.
        let batch = [sound, bad, sound];
        let named = "tick 1 of 3: ";
        refused(&host, code, named, |h| raw::ticks(h, batch.as_ptr(), 3, now + 5, 0));
    }
    let batch: Vec<HtMqlTick> = cases.iter().map(|(bad, ..)| *bad).chain([sound, sound]).collect();
    assert_eq!(host.ticks(&batch, 0, HT_TICKS_SKIP_BAD), 0);
    let status = host.status();
    assert_eq!((status.ticks, status.ticks_skipped, status.ticks_repeated), (2, 20, 1));
    assert_eq!((status.bid, status.ask), (100.0, 100.02));

    let tick = host.quote(1.0);
    for flags in [2, -1, i32::MIN] {
        refused(&host, HT_E_VALUE, "flags was", |h| raw::ticks(h, &raw const tick, 1, 0, flags));
    }
    // Far ahead of the host's own clock: refused, or skipped and counted, and the clock stays.
    let ahead = HtMqlTick::new(now + 7_300_000, 100.0, 100.02, 0.0, 0.0, 6);
    refused(&host, HT_E_TIME, "after now_msc", |h| raw::ticks(h, &raw const ahead, 1, now, 0));
    assert_eq!(host.ticks(&[ahead], now, HT_TICKS_SKIP_BAD), 0);
    assert_eq!(host.status().ticks_skipped, 21);
    for now_msc in [-1, i64::MIN, i64::MAX, year_2201] {
        refused(&host, HT_E_VALUE, "now_msc was", |h| {
            raw::ticks(h, &raw const tick, 1, now_msc, 0)
        });
        refused(&host, HT_E_VALUE, "server_msc was", |h| raw::timer(h, now_msc, 0));
        refused(&host, HT_E_VALUE, "utc_s was", |h| raw::timer(h, now, now_msc));
        refused(&host, HT_E_VALUE, "time_msc was", |h| raw::positions(h, null(), 0, now_msc));
    }
}

#[test]
fn bars_that_cannot_be_are_refused_and_named() {
    let host = host();
    let nan = f64::NAN;
    let sound = |time_s: i64| HtMqlRates::new(time_s, [100.0, 101.0, 99.0, 100.0], 1, 1);
    let first = START_MSC / 1_000 - 3_600;
    let cases = [
        (HtMqlRates::new(first + 60, [nan, 1.0, 1.0, 1.0], 1, 1), HT_E_BAR, "open was NaN"),
        (HtMqlRates::new(first + 60, [1.0, 1.0, 1.0, 0.0], 1, 1), HT_E_BAR, "close was 0"),
        (HtMqlRates::new(first + 60, [1.0, 0.5, 2.0, 1.0], 1, 1), HT_E_BAR, "high"),
        (HtMqlRates::new(first + 60, [1.0, 2.0, -1.0, 1.0], 1, 1), HT_E_BAR, "low was -1"),
        (
            HtMqlRates::new(first + 60, [1.0, f64::INFINITY, 1.0, 1.0], 1, 1),
            HT_E_BAR,
            "high was inf",
        ),
        (HtMqlRates::new(first + 60, [1.0; 4], -1, 1), HT_E_BAR, "volume"),
        (HtMqlRates::new(first + 60, [1.0; 4], 1, -1), HT_E_VALUE, "rates.spread was -1"),
        (HtMqlRates::new(-60, [1.0; 4], 1, 1), HT_E_VALUE, "rates.time was -60"),
        (HtMqlRates::new(i64::MAX, [1.0; 4], 1, 1), HT_E_VALUE, "rates.time was"),
        (HtMqlRates::new(i64::MIN, [1.0; 4], 1, 1), HT_E_VALUE, "rates.time was"),
        (sound(first), HT_E_TIME, "expected later than"),
        (sound(first - 60), HT_E_TIME, "expected later than"),
    ];
    for (bad, code, name) in cases {
        let batch = [sound(first), bad, sound(first + 120)];
        refused(&host, code, "bar 1 of 3: ", |h| raw::history(h, batch.as_ptr(), 3, 0));
        assert!(host.error().contains(name), "{name}: {}", host.error());
    }
    let bar = sound(first);
    for flags in [2, 3, -1] {
        refused(&host, HT_E_VALUE, "flags was", |h| raw::history(h, &raw const bar, 1, flags));
    }
    // What is not newer is skipped.
    let batch = [sound(first), sound(first + 60)];
    assert_eq!(raw::history(host.handle, batch.as_ptr(), 2, 0), 2);
    assert_eq!(raw::history(host.handle, batch.as_ptr(), 2, 0), 0);
    assert_eq!(host.status().bars, 2);
}

#[test]
fn symbols_that_cannot_be_are_refused_and_named() {
    let host = host();
    type Change = fn(&mut HtSymbol);
    let cases: [(Change, i32, &str); 39] = [
        (|s| s.digits = -1, HT_E_VALUE, "symbol.digits was -1"),
        (|s| s.digits = 16, HT_E_SYMBOL, "symbol.digits was 16"),
        (|s| s.point = 0.0, HT_E_SYMBOL, "symbol.point"),
        (|s| s.point = f64::NAN, HT_E_SYMBOL, "symbol.point"),
        (|s| s.tick_size = -0.01, HT_E_SYMBOL, "symbol.tick_size"),
        (|s| s.tick_value_loss = 0.0, HT_E_SYMBOL, "symbol.tick_value_loss"),
        (|s| s.tick_value_profit = 0.0, HT_E_SYMBOL, "symbol.tick_value_profit"),
        (|s| s.contract_size = -1.0, HT_E_SYMBOL, "symbol.contract_size"),
        (|s| s.contract_size = f64::INFINITY, HT_E_SYMBOL, "symbol.contract_size"),
        (|s| s.volume_step = 0.0, HT_E_SYMBOL, "step"),
        (|s| s.volume_min = -1.0, HT_E_SYMBOL, "min"),
        (|s| s.volume_min = 200.0, HT_E_SYMBOL, "min"),
        (|s| s.volume_max = f64::NAN, HT_E_SYMBOL, "max"),
        (|s| s.volume_limit = -1.0, HT_E_SYMBOL, "limit"),
        (|s| s.margin_initial = -1.0, HT_E_SYMBOL, "symbol.margin_initial"),
        (|s| s.margin_maintenance = f64::NAN, HT_E_SYMBOL, "symbol.margin_maintenance"),
        (|s| s.margin_per_lot_buy = f64::INFINITY, HT_E_SYMBOL, "symbol.margin_per_lot_buy"),
        (|s| s.margin_per_lot_sell = -1.0, HT_E_SYMBOL, "symbol.margin_per_lot_sell"),
        (|s| s.swap_long = f64::NAN, HT_E_SYMBOL, "symbol.swap_long"),
        (|s| s.calc_mode = 6, HT_E_VALUE, "symbol.calc_mode was 6"),
        (|s| s.calc_mode = -1, HT_E_VALUE, "symbol.calc_mode was -1"),
        (|s| s.trade_mode = 5, HT_E_VALUE, "symbol.trade_mode was 5"),
        (|s| s.execution_mode = 4, HT_E_VALUE, "symbol.execution_mode was 4"),
        (|s| s.filling_flags = -1, HT_E_VALUE, "symbol.filling_flags was -1"),
        (|s| s.stops_level_points = -1, HT_E_VALUE, "symbol.stops_level_points was -1"),
        (|s| s.freeze_level_points = i32::MIN, HT_E_VALUE, "symbol.freeze_level_points"),
        (|s| s.chart_mode = 2, HT_E_VALUE, "symbol.chart_mode was 2"),
        (|s| s.swap_mode = 10, HT_E_VALUE, "symbol.swap_mode was 10"),
        (|s| s.swap_triple_day = 7, HT_E_SYMBOL, "symbol.swap_triple_day was 7"),
        (|s| s.swap_triple_day = -1, HT_E_VALUE, "symbol.swap_triple_day was -1"),
        (|s| s.reserved = 1, HT_E_VALUE, "symbol.reserved"),
        (|s| s.reserved_text[47] = 1, HT_E_VALUE, "symbol.reserved"),
        (|s| s.currency_profit = [0; 8], HT_E_SYMBOL, "symbol.currency_profit"),
        (|s| s.sessions[0].day = 7, HT_E_OK_OR_SYMBOL, "sessions"),
        (|s| s.sessions[1] = session(-1, 0, 60, 0), HT_E_VALUE, "symbol.sessions.day was -1"),
        (|s| s.sessions[2] = session(7, 0, 60, 0), HT_E_SYMBOL, "symbol.sessions"),
        (|s| s.sessions[3] = session(1, 60, 60, 0), HT_E_SYMBOL, "symbol.sessions"),
        (|s| s.sessions[4] = session(1, 0, 86_401, 0), HT_E_SYMBOL, "symbol.sessions"),
        (|s| s.sessions[5] = session(1, 0, 60, 1), HT_E_VALUE, "symbol.sessions.reserved"),
    ];
    for (change, code, name) in cases {
        let mut symbol = symbol();
        change(&mut symbol);
        if code == HT_E_OK_OR_SYMBOL {
            // An entry without hours is no entry, whatever its day.
            assert_eq!(raw::symbol(host.handle, &raw const symbol), HT_OK);
            continue;
        }
        refused(&host, code, name, |h| raw::symbol(h, &raw const symbol));
    }
    let mut symbol = symbol();
    (symbol.point, symbol.contract_size, symbol.volume_step) = (0.0, 0.0, 0.0);
    refused(&host, HT_E_SYMBOL, "symbol.point", |h| raw::symbol(h, &raw const symbol));
    assert!(host.error().contains("symbol.contract_size"), "all problems: {}", host.error());
}

/// Stands for "accepted" in the table of symbols.
const HT_E_OK_OR_SYMBOL: i32 = 0;

const fn session(day: i32, from_s: i32, to_s: i32, reserved: i32) -> HtSession {
    HtSession { day, from_s, to_s, reserved }
}

#[test]
fn accounts_positions_results_deals_and_events_are_checked_field_by_field() {
    let mut host = host();
    host.bar(100.0);
    type Account = fn(&mut HtAccount);
    let accounts: [(Account, &str); 16] = [
        (|a| a.equity = f64::NAN, "account.equity was NaN"),
        (|a| a.equity = f64::INFINITY, "account.equity was inf"),
        (|a| a.balance = f64::NAN, "account.balance"),
        (|a| a.margin = -1.0, "account.margin was -1"),
        (|a| a.margin_free = f64::NEG_INFINITY, "account.margin_free"),
        (|a| a.leverage = 0, "account.leverage was 0"),
        (|a| a.leverage = -1, "account.leverage was -1"),
        (|a| a.login += 1, "account.login was"),
        (|a| (a.login, a.time_msc) = (1, START_MSC + 86_400_000), "account.login was 1"),
        (|a| a.margin_mode = 3, "account.margin_mode was 3"),
        (|a| a.margin_mode = -1, "account.margin_mode was -1"),
        (|a| a.trade_allowed = 2, "account.trade_allowed was 2"),
        (|a| a.reserved[7] = 1, "account.reserved"),
        (|a| a.time_msc = -1, "account.time_msc was -1"),
        (|a| a.time_msc = i64::MAX, "account.time_msc"),
        (|a| a.time_msc = i64::MIN, "account.time_msc"),
    ];
    for (change, name) in accounts {
        let mut account = account(host.options.login);
        change(&mut account);
        refused(&host, HT_E_VALUE, name, |h| raw::account(h, &raw const account));
    }
    type Position = fn(&mut HtPosition);
    let positions: [(Position, &str); 11] = [
        (|p| p.lots = 0.0, "position.lots was 0"),
        (|p| p.lots = f64::NAN, "position.lots was NaN"),
        (|p| p.open_price = -1.0, "position.open_price was -1"),
        (|p| p.open_price = f64::INFINITY, "position.open_price"),
        (|p| p.stop_loss = -1.0, "position.stop_loss was -1"),
        (|p| p.stop_loss = f64::NAN, "position.stop_loss was NaN"),
        (|p| p.take_profit = f64::NAN, "position.take_profit"),
        (|p| p.side = 2, "position.side was 2"),
        (|p| p.side = -1, "position.side was -1"),
        (|p| p.reserved = 1, "position.reserved"),
        (|p| p.time_msc = i64::MAX, "position.time_msc"),
    ];
    for (change, name) in positions {
        let mut batch = [sound_position(); 3];
        change(&mut batch[2]);
        let msc = host.now_msc;
        refused(&host, HT_E_VALUE, name, |h| raw::positions(h, batch.as_ptr(), 3, msc));
        assert!(host.error().contains("position 2 of 3: "), "{}", host.error());
    }
    type Answer = fn(&mut HtOrderResult);
    let results: [(Answer, &str); 6] = [
        (|r| r.lots = -0.1, "result.lots"),
        (|r| r.lots = f64::NAN, "result.lots was NaN"),
        (|r| r.price = f64::INFINITY, "result.price"),
        (|r| r.price = -1.0, "result.price was -1"),
        (|r| r.reserved = 1, "result.reserved"),
        (|r| r.time_msc = -1, "result.time_msc was -1"),
    ];
    for (change, name) in results {
        let mut result = sound_result(1);
        change(&mut result);
        refused(&host, HT_E_VALUE, name, |h| raw::order_result(h, &raw const result));
    }
    type Trade = fn(&mut HtDeal);
    let deals: [(Trade, &str); 10] = [
        (|d| d.lots = 0.0, "deal.lots was 0"),
        (|d| d.price = 0.0, "deal.price was 0"),
        (|d| d.profit = f64::NAN, "deal.profit was NaN"),
        (|d| d.commission = f64::INFINITY, "deal.commission"),
        (|d| d.swap = f64::NEG_INFINITY, "deal.swap"),
        (|d| d.side = 2, "deal.side was 2"),
        (|d| d.entry = 4, "deal.entry was 4"),
        (|d| d.entry = -1, "deal.entry was -1"),
        (|d| d.time_msc = -1, "deal.time_msc was -1"),
        (|d| d.time_msc = i64::MAX, "deal.time_msc"),
    ];
    for (change, name) in deals {
        let mut deal = sound_deal();
        change(&mut deal);
        refused(&host, HT_E_VALUE, name, |h| raw::deal(h, &raw const deal));
    }
    type Event = fn(&mut HtCalendarEvent);
    let events: [(Event, &str); 5] = [
        (|e| e.importance = 4, "event.importance was 4"),
        (|e| e.importance = -1, "event.importance was -1"),
        (|e| e.reserved = 1, "event.reserved"),
        (|e| e.time_s = -1, "event.time_s was -1"),
        (|e| e.time_s = i64::MAX, "event.time_s"),
    ];
    for (change, name) in events {
        let mut batch = [sound_event(); 2];
        change(&mut batch[1]);
        refused(&host, HT_E_VALUE, name, |h| raw::calendar(h, batch.as_ptr(), 2));
    }
    for command in [0, 6, -1, i32::MAX, i32::MIN] {
        refused(&host, HT_E_VALUE, "command was", |h| raw::command(h, command));
    }
    let mut text = [7_u8; 64];
    for index in [-1, 64, i32::MAX, i32::MIN] {
        let out = text.as_mut_ptr();
        refused(&host, HT_E_UNKNOWN, "column was", |h| raw::feature_name(h, index, out, 64));
    }
    for id in [1, 64, u64::MAX] {
        let out = text.as_mut_ptr();
        refused(&host, HT_E_UNKNOWN, "is not among", |h| raw::explain(h, id, out, 64));
    }
    assert_eq!(text, [7; 64]);
}

#[test]
fn a_refused_call_does_not_move_the_servers_clock() {
    // 1 November 2026, New York's clocks go back at 06:00 UTC: a server at +2 shows 08:00 to 08:59
    // twice. Without history a stamp in that hour is its first pass; what a refused account
    // snapshot said about a later time must not make it the second.
    let options = || {
        let options = Options::new().set("engine.server_utc_offset_s", "7200");
        options.set("engine.server_dst", "\"us\"")
    };
    let repeated_msc = 1_793_522_400_000; // 2026-11-01 08:40 on the server
    let mut plain = Host::open_only(options(), HT_OK);
    let mut misled = Host::open_only(options(), HT_OK);
    for host in [&mut plain, &mut misled] {
        assert_eq!(host.push_symbol(), HT_OK);
    }
    let mut later = account(misled.options.login + 1);
    later.time_msc = repeated_msc + 86_400_000;
    refused(&misled, HT_E_VALUE, "account.login", |h| raw::account(h, &raw const later));
    for host in [&mut plain, &mut misled] {
        host.now_msc = repeated_msc;
        host.tick(100.0);
    }
    let time = |host: &Host| {
        let text = text_of(|buffer, size| raw::explain(host.handle, 0, buffer, size));
        text.split("\"time\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    assert_eq!(time(&plain), time(&misled));
    // Nor does a snapshot that looks back: in the second pass an old position is no reason to fall
    // back into the first.
    let second_pass_msc = repeated_msc + 60_000;
    plain.now_msc = second_pass_msc - 120_000; // earlier than before on the clock: the second pass
    let mut position = sound_position();
    position.time_msc = repeated_msc - 86_400_000;
    plain.positions.push(position);
    assert!(raw::positions(plain.handle, plain.positions.as_ptr(), 1, second_pass_msc) >= 0);
    assert_eq!(plain.status().time_msc, second_pass_msc);
}

#[test]
fn one_handle_in_several_threads_is_busy_and_nothing_else() {
    let mut host = host();
    host.bar(100.0);
    let (handle, start) = (host.handle, host.now_msc);
    let (busy, stop) = (AtomicU32::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    let mut status = empty_status();
                    match raw::status(handle, &raw mut status) {
                        HT_OK => assert!(status.bid > 0.0),
                        HT_E_BUSY => {
                            busy.fetch_add(1, Ordering::Relaxed);
                            assert!(last_error(0).contains("in use") || !last_error(0).is_empty());
                        }
                        code => panic!("{code}: {}", last_error(0)),
                    }
                }
            });
        }
        let ticks: Vec<HtMqlTick> =
            (1..=50_000).map(|n| HtMqlTick::new(start + n, 100.0, 100.02, 0.0, 0.0, 6)).collect();
        let mut taken = false;
        for _ in 0..1_000_000 {
            taken = taken || raw::ticks(handle, ticks.as_ptr(), 50_000, 0, 0) >= 0;
            if taken && busy.load(Ordering::Relaxed) > 0 {
                break;
            }
            assert!(matches!(raw::close(0), HT_E_HANDLE));
            let mut text = vec![0_u8; 20_000];
            raw::explain(handle, 0, text.as_mut_ptr(), 20_000);
        }
        stop.store(true, Ordering::Relaxed);
        assert!(taken);
    });
    assert!(busy.load(Ordering::Relaxed) > 0, "no call met another");
    assert_eq!(host.status().ticks, 50_001);
}

#[test]
fn engines_in_different_threads_do_not_see_each_other() {
    let decisions: Vec<Vec<HtDecision>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    let mut host = host();
                    let mut all = Vec::new();
                    for _ in 0..20 {
                        let decision = order(&host.buy());
                        host.execute(&decision);
                        all.push(decision);
                        host.closed_outside(1.0);
                    }
                    host.close();
                    all
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let texts: Vec<String> = decisions.iter().map(|all| format!("{all:?}")).collect();
    assert!(texts.iter().all(|text| *text == texts[0]), "the same events, the same decisions");
}

#[test]
fn opening_engines_never_makes_the_calls_of_others_busy() {
    let mut host = host();
    host.bar(100.0);
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0..300 {
                let mut options = Options::new();
                options.mode = HT_MODE_PAPER;
                options.key = format!("busy {number}");
                let (code, handle) = options.try_open();
                assert!(code >= 0, "{}", last_error(0));
                assert_eq!(raw::close(handle), HT_OK);
                let (code, handle) = options.try_open();
                assert_eq!(code, HT_REATTACHED_COLD, "{}", last_error(0));
                options.mode = HT_MODE_REPLAY; // of another mode: not taken over, not kept
                raw::close(handle);
                raw::close(options.try_open().1);
            }
            stop.store(true, Ordering::Relaxed);
        });
        while !stop.load(Ordering::Relaxed) {
            host.advance_ms(1);
            host.tick(100.0);
        }
    });
}

#[test]
fn closing_while_another_thread_is_inside_never_crashes() {
    for round in 0..50 {
        let mut host = host();
        host.bar(100.0);
        let (handle, start) = (host.handle, host.now_msc);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                for n in 1..200 {
                    let tick = HtMqlTick::new(start + n, 100.0, 100.02, 0.0, 0.0, 6);
                    let code = raw::ticks(handle, &raw const tick, 1, 0, 0);
                    assert!(matches!(code, 0 | HT_E_BUSY | HT_E_HANDLE), "{code}");
                }
            });
            for _ in 0..round * 10 {
                std::hint::spin_loop();
            }
            let mut closed = false;
            while !closed {
                match raw::close(handle) {
                    HT_OK => closed = true,
                    code => assert_eq!(code, HT_E_BUSY),
                }
            }
            assert_eq!(raw::close(handle), HT_E_HANDLE);
        });
    }
}

#[test]
fn layouts_are_compared_field_by_field() {
    let offsets = [0_i32, 4, 8, 16, 24, 32, 36, 40, 104];
    let check = |id, size, offsets: &[i32]| {
        raw::abi_check(id, size, offsets.as_ptr(), offsets.len() as i32)
    };
    assert_eq!(check(1, 136, &offsets), HT_OK);
    assert_eq!(check(1, 135, &offsets), HT_E_ABI);
    assert_eq!(check(1, -136, &offsets), HT_E_ABI);
    assert_eq!(check(1, 136, &offsets[..8]), HT_E_ABI);
    assert_eq!(check(1, 136, &[0, 4, 8, 16, 24, 32, 36, 40, 105]), HT_E_ABI);
    assert!(last_error(0).contains("field 8 was at 105, expected 104"), "{}", last_error(0));
    for id in [0, 14, -1, i32::MAX] {
        assert_eq!(check(id, 136, &offsets), HT_E_UNKNOWN);
    }
}

#[test]
fn decisions_are_given_once() {
    let mut host = host();
    host.prepare_buy();
    host.snapshot();
    host.tick(100.0);
    let mut first = empty_decision();
    assert_eq!(raw::decision(host.handle, &raw mut first), 1);
    let mut out = spoiled::<HtDecision>(size_of::<HtDecision>() as u32);
    let before = out.clone();
    assert_eq!(raw::decision(host.handle, out.as_mut_ptr().cast()), 0);
    assert!(out == before, "nothing was written");
    assert_eq!(host.status().decisions_waiting, 0);
    host.now_msc += MINUTE_MSC;
}
