//! Feeds of three venues through a day of faults, in simulated time: memory stays flat, every fault
//! is over within its bound. A process of its own, because it counts the bytes of the process.

#![cfg(feature = "feeds")]

#[path = "support/exchange/mod.rs"]
mod exchange;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::Ordering;

use exchange::observed::{FAULTS, LIVE_BYTES, VENUES, recovery_s, run, schedule};

/// Counts the bytes that are in use.
struct Counting;

#[allow(unsafe_code, reason = "an allocator that counts and hands on")]
// SAFETY: every call is handed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE_BYTES.fetch_add(layout.size() as i64, Ordering::Relaxed);
        // SAFETY: the caller's guarantee is handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE_BYTES.fetch_sub(layout.size() as i64, Ordering::Relaxed);
        // SAFETY: the caller's guarantee is handed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Every fault in turn, one an hour and more, for a day.
#[test]
fn a_day_of_faults_leaves_memory_flat_and_the_feed_alive() {
    const DAY_S: i64 = 86_400;
    const EVERY_S: i64 = 1_200;
    for venue in VENUES {
        let faults = (1..DAY_S / EVERY_S).map(|turn| {
            let fault = FAULTS[turn as usize % FAULTS.len()].0;
            (turn * EVERY_S, turn * EVERY_S + 120, fault)
        });
        let all = faults.clone().flat_map(|(from, to, fault)| schedule(from, to, fault));
        let run = run(venue, DAY_S + 600, all.collect());
        let seen = &run.seen;
        assert_eq!(seen.wrong, [""; 0], "{venue:?}");
        assert_eq!(seen.stale_since, None, "{venue:?}");
        for (_, to, fault) in faults {
            let bound_s = FAULTS.iter().find(|(known, _)| *known == fault).unwrap().1;
            let took_s = recovery_s(seen, to);
            assert!(took_s <= bound_s, "{venue:?} {fault:?} until {to}: {took_s} s of {bound_s}");
        }
        let counts = seen.last.counts;
        let (first, last) = (seen.bytes[2], seen.bytes[23]);
        println!("{venue:?}: {first} bytes in hour 3, {last} in hour 24; {counts:?}");
        println!("  {} failures, {} panics", run.failures, run.panics);
        assert!((last - first).abs() < 4_096, "{venue:?}: {:?}", seen.bytes);
        assert!(run.panics > 0 && counts.gaps > 0 && counts.filled > 0 && counts.bad > 0);
        // A trade a second; what holes lost was filled or is counted as missed.
        let expected = counts.trades + counts.missed;
        let off = (DAY_S + 600 - expected as i64).abs();
        assert!(off < 30, "{venue:?}: {expected} trades of {DAY_S} seconds");
        assert_eq!(run.exchange.requests.while_blocked.load(Ordering::Relaxed), 0);
    }
}
