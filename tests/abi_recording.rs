//! Ticks of paper engines in the history store: what is recorded, by whom, and what is not.

#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

mod support;

use std::path::Path;

use hypertrader::ffi::abi::*;
use hypertrader::ffi::code::*;
use hypertrader::store::{RecordedTick, tick_folders, tick_reader};
use support::{Host, Options, START_MSC, Scratch, last_error, raw};

fn recording(folder: &Path) -> Options {
    Options::lasting(&folder.join("state"))
        .set("engine.history_dir", &format!("{:?}", folder.display().to_string()))
        .set("store.record_ticks", "true")
        .set("store.record_source", "\"Broker-Demo\"")
}

fn recorded(folder: &Path) -> Vec<RecordedTick> {
    let folders = tick_folders(folder).unwrap();
    let groups = folders.iter().flat_map(|folder| tick_reader(&folder.path).unwrap());
    groups.flat_map(|group| group.unwrap()).collect()
}

fn log_of(handle: i64) -> String {
    let mut buffer = vec![0_u8; 65_536];
    let length = raw::log_drain(handle, buffer.as_mut_ptr(), 65_536);
    String::from_utf8(buffer[..length as usize].to_vec()).unwrap()
}

#[test]
fn ticks_that_the_engine_took_are_recorded_once() {
    let folder = Scratch::new("recording");
    let mut host = Host::open(recording(&folder.0));
    let mut expected = Vec::new();
    for n in 0..500 {
        host.advance_ms(70);
        let bid = 100.0 + f64::from(n % 17) * 0.01;
        let tick = HtMqlTick::new(host.now_msc, bid, bid + 0.02, 0.0, 3.5, 6);
        let backwards = HtMqlTick::new(START_MSC - 1, bid, bid, 0.0, 0.0, 2);
        // The same again, and one that is refused.
        let batch = [tick, tick, backwards];
        assert!(host.ticks(&batch, 0, HT_TICKS_SKIP_BAD) >= 0);
        let (time_ms, ask) = (host.now_msc, bid + 0.02);
        expected.push(RecordedTick { time_ms, bid, ask, last: 0.0, volume: 3.5, flags: 6 });
    }
    assert_eq!(raw::close(host.handle), HT_OK);
    let stored = recorded(&folder.0);
    assert_eq!(stored.len(), expected.len());
    stored.iter().zip(&expected).for_each(|(was, expected)| assert_eq!(was, expected));
    let folders = tick_folders(&folder.0).unwrap();
    let owner = ("Broker-Demo".to_owned(), host.options.symbol.clone());
    assert_eq!(folders[0].owner, Some(owner));

    // Opened again, it goes on.
    host.reopen(HT_REATTACHED_COLD);
    host.advance_ms(70);
    host.tick(100.0);
    assert_eq!(raw::close(host.handle), HT_OK);
    assert_eq!(recorded(&folder.0).len(), expected.len() + 1);
}

#[test]
fn the_account_names_the_source_where_nothing_else_does() {
    let folder = Scratch::new("recording-account");
    let options = recording(&folder.0).set("store.record_source", "\"\"");
    let host = Host::open(options);
    host.tick(100.0);
    assert_eq!(raw::close(host.handle), HT_OK);
    let source = format!("account-{}", host.options.login);
    assert_eq!(tick_folders(&folder.0).unwrap()[0].owner.as_ref().unwrap().0, source);
}

#[test]
fn a_second_engine_says_that_it_does_not_record_until_it_can() {
    let folder = Scratch::new("recording-second");
    let first = Host::open(recording(&folder.0));
    let mut second = Host::open(recording(&folder.0));
    let log = log_of(second.handle);
    assert!(log.contains("ERROR ticks are not recorded: another program is writing"), "{log}");
    first.tick(100.0);
    second.tick(101.0);
    assert_eq!(raw::close(first.handle), HT_OK);
    for _ in 0..60 {
        second.advance_ms(1_000);
        assert!(raw::timer(second.handle, second.now_msc, 0) >= 0);
    }
    assert!(log_of(second.handle).contains("INFO ticks are recorded as of Broker-Demo"));
    second.tick(102.0);
    assert_eq!(raw::close(second.handle), HT_OK);
    let bids: Vec<f64> = recorded(&folder.0).iter().map(|tick| tick.bid).collect();
    assert_eq!(bids, [100.0, 102.0]);
}

#[test]
fn replay_and_tester_record_nothing_and_a_folder_is_needed() {
    let folder = Scratch::new("recording-replay");
    for mode in [HT_MODE_REPLAY, HT_MODE_TESTER] {
        let mut options = recording(&folder.0);
        options.mode = mode;
        let host = Host::open(options);
        host.tick(100.0);
        assert_eq!(raw::close(host.handle), HT_OK);
    }
    assert_eq!(tick_folders(&folder.0).unwrap(), []);
    let (code, _) = recording(&folder.0).set("engine.history_dir", "\"\"").try_open();
    assert_eq!(code, HT_E_CONFIG);
    assert!(last_error(0).contains("engine.history_dir"), "{}", last_error(0));
}
