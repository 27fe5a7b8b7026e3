//! Bars as the prices that a simulation is handed, laid out for many runs over the same ones.

use std::ops::Range;
use std::sync::OnceLock;

use super::path::{Intrabar, PATH_LEN, path};
use super::reach::{Reach, Reaches};
use super::simulation::is_far;
use crate::clock::ServerClock;
use crate::types::{Bar, NANOS_PER_SECOND, Period, Side, SymbolSpec, Tick, UnixNanos};

/// Share of a bar's volume that its second to fourth price carry: it vanishes when it is added to
/// the volume of the first (a double has 53 bits), so that bars keep their volume exactly.
pub const VANISHING_SHARE: f64 = 1.0 / (1_u64 << 60) as f64;
/// Least time between two prices of a bar: the terminal's snapshots are that far apart, so each
/// price meets one.
const PRICE_APART_S_MIN: i64 = 5;

/// How long before the end of a bar its last price happens.
const BEFORE_END_MS: i64 = 1;
const SECONDS_PER_HOUR: i64 = 3_600;
const SECONDS_PER_DAY: i64 = 86_400;
const HOURS_PER_DAY: usize = 24;

/// A bar of a file, on the trade server's clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TapeBar {
    /// When it opened, seconds.
    pub open_s: i64,
    /// Prices (bid) and volume. Its time is not looked at.
    pub bar: Bar,
    /// What a buyer pays above the bid, price units, at least 0.
    pub spread: f64,
}

/// Where tick values that depend on the price are renewed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Renewal {
    pub(super) bar: usize,
    pub(super) price: f64,
}

/// Why bars make no tape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TapeError {
    /// There is none.
    Empty,
    /// A bar does not open where one of the period does, or not after the one before.
    Grid {
        /// Number of the bar, from 0.
        bar: usize,
    },
    /// The period is too short, or the rule of the prices inside a bar looks at positions.
    Path,
}

impl std::fmt::Display for TapeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => f.write_str("no bars, expected at least one"),
            Self::Grid { bar } => {
                write!(f, "bar {bar} does not open where a later bar of the period does")
            }
            Self::Path => f.write_str(
                "expected bars of at least 20 seconds and a fixed order of the prices inside",
            ),
        }
    }
}

impl std::error::Error for TapeError {}

/// Bars of one symbol with everything about them that does not depend on what trades.
#[derive(Clone, Debug)]
pub struct BarTape {
    period: Period,
    points_per_unit: f64,
    rule: Intrabar,
    bars: Vec<TapeBar>,
    opens: Vec<UnixNanos>,
    /// Prices at which a long position could be closed.
    bids: Reaches,
    /// The same of a short one.
    asks: Reaches,
    /// For every hour at which days may begin; see [`BarTape::day_begins`].
    day_begins: [OnceLock<Vec<usize>>; HOURS_PER_DAY],
}

impl BarTape {
    /// Lays out bars. `points_per_unit`: 10 to the power of the digits.
    ///
    /// # Errors
    /// No bars, bars off the grid of the period or out of order, a rule of the prices inside a bar
    /// that depends on the open position, bars so short that a snapshot of the account may miss a
    /// price.
    pub fn new(
        bars: Vec<TapeBar>,
        period: Period,
        points_per_unit: f64,
        rule: Intrabar,
        clock: &mut ServerClock,
    ) -> Result<Self, TapeError> {
        if bars.is_empty() {
            return Err(TapeError::Empty);
        }
        let is_fixed = !matches!(rule, Intrabar::Adverse | Intrabar::Favourable);
        if !is_fixed || i64::from(period.seconds()) / 4 < PRICE_APART_S_MIN {
            return Err(TapeError::Path);
        }
        let mut earliest = i64::MIN;
        for (bar, at) in bars.iter().enumerate() {
            if period.open_of(at.open_s) != at.open_s || at.open_s < earliest {
                return Err(TapeError::Grid { bar });
            }
            earliest = period.next_open(at.open_s);
        }
        let opens = bars.iter().map(|at| clock.to_utc(at.open_s * NANOS_PER_SECOND)).collect();
        let ask = |price: f64, at: &TapeBar| ask_beside(price, at.spread, points_per_unit);
        Ok(Self {
            period,
            points_per_unit,
            rule,
            opens,
            bids: Reaches::new(
                bars.iter().map(|at| Reach { low: at.bar.low, high: at.bar.high }).collect(),
            ),
            asks: Reaches::new(
                bars.iter()
                    .map(|at| Reach { low: ask(at.bar.low, at), high: ask(at.bar.high, at) })
                    .collect(),
            ),
            day_begins: Default::default(),
            bars,
        })
    }

    /// The same tape of other bars.
    ///
    /// # Errors
    /// As [`BarTape::new`].
    pub fn with_bars(
        &self,
        bars: Vec<TapeBar>,
        clock: &mut ServerClock,
    ) -> Result<Self, TapeError> {
        Self::new(bars, self.period, self.points_per_unit, self.rule, clock)
    }

    /// The bars.
    #[must_use]
    pub fn bars(&self) -> &[TapeBar] {
        &self.bars
    }

    /// When a bar opened, UTC; the beginning of time beyond the last one.
    #[must_use]
    pub fn open_time(&self, bar: usize) -> UnixNanos {
        self.opens.get(bar).copied().unwrap_or_default()
    }

    /// The bars as an engine builds them from [`BarTape::ticks`], with `point` of the symbol.
    pub fn engine_bars(&self, point: f64) -> impl Iterator<Item = Bar> + '_ {
        self.bars.iter().zip(&self.opens).map(move |(at, &open_time)| {
            let close_ask = ask_beside(at.bar.close, at.spread, self.points_per_unit);
            let spread_points = ((close_ask - at.bar.close) / point).round_ties_even() as u32;
            let volume = if at.bar.volume > 0.0 { at.bar.volume } else { PATH_LEN as f64 };
            Bar { open_time, spread_points, volume, ..at.bar }
        })
    }

    /// Prices at which a position of a side could be closed.
    pub(super) const fn reaches(&self, side: Side) -> &Reaches {
        match side {
            Side::Buy => &self.bids,
            Side::Sell => &self.asks,
        }
    }

    /// The first of some bars that has a price out of the hours of a symbol.
    pub(super) fn first_closed(&self, mut bars: Range<usize>, spec: &SymbolSpec) -> Option<usize> {
        if spec.is_always_open() {
            return None;
        }
        let is_open = |bar: &usize| {
            let at = &self.bars[*bar];
            let length_ms = (self.period.next_open(at.open_s) - at.open_s) * 1_000;
            offsets_ms(length_ms).iter().all(|ms| spec.is_open_at(at.open_s + ms / 1_000))
        };
        bars.find(|bar| !is_open(bar))
    }

    /// The bars that hold the first moment of a day, of the calendar or of days that begin at
    /// `reset_hour`, in order, without the first bar.
    pub(super) fn day_begins(&self, reset_hour: u32) -> &[usize] {
        let hour = reset_hour as usize % HOURS_PER_DAY;
        self.day_begins[hour].get_or_init(|| {
            let last_day = |at: &TapeBar| self.days(self.period.next_open(at.open_s) - 1, hour);
            let begins = |pair: &[TapeBar]| last_day(&pair[0]) != last_day(&pair[1]);
            let pairs = self.bars.windows(2).enumerate();
            pairs.filter(|(_, pair)| begins(pair)).map(|(bar, _)| bar + 1).collect()
        })
    }

    /// Whether a day begins inside a bar, after its open.
    pub(super) fn has_day_inside(&self, bar: usize, reset_hour: u32) -> bool {
        let open_s = self.bars[bar].open_s;
        let hour = reset_hour as usize % HOURS_PER_DAY;
        self.days(open_s, hour) != self.days(self.period.next_open(open_s) - 1, hour)
    }

    /// Numbers of the day of the calendar and of days that begin at an hour.
    const fn days(&self, server_s: i64, hour: usize) -> (i64, i64) {
        let shift_s = hour as i64 * SECONDS_PER_HOUR;
        (server_s.div_euclid(SECONDS_PER_DAY), (server_s - shift_s).div_euclid(SECONDS_PER_DAY))
    }

    /// One of the prices of a bar, as [`BarTape::ticks`] has them.
    pub(super) fn tick(&self, bar: usize, index: usize) -> (i64, Tick) {
        let at = &self.bars[bar];
        let price = path(&at.bar, self.rule, None)[index];
        let length_ms = (self.period.next_open(at.open_s) - at.open_s) * 1_000;
        let after_ms = offsets_ms(length_ms)[index];
        bar_tick((index, price), at, after_ms, self.points_per_unit)
    }

    /// When the last price of a bar happens, nanoseconds on the server's clock.
    pub(super) fn last_price_ns(&self, bar: usize) -> i64 {
        let end_s = self.period.next_open(self.bars[bar].open_s);
        (end_s * 1_000 - BEFORE_END_MS) * 1_000_000
    }

    /// The prices of a bar in the order in which they are assumed to have happened, each with its
    /// time on the server's clock in nanoseconds.
    #[must_use]
    pub fn ticks(&self, at: &TapeBar) -> [(i64, Tick); PATH_LEN] {
        let prices = path(&at.bar, self.rule, None);
        bar_ticks(prices, at, self.period, self.points_per_unit)
    }

    /// Where tick values are renewed that were computed at `first_price`, if they vary.
    pub(super) fn renewals(&self, first_price: f64) -> Vec<Renewal> {
        let mut rate_price = first_price;
        let mut renewals = Vec::new();
        for (bar, at) in self.bars.iter().enumerate() {
            for price in path(&at.bar, self.rule, None) {
                if is_far(price, rate_price) {
                    rate_price = price;
                    renewals.push(Renewal { bar, price });
                }
            }
        }
        renewals
    }
}

/// The ask beside a bid, `spread` above it and never below it.
#[must_use]
pub fn ask_beside(bid: f64, spread: f64, points_per_unit: f64) -> f64 {
    // Back to the grid of the points, if the bid is on it: 1.1 + 0.0001 is 1.1001000000000003.
    let ask = bid + spread;
    let on_grid = (ask * points_per_unit).round_ties_even() / points_per_unit;
    let is_noise = (on_grid - ask).abs() * points_per_unit < 1e-6;
    let tidy = if is_noise { on_grid } else { ask };
    tidy.max(bid)
}

/// Prices of a bar as ticks: at its open, after a quarter, after a half, and a millisecond before
/// its end. The first one carries the whole volume.
#[must_use]
pub fn bar_ticks(
    prices: [f64; PATH_LEN],
    at: &TapeBar,
    period: Period,
    points_per_unit: f64,
) -> [(i64, Tick); PATH_LEN] {
    let open = period.open_of(at.open_s);
    let after_ms = offsets_ms((period.next_open(open) - open) * 1_000);
    std::array::from_fn(|index| {
        bar_tick((index, prices[index]), at, after_ms[index], points_per_unit)
    })
}

/// A price of a bar by its place among them, some milliseconds after its open.
fn bar_tick(
    (index, price): (usize, f64),
    at: &TapeBar,
    after_ms: i64,
    points_per_unit: f64,
) -> (i64, Tick) {
    let share = if index == 0 { 1.0 } else { VANISHING_SHARE };
    let tick = Tick {
        time: UnixNanos::default(),
        bid: price,
        ask: ask_beside(price, at.spread, points_per_unit),
        last: price,
        volume: at.bar.volume * share,
    };
    ((at.open_s * 1_000 + after_ms) * 1_000_000, tick)
}

/// When the prices of a bar of some length happen, milliseconds after its open.
const fn offsets_ms(length_ms: i64) -> [i64; PATH_LEN] {
    [0, length_ms / 4, length_ms / 2, length_ms - BEFORE_END_MS]
}
