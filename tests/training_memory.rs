//! A training stays within the memory that its window was cut to, counted by the allocator.

#![expect(unsafe_code, reason = "a counting allocator")]
#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use hypertrader::features::LEARNER_COLUMNS;
use hypertrader::model::{LearnerKind, LearningSettings};
use hypertrader::retraining::bars_within;
use hypertrader::training::{Origin, Surroundings, train, varying_columns};
use hypertrader::types::{Bar, Period, UnixNanos};

static TAKEN: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, counting what is taken and not given back.
struct Counting;

fn take(bytes: usize) {
    let taken = TAKEN.fetch_add(bytes, Ordering::Relaxed) + bytes;
    PEAK.fetch_max(taken, Ordering::Relaxed);
}

// SAFETY: every call is handed on to the system's allocator unchanged; `realloc` and `alloc_zeroed`
// are the trait's own, made of these two.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        // SAFETY: the caller's guarantee is handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        TAKEN.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller's guarantee is handed on.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Weekdays of a price that wanders.
fn bars(count: u32) -> Vec<Bar> {
    let mut price = 100.0;
    let bar = |number: u32| {
        let random = |salt: u32| {
            let mixed = (number ^ salt).wrapping_mul(2_654_435_761);
            f64::from((mixed ^ mixed >> 15).wrapping_mul(2_246_822_519) >> 8) / f64::from(1 << 24)
        };
        let open = price;
        price *= 1.0 + (random(1) - 0.5) * 0.002;
        Bar {
            open_time: UnixNanos::from_seconds(1_767_571_200 + 60 * i64::from(number)),
            open,
            high: open.max(price) * (1.0 + random(2) * 0.000_3),
            low: open.min(price) * (1.0 - random(3) * 0.000_3),
            close: price,
            volume: 1.0 + (random(4) * 100.0).floor(),
            spread_points: 1 + (random(5) * 5.0) as u32,
        }
    };
    (0..count).map(bar).collect()
}

#[test]
fn a_window_that_fits_is_trained_within_its_memory() {
    let all: Vec<String> = LEARNER_COLUMNS.iter().map(|&name| name.to_owned()).collect();
    let few: Vec<String> = ["ret_5", "rsi_14", "dist_sma_50"].map(str::to_owned).to_vec();
    let learners = [
        (22, &few, LearnerKind::Boosting),
        (24, &all, LearnerKind::Boosting),
        (20, &all, LearnerKind::Forest),
        (20, &all, LearnerKind::Logistic),
    ];
    for (mebibytes, wanted, learner) in learners {
        let count = bars_within(mebibytes, wanted.len());
        let before = TAKEN.load(Ordering::Relaxed);
        PEAK.store(before, Ordering::Relaxed);
        let bars = bars(u32::try_from(count).unwrap());
        let columns = varying_columns(wanted, &bars).unwrap();
        let mut settings = LearningSettings::default();
        settings.search.trials = 1;
        settings.search.learner = learner;
        let origin = Origin {
            symbol: "SYNTHETIC",
            bars: &bars,
            period: Period::M1,
            point: 0.01,
            now: UnixNanos::from_seconds(1_800_000_000),
            columns: &columns,
            threshold_prob: 0.55,
        };
        let mut around = Surroundings {
            threads: 1,
            log: &[],
            resume: &mut |_| {},
            record: &mut |_| {},
            progress: &mut |_| {},
            stop: &|| false,
            clock_s: &|| 0.0,
        };
        train(&origin, &settings, &mut around).unwrap();
        let peak = PEAK.load(Ordering::Relaxed) - before;
        let limit = (mebibytes as usize) << 20;
        let what = format!("{learner:?}, {count} bars, {} columns", columns.len());
        println!("{what}: {peak} bytes of {limit}");
        assert!(peak <= limit, "{what}: {peak} above {limit}");
        // Not a bound that says nothing: at least a quarter of it is used.
        assert!(peak * 4 > limit, "{what}: {peak} of {limit}");
    }
}
