//! Trades that were filled in bars in which nothing was traded.

use hypertrader::backtest::Trade;
use hypertrader::clock::ServerClock;
use hypertrader::store::FileBar;
use hypertrader::types::{ExitReason, NANOS_PER_SECOND, UnixNanos};

/// Number of trades that were opened or closed in a bar without volume, or with one price that is
/// the close before. Where no bar has a volume, only the prices tell. What the end of the data
/// closed counts by its opening.
pub(super) fn count(bars: &[FileBar], clock: &ServerClock, trades: &[Trade]) -> u64 {
    let has_volume = bars.iter().any(|bar| bar.volume > 0.0);
    let stands_still = |index: usize| {
        let bar = &bars[index];
        let before = index.checked_sub(1).map_or(bar.open, |before| bars[before].close);
        let is_flat = bar.high <= bar.low && bar.open == before;
        is_flat || (has_volume && bar.volume <= 0.0)
    };
    let is_stale = |time: UnixNanos| {
        let written = clock.server_seconds(time) * NANOS_PER_SECOND;
        let next = bars.partition_point(|bar| bar.written.0 < written + NANOS_PER_SECOND);
        next.checked_sub(1).is_some_and(stands_still)
    };
    let is_closed_stale =
        |it: &Trade| it.reason != ExitReason::EndOfData && is_stale(it.close_time);
    trades.iter().filter(|it| is_stale(it.open_time) || is_closed_stale(it)).count() as u64
}
