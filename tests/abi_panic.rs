//! A panic inside an engine stops at the boundary: the host lives, the engine is latched, the
//! others go on. `cargo test --features fault-injection --test abi_panic`.

#![cfg(feature = "fault-injection")]
#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

mod support;

use hypertrader::ffi::abi::{HT_COMMAND_FLATTEN, HT_STATE_ACTIVE, HT_STATE_FAULTED};
use hypertrader::ffi::code::*;
use hypertrader::ffi::engine_calls::ht_test_panic;
use support::{Host, Options, Scratch, last_error, raw, text_of};

/// The standard hook would print a backtrace of every panic that is injected.
fn quietly<T>(call: impl FnOnce() -> T) -> T {
    std::panic::set_hook(Box::new(|_| {}));
    call()
}

#[test]
fn a_fault_latches_its_engine_and_nothing_else() {
    let mut host = Host::open(Options::new());
    let mut other = Host::open(Options::new());
    host.bought();
    assert_eq!(quietly(|| ht_test_panic(host.handle)), HT_E_PANIC);
    assert!(last_error(0).contains("injected fault"), "{}", last_error(0));
    assert!(host.error().contains("injected fault"));

    assert_eq!(host.status().state, HT_STATE_FAULTED);
    let tick = host.quote(100.0);
    let acts = [
        raw::ticks(host.handle, &raw const tick, 1, 0, 0),
        host.push_symbol(),
        host.push_account(),
        host.push_positions(),
        host.command(HT_COMMAND_FLATTEN),
        host.timer(0),
        host.result(1, 10_009, 0.1, 100.0),
        raw::calendar(host.handle, std::ptr::null(), 0),
        raw::history(host.handle, std::ptr::null(), 0, 0),
        ht_test_panic(host.handle),
    ];
    assert!(acts.iter().all(|&code| code == HT_E_FAULTED), "{acts:?}");
    assert!(host.error().contains("injected fault"), "the cause stays named: {}", host.error());
    // What only looks still works.
    assert!(text_of(|b, n| raw::explain(host.handle, 0, b, n)).contains("ACME"));
    assert!(!text_of(|b, n| raw::feature_name(host.handle, 0, b, n)).is_empty());
    let mut log = [0_u8; 1_024];
    assert!(raw::log_drain(host.handle, log.as_mut_ptr(), 1_024) >= 0);
    assert_eq!(raw::close(host.handle), HT_OK);
    assert_eq!(raw::close(host.handle), HT_E_HANDLE);

    assert_eq!(other.status().state, HT_STATE_ACTIVE);
    other.approved();
    assert_eq!(raw::ticks(host.handle, &raw const tick, 1, 0, 0), HT_E_HANDLE);
    Host::open(Options::new()).approved();
}

#[test]
fn a_faulted_engine_is_not_taken_over_but_its_limits_are() {
    let folder = Scratch::new("panic");
    let mut host = Host::open(Options::lasting(&folder.0));
    host.command(hypertrader::ffi::abi::HT_COMMAND_HALT);
    assert_eq!(quietly(|| ht_test_panic(host.handle)), HT_E_PANIC);
    // Opened again without having been closed: a new engine, from the state file.
    host.reopen(HT_OK);
    assert_eq!(host.push_symbol(), HT_OK);
    host.snapshot();
    assert_eq!(host.refused().0, 506, "the halt survives");
}

#[test]
fn a_fault_while_other_threads_are_inside_their_engines() {
    std::thread::scope(|scope| {
        for faulty in [true, false, true, false] {
            scope.spawn(move || {
                for _ in 0..50 {
                    let mut host = Host::open(Options::new());
                    if faulty {
                        assert_eq!(quietly(|| ht_test_panic(host.handle)), HT_E_PANIC);
                        assert_eq!(host.push_account(), HT_E_FAULTED);
                    } else {
                        host.approved();
                    }
                    host.close();
                }
            });
        }
    });
}
