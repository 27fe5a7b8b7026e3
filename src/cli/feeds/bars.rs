//! `hypertrader feeds bars`.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;

use hypertrader::engine::{FeedSettings, Venue};
use hypertrader::feeds::{Address, Feeds, Network, Pair, Rest, exchange, page_bars};
use hypertrader::runtime::{Alarm, MachineTime, Time};
use hypertrader::store::{AtomicFile, FileError};
use hypertrader::types::{Bar, DurationNanos, UnixNanos};

use super::{Common, failed, variable};
use crate::cli::exit::Failure;
use crate::cli::output::Output;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    common: Common,
    /// How far back.
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=87_600))]
    hours: u32,
    /// File to write: time,open,high,low,close,volume.
    #[arg(long)]
    out: PathBuf,
}

/// Result of `feeds bars --json`.
#[derive(Debug, Serialize)]
struct Written {
    venue: &'static str,
    symbol: String,
    bars: usize,
    /// Minutes of the span that the venue has no bar for.
    missing: i64,
    out: PathBuf,
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Failure> {
    let settings = args.common.settings()?;
    let pair = match settings.pair.as_str() {
        "" => Pair::of_symbol(&args.common.symbol),
        written => Pair::written(written),
    };
    let Some(pair) = pair else {
        let text = format!("{:?} names no pair of currencies", args.common.symbol);
        return Err(failed(vec![text]));
    };
    let time = MachineTime::start();
    let minute = time.utc().seconds().div_euclid(60) * 60;
    let to = UnixNanos::from_seconds(minute);
    let span = DurationNanos::from_seconds(i64::from(args.hours) * 3_600);
    let mut problems = Vec::new();
    for &venue in &settings.venues {
        let (symbol, bars) = match fetch(&settings, venue, &pair, (to - span, to), &time) {
            Ok(found) => found,
            Err(problem) => {
                output.say(&format!("{}: {problem}", venue.as_str()));
                problems.push(format!("{}: {problem}", venue.as_str()));
                continue;
            }
        };
        write(args, &bars).map_err(|error| failed(vec![error.to_string()]))?;
        let missing = i64::from(args.hours) * 60 - bars.len() as i64;
        let venue = venue.as_str();
        output.say(&format!("{venue}: {} bars, {missing} minutes without one", bars.len()));
        let out = args.out.clone();
        output.result(&Written { venue, symbol, bars: bars.len(), missing, out });
        return Ok(());
    }
    Err(failed(problems))
}

fn fetch(
    settings: &FeedSettings,
    venue: Venue,
    pair: &Pair,
    span: (UnixNanos, UnixNanos),
    time: &dyn Time,
) -> Result<(String, Vec<Bar>), String> {
    let exchange = exchange::exchange(venue);
    let symbol = exchange
        .symbol(pair, settings.dollar_coins)
        .ok_or_else(|| format!("does not trade {pair}"))?;
    let address = Address::of(venue, settings, &variable).map_err(|error| error.to_string())?;
    let budget = Feeds::default().budget(venue, &address.rest, time);
    let rest = Rest::new(exchange, address.rest.clone(), budget);
    let mut network = Network::new(exchange.key_header().zip(address.key));
    let never = Alarm::default();
    let mut pause = |wait: Duration| {
        time.pause(&never, wait);
        false
    };
    let bars = page_bars(exchange, &symbol, span, &rest, &mut network, time, &mut pause)
        .map_err(|error| error.to_string())?;
    if bars.is_empty() {
        return Err("has no bar of that span".to_owned());
    }
    Ok((symbol, bars))
}

fn write(args: &Args, bars: &[Bar]) -> Result<(), FileError> {
    let mut file = AtomicFile::create(&args.out)?;
    let mut text = String::from("time,open,high,low,close,volume\n");
    for bar in bars {
        let Bar { open_time, open, high, low, close, volume, .. } = bar;
        text += &format!("{open_time},{open},{high},{low},{close},{volume}\n");
    }
    file.write_all(text.as_bytes()).map_err(|error| file.failed(&error))?;
    file.finish()
}
