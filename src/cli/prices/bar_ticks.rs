//! Ticks that rebuild a bar: open, the nearer extreme, the other one, close.
//!
//! A bar does not say what happened inside. The usual guess is made, and always the same: prices
//! reach the extreme that is nearer to the open first (the low if both are as near). The four ticks
//! come at the open, after a quarter, after a half, and a millisecond before the end of the bar.
//!
//! The prices are handed in as last trades, with a quote of the file's or a modelled spread beside
//! them, because an engine that builds bars from quotes counts one per tick as volume. The first
//! tick carries the whole volume, the other three 2^-60 of it, which vanishes in the sum: bars come
//! out of the engine exactly as they are in the file. (Without volume in the file every tick
//! counts 1.)

use hypertrader::backtest::{self, Intrabar, TapeBar, ask_beside, bar_ticks};
use hypertrader::ffi::abi::HtMqlTick;
use hypertrader::store::{FileBar, Spread};
use hypertrader::types::{Period, Side, Tick, UnixNanos};

/// Ticks made of one bar.
pub(in crate::cli) const TICKS_PER_BAR: usize = backtest::PATH_LEN;
/// A tick with a bid, an ask, a last price and a volume: MetaTrader's flags 2, 4, 8 and 16.
pub(in crate::cli) const FLAGS: u32 = 2 + 4 + 8 + 16;
/// How quotes are modelled beside a price.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct QuoteModel {
    /// 10 to the power of the digits.
    pub(in crate::cli) points_per_unit: f64,
    /// For bars of which the file does not know it.
    pub(in crate::cli) spread_points: u32,
}

impl QuoteModel {
    /// How far the ask is above the bid.
    fn distance(&self, spread: Spread) -> f64 {
        match spread {
            Spread::Unknown => f64::from(self.spread_points) / self.points_per_unit,
            Spread::Points(points) => f64::from(points) / self.points_per_unit,
            Spread::Price(price) => price.max(0.0),
        }
    }

    /// The ask beside a bid, never below it.
    pub(in crate::cli) fn ask(&self, bid: f64, spread: Spread) -> f64 {
        ask_beside(bid, self.distance(spread), self.points_per_unit)
    }

    /// A bar of a file as a simulation takes it.
    pub(in crate::cli) fn tape_bar(&self, bar: &FileBar) -> TapeBar {
        TapeBar {
            open_s: bar.written.seconds(),
            bar: bar.to_bar(UnixNanos::default(), 0.0),
            spread: self.distance(bar.spread),
        }
    }
}

/// The prices of a bar in the order in which they are assumed to have happened. `held`: the side of
/// the open position.
pub(in crate::cli) fn path(
    bar: &FileBar,
    rule: Intrabar,
    held: Option<Side>,
) -> [f64; TICKS_PER_BAR] {
    backtest::path(&bar.to_bar(UnixNanos::default(), 0.0), rule, held)
}

/// The ticks of one bar of a file whose bars have this period.
pub(in crate::cli) fn ticks_of(
    bar: &FileBar,
    period: Period,
    model: &QuoteModel,
) -> [HtMqlTick; TICKS_PER_BAR] {
    ticks_along(path(bar, Intrabar::Adaptive, None), bar, period, model)
}

/// The same with the prices in an order of one's own.
pub(in crate::cli) fn ticks_along(
    prices: [f64; TICKS_PER_BAR],
    bar: &FileBar,
    period: Period,
    model: &QuoteModel,
) -> [HtMqlTick; TICKS_PER_BAR] {
    let ticks = bar_ticks(prices, &model.tape_bar(bar), period, model.points_per_unit);
    ticks.map(|(server_ns, tick)| {
        let Tick { bid, ask, last, volume, .. } = tick;
        HtMqlTick::new(server_ns / 1_000_000, bid, ask, last, volume, FLAGS)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use hypertrader::store::WrittenNanos;

    fn adaptive(bar: &FileBar) -> [f64; TICKS_PER_BAR] {
        path(bar, Intrabar::Adaptive, None)
    }

    fn bar(open: f64, high: f64, low: f64, close: f64) -> FileBar {
        FileBar {
            written: WrittenNanos(120_000_000_000),
            open,
            high,
            low,
            close,
            volume: 12.5,
            spread: Spread::Points(10),
        }
    }

    const MODEL: QuoteModel = QuoteModel { points_per_unit: 100_000.0, spread_points: 3 };

    #[test]
    fn the_nearer_extreme_comes_first() {
        assert_eq!(adaptive(&bar(1.0, 1.5, 0.75, 1.25)), [1.0, 0.75, 1.5, 1.25]);
        assert_eq!(adaptive(&bar(1.25, 1.5, 0.75, 1.0)), [1.25, 1.5, 0.75, 1.0]);
        assert_eq!(adaptive(&bar(1.0, 1.5, 0.5, 1.25)), [1.0, 0.5, 1.5, 1.25]); // equal: the low
    }

    #[test]
    fn volumes_add_up_to_the_volume_of_the_bar() {
        let ticks = ticks_of(&bar(1.0, 1.5, 0.75, 1.25), Period::M1, &MODEL);
        let sum = ticks.iter().fold(0.0, |sum, tick| sum + tick.volume());
        assert_eq!(sum, 12.5);
        assert!(ticks.iter().all(|tick| tick.volume() > 0.0));
        assert_eq!(ticks.map(|tick| tick.time_msc()), [120_000, 135_000, 150_000, 179_999]);
    }

    #[test]
    fn the_ask_is_the_bid_and_the_spread_on_the_grid() {
        assert_eq!(MODEL.ask(1.1, Spread::Points(10)), 1.1001);
        assert_eq!(MODEL.ask(1.1, Spread::Unknown), 1.10003);
        assert_eq!(MODEL.ask(1.1, Spread::Price(-0.1)), 1.1);
    }
}
