//! Feeds through the C ABI: nothing of them runs in tester and replay mode; a paper engine gets the
//! market, and takes no new risk while its broker is off it; addresses never come from inputs; a
//! chart that changes finds its feeds; a shutdown ends them.
//!
//! One test in a process of its own: it counts threads and shuts the library down.

#![cfg(all(feature = "feeds", target_os = "linux"))]
#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

#[path = "support/exchange/mod.rs"]
mod exchange;
mod support;

use std::path::Path;
use std::time::Duration;

use hypertrader::engine::Venue;
use hypertrader::ffi::abi::{HT_MODE_REPLAY, HT_MODE_TESTER};
use hypertrader::ffi::code::*;
use hypertrader::ffi::library_calls::ht_runtime_shutdown;
use hypertrader::types::RefusalCode;
use support::{Host, Options, Scratch, last_error, raw, text_of};

use exchange::server::Server;
use exchange::world::World;

fn threads() -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let names =
        tasks.filter_map(|task| std::fs::read_to_string(task.unwrap().path().join("comm")).ok());
    names.filter(|name| name.starts_with("ht-")).count()
}

fn health() -> String {
    text_of(raw::runtime_health)
}

/// An exchange whose middle stays where it is, and a configuration that leads there.
fn exchange_at(folder: &Path, mid: f64) -> (Server, String) {
    let server = Server::start(World { flat: Some(mid - 0.5), ..World::new(Venue::Kraken) });
    let config = folder.join(format!("{mid}.toml")).to_str().unwrap().to_owned();
    let (rest, stream) = (server.rest_url(), server.stream_url());
    let text = format!(
        "[feeds]\nenabled = true\nvenues = [\"kraken\"]\n\
         kraken_rest_url = \"{rest}\"\nkraken_stream_url = \"{stream}\"\n"
    );
    std::fs::write(&config, text).unwrap();
    (server, config)
}

fn log_of(handle: i64) -> String {
    let mut buffer = vec![0_u8; 16_384];
    let length = raw::log_drain(handle, buffer.as_mut_ptr(), 16_384);
    String::from_utf8(buffer[..length as usize].to_vec()).unwrap()
}

fn number(code: RefusalCode) -> i32 {
    i32::from(code.number())
}

#[test]
fn an_engine_knows_the_market_and_nothing_runs_where_nothing_may() {
    let scratch = Scratch::new("abi-feeds");
    let folder = &scratch.0;
    let (near, near_config) = exchange_at(folder, 100.0);
    let (far, far_config) = exchange_at(folder, 105.0);
    let with = |mut options: Options, config: &str| {
        (options.symbol, options.config) = ("BTCUSD.m".to_owned(), config.to_owned());
        options
    };

    // Tester and replay: no thread, and nothing is held against the market.
    for mode in [HT_MODE_TESTER, HT_MODE_REPLAY] {
        let mut options = with(Options::new(), &far_config);
        options.mode = mode;
        let mut host = Host::open(options);
        host.approved();
        assert_eq!((threads(), health().as_str()), (0, "[]"));
    }

    // An address in the inputs of a program is refused; so is a symbol that is no pair.
    let lasting = |config: &str| with(Options::lasting(folder), config);
    let input = lasting(&near_config).set("feeds.kraken_rest_url", "\"https://evil.example\"");
    assert_eq!(input.try_open().0, HT_E_CONFIG);
    assert!(last_error(0).contains("not in inputs"), "{}", last_error(0));
    let mut other = lasting(&near_config);
    other.symbol = "EURUSD".to_owned();
    assert_eq!(other.try_open().0, HT_E_CONFIG);
    assert!(last_error(0).contains("feeds.pair"), "{}", last_error(0));
    assert_eq!((threads(), near.heads().len()), (0, 0));

    // The broker quotes 100 to 100.02, the market says 105.
    let mut alone = Host::open(lasting(&far_config));
    until_quoted(&alone);
    let (code, actual, limit) = alone.refused();
    assert_eq!((code, limit), (number(RefusalCode::MarketDivergence), 100.0));
    assert!((actual - (105.0 - 100.01) / 100.01 * 1e4).abs() < 1e-6, "{actual}");
    assert_eq!(far.streams(), 1);

    // A broker on the market gets its order; a chart that changes finds its feed running.
    let mut host = Host::open(lasting(&near_config));
    until_quoted(&host);
    assert_eq!(threads(), 2);
    host.close();
    host.reopen(HT_REATTACHED_COLD);
    assert_eq!(host.push_symbol(), HT_OK);
    host.approved();
    assert_eq!((threads(), near.streams()), (2, 1));
    host.close();

    // The exchange is gone: after some seconds the market is unknown.
    drop(far);
    let refused = (0..90).find_map(|_| {
        let (code, ..) = alone.refused();
        std::thread::sleep(Duration::from_secs(1));
        (code == number(RefusalCode::MarketUnknown)).then_some(code)
    });
    assert!(refused.is_some(), "{}", health());
    assert!(alone.timer(0) >= 0);
    let log = log_of(alone.handle);
    assert!(log.contains("market price: no source"), "{log}");

    assert_eq!(ht_runtime_shutdown(), HT_OK, "{}", last_error(0));
    assert_eq!((threads(), health().as_str()), (0, "[]"));
}

/// Waits until the engine's log names the source of the market's price.
fn until_quoted(host: &Host) {
    for _ in 0..1_000 {
        assert!(host.timer(0) >= 0);
        if log_of(host.handle).contains("market price: kraken first, 1 of 1 venues") {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("no quote: {}", health());
}
