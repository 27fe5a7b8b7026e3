//! Which bar ends the horizon of a row.

use super::{LabelSettings, Market};

/// How far the future of a row goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Reach {
    /// To the close of this bar, the last one that closes within the horizon.
    To(usize),
    /// The horizon ends after the last bar.
    Future,
    /// No bar closes near enough to the end of the horizon.
    Gap,
}

/// The reach of every row, in order. Both ends only move forward, so this is linear.
pub(super) fn reaches<'a>(
    market: &'a Market<'_>,
    settings: &LabelSettings,
) -> impl Iterator<Item = Reach> + 'a {
    let (horizon, tolerance) = (settings.horizon(), settings.tolerance());
    let bars = market.bars.len();
    let mut last = 0;
    (0..bars).map(move |row| {
        let end = market.close_time(row) + horizon;
        if market.close_time(bars - 1) < end {
            return Reach::Future;
        }
        while last + 1 < bars && market.close_time(last + 1) <= end {
            last += 1;
        }
        if last > row && end.since(market.close_time(last)) <= tolerance {
            Reach::To(last)
        } else {
            Reach::Gap
        }
    })
}
