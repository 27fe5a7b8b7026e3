//! An engine's look at the feeds allocates nothing, while they change under it.

#![cfg(feature = "feeds")]
#![allow(unsafe_code, reason = "a counting allocator")]

#[path = "support/exchange/mod.rs"]
mod exchange;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use hypertrader::engine::{FeedSettings, Venue};
use hypertrader::feeds::{Feeds, LinkOptions};
use hypertrader::runtime::{MachineTime, Runtime};

use exchange::server::Server;
use exchange::world::World;

thread_local! {
    // Without a destructor, so that counting does not itself allocate.
    static CALLS: Cell<u64> = const { Cell::new(0) };
}

/// The system's allocator, counting the calls of each thread.
struct Counting;

// SAFETY: every call is handed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = CALLS.try_with(|calls| calls.set(calls.get() + 1));
        // SAFETY: the caller's guarantee is handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let _ = CALLS.try_with(|calls| calls.set(calls.get() + 1));
        // SAFETY: the caller's guarantee is handed on.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn a_look_at_the_market_allocates_nothing() {
    let server = Server::start(World::new(Venue::Binance));
    let settings = FeedSettings {
        venues: vec![Venue::Binance],
        binance_rest_url: server.rest_url(),
        binance_stream_url: server.stream_url(),
        ..FeedSettings::default()
    };
    let runtime = Runtime::new(Arc::new(MachineTime::start()), Duration::from_secs(60));
    let feeds = Feeds::default();
    let options = LinkOptions { runtime: &runtime, events: false, variable: &|_| None };
    let mut link = feeds.open(&settings, "BTCUSD", &options).unwrap();
    while link.poll().mid.is_none() {
        std::thread::yield_now();
    }
    let (before, mut changes, mut last) = (CALLS.get(), 0, None);
    // Until it has seen twenty new prices.
    while changes < 20 {
        let mid = link.poll().mid;
        changes += u32::from(mid != last);
        last = mid;
    }
    assert_eq!(CALLS.get(), before);
    assert_eq!(runtime.shut_down(Duration::from_secs(5)), [""; 0]);
}
