//! A shutdown ends a training that runs, and its thread with it.

#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

#[path = "support/model.rs"]
mod model;
mod support;

use hypertrader::ffi::abi::{HT_TRAINING_RUNNING, HtMqlRates, HtTraining};
use hypertrader::ffi::code::{HT_E_HANDLE, HT_OK};
use hypertrader::ffi::library_calls::ht_runtime_shutdown;
use hypertrader::ffi::model_calls::ht_train_start;
use hypertrader::store::write_model;
use support::{Host, Options, START_MSC, last_error, raw};

fn state(handle: i64) -> i32 {
    let mut training = HtTraining::off();
    raw::train_poll(handle, &raw mut training)
}

/// Threads of this process that train.
#[cfg(target_os = "linux")]
fn threads() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let names =
        tasks.filter_map(|task| std::fs::read_to_string(task.unwrap().path().join("comm")).ok());
    names.filter(|name| name.trim() == "ht-training").count()
}

#[cfg(target_os = "linux")]
#[test]
fn a_shutdown_ends_the_training_thread() {
    let file = std::env::temp_dir().join(format!("ht-shutdown-{}.htm", std::process::id()));
    write_model(&file, &model::model()).unwrap();
    let options = Options::new()
        .set("model.file", &format!("{:?}", file.to_str().unwrap()))
        .set("model.retrain.mode", "\"asked\"")
        .set("model.search.trials", "27");
    let host = Host::open(options);
    let rate = |minute: u32| {
        let price = 100.0 + f64::from((minute / 30) % 2 * (minute % 30)) * 0.05;
        let time_s = START_MSC / 1_000 + 60 * i64::from(minute);
        HtMqlRates::new(time_s, [price, price + 0.1, price - 0.1, price + 0.05], 5, 2)
    };
    let rates: Vec<HtMqlRates> = (0..10_000).map(rate).collect();
    assert_eq!(raw::history(host.handle, rates.as_ptr(), 10_000, 0), 10_000);
    assert_eq!(threads(), 0);
    assert_eq!(ht_train_start(host.handle), HT_OK, "{}", last_error(host.handle));
    while state(host.handle) != HT_TRAINING_RUNNING {
        std::thread::yield_now();
    }
    assert_eq!(threads(), 1);
    assert_eq!(ht_runtime_shutdown(), HT_OK, "{}", last_error(0));
    assert_eq!(threads(), 0);
    assert_eq!(state(host.handle), HT_E_HANDLE);
    assert_eq!(ht_runtime_shutdown(), HT_OK, "twice is no harm");
    for name in ["", ".lock"] {
        std::fs::remove_file(format!("{}{name}", file.display())).unwrap();
    }
}
