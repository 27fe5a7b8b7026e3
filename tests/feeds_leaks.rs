//! What streams that are opened and lost again and again leave behind: no thread, no handle.
//!
//! A process of its own, because it counts the threads and handles of the process.

#![cfg(all(feature = "feeds", target_os = "linux"))]
#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

#[path = "support/exchange/mod.rs"]
mod exchange;

use std::sync::Arc;
use std::time::Duration;

use hypertrader::engine::{FeedSettings, Venue};
use hypertrader::feeds::{Feeds, LinkOptions};
use hypertrader::runtime::{Alarm, MachineTime, Runtime, Time};

use exchange::server::Server;
use exchange::world::World;

/// Handles of the process, and threads of the library.
fn counted() -> (usize, usize) {
    let handles = std::fs::read_dir("/proc/self/fd").unwrap().count();
    let names = std::fs::read_dir("/proc/self/task")
        .unwrap()
        .filter_map(|task| std::fs::read_to_string(task.unwrap().path().join("comm")).ok());
    (handles, names.filter(|name| name.starts_with("ht-")).count())
}

#[test]
fn a_hundred_openings_leave_no_thread_and_no_handle() {
    let server = Server::start(World::new(Venue::Kraken));
    let settings = FeedSettings {
        venues: vec![Venue::Kraken],
        kraken_rest_url: server.rest_url(),
        kraken_stream_url: server.stream_url(),
        ..FeedSettings::default()
    };
    let time = MachineTime::start();
    let mut before = None;
    for round in 0..100 {
        let runtime = Runtime::new(Arc::new(MachineTime::start()), Duration::from_secs(60));
        let feeds = Feeds::default();
        let options = LinkOptions { runtime: &runtime, events: false, variable: &|_| None };
        let mut link = feeds.open(&settings, "BTCUSD", &options).unwrap();
        while link.poll().mid.is_none() {
            time.pause(&Alarm::default(), Duration::from_millis(2));
        }
        drop(link);
        assert_eq!(runtime.shut_down(Duration::from_secs(5)), [""; 0], "round {round}");
        if round == 9 {
            before = Some(counted());
        }
    }
    // The server's own ends of the last connections may still be closing.
    for _ in 0..200 {
        if counted() <= before.unwrap() {
            break;
        }
        time.pause(&Alarm::default(), Duration::from_millis(10));
    }
    println!("handles and threads: {before:?} after ten rounds, {:?} after a hundred", counted());
    assert!(counted() <= before.unwrap());
    assert_eq!(counted().1, 0);
}
