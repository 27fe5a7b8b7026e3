//! What concerns the whole process: how many engines fit, which parked ones make room, and the end.
//!
//! One test in a process of its own: it takes every place and then shuts the library down.

#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

mod support;

use hypertrader::ffi::abi::{HT_MODE_PAPER, HtRuntimeStatus};
use hypertrader::ffi::code::*;
use hypertrader::ffi::library_calls::ht_runtime_shutdown;
use support::{Host, Options, last_error, raw};

fn runtime() -> HtRuntimeStatus {
    let mut status = HtRuntimeStatus {
        struct_size: size_of::<HtRuntimeStatus>() as u32,
        engines_open: -1,
        engines_parked: -1,
        engines_max: -1,
        pinned: -1,
        shut_down: -1,
    };
    assert_eq!(raw::runtime_status(&raw mut status), HT_OK);
    status
}

fn keyed(number: usize) -> Options {
    let mut options = Options::new();
    options.mode = HT_MODE_PAPER;
    options.key = format!("key {number}");
    options
}

#[test]
fn places_are_bounded_parked_engines_make_room_and_a_shutdown_is_final() {
    let status = runtime();
    assert_eq!((status.engines_open, status.engines_parked, status.engines_max), (0, 0, 256));
    assert_eq!((status.pinned, status.shut_down), (0, 0));

    let mut open: Vec<i64> = (0..256)
        .map(|number| {
            let (code, handle) = keyed(number).try_open();
            assert_eq!(code, HT_OK, "{}", last_error(0));
            handle
        })
        .collect();
    assert_eq!(keyed(256).try_open(), (HT_E_FULL, 0));
    assert!(last_error(0).contains("256 engines are open"), "{}", last_error(0));

    // Closed ones stay parked until their place is needed, the oldest first.
    for handle in open.drain(..3) {
        assert_eq!(raw::close(handle), HT_OK);
    }
    let status = runtime();
    assert_eq!((status.engines_open, status.engines_parked), (253, 3));
    let (code, handle) = keyed(300).try_open();
    assert_eq!(code, HT_OK);
    open.push(handle);
    let status = runtime();
    assert_eq!((status.engines_open, status.engines_parked), (254, 2));

    let host = Host::open_only(Options::new(), HT_OK);
    assert_eq!(ht_runtime_shutdown(), HT_OK);
    let status = runtime();
    assert_eq!((status.engines_open, status.engines_parked, status.shut_down), (0, 0, 1));
    assert_eq!(host.push_symbol(), HT_E_HANDLE);
    assert!(open.iter().all(|&handle| raw::close(handle) == HT_E_HANDLE));
    assert_eq!(keyed(1).try_open(), (HT_E_SHUTDOWN, 0));
    assert!(last_error(0).contains("ht_runtime_shutdown"), "{}", last_error(0));
    assert_eq!(ht_runtime_shutdown(), HT_OK, "twice is no harm");
}
