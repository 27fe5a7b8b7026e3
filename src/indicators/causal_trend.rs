//! A trend that knows the past only.

mod filter;

use filter::{Elapsed, Filter};

use super::{Indicator, Phases, bounded};
use crate::types::{Bar, NANOS_PER_SECOND, ParameterError, UnixNanos};

/// Bars that are not judged: the system of which this is the analogue asks for more than 200 rows.
const WARM_UP_BARS: usize = 200;
/// Harmonics of the day and of the week: Prophet's own numbers.
const DAY_HARMONICS: usize = 4;
const WEEK_HARMONICS: usize = 3;
/// Level, slope, and a sine and a cosine for each harmonic.
const STATES: usize = 2 + 2 * (DAY_HARMONICS + WEEK_HARMONICS);

/// How fast the level follows: the filter's two poles have this time constant.
const LEVEL_BARS: f64 = 15.0;
/// How long a slope lasts (to 1/e), so that a weekend does not continue Friday's last hour.
const SLOPE_BARS: f64 = 150.0;
/// How long a seasonal pattern lasts.
const SEASON_NANOS: f64 = 30.0 * 86_400.0 * NANOS_PER_SECOND as f64;
/// No gap counts for more bars than this: the variance of the level stays bounded.
const GAP_BARS_MAX: f64 = 100_000.0;

/// Variances in units of an observation's. That of the slope follows from the time constants: white
/// acceleration of density `LEVEL_BARS^-4` gives a Butterworth filter of that time constant.
const SLOPE_VARIANCE: f64 = SLOPE_BARS / (2.0 * LEVEL_BARS * LEVEL_BARS * LEVEL_BARS * LEVEL_BARS);
const LEVEL_NOISE_PER_BAR: f64 = 0.1 / (LEVEL_BARS * LEVEL_BARS);
const LEVEL_PRIOR: f64 = 100.0;
const SEASON_VARIANCE: f64 = 0.1;

/// Where the trend is after a bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// Trend and season: the fitted price.
    pub value: f64,
    /// `value - close`: above 0 where the price is below its trend.
    pub delta: f64,
    /// Change of the trend per bar, season left out.
    pub slope: f64,
}

/// Local linear trend with a daily and a weekly season, fitted to the closes up to now.
///
/// - Formula: `close = level + season(t) + noise`. Per bar length the level moves by the slope,
///   the slope decays by `e^(-1/150)`, and both receive noise; `season` is a sum of 4 harmonics of
///   the day and 3 of the week (UTC) whose coefficients decay towards 0 over 30 days. A Kalman
///   filter estimates all 16 after every bar. The ratios of the variances are fixed so that the
///   level follows with a time constant of 15 bars; with ratios instead of variances the
///   estimate is linear in the prices and has no unit.
/// - Compared with Prophet: the older system takes `delta = yhat - close`, where `yhat` is
///   Prophet's fit (piecewise linear, at most 25 bends in the first 80 % of the rows, no season)
///   **of the same rows**. Over a training set each `yhat` has seen the future; over the 300 rows
///   of a request only the last one has not. `delta` here has that last one's meaning, at every
///   bar: fitted value of this bar, from it and earlier ones, minus its close. The time constant
///   makes it close to Prophet's on 300 rows of minutes (correlation about 0.9 on real bars; with
///   longer fits, which bend less, it has little in common): `tests/oracles/prophet_trend.py`
///   compares the two. Neither forecasts the next close as well as the last close does; it is a
///   feature.
/// - Time: distances are real time in bar lengths. The length is the shortest distance between
///   two bars so far; the time of a bar is its open. Across a gap the slope fades and the
///   variances grow, so that the first bars behind it count for more. A time that does not advance
///   is no time.
/// - Parameters: none.
/// - Returns: prices; the slope per bar length.
/// - Warm-up: 200 bars.
/// - Degenerate inputs: a constant series gives `delta` 0 exactly; a straight line is lagged by
///   about 1.4 bars, because a slope is expected to fade.
/// - Cost: constant time and memory, no allocation; below 1 us (`benches/indicators.rs`).
/// - Source: Harvey, *Forecasting, Structural Time Series Models and the Kalman Filter* (1989),
///   basic structural model; damped slope after Gardner and McKenzie (1985). Taylor and Letham,
///   *Forecasting at scale* (2018), for Prophet.
///
/// ```
/// use hypertrader::indicators::{CausalTrend, Indicator, batch};
/// use hypertrader::types::{Bar, UnixNanos};
/// let bar = |minute: i64| Bar {
///     open_time: UnixNanos::from_seconds(60 * minute),
///     close: 100.0 + minute as f64,
///     ..Bar::default()
/// };
/// let bars: Vec<Bar> = (0..1_000).map(bar).collect();
/// let trends = batch(&mut CausalTrend::new()?, &bars);
/// assert_eq!(trends[199], None);
/// // A ruler-straight rise by 1 per bar: the damped slope makes the trend lag by 1.4 bars.
/// let last = trends[999].expect("1000 bars");
/// assert!((last.slope - 0.85).abs() < 0.01 && (last.delta + 1.4).abs() < 0.1);
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
#[doc(alias = "Prophet")]
pub struct CausalTrend {
    filter: Filter<STATES>,
    stride: Stride,
    last_open: UnixNanos,
    bars_seen: usize,
}

/// The passing of time; remembers the last step, because most are alike.
#[derive(Clone, Debug, Default)]
struct Stride {
    /// Shortest distance between two bars so far; 0 before the second.
    bar_nanos: i64,
    /// The step that `elapsed` is for.
    nanos: i64,
    elapsed: Option<Elapsed>,
}

impl Stride {
    /// What `nanos`, 0 or more, do to the states.
    #[inline]
    fn over(&mut self, nanos: i64) -> Elapsed {
        match self.elapsed {
            Some(elapsed) if nanos == self.nanos => elapsed,
            _ => self.over_anew(nanos),
        }
    }

    #[cold]
    fn over_anew(&mut self, nanos: i64) -> Elapsed {
        if nanos > 0 && (self.bar_nanos == 0 || nanos < self.bar_nanos) {
            self.bar_nanos = nanos;
        }
        let bars = if nanos == 0 { 0.0 } else { nanos as f64 / self.bar_nanos as f64 };
        let bars = if bars > GAP_BARS_MAX { GAP_BARS_MAX } else { bars };
        let slope_kept = libm::exp(-bars / SLOPE_BARS);
        let season_kept = libm::exp(-(nanos as f64) / SEASON_NANOS);
        let elapsed = Elapsed {
            shift: SLOPE_BARS * (1.0 - slope_kept),
            slope_kept,
            season_kept,
            level_noise: LEVEL_NOISE_PER_BAR * bars,
            slope_noise: SLOPE_VARIANCE * (1.0 - slope_kept * slope_kept),
            season_noise: SEASON_VARIANCE * (1.0 - season_kept * season_kept),
        };
        (self.nanos, self.elapsed) = (nanos, Some(elapsed));
        elapsed
    }
}

/// Before any observation, with the level at the first close.
fn filter_at(close: f64) -> Filter<STATES> {
    let mut variances = [SEASON_VARIANCE; STATES];
    variances[0] = LEVEL_PRIOR;
    variances[1] = SLOPE_VARIANCE;
    Filter::new(close, variances)
}

/// What each state counts for in the price at an instant.
#[inline]
fn weights_at(time: UnixNanos) -> [f64; STATES] {
    let phases = Phases::at(time);
    let mut weights = [0.0; STATES];
    weights[0] = 1.0;
    let (day, week) = weights[2..].split_at_mut(2 * DAY_HARMONICS);
    write_harmonics(phases.day_sin, phases.day_cos, day);
    write_harmonics(phases.week_sin, phases.week_cos, week);
    weights
}

/// Sine and cosine of 1, 2, 3 .. times the angle, by rotation.
#[inline]
fn write_harmonics(sin: f64, cos: f64, out: &mut [f64]) {
    let (mut multiple_sin, mut multiple_cos) = (sin, cos);
    for pair in out.as_chunks_mut::<2>().0 {
        *pair = [multiple_sin, multiple_cos];
        (multiple_sin, multiple_cos) =
            (multiple_sin * cos + multiple_cos * sin, multiple_cos * cos - multiple_sin * sin);
    }
}

impl CausalTrend {
    /// The trend of bars.
    ///
    /// # Errors
    /// Never; the signature is that of the other indicators.
    pub fn new() -> Result<Self, ParameterError> {
        Ok(Self {
            filter: filter_at(0.0),
            stride: Stride::default(),
            last_open: UnixNanos(0),
            bars_seen: 0,
        })
    }
}

impl Indicator for CausalTrend {
    type Input = Bar;
    type Output = Trend;

    #[inline]
    fn update(&mut self, bar: Bar) -> Option<Trend> {
        let close = bounded(bar.close);
        if self.bars_seen == 0 {
            self.filter = filter_at(close);
        } else {
            let nanos = bar.open_time.since(self.last_open).0.max(0);
            self.filter.elapse(&self.stride.over(nanos));
        }
        self.last_open = bar.open_time;
        let weights = weights_at(bar.open_time);
        self.filter.observe(&weights, close);
        if self.bars_seen < WARM_UP_BARS {
            self.bars_seen += 1;
            return None;
        }
        let value = self.filter.value(&weights);
        Some(Trend { value, delta: value - close, slope: self.filter.slope() })
    }

    fn lookback(&self) -> usize {
        WARM_UP_BARS
    }

    fn reset(&mut self) {
        self.bars_seen = 0;
        self.stride = Stride::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::batch;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(usual, CausalTrend::new(), lookback: 200, price_degrees: [1, 1, 1]);

    fn bars(times_and_closes: impl Iterator<Item = (i64, f64)>) -> Vec<Bar> {
        times_and_closes
            .map(|(seconds, close)| Bar {
                open_time: UnixNanos::from_seconds(seconds),
                close,
                ..Bar::default()
            })
            .collect()
    }

    fn trends(bars: &[Bar]) -> Vec<Option<Trend>> {
        batch(&mut CausalTrend::new().unwrap(), bars)
    }

    #[test]
    fn harmonics_are_sines_and_cosines_of_the_multiples() {
        let seconds = 1_709_251_234_i64;
        let weights = weights_at(UnixNanos::from_seconds(seconds));
        let since_monday = ((seconds - 345_600) % 604_800) as f64;
        let since_midnight = (seconds % 86_400) as f64;
        let day = (1..=4).map(|k| f64::from(k) * since_midnight / 86_400.0);
        let week = (1..=3).map(|k| f64::from(k) * since_monday / 604_800.0);
        for (pair, turns) in weights[2..].chunks(2).zip(day.chain(week)) {
            let angle = std::f64::consts::TAU * turns;
            assert!((pair[0] - angle.sin()).abs() < 1e-14, "{pair:?} at {turns}");
            assert!((pair[1] - angle.cos()).abs() < 1e-14, "{pair:?} at {turns}");
        }
    }

    #[test]
    fn a_constant_series_has_no_delta_at_all() {
        for trend in trends(&bars((0..400).map(|i| (60 * i, 1.2345)))).into_iter().flatten() {
            assert_eq!((trend.value, trend.delta, trend.slope), (1.2345, 0.0, 0.0));
        }
    }

    #[test]
    fn a_daily_pattern_is_learned_and_bridges_a_gap() {
        // Three weeks of a pure daily wave in quarter hours, then a gap of six hours: from its top
        // to its zero. Without a season the trend would still be near the top.
        let wave = |seconds: i64| {
            100.0 + libm::sin(std::f64::consts::TAU * (seconds % 86_400) as f64 / 86_400.0)
        };
        let top = 21 * 86_400 + 6 * 3_600;
        let times = (0..=top / 900).map(|i| 900 * i).chain([top + 6 * 3_600]);
        let bars = bars(times.map(|time| (time, wave(time))));
        let mut trend = CausalTrend::new().unwrap();
        let (last, before) = bars.split_last().unwrap();
        for bar in before {
            trend.update(*bar);
        }
        let gap = last.open_time.since(before.last().unwrap().open_time).0;
        trend.filter.elapse(&trend.stride.over(gap));
        let expected = trend.filter.value(&weights_at(last.open_time));
        assert!((expected - 100.0).abs() < 0.2, "was {expected}");
    }

    #[test]
    fn behind_a_gap_the_new_level_counts_at_once() {
        let flat = (0..1_000).map(|i| (60 * i, 100.0));
        let continued = trends(&bars(flat.clone().chain([(60_000, 110.0)])));
        let after_weekend = trends(&bars(flat.chain([(60_000 + 49 * 3_600, 110.0)])));
        let delta = |trends: &[Option<Trend>]| trends.last().copied().flatten().unwrap().delta;
        assert!(delta(&continued) < -8.0, "was {}", delta(&continued));
        assert!(delta(&after_weekend) > -5.0, "was {}", delta(&after_weekend));
    }

    #[test]
    fn rounding_errors_fade_like_everything_else() {
        // Hours, so that 40,000 of them are 55 time constants of the season: a filter that has seen
        // only those knows the same as one that has carried its errors through 200,000.
        let walk = (0..200_000_i64).scan((0_u32, 100.0), |(state, price), i| {
            *state = (*state * 25_173 + 13_849) % 65_536;
            *price *= 1.0 + (f64::from(*state) / 32_768.0 - 1.0) * 0.001;
            let weekends = i / 120;
            Some((3_600 * (i + 49 * weekends), *price))
        });
        let bars = bars(walk);
        let (long, short) = (trends(&bars), trends(&bars[160_000..]));
        let (long, short) = (long[199_999].unwrap(), short[39_999].unwrap());
        let close = bars[199_999].close;
        assert!((long.value - short.value).abs() < 1e-12 * close, "{long:?}, {short:?}");
        assert!((long.slope - short.slope).abs() < 1e-12 * close, "{long:?}, {short:?}");
    }

    #[test]
    fn times_that_stand_still_or_jump_give_finite_values() {
        let wild = [0, 0, -5, i64::MAX / 1_000_000_000, i64::MIN / 1_000_000_000, 7, 7];
        let bars = bars((0..700).map(|i| (wild[i % wild.len()], 1.0 + (i % 5) as f64)));
        for trend in trends(&bars).into_iter().flatten() {
            assert!(trend.value.is_finite() && trend.slope.is_finite(), "{trend:?}");
        }
    }
}
