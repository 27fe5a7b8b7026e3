//! How far, and how long, an account was below its highest.

use serde::Serialize;

use super::ratio::ratio;
use super::text;
use crate::types::{DurationNanos, UnixNanos};

/// One stretch below a peak.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Drawdown {
    /// From the peak to the lowest, above 0.
    pub depth: f64,
    /// `depth / peak`: above 1 if the account went below 0. `None` at a peak of 0 or less.
    pub depth_frac: Option<f64>,
    /// The last time at the peak.
    #[serde(serialize_with = "text::shown")]
    pub from: UnixNanos,
    /// The first time at the lowest.
    #[serde(serialize_with = "text::shown")]
    pub to: UnixNanos,
    /// The first time at the peak or above it again; `None` if that was not reached.
    #[serde(serialize_with = "text::shown_if_any")]
    pub recovered: Option<UnixNanos>,
    /// From `from` to `recovered`, or to the end.
    #[serde(rename = "length_s", serialize_with = "text::seconds")]
    pub length: DurationNanos,
}

/// All stretches below a peak.
///
/// The names of MetaTrader's report: "absolute" is [`Self::absolute`], "maximal" is
/// [`Self::largest`] and "relative" is [`Self::deepest`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Drawdowns {
    /// Initial value less the lowest, 0 or more.
    pub absolute: f64,
    /// The one of most money; the first of equal ones. `None` if there was none.
    pub largest: Option<Drawdown>,
    /// The one of the largest fraction; the first of equal ones. `None` if there was none.
    pub deepest: Option<Drawdown>,
    /// The one that lasted longest; the first of equal ones. `None` if there was none.
    pub longest: Option<Drawdown>,
    /// How many.
    pub count: u64,
    /// Lengths of all together.
    #[serde(rename = "under_water_s", serialize_with = "text::seconds")]
    pub under_water: DurationNanos,
    /// `under_water` by the time from the first value to the last. `None` if that is 0.
    pub under_water_frac: Option<f64>,
}

impl Drawdowns {
    /// Drawdowns of values in order of time. The first peak is `initial`, at the first time.
    #[must_use]
    pub fn of(initial: f64, values: impl IntoIterator<Item = (UnixNanos, f64)>) -> Self {
        let mut found = Self::NONE;
        let extent = walk(initial, values, |drawdown| found.take(drawdown));
        let span = extent.last.since(extent.first).0;
        let under_water = found.under_water.0 as f64;
        found.absolute = initial - extent.lowest;
        found.under_water_frac = (span > 0).then(|| under_water / span as f64);
        found
    }

    /// The `count` deepest drawdowns by fraction, deepest first, of equal ones the first. Peaks of
    /// 0 or less, which have no fraction, come last. Arguments are those of [`Self::of`].
    #[must_use]
    pub fn deepest_of(
        initial: f64,
        values: impl IntoIterator<Item = (UnixNanos, f64)>,
        count: usize,
    ) -> Vec<Drawdown> {
        let mut deepest: Vec<Drawdown> = Vec::with_capacity(count.saturating_add(1));
        walk(initial, values, |drawdown| {
            let at = deepest.partition_point(|one| one.depth_frac >= drawdown.depth_frac);
            if at < count {
                deepest.insert(at, drawdown);
                deepest.truncate(count);
            }
        });
        deepest
    }

    const NONE: Self = Self {
        absolute: 0.0,
        largest: None,
        deepest: None,
        longest: None,
        count: 0,
        under_water: DurationNanos(0),
        under_water_frac: None,
    };

    fn take(&mut self, drawdown: Drawdown) {
        let is_first_above = |best: Option<Drawdown>, of: fn(&Drawdown) -> Option<f64>| {
            of(&drawdown) > best.as_ref().and_then(of)
        };
        if is_first_above(self.largest, |one| Some(one.depth)) {
            self.largest = Some(drawdown);
        }
        if is_first_above(self.deepest, |one| one.depth_frac) {
            self.deepest = Some(drawdown);
        }
        if self.longest.is_none_or(|longest| drawdown.length > longest.length) {
            self.longest = Some(drawdown);
        }
        self.count += 1;
        self.under_water.0 = self.under_water.0.saturating_add(drawdown.length.0);
    }
}

/// Where values began and ended, and the lowest of them.
struct Extent {
    first: UnixNanos,
    last: UnixNanos,
    lowest: f64,
}

/// Hands every drawdown to `take`, in order of time.
fn walk(
    initial: f64,
    values: impl IntoIterator<Item = (UnixNanos, f64)>,
    mut take: impl FnMut(Drawdown),
) -> Extent {
    let mut values = values.into_iter().peekable();
    let first = values.peek().map_or(UnixNanos(0), |(time, _)| *time);
    let mut stretch = Stretch { peak: initial, from: first, lowest: initial, to: first };
    let mut extent = Extent { first, last: first, lowest: initial };
    for (time, value) in values {
        if value >= stretch.peak {
            stretch.close(time, Some(time)).map(&mut take);
            stretch = Stretch { peak: value, from: time, lowest: value, to: time };
        } else if value < stretch.lowest {
            (stretch.lowest, stretch.to) = (value, time);
        }
        (extent.last, extent.lowest) = (time, extent.lowest.min(value));
    }
    stretch.close(extent.last, None).map(&mut take);
    extent
}

/// The peak so far and the lowest since.
struct Stretch {
    peak: f64,
    from: UnixNanos,
    lowest: f64,
    to: UnixNanos,
}

impl Stretch {
    /// The drawdown that ends now, if there is one.
    fn close(&self, time: UnixNanos, recovered: Option<UnixNanos>) -> Option<Drawdown> {
        let depth = self.peak - self.lowest;
        (depth > 0.0).then(|| Drawdown {
            depth,
            depth_frac: ratio(depth, self.peak),
            from: self.from,
            to: self.to,
            recovered,
            length: time.since(self.from),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_near;
    use super::*;

    #[test]
    fn the_deepest_are_in_order_and_no_more_than_asked_for() {
        let values = [100.0, 90.0, 110.0, 88.0, 120.0, 119.0, 130.0, 104.0];
        let at = |(second, value): (usize, &f64)| (UnixNanos::from_seconds(second as i64), *value);
        let deepest =
            |count| Drawdowns::deepest_of(100.0, values.iter().enumerate().map(at), count);
        let depths: Vec<f64> = deepest(3).iter().map(|one| one.depth).collect();
        // 22 of 110 and 26 of 130 are a fifth each; 10 of 100 a tenth; 1 of 120 is left out.
        assert_eq!(depths, [22.0, 26.0, 10.0]);
        assert_eq!(deepest(0), []);
        assert_eq!(deepest(9).len(), 4);
    }

    fn of(initial: f64, values: &[f64]) -> Drawdowns {
        let at = |(second, value): (usize, &f64)| (UnixNanos::from_seconds(second as i64), *value);
        Drawdowns::of(initial, values.iter().enumerate().map(at))
    }

    #[test]
    fn drawdowns_by_hand() {
        // Below 100 from 0 s to 3 s (20 down, a fifth), below 200 from 4 s to the end (30, 15%).
        let found = of(100.0, &[100.0, 80.0, 90.0, 100.0, 200.0, 190.0, 170.0, 180.0, 190.0]);
        let seconds = |s| UnixNanos::from_seconds(s);
        let deepest = found.deepest.unwrap();
        assert_eq!((deepest.depth, deepest.depth_frac), (20.0, Some(0.2)));
        assert_eq!((deepest.from, deepest.to), (seconds(0), seconds(1)));
        assert_eq!(deepest.recovered, Some(seconds(3)));
        assert_eq!(deepest.length, DurationNanos::from_seconds(3));
        let largest = found.largest.unwrap();
        assert_eq!((largest.depth, largest.depth_frac), (30.0, Some(0.15)));
        assert_eq!((largest.from, largest.to, largest.recovered), (seconds(4), seconds(6), None));
        assert_eq!(found.longest, Some(largest));
        assert_eq!((found.count, found.absolute), (2, 20.0));
        assert_eq!(found.under_water, DurationNanos::from_seconds(7));
        assert_near(found.under_water_frac, 7.0 / 8.0);
    }

    #[test]
    fn a_rising_account_has_none() {
        let found = of(1.0, &[1.0, 1.0, 2.0]);
        assert_eq!((found.deepest, found.count, found.absolute), (None, 0, 0.0));
        assert_eq!(found.under_water_frac, Some(0.0));
        assert_eq!(of(1.0, &[]).under_water_frac, None);
    }

    #[test]
    fn the_initial_value_is_the_first_peak() {
        let found = of(100.0, &[90.0, 95.0]);
        assert_near(found.deepest.and_then(|deepest| deepest.depth_frac), 0.1);
        assert_eq!(found.absolute, 10.0);
    }

    #[test]
    fn more_than_everything_can_be_lost() {
        let found = of(100.0, &[100.0, -50.0]);
        assert_near(found.deepest.and_then(|deepest| deepest.depth_frac), 1.5);
        assert_eq!(of(-1.0, &[-2.0]).largest.map(|largest| largest.depth_frac), Some(None));
    }
}
