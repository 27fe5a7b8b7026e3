//! Feeds over real sockets, against exchanges on local ports: the whole path, faults of the wire,
//! what is left behind.

#![cfg(feature = "feeds")]
#![allow(clippy::unwrap_used, reason = "helpers of tests: a panic is how a test fails")]

#[path = "support/exchange/mod.rs"]
mod exchange;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use hypertrader::engine::{FeedSettings, Venue};
use hypertrader::feeds::exchange::exchange as dialect;
use hypertrader::feeds::{
    Feeds, FetchError, LinkOptions, LinkState, MarketLink, Network, Rest, Source, Transport,
};
use hypertrader::http::Secret;
use hypertrader::runtime::{Alarm, MachineTime, Runtime, Time};
use hypertrader::types::MarketPrice;

use exchange::server::{Server, WireFault, self_signed};
use exchange::world::{World, bid};

fn pause(millis: u64) {
    MachineTime::start().pause(&Alarm::default(), Duration::from_millis(millis));
}

/// Waits until something is so; a test that waits for longer hangs in the view of everybody.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..6_000 {
        if is_so() {
            return;
        }
        pause(10);
    }
    panic!("{what} did not happen within a minute");
}

fn nothing(_: &str) -> Option<String> {
    None
}

fn start(venues: [f64; 3]) -> (Vec<Server>, FeedSettings) {
    let names = [Venue::Coinbase, Venue::Kraken, Venue::Binance];
    let servers: Vec<Server> = names
        .into_iter()
        .zip(venues)
        .map(|(venue, price_offset)| Server::start(World { price_offset, ..World::new(venue) }))
        .collect();
    let settings = FeedSettings {
        coinbase_rest_url: servers[0].rest_url(),
        coinbase_stream_url: servers[0].stream_url(),
        kraken_rest_url: servers[1].rest_url(),
        kraken_stream_url: servers[1].stream_url(),
        binance_rest_url: servers[2].rest_url(),
        binance_stream_url: servers[2].stream_url(),
        ..FeedSettings::default()
    };
    (servers, settings)
}

fn runtime() -> Runtime {
    Runtime::new(Arc::new(MachineTime::start()), Duration::from_millis(300))
}

fn open(feeds: &Feeds, runtime: &Runtime, settings: &FeedSettings) -> MarketLink {
    let options = LinkOptions { runtime, events: false, variable: &nothing };
    feeds.open(settings, "BTCUSD.m", &options).unwrap()
}

#[test]
fn quotes_travel_from_three_exchanges_into_a_snapshot() {
    let (servers, settings) = start([0.0, 10.0, 20.0]);
    let (feeds, runtime) = (Feeds::default(), runtime());
    assert!(runtime.health().is_empty(), "nothing runs before something is asked for");
    let mut link = open(&feeds, &runtime, &settings);
    assert_eq!(link.price(), MarketPrice::Unknown);
    until("three streams with trades", || {
        link.poll();
        let is_there = |it: &hypertrader::feeds::Seat| {
            it.reading.link == LinkState::Streaming && it.reading.counts.trades > 3
        };
        link.seats().iter().all(is_there)
    });
    let market = link.poll();
    assert_eq!((market.source, market.fresh), (Source::Venue(Venue::Coinbase), 3));
    // The middle one of three, some seconds of the exchange ago.
    let mid = market.mid.unwrap();
    let now = servers[1].second();
    assert!((now - 200..=now).any(|second| mid == bid(second) + 10.5), "{mid} at {now}");
    for seat in link.seats() {
        assert!(seat.reading.skew_ns.is_some(), "{seat:?}");
        assert_eq!((seat.reading.counts.bad, seat.reading.counts.missed), (0, 0), "{seat:?}");
    }
    // A second engine shares the threads and sees the present at once.
    let mut other = open(&feeds, &runtime, &settings);
    assert_eq!(runtime.health().len(), 3);
    assert!(other.poll().mid.is_some());
    assert!(runtime.health().iter().all(|health| health.users == 2 && health.good_age.is_some()));
    drop((link, other));
    until("idle threads end", || runtime.health().is_empty());
    let again = open(&feeds, &runtime, &settings);
    assert_eq!(runtime.health().len(), 3);
    drop(again);
    assert_eq!(runtime.shut_down(Duration::from_secs(5)), [""; 0]);
    let options = LinkOptions { runtime: &runtime, events: false, variable: &nothing };
    assert!(feeds.open(&settings, "BTCUSD", &options).is_err(), "it was shut down");
}

#[test]
fn a_stream_that_breaks_comes_back_and_holes_are_filled() {
    let (servers, settings) = start([0.0; 3]);
    servers[0].break_stream(WireFault::CloseAfter(30));
    servers[1].break_stream(WireFault::GarbageMessage);
    servers[2].break_stream(WireFault::Hole);
    let (feeds, runtime) = (Feeds::default(), runtime());
    let mut link = open(&feeds, &runtime, &settings);
    until("every venue recovers", || {
        link.poll();
        let counts: Vec<_> = link.seats().iter().map(|seat| seat.reading.counts).collect();
        let reconnected = counts[..2].iter().all(|counts| counts.connects > 1);
        reconnected && counts.iter().all(|counts| counts.filled > 0)
    });
    let market = link.poll();
    assert_eq!(market.fresh, 3);
    for seat in link.seats() {
        assert_eq!(seat.reading.counts.missed, 0, "{seat:?}");
    }
    assert!(servers[0].streams() > 1 && servers[1].streams() > 1);
    assert_eq!(servers[2].streams(), 1, "a hole is no reason to connect anew");
    assert_eq!(runtime.shut_down(Duration::from_secs(5)), [""; 0]);
}

#[test]
fn venues_that_disagree_give_no_price() {
    let (_servers, settings) = start([0.0, 0.0, 1_500.0]);
    let (feeds, runtime) = (Feeds::default(), runtime());
    let mut link = open(&feeds, &runtime, &settings);
    until("three venues", || link.poll().fresh == 3);
    let market = link.poll();
    assert!(market.is_disputed && market.mid.is_none(), "{market:?}");
    assert_eq!(link.price(), MarketPrice::Unknown);
    assert!(link.take_change().unwrap().1.contains("apart"));
    assert_eq!(runtime.shut_down(Duration::from_secs(5)), [""; 0]);
}

#[test]
fn the_cache_bridges_a_start_without_network() {
    let (servers, mut settings) = start([0.0; 3]);
    let folder = std::env::temp_dir().join(format!("ht-feeds-cache-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder.to_str().unwrap().clone_into(&mut settings.cache_dir);
    let (feeds, runtime) = (Feeds::default(), self::runtime());
    let mut link = open(&feeds, &runtime, &settings);
    until("a cache file", || {
        link.poll().mid.is_some() && std::fs::read_dir(&folder).unwrap().count() == 3
    });
    drop(link);
    assert_eq!(runtime.shut_down(Duration::from_secs(5)), [""; 0]);
    drop(servers);
    // Nobody is there any more; the last price still is.
    let (feeds, runtime) = (Feeds::default(), self::runtime());
    let mut link = open(&feeds, &runtime, &settings);
    let market = link.poll();
    assert_eq!((market.source, market.fresh), (Source::Cache, 0));
    assert!(market.mid.is_some());
    settings.cache_age_max_ms = 0;
    let mut strict = open(&feeds, &runtime, &settings);
    assert_eq!(strict.poll().mid, None, "too old for this one");
    drop((link, strict));
    assert_eq!(runtime.shut_down(Duration::from_secs(8)), [""; 0]);
    std::fs::remove_dir_all(&folder).unwrap();
}

fn fetch(server: &Server, network: &mut Network, rest: &Rest) -> Result<String, FetchError> {
    let _ = server;
    let request = dialect(Venue::Binance).clock_request();
    rest.fetch(network, &request, &MachineTime::start())
}

#[test]
fn answers_that_are_none_are_errors_and_refusals_silence_us() {
    let server = Server::start(World::new(Venue::Binance));
    let mut network = Network::new(None);
    let time = MachineTime::start();
    let feeds = Feeds::default();
    let budget = feeds.budget(Venue::Binance, &server.rest_url(), &time);
    let rest = Rest::new(dialect(Venue::Binance), server.rest_url(), Arc::clone(&budget));
    assert!(fetch(&server, &mut network, &rest).unwrap().contains("serverTime"));
    for (fault, expected) in [
        (WireFault::Garbage, ""),
        (WireFault::Truncated, "body"),
        (WireFault::TooLarge, "limit"),
        (WireFault::Status(500, ""), "status 500"),
        (WireFault::HalfOpen, "timeout"),
    ] {
        server.break_rest(fault.clone());
        let error = fetch(&server, &mut network, &rest).unwrap_err();
        let FetchError::Failed(text) = &error else { panic!("{fault:?}: {error:?}") };
        assert!(text.contains(expected), "{fault:?}: {text}");
        assert!(fetch(&server, &mut network, &rest).is_ok(), "after {fault:?}");
    }
    server.break_rest(WireFault::Status(429, "7"));
    let refused = FetchError::Refused { status: 429, pause: Duration::from_secs(7) };
    assert_eq!(fetch(&server, &mut network, &rest), Err(refused));
    let asked = server.heads().len();
    assert!(matches!(fetch(&server, &mut network, &rest), Err(FetchError::Withheld(_))));
    assert_eq!(server.heads().len(), asked, "nothing is sent while the host wants silence");
}

#[test]
fn a_ban_blocks_every_feed_of_the_host() {
    let server = Server::start(World::new(Venue::Binance));
    let feeds = Feeds::default();
    let time = MachineTime::start();
    let rest = || {
        let budget = feeds.budget(Venue::Binance, &server.rest_url(), &time);
        Rest::new(dialect(Venue::Binance), server.rest_url(), budget)
    };
    server.break_rest(WireFault::Status(418, ""));
    let pause = Duration::from_secs(120);
    let refused = FetchError::Refused { status: 418, pause };
    assert_eq!(fetch(&server, &mut Network::new(None), &rest()), Err(refused));
    let other = fetch(&server, &mut Network::new(None), &rest());
    assert!(matches!(other, Err(FetchError::Withheld(_))), "{other:?}");
    assert_eq!(server.heads().len(), 1);
}

#[test]
fn a_certificate_that_nobody_signed_is_refused() {
    let (address, tried) = self_signed();
    let mut network = Network::new(None);
    let url = format!("https://localhost:{}/x", address.port());
    let error = network.get(&url).unwrap_err();
    assert!(error.to_lowercase().contains("certificate"), "{error}");
    let error = network.connect(&url.replace("https", "wss")).err().unwrap();
    assert!(error.text.to_lowercase().contains("certificate"), "{error:?}");
    assert!(tried.load(Ordering::Relaxed) >= 2, "somebody was there");
}

#[test]
fn a_name_that_does_not_exist_is_an_error() {
    let mut network = Network::new(None);
    assert!(network.get("https://exchange.invalid/time").is_err());
    let error = network.connect("wss://exchange.invalid/stream").err().unwrap();
    assert!(error.text.contains("exchange.invalid"), "{error:?}");
}

#[test]
fn a_stream_that_is_refused_or_never_opens_is_an_error() {
    let server = Server::start(World::new(Venue::Kraken));
    let mut network = Network::new(None);
    server.break_stream(WireFault::Status(429, "33"));
    let error = network.connect(&server.stream_url()).err().unwrap();
    assert_eq!((error.pause, error.text.contains("429")), (Duration::from_secs(33), true));
    server.break_stream(WireFault::Status(403, ""));
    assert_eq!(network.connect(&server.stream_url()).err().unwrap().pause.as_secs(), 60);
    server.break_stream(WireFault::HalfOpen);
    let error = network.connect(&server.stream_url()).err().unwrap();
    assert!(error.text.contains("timed out"), "{error:?}");
}

#[test]
fn the_key_is_sent_and_never_printed() {
    let server = Server::start(World::new(Venue::Binance));
    let key = Secret::new("hunter2".to_owned());
    let mut network = Network::new(Some(("X-MBX-APIKEY", key)));
    assert_eq!(network.get(&format!("{}/api/v3/time", server.rest_url())).unwrap().status, 200);
    assert!(server.heads()[0].to_lowercase().contains("x-mbx-apikey: hunter2"));
    assert!(!format!("{network:?}").contains("hunter2"));
}
