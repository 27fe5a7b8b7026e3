//! What an indicator update costs, next to the crates `ta`, `yata`, `kand` and a hand-fused loop.
//!
//! The bundle is RSI 14, MACD 12/26/9, Bollinger 20, ATR 14, EMA 50, EMA 200 and the z-spike of 20
//! changes, once per bar. Figures are thread CPU time (other users of the machine are left out),
//! the median of 31 runs over the same synthetic bars, the implementations taking turns. Run with
//! `cargo bench --no-default-features --bench indicators`.
//!
//! The four do not compute quite the same thing: `ta` smooths RSI and ATR differently, `kand` and
//! the fused loop are handed their state without warm-up, and all three peers keep running sums
//! that drift. Ours counts the warm-up, limits its inputs and sums its windows without drift.
#![allow(unsafe_code, reason = "reading the thread's CPU clock is a C call")]
#![allow(missing_docs, reason = "a program, not a library")]
#![allow(clippy::print_stdout, reason = "the table is the product")]
#![allow(clippy::unwrap_used, reason = "constant parameters; a bad one should stop the bench")]

#[path = "support/cpu_time.rs"]
mod cpu_time;

use std::hint::black_box;

use cpu_time::cpu_ns;
use hypertrader::features::{Builder, FeatureSettings, LEARNER_COLUMNS};
use hypertrader::indicators::{
    AverageDirectionalIndex, AverageTrueRange, BollingerBands, CalendarPhase, CausalTrend,
    EnvelopeBands, ExponentialMovingAverage, Indicator, MovingAverageConvergenceDivergence,
    OnBalanceVolume, RelativeSpread, RelativeStrengthIndex, RelativeVolume, Return,
    RollingExtremes, RollingMaximum, RollingMinimum, SimpleMovingAverage, StandardDeviation,
    Stochastic, SwingPoints, TrueRange, Volatility, VolumeChange, ZSpike,
};
use hypertrader::types::{Bar, UnixNanos};

const BARS: usize = 86_400;
const RUNS: usize = 31;

/// One pass over the bars.
type Run = Box<dyn FnMut(&[Bar]) -> f64>;

/// The peers' traits cannot be implemented for the library's bar here.
#[derive(Clone, Copy)]
struct PeerBar(Bar);

impl ta::Close for PeerBar {
    fn close(&self) -> f64 {
        self.0.close
    }
}

impl ta::High for PeerBar {
    fn high(&self) -> f64 {
        self.0.high
    }
}

impl ta::Low for PeerBar {
    fn low(&self) -> f64 {
        self.0.low
    }
}

/// SplitMix64 of a counter.
fn mix(seed: u64, index: u64) -> u64 {
    let mut z = seed.wrapping_add(index.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A walk of four steps per minute around 1.1, in points of 0.00001.
fn bars() -> Vec<Bar> {
    let mut price = 110_000i32;
    let mut out = Vec::with_capacity(BARS);
    for i in 0..BARS as u64 {
        let (open, mut high, mut low) = (price, price, price);
        for step in 0..4 {
            price += (mix(1, 4 * i + step) % 13) as i32 - 6;
            high = high.max(price);
            low = low.min(price);
        }
        let volume = (mix(2, i) % 200 + 20) as f64;
        let value = |points| f64::from(points) / 100_000.0;
        out.push(Bar {
            open_time: UnixNanos::from_seconds(1_704_067_200 + 60 * i as i64),
            open: value(open),
            high: value(high),
            low: value(low),
            close: value(price),
            volume,
            spread_points: (mix(3, i) % 10) as u32,
        });
    }
    out
}

struct Ours {
    rsi: RelativeStrengthIndex,
    macd: MovingAverageConvergenceDivergence,
    bands: BollingerBands,
    atr: AverageTrueRange,
    ema_50: ExponentialMovingAverage,
    ema_200: ExponentialMovingAverage,
    spike: ZSpike,
}

fn run_ours(bars: &[Bar]) -> f64 {
    let mut all = Ours {
        rsi: RelativeStrengthIndex::new(14).unwrap(),
        macd: MovingAverageConvergenceDivergence::new(12, 26, 9).unwrap(),
        bands: BollingerBands::new(20, 2.0).unwrap(),
        atr: AverageTrueRange::new(14).unwrap(),
        ema_50: ExponentialMovingAverage::new(50).unwrap(),
        ema_200: ExponentialMovingAverage::new(200).unwrap(),
        spike: ZSpike::new(20).unwrap(),
    };
    let mut total = 0.0;
    for bar in bars {
        let rsi = all.rsi.update(bar.close).unwrap_or(0.0);
        let histogram = all.macd.update(bar.close).map_or(0.0, |lines| lines.histogram);
        let bands = all.bands.update(bar.close).map_or(0.0, |lines| lines.upper + lines.lower);
        let atr = all.atr.update(*bar).unwrap_or(0.0);
        let averages = all.ema_50.update(bar.close).unwrap_or(0.0)
            + all.ema_200.update(bar.close).unwrap_or(0.0);
        let spike = all.spike.update(bar.close).unwrap_or(0.0);
        total += black_box(rsi + histogram + bands + atr + averages + spike);
    }
    total
}

fn run_ta(bars: &[Bar]) -> f64 {
    use ta::Next;
    use ta::indicators as peer;
    let mut rsi = peer::RelativeStrengthIndex::new(14).unwrap();
    let mut macd = peer::MovingAverageConvergenceDivergence::new(12, 26, 9).unwrap();
    let mut bands = peer::BollingerBands::new(20, 2.0).unwrap();
    let mut atr = peer::AverageTrueRange::new(14).unwrap();
    let mut ema_50 = peer::ExponentialMovingAverage::new(50).unwrap();
    let mut ema_200 = peer::ExponentialMovingAverage::new(200).unwrap();
    let mut deviation = peer::StandardDeviation::new(20).unwrap();
    let (mut previous, mut total) = (bars[0].close, 0.0);
    for bar in bars {
        let close = bar.close;
        let histogram = macd.next(close).histogram;
        let lines = bands.next(close);
        let change = close - previous;
        previous = close;
        let spike = change / (deviation.next(change) + 1e-9);
        let rest = atr.next(&PeerBar(*bar)) + ema_50.next(close) + ema_200.next(close);
        total += black_box(rsi.next(close) + histogram + lines.upper + lines.lower + rest + spike);
    }
    total
}

fn run_yata(bars: &[Bar]) -> f64 {
    use yata::methods::{EMA, RMA, SMA, StDev};
    use yata::prelude::Method;
    let first = bars[0].close;
    let mut gain = RMA::new(14, &0.0).unwrap();
    let mut loss = RMA::new(14, &0.0).unwrap();
    let mut fast = EMA::new(12, &first).unwrap();
    let mut slow = EMA::new(26, &first).unwrap();
    let mut signal = EMA::new(9, &0.0).unwrap();
    let mut mid = SMA::new(20, &first).unwrap();
    let mut deviation = StDev::new(20, &first).unwrap();
    let mut atr = RMA::new(14, &(bars[0].high - bars[0].low)).unwrap();
    let mut ema_50 = EMA::new(50, &first).unwrap();
    let mut ema_200 = EMA::new(200, &first).unwrap();
    let mut change_deviation = StDev::new(20, &0.0).unwrap();
    let (mut previous, mut total) = (first, 0.0);
    for bar in bars {
        let close = bar.close;
        let change = close - previous;
        let up = gain.next(&change.max(0.0));
        let down = loss.next(&(-change).max(0.0));
        let rsi = 100.0 * up / (up + down + 1e-300);
        let line = fast.next(&close) - slow.next(&close);
        let histogram = line - signal.next(&line);
        let (middle, width) = (mid.next(&close), 2.0 * deviation.next(&close));
        let range =
            (bar.high - bar.low).max((bar.high - previous).abs()).max((bar.low - previous).abs());
        let rest = atr.next(&range) + ema_50.next(&close) + ema_200.next(&close);
        let spike = change / (change_deviation.next(&change) + 1e-9);
        previous = close;
        let bands = (middle + width) + (middle - width);
        total += black_box(rsi + histogram + bands + rest + spike);
    }
    total
}

fn run_kand(bars: &[Bar]) -> f64 {
    use kand::ohlcv::{atr, bbands, ema, macd, rsi};
    use kand::stats::stddev;
    let first = bars[0].close;
    let (mut gain, mut loss) = (0.0, 0.0);
    let (mut fast, mut slow, mut signal) = (first, first, 0.0);
    let (mut mean, mut sum, mut squares) = (first, 20.0 * first, 20.0 * first * first);
    let (mut range, mut ema_50, mut ema_200) = (bars[0].high - bars[0].low, first, first);
    let (mut change_sum, mut change_squares) = (0.0, 0.0);
    let (mut closes, mut changes, mut slot) = ([first; 20], [0.0; 20], 0);
    let (mut previous, mut total) = (first, 0.0);
    for bar in bars {
        let close = bar.close;
        let (index, g, l) = rsi::rsi_inc(close, previous, gain, loss, 14).unwrap();
        (gain, loss) = (g, l);
        let (_, s, histogram) = macd::macd_inc(close, fast, slow, signal, 12, 26, 9).unwrap();
        // The crate hands back the lines, not the two averages it needs next time.
        fast = ema::ema_inc(close, fast, 12, None).unwrap();
        slow = ema::ema_inc(close, slow, 26, None).unwrap();
        signal = s;
        let old = std::mem::replace(&mut closes[slot], close);
        let (upper, _, lower, m, a, q) =
            bbands::bbands_inc(close, mean, sum, squares, old, 20, 2.0, 2.0).unwrap();
        (mean, sum, squares) = (m, a, q);
        range = atr::atr_inc(bar.high, bar.low, previous, range, 14).unwrap();
        ema_50 = ema::ema_inc(close, ema_50, 50, None).unwrap();
        ema_200 = ema::ema_inc(close, ema_200, 200, None).unwrap();
        let change = close - previous;
        let old = std::mem::replace(&mut changes[slot], change);
        let (deviation, a, q) =
            stddev::stddev_inc(change, change_sum, change_squares, old, 20).unwrap();
        (change_sum, change_squares) = (a, q);
        let spike = change / (deviation + 1e-9);
        slot = if slot == 19 { 0 } else { slot + 1 };
        previous = close;
        let rest = range + ema_50 + ema_200;
        total += black_box(index + histogram + upper + lower + rest + spike);
    }
    total
}

/// All state in locals, running sums, no warm-up: what one fused loop costs.
fn run_fused(bars: &[Bar]) -> f64 {
    let first = bars[0].close;
    let (mut gain, mut loss, mut atr) = (0.0f64, 0.0f64, bars[0].high - bars[0].low);
    let (mut fast, mut slow, mut signal) = (first, first, 0.0f64);
    let (mut ema_50, mut ema_200) = (first, first);
    let (mut closes, mut changes) = ([0.0f64; 32], [0.0f64; 32]);
    let (mut sum, mut squares) = (0.0f64, 0.0f64);
    let (mut change_sum, mut change_squares) = (0.0f64, 0.0f64);
    let (mut previous, mut total) = (first, 0.0);
    for (i, bar) in bars.iter().enumerate() {
        let close = bar.close;
        let change = close - previous;
        gain += (change.max(0.0) - gain) / 14.0;
        loss += ((-change).max(0.0) - loss) / 14.0;
        let rsi = 100.0 * gain / (gain + loss + 1e-300);
        fast += (close - fast) * (2.0 / 13.0);
        slow += (close - slow) * (2.0 / 27.0);
        let line = fast - slow;
        signal += (line - signal) * 0.2;
        let (new, old) = (i & 31, i.wrapping_sub(20) & 31);
        let value = close - first;
        let (old_value, old_change) = (closes[old], changes[old]);
        closes[new] = value;
        changes[new] = change;
        sum += value - old_value;
        squares += (value - old_value) * (value + old_value);
        change_sum += change - old_change;
        change_squares += (change - old_change) * (change + old_change);
        let mean = sum * 0.05;
        let width = 2.0 * (squares * 0.05 - mean * mean).max(0.0).sqrt();
        let change_mean = change_sum * 0.05;
        let deviation = (change_squares * 0.05 - change_mean * change_mean).max(0.0).sqrt();
        let range =
            (bar.high - bar.low).max((bar.high - previous).abs()).max((bar.low - previous).abs());
        atr += (range - atr) / 14.0;
        ema_50 += (close - ema_50) * (2.0 / 51.0);
        ema_200 += (close - ema_200) * (2.0 / 201.0);
        previous = close;
        let bands = (mean + width) + (mean - width);
        let rest = atr + ema_50 + ema_200 + change / (deviation + 1e-9);
        total += black_box(rsi + (line - signal) + bands + rest);
    }
    total
}

/// A row of these columns per bar.
fn features<S: AsRef<str>>(columns: &[S]) -> Run {
    let mut builder = Builder::new(columns).unwrap();
    Box::new(move |bars| {
        builder.reset();
        for bar in bars {
            builder.update(bar);
            black_box(builder.current());
        }
        0.0
    })
}

/// Median nanoseconds per bar of each contender, taking turns so that all see the same machine.
fn medians(bars: &[Bar], contenders: &mut [(&str, Run)]) -> Vec<f64> {
    let mut times = vec![Vec::with_capacity(RUNS); contenders.len()];
    for round in 0..=RUNS {
        for ((_, run), times) in contenders.iter_mut().zip(&mut times) {
            let start = cpu_ns();
            black_box(run(black_box(bars)));
            // The first round warms caches and branch predictors.
            if round > 0 {
                times.push((cpu_ns() - start) / bars.len() as f64);
            }
        }
    }
    times
        .iter_mut()
        .map(|times| {
            times.sort_by(f64::total_cmp);
            times[times.len() / 2]
        })
        .collect()
}

/// A run of one indicator over all bars.
fn alone<I>(mut indicator: I, input: impl Fn(&Bar) -> I::Input + 'static) -> Run
where
    I: Indicator + 'static,
{
    Box::new(move |bars| {
        for bar in bars {
            black_box(indicator.update(input(bar)));
        }
        0.0
    })
}

fn main() {
    let bars = bars();
    let mut bundle: Vec<(&str, Run)> = vec![
        ("hypertrader", Box::new(run_ours)),
        ("ta 0.5.0", Box::new(run_ta)),
        ("yata 0.7.0", Box::new(run_yata)),
        ("kand 0.2.2", Box::new(run_kand)),
        ("hand-fused loop", Box::new(run_fused)),
    ];
    let times = medians(&bars, &mut bundle);
    println!("bundle of 7, {BARS} bars, median of {RUNS} runs, thread CPU time");
    println!("{:<24} {:>10} {:>16}", "implementation", "ns per bar", "times ours");
    for ((name, _), time) in bundle.iter().zip(&times) {
        println!("{name:<24} {time:>10.1} {:>16.2}", time / times[0]);
    }
    let close = |bar: &Bar| bar.close;
    let whole = |bar: &Bar| *bar;
    let mut single: Vec<(&str, Run)> = vec![
        ("sma 20", alone(SimpleMovingAverage::new(20).unwrap(), close)),
        ("sma 200", alone(SimpleMovingAverage::new(200).unwrap(), close)),
        ("ema 50", alone(ExponentialMovingAverage::new(50).unwrap(), close)),
        ("rsi 14", alone(RelativeStrengthIndex::new(14).unwrap(), close)),
        ("macd 12 26 9", alone(MovingAverageConvergenceDivergence::new(12, 26, 9).unwrap(), close)),
        ("bollinger 20", alone(BollingerBands::new(20, 2.0).unwrap(), close)),
        ("bollinger 200", alone(BollingerBands::new(200, 2.0).unwrap(), close)),
        ("stdev 20", alone(StandardDeviation::new(20).unwrap(), close)),
        ("min 20", alone(RollingMinimum::new(20).unwrap(), close)),
        ("max 20", alone(RollingMaximum::new(20).unwrap(), close)),
        ("z-spike 20", alone(ZSpike::new(20).unwrap(), close)),
        ("envelope 20", alone(EnvelopeBands::new(20, 0.003).unwrap(), close)),
        ("return 5", alone(Return::new(5).unwrap(), close)),
        ("true range", alone(TrueRange::new().unwrap(), whole)),
        ("atr 14", alone(AverageTrueRange::new(14).unwrap(), whole)),
        ("adx 14", alone(AverageDirectionalIndex::new(14).unwrap(), whole)),
        ("stochastic 14 3 3", alone(Stochastic::new(14, 3, 3).unwrap(), whole)),
        ("obv", alone(OnBalanceVolume::new().unwrap(), whole)),
        ("volume change 1", alone(VolumeChange::new(1).unwrap(), whole)),
        ("swing points 5", alone(SwingPoints::new(5).unwrap(), whole)),
        ("extremes 20", alone(RollingExtremes::new(20).unwrap(), close)),
        ("volatility 20", alone(Volatility::new(20).unwrap(), close)),
        ("relative volume 20", alone(RelativeVolume::new(20).unwrap(), whole)),
        ("relative spread 50", alone(RelativeSpread::new(50).unwrap(), whole)),
        ("calendar phase", alone(CalendarPhase::new().unwrap(), whole)),
        ("causal trend", alone(CausalTrend::new().unwrap(), whole)),
        ("row of default features", features(&FeatureSettings::default().columns)),
        ("row to learn from", features(LEARNER_COLUMNS)),
    ];
    let times = medians(&bars, &mut single);
    println!("\n{:<24} {:>10}", "alone", "ns per bar");
    for ((name, _), time) in single.iter().zip(&times) {
        println!("{name:<24} {time:>10.1}");
    }
}
