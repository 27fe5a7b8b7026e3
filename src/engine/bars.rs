//! Bars from ticks, on the trade server's clock.

use crate::types::{Bar, Period, UnixNanos};

/// Builds the bars of one period from prices in order of time.
///
/// A bar closes when the first price of a later bar arrives, as in MetaTrader; a period without a
/// price has no bar. No bar is ever made up.
#[derive(Clone, Debug)]
pub(super) struct BarBuilder {
    period: Period,
    bar: Bar,
    open_s: i64,
    next_open_s: i64,
    forming: bool,
    /// Prices before this server second belong to bars that are closed already.
    closed_until_s: i64,
    missing: u64,
}

/// One price as the builder sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct PricePoint {
    /// Second on the server's clock.
    pub(super) server_s: i64,
    /// The same in UTC.
    pub(super) time: UnixNanos,
    /// The price bars are built from.
    pub(super) price: f64,
    /// Volume to add: 1 per quote, or the traded volume.
    pub(super) volume: f64,
    /// Spread in points, 0 where unknown.
    pub(super) spread_points: u32,
}

impl BarBuilder {
    /// A builder without history.
    pub(super) fn new(period: Period) -> Self {
        Self {
            period,
            bar: Bar::default(),
            open_s: 0,
            next_open_s: i64::MIN,
            forming: false,
            closed_until_s: i64::MIN,
            missing: 0,
        }
    }

    /// The period.
    pub(super) const fn period(&self) -> Period {
        self.period
    }

    /// Bars missing between closed bars so far; weekends and holidays count.
    pub(super) const fn missing(&self) -> u64 {
        self.missing
    }

    /// Takes a closed bar from history that opened at `open_s`. Bars must come in order.
    pub(super) fn close_history(&mut self, open_s: i64) {
        self.count_missing(open_s);
        self.open_s = open_s;
        self.next_open_s = self.period.next_open(self.period.open_of(open_s));
        self.closed_until_s = self.next_open_s;
        self.forming = false;
    }

    /// Takes the bar that was forming when history was read: ticks continue it.
    pub(super) fn continue_history(&mut self, open_s: i64, bar: Bar) {
        self.count_missing(open_s);
        self.open_s = open_s;
        self.next_open_s = self.period.next_open(self.period.open_of(open_s));
        self.bar = bar;
        self.forming = true;
    }

    /// Takes a price; gives the bar that it closed.
    ///
    /// Cost: a comparison and four updates unless a bar closes.
    #[inline]
    pub(super) fn update(&mut self, point: &PricePoint) -> Option<Bar> {
        if self.forming && point.server_s < self.next_open_s {
            let bar = &mut self.bar;
            bar.high = bar.high.max(point.price);
            bar.low = bar.low.min(point.price);
            bar.close = point.price;
            bar.volume += point.volume;
            bar.spread_points = point.spread_points;
            return None;
        }
        self.begin(point)
    }

    #[cold]
    fn begin(&mut self, point: &PricePoint) -> Option<Bar> {
        if point.server_s < self.closed_until_s {
            return None; // inside a bar that history has already closed
        }
        let closed = self.forming.then_some(self.bar);
        if self.forming {
            self.closed_until_s = self.next_open_s;
        }
        let open_s = self.period.open_of(point.server_s);
        self.count_missing(open_s);
        let into_bar_s = point.server_s - open_s;
        self.open_s = open_s;
        self.next_open_s = self.period.next_open(open_s);
        self.bar = Bar {
            open_time: UnixNanos::from_seconds(point.time.seconds() - into_bar_s),
            open: point.price,
            high: point.price,
            low: point.price,
            close: point.price,
            volume: point.volume,
            spread_points: point.spread_points,
        };
        self.forming = true;
        closed
    }

    /// Counts the periods between the bar before and the one that opens at `open_s`.
    fn count_missing(&mut self, open_s: i64) {
        if self.next_open_s == i64::MIN || open_s <= self.next_open_s {
            return;
        }
        let gap_s = open_s - self.next_open_s;
        self.missing += gap_s.unsigned_abs() / u64::from(self.period.seconds());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(server_s: i64, price: f64) -> PricePoint {
        let time = UnixNanos::from_seconds(server_s - 7_200);
        PricePoint { server_s, time, price, volume: 1.0, spread_points: 3 }
    }

    #[test]
    fn a_bar_closes_with_the_first_price_of_the_next() {
        let mut builder = BarBuilder::new(Period::M1);
        for (second, price) in [(120, 5.0), (130, 7.0), (150, 4.0), (179, 6.0)] {
            assert_eq!(builder.update(&point(second, price)), None);
        }
        let bar = builder.update(&point(180, 9.0)).unwrap();
        assert_eq!((bar.open, bar.high, bar.low, bar.close), (5.0, 7.0, 4.0, 6.0));
        assert_eq!((bar.volume, bar.spread_points), (4.0, 3));
        assert_eq!(bar.open_time, UnixNanos::from_seconds(120 - 7_200));
        assert_eq!(builder.update(&point(240, 1.0)).unwrap().open, 9.0);
    }

    #[test]
    fn gaps_make_no_bars_and_are_counted() {
        let mut builder = BarBuilder::new(Period::M1);
        assert_eq!(builder.update(&point(0, 1.0)), None);
        assert!(builder.update(&point(60, 2.0)).is_some());
        assert_eq!(builder.missing(), 0);
        let weekend = 60 + 2 * 86_400;
        assert_eq!(builder.update(&point(weekend + 60, 3.0)).unwrap().close, 2.0);
        assert_eq!(builder.missing(), 2 * 1_440);
    }

    #[test]
    fn ticks_inside_closed_history_change_nothing() {
        let mut builder = BarBuilder::new(Period::M1);
        builder.close_history(60);
        assert_eq!(builder.update(&point(100, 50.0)), None);
        assert_eq!(builder.update(&point(120, 1.0)), None);
        assert_eq!(builder.update(&point(181, 1.0)).unwrap().high, 1.0);
    }

    #[test]
    fn the_forming_bar_of_history_is_continued() {
        let mut builder = BarBuilder::new(Period::M1);
        let bar = Bar { open: 5.0, high: 8.0, low: 5.0, close: 6.0, volume: 9.0, ..Bar::default() };
        builder.continue_history(60, bar);
        assert_eq!(builder.update(&point(110, 4.0)), None);
        let closed = builder.update(&point(121, 4.5)).unwrap();
        assert_eq!((closed.open, closed.high, closed.low, closed.close), (5.0, 8.0, 4.0, 4.0));
        assert_eq!(closed.volume, 10.0);
    }
}
