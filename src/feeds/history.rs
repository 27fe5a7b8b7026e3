//! Bars of a minute from a venue's past, page by page.

use std::time::Duration;

use super::exchange::Exchange;
use super::rest::{FetchError, Rest};
use super::transport::Transport;
use crate::runtime::Time;
use crate::types::{Bar, DurationNanos, UnixNanos};

/// A page that fails is asked for again this often.
const ATTEMPTS: u32 = 4;
/// A pause that the host asks for is kept, if not longer than this.
const PAUSE_MAX: Duration = Duration::from_secs(180);

/// The closed bars that open from `from` to before `to`, oldest first, without repetition. Minutes
/// that the venue does not have are left out. `pause` lets time pass; whether to give up.
///
/// # Errors
/// A page that failed four times, or a pause of more than three minutes.
pub fn page_bars(
    exchange: &dyn Exchange,
    symbol: &str,
    (from, to): (UnixNanos, UnixNanos),
    rest: &Rest,
    transport: &mut dyn Transport,
    time: &dyn Time,
    pause: &mut dyn FnMut(Duration) -> bool,
) -> Result<Vec<Bar>, FetchError> {
    const MINUTE: DurationNanos = DurationNanos::from_seconds(60);
    let page = DurationNanos::from_seconds(exchange.bars_per_request() * 60);
    let mut bars: Vec<Bar> = Vec::new();
    let mut at = from;
    while at < to {
        let request = exchange.bars_request(symbol, at);
        let mut attempt = 0;
        let body = loop {
            attempt += 1;
            let error = match rest.fetch(transport, &request, time) {
                Ok(body) => break body,
                Err(error) => error,
            };
            let wait = match error {
                // Not an attempt: nothing was sent.
                FetchError::Withheld(wait) => {
                    attempt -= 1;
                    wait
                }
                FetchError::Refused { pause, .. } => pause,
                FetchError::Failed(_) => Duration::from_secs(1 << attempt),
            };
            if attempt >= ATTEMPTS || wait > PAUSE_MAX || pause(wait) {
                return Err(error);
            }
        };
        let parsed = exchange.parse_bars(symbol, &body);
        let parsed = parsed.map_err(|error| FetchError::Failed(error.to_string()))?;
        for bar in parsed {
            let is_new = bars.last().is_none_or(|last| bar.open_time > last.open_time);
            if is_new && bar.open_time >= from && bar.open_time < to {
                bars.push(bar);
            }
        }
        // A page may have fewer bars than it covers minutes, and Kraken sends later ones too.
        let next = bars.last().map_or(from, |last| last.open_time + MINUTE);
        at = next.max(at + page);
    }
    // The bar of the present minute is still forming.
    bars.retain(|bar| bar.open_time + MINUTE <= time.utc());
    Ok(bars)
}
