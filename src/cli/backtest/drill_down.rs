//! Ticks instead of an assumed order of prices, for the bars where that order decides.
//!
//! A bar whose range holds both stop and target of an open position does not say which came first.
//! Where a file of ticks covers the bar, its ticks are handed in after the bar's open. The bar must
//! come out of the engine as it is in its file, so that features and signals stay what they are:
//! ticks that miss the bar's high or its low by more than a point do not cover it, extremes a point
//! off are moved onto the bar's, and the bar's close is the last tick. Ask prices are those of the
//! ticks.

use std::path::Path;

use hypertrader::backtest::{Broker, VANISHING_SHARE};
use hypertrader::ffi::abi::HtMqlTick;
use hypertrader::store::{FileBar, FileTick, OnBad, Report, WrittenNanos, open_ticks};
use hypertrader::types::{ExitReason, Period};

use crate::cli::prices::bar_ticks::{FLAGS, QuoteModel, TICKS_PER_BAR};
use crate::cli::prices::market::{Feed, collect};
use crate::cli::progress::Progress;

/// Most ticks held in memory, 48 bytes each.
const TICKS_MAX: usize = 75_000_000;

/// Ticks of a file, oldest first.
#[derive(Debug)]
pub(in crate::cli) struct DrillDown {
    ticks: Vec<FileTick>,
}

/// What became of trades whose end the bar does not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Drilled {
    /// Trades that ticks ended.
    pub(super) resolved_trades: u64,
    /// Bars that held stop and target, and which the ticks do not cover.
    pub(super) uncovered_bars: u64,
}

impl DrillDown {
    /// Reads the ticks of `path`, which must be of the same clock as the bars and of the same days.
    pub(super) fn read(
        path: &Path,
        on_bad: OnBad,
        bars: &Feed,
        report: Option<&Report>,
    ) -> Result<Self, String> {
        let place = path.display();
        let mut reader = open_ticks(path, on_bad).map_err(|error| error.to_string())?;
        let progress = Progress::counting("reading ticks");
        let ticks = collect(&mut reader, TICKS_MAX, path, &progress)?;
        let is_utc = |stated: bool| if stated { "state a time zone" } else { "state no time zone" };
        let (of_ticks, of_bars) =
            (reader.report().zone_stated, report.is_some_and(|report| report.zone_stated));
        if of_ticks != of_bars {
            return Err(format!(
                "{place}: its times {}, those of the bars {}, expected the same clock",
                is_utc(of_ticks),
                is_utc(of_bars)
            ));
        }
        let span_of_bars = (bars.time_of(0), bars.time_of(bars.row_count() - 1));
        let (Some(first), Some(last)) = (ticks.first(), ticks.last()) else {
            return Err(format!("{place}: has no ticks, expected those of the bars' days"));
        };
        if last.written < span_of_bars.0 || first.written > span_of_bars.1 {
            return Err(format!(
                "{place}: its ticks are from {} to {}, expected ticks of the bars' days, {} to {}",
                first.written, last.written, span_of_bars.0, span_of_bars.1
            ));
        }
        Ok(Self { ticks })
    }

    /// What happened in a bar after its open, ending with its close; `None` if the ticks do not
    /// cover it.
    pub(super) fn inside(
        &self,
        bar: &FileBar,
        period: Period,
        model: &QuoteModel,
    ) -> Option<Vec<HtMqlTick>> {
        let open_s = bar.written.seconds();
        let end_s = period.next_open(period.open_of(open_s));
        let at = |seconds: i64| WrittenNanos(seconds * 1_000_000_000);
        let from = self.ticks.partition_point(|tick| tick.written < at(open_s));
        let to = self.ticks.partition_point(|tick| tick.written < at(end_s));
        let prices = self.ticks[from..to].iter().filter(|tick| price_of(tick) > 0.0);
        let (low, high) = prices
            .clone()
            .map(price_of)
            .fold((f64::INFINITY, 0.0_f64), |(low, high), price| (low.min(price), high.max(price)));
        // A point, and the noise of reckoning with decimal fractions.
        let near = 1.000_001 / model.points_per_unit;
        if (low - bar.low).abs() > near || (high - bar.high).abs() > near {
            return None;
        }
        let onto_bar = |price: f64| match price {
            _ if price == low => bar.low,
            _ if price == high => bar.high,
            _ => price.clamp(bar.low, bar.high),
        };
        let vanishing = bar.volume * VANISHING_SHARE;
        let tick = |time_msc: i64, price: f64, ask: f64, volume: f64| {
            HtMqlTick::new(time_msc, price, ask, price, volume, FLAGS)
        };
        let mut ticks: Vec<HtMqlTick> = prices
            .map(|row| {
                let price = onto_bar(price_of(row));
                let ask = if row.bid > 0.0 {
                    price + (row.ask - row.bid)
                } else {
                    model.ask(price, bar.spread)
                };
                tick(
                    row.written.0.div_euclid(1_000_000),
                    price,
                    ask,
                    vanishing.max(f64::MIN_POSITIVE),
                )
            })
            .collect();
        // Without volume in the file the engine counts the ticks of the assumed path.
        let rest = if bar.volume > 0.0 { vanishing } else { (TICKS_PER_BAR - 1) as f64 };
        let close_ask = model.ask(bar.close, bar.spread);
        ticks.push(tick(end_s * 1_000 - 1, bar.close, close_ask, rest));
        Some(ticks)
    }
}

/// The price that bars are made of: the bid, or that of a trade.
fn price_of(tick: &FileTick) -> f64 {
    if tick.bid > 0.0 { tick.bid } else { tick.last }
}

/// How many of these positions were ended by a level in the trades after the first `known` ones.
pub(super) fn count_ended(broker: &Broker, known: usize, tickets: &[u64]) -> u64 {
    let by_level = |reason: ExitReason| {
        matches!(reason, ExitReason::Stop | ExitReason::Trailing | ExitReason::Target)
    };
    let ended = broker.trades()[known..]
        .iter()
        .filter(|trade| by_level(trade.reason) && tickets.contains(&trade.position_ticket));
    ended.count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use hypertrader::store::Spread;

    const MODEL: QuoteModel = QuoteModel { points_per_unit: 100_000.0, spread_points: 10 };

    fn drill(prices: &[(i64, f64)]) -> DrillDown {
        let row = |&(second, bid): &(i64, f64)| FileTick {
            written: WrittenNanos((120 + second) * 1_000_000_000),
            bid,
            ask: bid + 0.000_2,
            ..FileTick::default()
        };
        DrillDown { ticks: prices.iter().map(row).collect() }
    }

    fn bar(volume: f64) -> FileBar {
        FileBar {
            written: WrittenNanos(120_000_000_000),
            open: 1.1,
            high: 1.102,
            low: 1.098,
            close: 1.101,
            volume,
            spread: Spread::Points(10),
        }
    }

    #[test]
    fn ticks_of_the_bar_follow_its_open_and_end_with_its_close() {
        let drill = drill(&[(-1, 1.5), (3, 1.102), (7, 1.0985), (30, 1.097_99), (60, 1.2)]);
        let ticks = drill.inside(&bar(8.0), Period::M1, &MODEL).unwrap();
        let seen: Vec<(i64, f64)> =
            ticks.iter().map(|tick| (tick.time_msc(), tick.bid())).collect();
        let close = (179_999, 1.101);
        assert_eq!(seen, [(123_000, 1.102), (127_000, 1.0985), (150_000, 1.098), close]);
        assert!((ticks[0].ask() - 1.1022).abs() < 1e-12, "the spread of the ticks");
        assert_eq!(ticks[3].ask(), 1.1011, "the spread of the bar");
        let volume = ticks.iter().fold(8.0, |sum, tick| sum + tick.volume());
        assert_eq!(volume, 8.0, "the volume of the bar came with its open");
    }

    #[test]
    fn without_volume_as_many_ticks_count_as_in_the_assumed_path() {
        let drill = drill(&[(3, 1.102), (7, 1.0985), (30, 1.098)]);
        let ticks = drill.inside(&bar(0.0), Period::M1, &MODEL).unwrap();
        assert!(ticks.iter().all(|tick| tick.volume() > 0.0), "0 would count as 1");
        assert_eq!(ticks.iter().fold(1.0, |sum, tick| sum + tick.volume()), 4.0);
    }

    #[test]
    fn ticks_that_miss_an_extreme_do_not_cover_the_bar() {
        for low in [1.098_02, 1.097_98] {
            let drill = drill(&[(3, 1.102), (30, low)]);
            assert!(drill.inside(&bar(8.0), Period::M1, &MODEL).is_none(), "{low}");
        }
        assert!(drill(&[]).inside(&bar(8.0), Period::M1, &MODEL).is_none());
    }
}
