//! What one tick costs through the C ABI, next to an empty C call, in one run.
//!
//! Ticks: `../shared/data/ticks/EURUSD_ticks_oanda_2014-05-01_09.csv.gz` where it exists, otherwise
//! the synthetic week. Default features and all rules. Every call goes through a function pointer
//! that the compiler cannot see through. Two passes over the same ticks: one call per tick, each
//! timed by itself (wall time; the cost of reading the clock, measured in the same run, is taken
//! off), and batches of 1,000 ticks for the throughput (thread CPU time). Last, what measuring and
//! the log add: one call per tick in replay, where nothing is measured, and on paper, where it is,
//! in turns. Run with `cargo bench --bench abi`.
#![allow(unsafe_code, reason = "the C ABI and the thread's CPU clock are C calls")]
#![allow(missing_docs, reason = "a program, not a library")]
#![allow(clippy::print_stdout, reason = "the table is the product")]
#![allow(clippy::unwrap_used, reason = "a failed call should stop the bench")]
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use hypertrader::ffi::abi::{
    HT_MODE_PAPER, HT_MODE_REPLAY, HtAccount, HtDecision, HtEngineParams, HtMqlTick, HtSession,
    HtStatus, HtSymbol,
};
use hypertrader::ffi::engine_calls as calls;
use hypertrader::ffi::library_calls::{ht_abi_version, ht_engine_open};
use hypertrader::store::{OnBad, open_ticks, synthetic::SyntheticTicks};

const REAL: &str = "../shared/data/ticks/EURUSD_ticks_oanda_2014-05-01_09.csv.gz";
const PASSES: usize = 5;

type TicksCall = unsafe extern "C" fn(i64, *const HtMqlTick, i32, i64, i32) -> i32;

fn load() -> (&'static str, Vec<HtMqlTick>) {
    let tick = |time_ns: i64, bid, ask| HtMqlTick::new(time_ns / 1_000_000, bid, ask, 0.0, 0.0, 6);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(REAL);
    if path.exists() {
        let ticks = open_ticks(&path, OnBad::Fail).unwrap();
        let ticks = ticks.map(|row| row.unwrap()).map(|t| tick(t.written.0, t.bid, t.ask));
        return ("EURUSD, recorded", ticks.collect());
    }
    let ticks = SyntheticTicks::new(7).map(|t| tick(t.written.0, t.bid, t.ask));
    ("SYNTHETIC week", ticks.collect())
}

fn text<const N: usize>(value: &str) -> [u8; N] {
    let mut bytes = [0; N];
    bytes[..value.len()].copy_from_slice(value.as_bytes());
    bytes
}

fn open(mode: i32, settings: &str) -> i64 {
    let params = HtEngineParams {
        struct_size: size_of::<HtEngineParams>() as u32,
        mode,
        magic: 1,
        login: 1,
        risk_group: 0,
        period_s: 60,
        reserved: 0,
        instance_key: [0; 64],
        symbol: text("EURUSD"),
    };
    let overrides = format!("[engine]\ntrading_enabled = true\n{settings}");
    let none = std::ptr::null();
    let mut handle = 0;
    // SAFETY: pointers to local variables of the stated sizes.
    let code = unsafe {
        ht_engine_open(&params, none, 0, overrides.as_ptr(), overrides.len() as i32, &mut handle)
    };
    assert_eq!(code, 0);
    let spec = symbol();
    // SAFETY: a pointer to a local structure.
    assert_eq!(unsafe { calls::ht_engine_symbol(handle, &spec) }, 0);
    handle
}

fn symbol() -> HtSymbol {
    HtSymbol {
        struct_size: size_of::<HtSymbol>() as u32,
        digits: 5,
        point: 1e-5,
        tick_size: 1e-5,
        tick_value_profit: 1.0,
        tick_value_loss: 1.0,
        contract_size: 1e5,
        volume_min: 0.01,
        volume_max: 500.0,
        volume_step: 0.01,
        volume_limit: 0.0,
        margin_initial: 0.0,
        margin_maintenance: 0.0,
        margin_per_lot_buy: 0.0,
        margin_per_lot_sell: 0.0,
        swap_long: 0.0,
        swap_short: 0.0,
        calc_mode: 0,
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
        currency_base: text("EUR"),
        currency_profit: text("USD"),
        currency_margin: text("EUR"),
        reserved_text: [0; 48],
    }
}

fn push_account(handle: i64, time_msc: i64) {
    let account = HtAccount {
        struct_size: size_of::<HtAccount>() as u32,
        margin_mode: 2,
        login: 1,
        time_msc,
        balance: 10_000.0,
        equity: 10_000.0,
        margin: 0.0,
        margin_free: 10_000.0,
        leverage: 100,
        trade_allowed: 1,
        currency: text("USD"),
        reserved: [0; 8],
    };
    // SAFETY: a pointer to a local structure.
    assert!(unsafe { calls::ht_engine_account(handle, &account) } >= 0);
    // SAFETY: count 0 never touches the pointer.
    assert!(unsafe { calls::ht_engine_positions(handle, std::ptr::null(), 0, time_msc) } >= 0);
}

fn collect(handle: i64) {
    // SAFETY: every field may be zero.
    let mut decision: HtDecision = unsafe { std::mem::zeroed() };
    decision.struct_size = size_of::<HtDecision>() as u32;
    // SAFETY: a pointer to a local structure.
    while unsafe { calls::ht_engine_decision(handle, &mut decision) } > 0 {}
}

fn bars_of(handle: i64) -> u64 {
    // SAFETY: every field may be zero.
    let mut status: HtStatus = unsafe { std::mem::zeroed() };
    status.struct_size = size_of::<HtStatus>() as u32;
    // SAFETY: a pointer to a local structure.
    assert_eq!(unsafe { calls::ht_engine_status(handle, &mut status) }, 0);
    status.bars
}

/// Nanoseconds that reading the clock twice costs, median.
fn clock_cost_ns() -> u64 {
    let mut samples: Vec<u64> =
        (0..10_001).map(|_| Instant::now().elapsed().as_nanos() as u64).collect();
    samples.sort_unstable();
    samples[samples.len() / 2]
}

fn cpu_ns() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the out-pointer is a local variable.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

fn row(name: &str, samples: &mut [u64], clock: u64) {
    samples.sort_unstable();
    let at = |fraction: f64| {
        let index = ((samples.len() - 1) as f64 * fraction) as usize;
        samples[index].saturating_sub(clock)
    };
    println!(
        "{name:34} {:>8} {:>8} {:>8} {:>10} {:>9}",
        at(0.5),
        at(0.99),
        at(0.999),
        at(1.0),
        samples.len()
    );
}

/// Thread CPU time of a tick's calls in nanoseconds: ticks in one by one, decisions out.
fn cpu_per_tick(call: TicksCall, ticks: &[HtMqlTick], mode: i32, settings: &str) -> f64 {
    let handle = open(mode, settings);
    let start = cpu_ns();
    for (index, tick) in ticks.iter().enumerate() {
        if index % 1_000 == 0 {
            push_account(handle, tick.time_msc());
        }
        // SAFETY: one tick.
        if unsafe { call(handle, tick, 1, 0, 0) } > 0 {
            collect(handle);
        }
    }
    let cpu = cpu_ns() - start;
    calls::ht_engine_close(handle);
    cpu / ticks.len() as f64
}

/// What measuring costs: the same ticks without and with it, in turns; medians.
fn cost_of_measuring(call: TicksCall, ticks: &[HtMqlTick]) {
    let folder = std::env::temp_dir().join(format!("ht-bench-{}", std::process::id()));
    let dir = format!("{:?}", folder.to_str().unwrap());
    let settings =
        format!("state_dir = {dir}\n[log]\ndir = {dir}\n[serve]\nlisten = \"127.0.0.1:0\"\n");
    let (mut without, mut with): (Vec<f64>, Vec<f64>) = (0..2 * PASSES + 1)
        .map(|_| {
            let without = cpu_per_tick(call, ticks, HT_MODE_REPLAY, "");
            (without, cpu_per_tick(call, ticks, HT_MODE_PAPER, &settings))
        })
        .unzip();
    without.sort_by(f64::total_cmp);
    with.sort_by(f64::total_cmp);
    println!(
        "one call per tick, CPU ns: replay {:.1}, paper with metrics, server and log {:.1}",
        without[PASSES], with[PASSES]
    );
    std::fs::remove_dir_all(&folder).unwrap();
}

fn main() {
    let (source, ticks) = load();
    let call: TicksCall = black_box(calls::ht_engine_ticks);
    let empty: extern "C" fn() -> i32 = black_box(ht_abi_version);
    let clock = clock_cost_ns();
    println!("{source}: {} ticks, {PASSES} passes; clock {clock} ns, taken off", ticks.len());

    let (mut inside, mut closing, mut nothing) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..PASSES {
        let handle = open(HT_MODE_REPLAY, "");
        for (index, tick) in ticks.iter().enumerate() {
            if index % 50 == 0 {
                push_account(handle, tick.time_msc());
            }
            let closes =
                index > 0 && tick.time_msc() / 60_000 != ticks[index - 1].time_msc() / 60_000;
            let start = Instant::now();
            // SAFETY: one tick.
            let waiting = unsafe { call(handle, tick, 1, 0, 0) };
            let elapsed = start.elapsed().as_nanos() as u64;
            if closes {
                closing.push(elapsed)
            } else {
                inside.push(elapsed)
            }
            if waiting > 0 {
                collect(handle);
            }
            if index % 16 == 0 {
                let start = Instant::now();
                black_box(empty());
                nothing.push(start.elapsed().as_nanos() as u64);
            }
        }
        assert!(bars_of(handle) > 1_000);
        calls::ht_engine_close(handle);
    }
    println!(
        "{:34} {:>8} {:>8} {:>8} {:>10} {:>9}",
        "ns per call", "p50", "p99", "p99.9", "max", "calls"
    );
    row("empty C call", &mut nothing, clock);
    row("tick that closes no bar", &mut inside, clock);
    row("tick that closes a bar", &mut closing, clock);

    let mut rates: Vec<f64> = (0..PASSES)
        .map(|_| {
            let handle = open(HT_MODE_REPLAY, "");
            let start = cpu_ns();
            for batch in ticks.chunks(1_000) {
                push_account(handle, batch[0].time_msc());
                // SAFETY: pointer and count belong to the batch.
                let waiting = unsafe { call(handle, batch.as_ptr(), batch.len() as i32, 0, 0) };
                if waiting > 0 {
                    collect(handle);
                }
            }
            let rate = ticks.len() as f64 / ((cpu_ns() - start) / 1e9);
            calls::ht_engine_close(handle);
            rate
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    println!(
        "batches of 1,000: {:.2} million ticks per CPU second (median)",
        rates[PASSES / 2] / 1e6
    );
    cost_of_measuring(call, &ticks);
}
