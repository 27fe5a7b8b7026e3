//! Feeds of three venues through every fault, in simulated time on one thread: how soon each
//! recovers and that what it shows is right.

#![cfg(feature = "feeds")]

#[path = "support/exchange/mod.rs"]
mod exchange;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use hypertrader::engine::Venue;
use hypertrader::feeds::exchange::exchange as dialect;
use hypertrader::feeds::{Feeds, FetchError, Rest, page_bars};
use hypertrader::runtime::{Alarm, Time};
use hypertrader::types::UnixNanos;

use exchange::observed::{FAULTS, VENUES, recovery_s, run, schedule};
use exchange::simulated::{Fault, Simulated, SimulatedTime};
use exchange::world::{EPOCH_S, World, bid};

#[test]
fn each_fault_is_over_within_its_bound() {
    for venue in VENUES {
        for &(fault, bound_s) in FAULTS {
            let (from, to) = (300, 420);
            let run = run(venue, 900, schedule(from, to, fault));
            assert_eq!(run.seen.wrong, [""; 0], "{venue:?} {fault:?}");
            let took_s = recovery_s(&run.seen, to);
            println!("{venue:?} {fault:?}: {took_s:.1} s of {bound_s}");
            assert!(took_s <= bound_s, "{venue:?} {fault:?}: {took_s} s\n{:#?}", run.seen.lines);
            assert_eq!(run.seen.stale_since, None, "{venue:?} {fault:?}");
            let blocked = run.exchange.requests.while_blocked.load(Ordering::Relaxed);
            assert_eq!(blocked, 0, "{venue:?} {fault:?}: asked although it was told not to");
            assert_eq!(run.panics > 0, fault == Fault::Panic);
        }
    }
}

/// After twelve failures in a row there is one attempt in five minutes.
#[test]
fn a_long_outage_is_over_within_the_pause_of_the_open_circuit() {
    for venue in VENUES {
        let to = 300 + 3_600;
        let run = run(venue, to + 900, vec![(300, to, Fault::Unreachable)]);
        let took_s = recovery_s(&run.seen, to);
        println!("{venue:?} an hour: {took_s:.1} s");
        assert!(took_s <= 306.0, "{venue:?}: {took_s} s");
        assert!(run.failures < 30, "{venue:?}: {} failures, nobody is hammered", run.failures);
        assert_eq!(run.seen.wrong, [""; 0]);
    }
}

/// The skew follows the wall clock; what is shown does not.
#[test]
fn a_jump_of_the_wall_clock_is_told_and_changes_nothing() {
    let run = run(Venue::Binance, 900, vec![(300, 600, Fault::ClockJump(7_200))]);
    let skew_at = |second: f64| {
        let (_, skew) = run.seen.skews_ms.iter().rfind(|(at, _)| *at < second).unwrap();
        *skew / 1_000.0
    };
    // The venue's clock tells whole seconds here.
    assert!(skew_at(299.0).abs() < 1.1);
    assert!((skew_at(400.0) + 7_200.0).abs() < 1.1, "{}", skew_at(400.0));
    assert!(skew_at(890.0).abs() < 1.1);
    assert_eq!(run.seen.stale.len(), 1, "only before the first quote");
    assert_eq!(run.failures, 0);
}

/// Pages of a thousand, 300 and 720 minutes, through a refusal and a server that fails.
#[test]
fn the_past_is_paged_through_without_holes() {
    for venue in VENUES {
        let time = Arc::new(SimulatedTime::default());
        time.pass(30 * 3_600 * 1_000_000_000);
        let at = 30 * 3_600;
        let faults =
            vec![(at, at + 1, Fault::Status(500, 0)), (at + 2, at + 4, Fault::Status(429, 9))];
        let mut exchange = Simulated::new(World::new(venue), &time, faults);
        let base = "https://exchange.example".to_owned();
        let budget = Feeds::default().budget(venue, &base, &*time);
        let rest = Rest::new(dialect(venue), base, budget);
        let minute = |count: i64| UnixNanos::from_seconds(EPOCH_S + count * 60);
        let clock = Arc::clone(&time);
        let mut pause = move |wait: Duration| {
            clock.pause(&Alarm::default(), wait);
            false
        };
        let span = (minute(0), minute(1_800 + 60));
        let bars =
            page_bars(dialect(venue), "BTC/USD", span, &rest, &mut exchange, &*time, &mut pause);
        let bars = bars.unwrap();
        // The minute that has begun is still forming, and later ones are not there yet.
        assert_eq!(bars.len(), 1_800, "{venue:?}");
        for (count, bar) in bars.iter().enumerate() {
            assert_eq!(bar.open_time, minute(count as i64), "{venue:?}");
            assert_eq!(bar.open, bid(EPOCH_S + count as i64 * 60), "{venue:?}");
        }
        assert_eq!(exchange.requests.while_blocked.load(Ordering::Relaxed), 0);
        // Nothing is made up where nobody answers.
        let nobody = vec![(0, i64::MAX, Fault::Unreachable)];
        let mut exchange = Simulated::new(World::new(venue), &time, nobody);
        let failed =
            page_bars(dialect(venue), "BTC/USD", span, &rest, &mut exchange, &*time, &mut pause);
        assert!(matches!(failed, Err(FetchError::Failed(_))), "{failed:?}");
        assert_eq!(exchange.requests.rest.load(Ordering::Relaxed), 4, "four attempts");
    }
}
