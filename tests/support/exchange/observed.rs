//! Runs one venue's feed through faults in simulated time and keeps what a reader sees.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hypertrader::engine::{FeedSettings, Venue};
use hypertrader::feeds::exchange::exchange as dialect;
use hypertrader::feeds::{FeedWorker, Feeds, Notice, Outlets, Plan, Reader, Rest, VenueReading};
use hypertrader::runtime::{Context, Health, Stop, Time, supervise};

use super::simulated::{Fault, Schedule, Simulated, SimulatedTime};
use super::world::{World, bid};

/// Bytes in use, where a test counts them.
pub(crate) static LIVE_BYTES: AtomicI64 = AtomicI64::new(0);

pub(crate) const VENUES: [Venue; 3] = [Venue::Binance, Venue::Coinbase, Venue::Kraken];
const AGE_MAX_NS: i64 = 5_000_000_000;

/// What was seen while time passed.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Seconds at which the quote became unusable and usable again.
    pub(crate) stale: Vec<(f64, f64)>,
    pub(crate) stale_since: Option<f64>,
    pub(crate) wrong: Vec<String>,
    /// Bytes in use at the end of each hour.
    pub(crate) bytes: Vec<i64>,
    pub(crate) lines: Vec<(f64, String)>,
    pub(crate) last: VenueReading,
    pub(crate) skews_ms: Vec<(f64, f64)>,
}

/// Panics that are injected print nothing: a backtrace would read and keep 30 MB of symbols.
fn silence_injected_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if panic.payload().downcast_ref::<&str>() != Some(&"injected fault") {
            usual(panic);
        }
    }));
}

/// Runs one venue's feed under supervision through a schedule.
pub(crate) struct Run {
    pub(crate) seen: Seen,
    pub(crate) exchange: Simulated,
    pub(crate) failures: u64,
    pub(crate) panics: u64,
}

pub(crate) fn run(venue: Venue, length_s: i64, schedule: Schedule) -> Run {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(silence_injected_panics);
    let time = Arc::new(SimulatedTime::default());
    let exchange = Simulated::new(World::new(venue), &time, schedule);
    let outlets = Arc::new(Outlets::default());
    let seen = Arc::new(Mutex::new(Seen { stale_since: Some(0.0), ..Seen::default() }));
    let (watched, reader) = (Arc::clone(&seen), Mutex::new(outlets.join(false)));
    time.watch(move |time| look(&mut watched.lock().unwrap(), &mut reader.lock().unwrap(), time));
    let shared: Arc<dyn Time> = time.clone();
    // Nobody uses it, so it is to end once it has been idle for the whole length.
    let stop = Stop::new(Arc::clone(&shared), Duration::from_secs(length_s as u64));
    let context = Context { stop, health: Arc::new(Health::default()), time: shared };
    let rest = "https://exchange.example".to_owned();
    let budget = Feeds::default().budget(venue, &rest, &*time);
    let symbol =
        ["BTCUSDT", "BTC-USD", "BTC/USD"][VENUES.iter().position(|it| *it == venue).unwrap()];
    let plan = Plan {
        exchange: dialect(venue),
        symbol: symbol.to_owned(),
        rest: Rest::new(dialect(venue), rest, budget),
        stream_url: "wss://exchange.example".to_owned(),
        quote_age_max: Duration::from_millis(u64::from(FeedSettings::default().quote_age_max_ms)),
        cache: None,
    };
    let mut worker = FeedWorker::new(plan, Box::new(exchange.clone()), outlets);
    supervise(&mut worker, &context, 7);
    let report = context.health.counts();
    let seen = std::mem::take(&mut *seen.lock().unwrap());
    Run { seen, exchange, failures: report.0, panics: report.1 }
}

/// Called whenever time has passed.
fn look(seen: &mut Seen, reader: &mut Reader, time: &SimulatedTime) {
    let now = time.seconds();
    while let Some(notice) = reader.notices.pop() {
        if let Notice::Line(_, text) = notice
            && seen.lines.len() < 10_000
        {
            seen.lines.push((now, text.to_string()));
        }
    }
    seen.last = reader.snapshot.read();
    if let Some(skew_ns) = seen.last.skew_ns
        && seen.skews_ms.len() < 100_000
    {
        seen.skews_ms.push((now, skew_ns as f64 / 1e6));
    }
    let mid = seen.last.fresh_mid(time.monotonic(), AGE_MAX_NS);
    match (mid, seen.stale_since) {
        (None, None) => seen.stale_since = Some(now),
        (Some(_), Some(since)) => {
            seen.stale.push((since, now));
            seen.stale_since = None;
        }
        _ => {}
    }
    if let Some(mid) = mid {
        // At most five seconds on the way (a slow answer, a late quote) and five in the snapshot.
        let second = time.exchange_second();
        let is_right = (second - 12..=second).any(|second| mid == bid(second) + 0.5);
        if !is_right && seen.wrong.len() < 10 {
            seen.wrong.push(format!("{mid} at second {now}"));
        }
    }
    if now >= (seen.bytes.len() as f64 + 1.0) * 3_600.0 {
        // Not what this test keeps itself.
        let own = seen.lines.capacity() * size_of::<(f64, String)>()
            + seen.lines.iter().map(|(_, line)| line.capacity()).sum::<usize>()
            + seen.skews_ms.capacity() * size_of::<(f64, f64)>()
            + seen.stale.capacity() * size_of::<(f64, f64)>()
            + seen.bytes.capacity() * size_of::<i64>();
        seen.bytes.push(LIVE_BYTES.load(Ordering::Relaxed) - own as i64);
    }
}

/// Seconds from the end of a fault until a usable quote is there for good; 0 if one always was.
pub(crate) fn recovery_s(seen: &Seen, end: i64) -> f64 {
    let end = end as f64;
    let over = |(from, to): &&(f64, f64)| *from <= end + 6.0 && *to > end;
    seen.stale.iter().rfind(over).map_or(0.0, |(_, to)| to - end)
}

/// The schedule of one fault. What only hinders new connections begins with the end of the old one.
pub(crate) fn schedule(from: i64, to: i64, fault: Fault) -> Schedule {
    let is_of_connecting =
        matches!(fault, Fault::Dns | Fault::Tls | Fault::Slow(_) | Fault::Status(..));
    let mut schedule = vec![(from, to, fault)];
    if is_of_connecting {
        schedule.push((from - 1, from, Fault::Closed));
    }
    schedule
}

/// Faults of two minutes and how many seconds after their end a usable quote is there. Six
/// failures in a row take 63 s at most, the pause then under way 60 s, and opening 6 s.
pub(crate) const FAULTS: &[(Fault, f64)] = &[
    (Fault::Unreachable, 66.0),
    (Fault::Dns, 66.0),
    (Fault::Tls, 66.0),
    (Fault::Closed, 66.0),
    (Fault::Slow(3), 6.0),
    (Fault::Slow(5), 66.0),
    (Fault::HalfOpen, 66.0),
    (Fault::Garbage, 66.0),
    (Fault::Hole, 1.0),
    (Fault::OldSequence, 66.0),
    (Fault::Status(500, 0), 0.0),
    (Fault::Status(503, 30), 0.0),
    (Fault::Status(429, 90), 0.0),
    (Fault::Status(418, 240), 0.0),
    (Fault::ClockJump(3_600), 0.0),
    (Fault::ClockJump(-3_600), 0.0),
    (Fault::Late(60), 66.0),
    (Fault::Panic, 66.0),
];
