//! The calls of a tick allocate nothing: quotes inside a bar, quotes that close one, decisions
//! approved and refused, snapshots, the opinion of a model. Counted by the allocator itself,
//! through the C ABI.
//!
//! `tests/linux/hot_path.c` shows the same of the release library, and that no system call is made.

#![expect(unsafe_code, reason = "a counting allocator, and calls of the C ABI")]

#[path = "support/model.rs"]
mod model;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use hypertrader::ffi::abi::{
    HT_ACTION_OPEN, HT_ACTION_REFUSED, HT_COMMAND_PAUSE, HT_COMMAND_RESUME, HT_MODE_PAPER,
    HT_MODE_REPLAY, HT_TRAINING_RUNNING, HT_TRAINING_WAITING, HtAccount, HtDecision,
    HtEngineParams, HtMqlTick, HtOrderResult, HtStatus, HtSymbol, HtTraining,
};
use hypertrader::ffi::engine_calls::{
    ht_engine_account, ht_engine_close, ht_engine_command, ht_engine_decision, ht_engine_explain,
    ht_engine_features, ht_engine_order_result, ht_engine_positions, ht_engine_status,
    ht_engine_symbol, ht_engine_ticks,
};
use hypertrader::ffi::library_calls::ht_engine_open;
use hypertrader::ffi::model_calls::{ht_train_cancel, ht_train_poll, ht_train_start};
use hypertrader::store::write_model;
use model::{lines_model, model};

thread_local! {
    // Without a destructor, so that counting does not itself allocate.
    static CALLS: Cell<u64> = const { Cell::new(0) };
    /// Bytes taken and not given back by this thread.
    static BYTES: Cell<i64> = const { Cell::new(0) };
}

/// The system's allocator, counting the calls of each thread.
struct Counting;

fn count_one(taken: usize, given_back: usize) {
    let _ = CALLS.try_with(|calls| calls.set(calls.get() + 1));
    let _ = BYTES.try_with(|bytes| bytes.set(bytes.get() + taken as i64 - given_back as i64));
}

// SAFETY: every call is handed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count_one(layout.size(), 0);
        // SAFETY: the caller's guarantee is handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count_one(layout.size(), 0);
        // SAFETY: the caller's guarantee is handed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count_one(size, layout.size());
        // SAFETY: the caller's guarantee is handed on.
        unsafe { System.realloc(block, layout, size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        count_one(0, layout.size());
        // SAFETY: the caller's guarantee is handed on.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What a call returned, and how often it called the allocator.
fn counted<T>(call: impl FnOnce() -> T) -> (T, u64) {
    let before = CALLS.get();
    let value = call();
    (value, CALLS.get() - before)
}

/// All default columns and all rules; one vote is enough, so that there is much to decide.
const SETTINGS: &str = "[engine]\ntrading_enabled = true\n\
    [signals.combine]\nvotes_min = 1\nmin_confidence_frac = 0.0\nopposition_vetoes = false\n";
const TICK_EVERY_MSC: i64 = 2_000;
const TICKS_PER_BAR: i64 = 30;
const WARM_UP_BARS: i64 = 260; // the slowest average has 200 bars
const COUNTED_BARS: i64 = 600;
const RETCODE_MARKET_CLOSED: u32 = 10_018;

fn text<const N: usize>(value: &str) -> [u8; N] {
    let mut field = [0; N];
    field[..value.len()].copy_from_slice(value.as_bytes());
    field
}

fn zeroed<T: Copy>() -> T {
    // SAFETY: used for structures of integers, floats and bytes only, for which zero is a value.
    unsafe { std::mem::zeroed() }
}

fn open(mode: i32, settings: &str) -> i64 {
    let params = HtEngineParams {
        struct_size: size_of::<HtEngineParams>() as u32,
        mode,
        magic: 7,
        login: 42,
        period_s: 60,
        symbol: text("EURUSD"),
        ..zeroed()
    };
    let mut handle = 0;
    let (length, none) = (settings.len() as i32, std::ptr::null());
    // SAFETY: pointers to local values of the stated sizes.
    let code = unsafe {
        ht_engine_open(&raw const params, none, 0, settings.as_ptr(), length, &mut handle)
    };
    assert_eq!(code, 0);
    let symbol = HtSymbol {
        struct_size: size_of::<HtSymbol>() as u32,
        digits: 5,
        point: 0.00001,
        tick_size: 0.00001,
        tick_value_profit: 1.0,
        tick_value_loss: 1.0,
        contract_size: 100_000.0,
        volume_min: 0.01,
        volume_max: 100.0,
        volume_step: 0.01,
        margin_per_lot_buy: 1_100.0,
        margin_per_lot_sell: 1_100.0,
        trade_mode: 4,
        execution_mode: 2,
        filling_flags: 3,
        swap_triple_day: 3,
        currency_base: text("EUR"),
        currency_profit: text("USD"),
        currency_margin: text("EUR"),
        ..zeroed()
    };
    // SAFETY: a local structure.
    assert_eq!(unsafe { ht_engine_symbol(handle, &raw const symbol) }, 0);
    handle
}

/// A host whose broker answers every order with "market closed".
struct Host {
    handle: i64,
    index: i64,
    random: u32,
    bid_points: i64,
    now_msc: i64,
    opened: u32,
    refused: u32,
}

impl Host {
    fn new() -> Self {
        Self::with(SETTINGS)
    }

    fn with(settings: &str) -> Self {
        Self::in_mode(HT_MODE_REPLAY, settings)
    }

    fn in_mode(mode: i32, settings: &str) -> Self {
        let now_msc = 1_700_000_040_000;
        let handle = open(mode, settings);
        Self { handle, index: 0, random: 1, bid_points: 110_000, now_msc, opened: 0, refused: 0 }
    }

    /// A walk that rises for forty bars and falls for the next forty.
    fn next_tick(&mut self) -> HtMqlTick {
        let rising = (self.index / (40 * TICKS_PER_BAR)) % 2 == 0;
        self.random = self.random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        self.bid_points += i64::from(self.random >> 8) % 13 - 6;
        self.bid_points += if self.index % 2 == 0 { if rising { 1 } else { -1 } } else { 0 };
        self.now_msc += TICK_EVERY_MSC;
        self.index += 1;
        let bid = self.bid_points as f64 / 1e5;
        HtMqlTick::new(self.now_msc, bid, bid + 0.00002, 0.0, 0.0, 6)
    }

    fn report_snapshots(&self) {
        let account = HtAccount {
            struct_size: size_of::<HtAccount>() as u32,
            margin_mode: 2,
            login: 42,
            time_msc: self.now_msc,
            balance: 100_000.0,
            equity: 100_000.0,
            margin_free: 100_000.0,
            leverage: 100,
            trade_allowed: 1,
            currency: text("USD"),
            ..zeroed()
        };
        // SAFETY: a local structure.
        assert!(unsafe { ht_engine_account(self.handle, &raw const account) } >= 0);
        // SAFETY: count 0 touches nothing.
        let code = unsafe { ht_engine_positions(self.handle, std::ptr::null(), 0, self.now_msc) };
        assert!(code >= 0);
    }

    fn status(&self) -> HtStatus {
        let mut status = HtStatus { struct_size: size_of::<HtStatus>() as u32, ..zeroed() };
        // SAFETY: a local structure.
        let (code, calls) = counted(|| unsafe { ht_engine_status(self.handle, &raw mut status) });
        assert_eq!((code, calls), (0, 0), "status");
        status
    }

    fn read_features(&self) {
        let (mut values, mut valid) = ([0.0; 64], [0; 64]);
        let (values, valid) = (values.as_mut_ptr(), valid.as_mut_ptr());
        // SAFETY: both arrays have 64 elements.
        let (code, calls) =
            counted(|| unsafe { ht_engine_features(self.handle, values, valid, 64) });
        assert!(code >= 29, "all default columns, was {code}");
        assert_eq!(calls, 0, "features");
    }

    fn collect(&mut self) {
        let mut decision = HtDecision { struct_size: size_of::<HtDecision>() as u32, ..zeroed() };
        loop {
            // SAFETY: a local structure.
            let (code, calls) =
                counted(|| unsafe { ht_engine_decision(self.handle, &raw mut decision) });
            assert_eq!(calls, 0, "decision");
            if code == 0 {
                return;
            }
            assert_eq!(code, 1);
            match decision.action {
                HT_ACTION_OPEN => self.opened += 1,
                HT_ACTION_REFUSED => {
                    self.refused += 1;
                    continue;
                }
                other => panic!("action was {other}, expected an opening or a refusal"),
            }
            let result = HtOrderResult {
                decision_id: decision.id,
                time_msc: self.now_msc,
                retcode: RETCODE_MARKET_CLOSED,
                ..zeroed()
            };
            // SAFETY: a local structure.
            assert!(unsafe { ht_engine_order_result(self.handle, &raw const result) } >= 0);
        }
    }

    /// One tick with everything that follows it; the calls of `ht_engine_ticks` to the allocator.
    fn one_tick(&mut self) -> u64 {
        let tick = self.next_tick();
        if self.index % 10 == 0 {
            self.report_snapshots();
        }
        // SAFETY: one tick.
        let (waiting, calls) =
            counted(|| unsafe { ht_engine_ticks(self.handle, &raw const tick, 1, 0, 0) });
        assert!(waiting >= 0);
        self.collect();
        calls
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        assert_eq!(ht_engine_close(self.handle), 0);
    }
}

#[test]
fn the_calls_of_a_tick_allocate_nothing() {
    let mut host = Host::new();
    for _ in 0..WARM_UP_BARS * TICKS_PER_BAR {
        host.one_tick();
    }
    assert_eq!(host.status().warm, 1);
    let (opened_before, refused_before) = (host.opened, host.refused);
    let (mut inside, mut closing) = (0_u32, 0_u32);
    for index in 0..COUNTED_BARS * TICKS_PER_BAR {
        if index == COUNTED_BARS * TICKS_PER_BAR / 2 {
            assert!(ht_engine_command(host.handle, HT_COMMAND_PAUSE) >= 0);
        }
        let bars = host.status().bars;
        let calls = host.one_tick();
        let closed = host.status().bars - bars;
        assert_eq!(calls, 0, "tick {index} closed {closed} bars");
        *(if closed == 0 { &mut inside } else { &mut closing }) += 1;
        host.read_features();
    }
    assert!(ht_engine_command(host.handle, HT_COMMAND_RESUME) >= 0);
    // Nothing was shown unless all of it happened.
    assert_eq!((i64::from(inside), i64::from(closing)), (COUNTED_BARS * 29, COUNTED_BARS));
    assert!(host.opened > opened_before + 10, "openings: {}", host.opened - opened_before);
    assert!(host.refused > refused_before + 10, "refusals: {}", host.refused - refused_before);
}

#[test]
fn models_of_either_kind_decide_without_allocating() {
    for model in [model(), lines_model()] {
        let name = format!("ht-hot-path-{}-{}.htm", model.fitted.kind(), std::process::id());
        let file = std::env::temp_dir().join(name);
        write_model(&file, &model).unwrap();
        let settings = format!(
            "[engine]\ntrading_enabled = true\n[model]\nfile = {:?}\n\
             [signals.gates]\nmodel_mode = \"solo\"\nmodel_min_prob = 0.4\n",
            file.to_str().unwrap()
        );
        let mut host = Host::with(&settings);
        std::fs::remove_file(&file).unwrap();
        for _ in 0..WARM_UP_BARS * TICKS_PER_BAR {
            host.one_tick();
        }
        let opened_before = host.opened;
        for index in 0..COUNTED_BARS * TICKS_PER_BAR {
            assert_eq!(host.one_tick(), 0, "tick {index}");
        }
        assert!(host.opened > opened_before + 10, "openings: {}", host.opened - opened_before);
        let mut buffer = vec![0_u8; 65_536];
        // SAFETY: the buffer has the stated capacity.
        let length = unsafe { ht_engine_explain(host.handle, 0, buffer.as_mut_ptr(), 65_536) };
        let told = std::str::from_utf8(&buffer[..length as usize]).unwrap();
        let told: serde_json::Value = serde_json::from_str(told).unwrap();
        assert_eq!(told["model"]["id"], model.id().unwrap().to_string());
        let shares = told["model"]["contributions"].as_object().unwrap();
        assert_eq!(shares.len(), 3);
        assert!(shares.values().any(|share| share["buy"] != 0.0), "{shares:?}");
    }
}

/// Figures are counted, calls timed, and every decision is a line of the file. Written are as many
/// lines as there were orders, so that none was shown to cost nothing by being left out.
#[test]
fn measuring_and_telling_allocate_nothing() {
    let folder = std::env::temp_dir().join(format!("ht-hot-log-{}", std::process::id()));
    let dir = |name: &str| format!("{:?}", folder.join(name).to_str().unwrap());
    let engine = format!("[engine]\nstate_dir = {}\n", dir("state"));
    let settings =
        format!("{}[log]\ndir = {}\n", SETTINGS.replace("[engine]\n", &engine), dir("log"));
    let mut host = Host::in_mode(HT_MODE_PAPER, &settings);
    for _ in 0..WARM_UP_BARS * TICKS_PER_BAR {
        host.one_tick();
    }
    let opened_before = host.opened;
    for index in 0..COUNTED_BARS * TICKS_PER_BAR {
        assert_eq!(host.one_tick(), 0, "tick {index}");
        host.status();
    }
    let opened = host.opened;
    assert!(opened > opened_before + 10, "openings: {}", opened - opened_before);
    drop(host);
    let file = folder.join("log").join(format!("hypertrader-{}.log", std::process::id()));
    let told = || {
        let log = std::fs::read_to_string(&file).unwrap();
        (log.matches(": open, ").count(), log.contains("/7: closed\n"))
    };
    while !told().1 {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert_eq!(told().0, opened as usize);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn ticks_allocate_nothing_while_a_model_is_trained() {
    let file = std::env::temp_dir().join(format!("ht-hot-training-{}.htm", std::process::id()));
    write_model(&file, &model()).unwrap();
    let settings = format!(
        "{SETTINGS}[model]\nfile = {:?}\n[model.retrain]\nmode = \"asked\"\n\
         [model.search]\ntrials = 27\n[model.labels]\nthreshold_frac = 0.0002\n",
        file.to_str().unwrap()
    );
    let mut host = Host::with(&settings);
    for _ in 0..4 * WARM_UP_BARS * TICKS_PER_BAR {
        host.one_tick();
    }
    let training = |host: &Host| {
        let mut training = HtTraining { struct_size: size_of::<HtTraining>() as u32, ..zeroed() };
        // SAFETY: a local structure.
        unsafe { ht_train_poll(host.handle, &raw mut training) }
    };
    assert_eq!(ht_train_start(host.handle), 0);
    while training(&host) == HT_TRAINING_WAITING {
        std::thread::yield_now();
    }
    assert_eq!(training(&host), HT_TRAINING_RUNNING);
    for index in 0..100 * TICKS_PER_BAR {
        assert_eq!(host.one_tick(), 0, "tick {index}");
        host.status();
    }
    assert_eq!(training(&host), HT_TRAINING_RUNNING, "it ran all the time");
    assert_eq!(ht_train_cancel(host.handle), 0);
    while training(&host) == HT_TRAINING_RUNNING {
        std::thread::yield_now();
    }
    drop(host);
    for name in ["", ".lock"] {
        std::fs::remove_file(format!("{}{name}", file.display())).unwrap();
    }
}

#[test]
fn an_allocation_is_noticed() {
    let mut host = Host::new();
    host.one_tick();
    for _ in 0..WARM_UP_BARS * TICKS_PER_BAR {
        host.one_tick();
    }
    let mut buffer = vec![0_u8; 65_536];
    let (pointer, capacity) = (buffer.as_mut_ptr(), 65_536);
    // SAFETY: the buffer has the stated capacity.
    let (length, calls) =
        counted(|| unsafe { ht_engine_explain(host.handle, 0, pointer, capacity) });
    assert!(length > 0);
    assert!(calls > 0, "explaining builds a text, so the counter must have seen it");
}

#[test]
fn the_state_of_an_engine_is_below_a_megabyte() {
    // What the first engine of a process sets up once is not this engine's.
    drop(Host::new());
    let before = BYTES.get();
    let mut host = Host::new();
    for _ in 0..(WARM_UP_BARS + COUNTED_BARS) * TICKS_PER_BAR {
        host.one_tick();
    }
    let bytes = BYTES.get() - before;
    println!("one engine: {bytes} bytes");
    assert!((100_000..1_000_000).contains(&bytes), "{bytes} bytes");
}
