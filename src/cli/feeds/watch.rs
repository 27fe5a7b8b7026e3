//! `hypertrader feeds watch`.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use hypertrader::engine::Venue;
use hypertrader::feeds::{Counts, Feeds, LinkOptions, Market, MarketLink, Notice, Seat};
use hypertrader::runtime::{Alarm, HealthReport, MachineTime, Runtime, Time};
use hypertrader::types::DurationNanos;

use super::{Common, failed, variable};
use crate::cli::exit::Failure;
use crate::cli::output::Output;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    common: Common,
    /// End after this many seconds; without it the command runs until it is ended.
    #[arg(long)]
    seconds: Option<u64>,
    /// Seconds between two lines of a venue.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    every: u64,
    /// Show every trade and every bar, too.
    #[arg(long)]
    events: bool,
}

/// How often the feeds are looked at.
const LOOK: Duration = Duration::from_millis(100);
/// How long threads are waited for in the end.
const END_MAX: Duration = Duration::from_secs(2);

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Failure> {
    let settings = args.common.settings()?;
    let time: Arc<dyn Time> = Arc::new(MachineTime::start());
    let runtime = Runtime::new(Arc::clone(&time), Duration::ZERO);
    let feeds = Feeds::default();
    let options = LinkOptions { runtime: &runtime, events: args.events, variable: &variable };
    let link = feeds.open(&settings, &args.common.symbol, &options);
    let mut link = link.map_err(|error| failed(vec![error.to_string()]))?;
    let market = watch(args, &mut link, &*time, output);
    let result = Watched {
        symbol: &args.common.symbol,
        mid: market.mid,
        source: market.source.name(),
        fresh: market.fresh,
        disagreement_bps: market.disagreement_bps,
        venues: link.seats().iter().map(|seat| Shown::new(seat, time.monotonic())).collect(),
        workers: runtime.health(),
    };
    output.result(&result);
    let late = runtime.shut_down(END_MAX);
    if !late.is_empty() {
        output.say(&format!("still busy at the end: {}", late.join(", ")));
    }
    Ok(())
}

/// Looks and prints until the time is over.
fn watch(args: &Args, link: &mut MarketLink, time: &dyn Time, output: &mut Output) -> Market {
    let never = Alarm::default();
    let seconds =
        |count: u64| DurationNanos::from_seconds(i64::try_from(count).unwrap_or(i64::MAX));
    let mut next = seconds(args.every);
    loop {
        time.pause(&never, LOOK);
        let market = link.poll();
        let now = time.monotonic();
        link.drain(|venue, notice| output.say(&told(venue, &notice)));
        let lost = link.take_lost();
        if lost > 0 {
            output.say(&format!("{lost} notices were lost"));
        }
        if let Some((level, text)) = link.take_change() {
            output.say(&format!("{} {text}", level.name()));
        }
        let over = args.seconds.is_some_and(|limit| now >= seconds(limit));
        if now >= next || over {
            next = DurationNanos(now.0.saturating_add(seconds(args.every).0));
            link.seats().iter().for_each(|seat| output.say(&line(seat, now)));
            let mid = market.mid.map_or_else(|| "-".to_owned(), |mid| format!("{mid:.8}"));
            output.say(&format!("{:9} mid {mid}", market.source.name()));
        }
        if over {
            return market;
        }
    }
}

fn told(venue: Venue, notice: &Notice) -> String {
    match notice {
        Notice::Line(level, text) => format!("{} {text}", level.name()),
        Notice::Trade(trade) => format!(
            "{} trade {} {:?} {} at {} {}",
            venue.as_str(),
            trade.id,
            trade.taker,
            trade.amount,
            trade.price,
            trade.time
        ),
        Notice::Kline(kline) => {
            let bar = kline.bar;
            let state = if kline.closed { "closed" } else { "so far" };
            format!(
                "{} bar {} {} {} {} {} {} {state}",
                venue.as_str(),
                bar.open_time,
                bar.open,
                bar.high,
                bar.low,
                bar.close,
                bar.volume
            )
        }
    }
}

fn line(seat: &Seat, now: DurationNanos) -> String {
    let Shown { venue, state, bid, ask, age_s, skew_ms, counts, .. } = Shown::new(seat, now);
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |it| format!("{it:.3}"));
    format!(
        "{venue:9} {state:10} bid {bid} ask {ask} age {} s skew {} ms messages {} trades {} \
         gaps {}",
        number(age_s),
        number(skew_ms),
        counts.messages,
        counts.trades,
        counts.gaps
    )
}

/// Result of `feeds watch --json`.
#[derive(Debug, Serialize)]
struct Watched<'a> {
    symbol: &'a str,
    /// Null while no source has a usable price.
    mid: Option<f64>,
    /// A venue, `cache` or `none`.
    source: &'static str,
    fresh: usize,
    disagreement_bps: f64,
    venues: Vec<Shown<'a>>,
    workers: Vec<HealthReport>,
}

/// One venue.
#[derive(Debug, Serialize)]
struct Shown<'a> {
    venue: &'static str,
    symbol: &'a str,
    state: &'static str,
    bid: f64,
    ask: f64,
    last_price: f64,
    /// Null before the first quote.
    age_s: Option<f64>,
    /// The venue's clock ahead of ours; null before it was measured.
    skew_ms: Option<f64>,
    skew_error_ms: f64,
    #[serde(flatten)]
    counts: Counted,
}

/// What was counted.
#[derive(Debug, Serialize)]
struct Counted {
    messages: u64,
    bad: u64,
    connects: u64,
    trades: u64,
    gaps: u64,
    filled: u64,
    missed: u64,
    dropped: u64,
    late: u64,
    withheld: u64,
}

impl<'a> Shown<'a> {
    fn new(seat: &'a Seat, now: DurationNanos) -> Self {
        let reading = &seat.reading;
        let age_ns = |at: DurationNanos| now.0.saturating_sub(at.0);
        Self {
            venue: seat.venue.as_str(),
            symbol: &seat.symbol,
            state: reading.link.name(),
            bid: reading.bid,
            ask: reading.ask,
            last_price: reading.last_price,
            age_s: reading.quote_at.map(|at| age_ns(at) as f64 / 1e9),
            skew_ms: reading.skew_ns.map(|skew| skew as f64 / 1e6),
            skew_error_ms: reading.skew_error_ns as f64 / 1e6,
            counts: Counted::new(&reading.counts),
        }
    }
}

impl Counted {
    const fn new(counts: &Counts) -> Self {
        let Counts { messages, bad, connects, trades, gaps, .. } = *counts;
        let Counts { filled, missed, dropped, late, withheld, .. } = *counts;
        Self { messages, bad, connects, trades, gaps, filled, missed, dropped, late, withheld }
    }
}
