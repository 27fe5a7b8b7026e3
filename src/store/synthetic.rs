//! A made-up market, for trying things out where no file is at hand. Not real prices, and labelled
//! so: results on it say nothing about any market.
//!
//! A tick is a function of the seed and its number only through whole points and a counter-mode
//! generator; one division at the end makes the price. Every platform gives the same ticks, and no
//! rounding accumulates.
//!
//! The market has what rules look for: stretches of trend and of range, busy and quiet hours, a
//! spread that widens at the daily rollover, and weekends without ticks.

use crate::types::{CivilDate, NANOS_PER_SECOND, UnixNanos};

use super::record::FileTick;
use super::stamp::WrittenNanos;

/// What reports and tables call this market.
pub const SYMBOL: &str = "SYNTHETIC";
/// Size of a point, as a price: five decimals.
pub const POINT: f64 = 0.000_01;

const POINTS_PER_UNIT: f64 = 100_000.0;
const SECONDS_PER_DAY: i64 = 86_400;
const SECONDS_PER_WEEK: i64 = 7 * SECONDS_PER_DAY;
/// The market opens on Sunday at 22:00 and closes on Friday at 22:00 UTC.
const OPEN_SECOND_OF_DAY: i64 = 22 * 3_600;
const TRADING_SECONDS: i64 = 5 * SECONDS_PER_DAY;
/// Sunday 2024-01-07, so that the first week has no calendar oddity.
const FIRST_SUNDAY: CivilDate = CivilDate { year: 2024, month: 1, day: 7 };
const START_BID_POINTS: i64 = 110_000;
/// Where the price is turned back, so that any length stays a plausible price.
const BID_POINTS_MIN: i64 = 80_000;
const BID_POINTS_MAX: i64 = 140_000;
/// A regime (trend up, range, trend down) lasts this many ticks, and up to twice as many.
const REGIME_TICKS_MIN: u64 = 6_000;
/// Largest step of one tick in points, by hour UTC: quiet in Asia, busy over London and New York.
const STEP_POINTS_BY_HOUR: [u64; 24] =
    [2, 2, 2, 2, 2, 3, 4, 6, 7, 6, 5, 5, 6, 8, 8, 7, 6, 5, 4, 3, 3, 2, 2, 2];
/// Mean milliseconds between ticks, by hour UTC.
const PAUSE_MS_BY_HOUR: [u64; 24] = [
    4_000, 4_000, 4_000, 3_500, 3_500, 3_000, 2_000, 1_200, 1_000, 1_200, 1_500, 1_500, 1_200, 900,
    900, 1_000, 1_200, 1_800, 2_500, 3_000, 3_500, 5_000, 6_000, 4_500,
];

/// Numbers that depend on the seed and their index only.
///
/// Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators" (2014), the
/// SplitMix64 output function over a counter.
fn random(seed: u64, index: u64) -> u64 {
    let mut z = seed.wrapping_add(index.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A whole number below `bound`, from the upper half of `random` bits. The bias is below 2^-32
/// times the bound.
const fn below(random: u64, bound: u64) -> u64 {
    ((random >> 32) * bound) >> 32
}

/// Ticks of the made-up market, without end. Take as many as needed, or [`SyntheticTicks::weeks`].
#[derive(Clone, Debug)]
pub struct SyntheticTicks {
    seed: u64,
    index: u64,
    /// Milliseconds of open market since the first Sunday's opening.
    open_ms: u64,
    bid_points: i64,
    /// Where the price came from: the middle of a range, and where a trend began.
    anchor_points: i64,
    regime: Regime,
    regime_ticks_left: u64,
    end_ms: u64,
}

#[derive(Clone, Copy, Debug)]
enum Regime {
    Up,
    Range,
    Down,
}

impl SyntheticTicks {
    /// A market that does not end.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            index: 0,
            open_ms: 0,
            bid_points: START_BID_POINTS,
            anchor_points: START_BID_POINTS,
            regime: Regime::Range,
            regime_ticks_left: 0,
            end_ms: u64::MAX,
        }
    }

    /// The first `count` weeks, Sunday 22:00 to Friday 22:00 UTC each. One week has about 220,000
    /// ticks.
    #[must_use]
    pub fn weeks(seed: u64, count: u32) -> Self {
        Self { end_ms: u64::from(count) * TRADING_SECONDS as u64 * 1_000, ..Self::new(seed) }
    }

    fn draw(&self, stream: u64) -> u64 {
        random(self.seed, self.index.wrapping_mul(8).wrapping_add(stream))
    }

    fn begin_regime(&mut self) {
        self.regime = match below(self.draw(0), 4) {
            0 => Regime::Up,
            1 => Regime::Down,
            _ => Regime::Range,
        };
        self.regime_ticks_left = REGIME_TICKS_MIN + below(self.draw(1), REGIME_TICKS_MIN);
        self.anchor_points = self.bid_points;
    }

    /// The sum of two uniform steps, a slope in trends, a pull to the middle in ranges.
    fn step_points(&self, hour: usize) -> i64 {
        let size = STEP_POINTS_BY_HOUR[hour];
        let uniform = |stream| below(self.draw(stream), 2 * size + 1) as i64 - size as i64;
        let noise = (uniform(2) + uniform(3)) / 2;
        let nudges = below(self.draw(4), 16) == 0;
        let slope = match self.regime {
            Regime::Up => i64::from(nudges) * 2,
            Regime::Down => i64::from(nudges) * -2,
            Regime::Range => (self.anchor_points - self.bid_points) / 256,
        };
        noise + slope
    }

    /// 8 to 12 points, up to eight times as much around the rollover at 22:00 UTC.
    fn spread_points(&self, second_of_day: i64) -> i64 {
        let usual = 8 + below(self.draw(5), 5) as i64;
        let from_rollover_s = (second_of_day - OPEN_SECOND_OF_DAY).abs();
        match from_rollover_s {
            0..300 => usual * 8,
            300..1_800 => usual * 3,
            _ => usual,
        }
    }
}

/// Server time of a moment of open market: weekends are left out of the count.
fn written(open_ms: u64) -> WrittenNanos {
    let open_ms = open_ms.min(i64::MAX as u64 / 8_000_000) as i64; // year 2060, see `next`
    let week = open_ms / (TRADING_SECONDS * 1_000);
    let in_week_ms = open_ms % (TRADING_SECONDS * 1_000);
    let sunday_s = FIRST_SUNDAY.to_days() * SECONDS_PER_DAY + week * SECONDS_PER_WEEK;
    let opening_s = sunday_s + OPEN_SECOND_OF_DAY;
    WrittenNanos(opening_s * NANOS_PER_SECOND + in_week_ms * 1_000_000)
}

/// After so much open market the ticks end, in the year 2060: times stay far inside their range.
const LAST_MS: u64 = 52 * 36 * TRADING_SECONDS as u64 * 1_000;

impl Iterator for SyntheticTicks {
    type Item = FileTick;

    fn next(&mut self) -> Option<FileTick> {
        if self.open_ms >= self.end_ms.min(LAST_MS) {
            return None;
        }
        let time = written(self.open_ms);
        let second_of_day = time.seconds().rem_euclid(SECONDS_PER_DAY);
        let hour = (second_of_day / 3_600) as usize;
        if self.regime_ticks_left == 0 {
            self.begin_regime();
        }
        self.regime_ticks_left -= 1;
        if self.index > 0 {
            self.bid_points =
                (self.bid_points + self.step_points(hour)).clamp(BID_POINTS_MIN, BID_POINTS_MAX);
        }
        let ask_points = self.bid_points + self.spread_points(second_of_day);
        let tick = FileTick {
            written: time,
            bid: self.bid_points as f64 / POINTS_PER_UNIT,
            ask: ask_points as f64 / POINTS_PER_UNIT,
            last: 0.0,
            volume: 0.0,
        };
        self.open_ms += 1 + below(self.draw(6), 2 * PAUSE_MS_BY_HOUR[hour]);
        self.index += 1;
        Some(tick)
    }
}

/// When the first tick happens: Sunday 2024-01-07 22:00 UTC. The market's clock is UTC.
#[must_use]
pub fn first_time() -> UnixNanos {
    UnixNanos(written(0).0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Tick;

    #[test]
    fn the_generator_gives_the_published_numbers() {
        // First outputs of SplitMix64 for the seed 1234567, as published with the reference code.
        let published = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        for (index, expected) in published.into_iter().enumerate() {
            assert_eq!(random(1_234_567, index as u64), expected);
        }
    }

    #[test]
    fn a_week_runs_from_sunday_to_friday_in_order_with_good_quotes() {
        let mut previous = first_time().0 - 1;
        let mut count = 0;
        for tick in SyntheticTicks::weeks(7, 2) {
            assert!(tick.written.0 > previous, "time went back at tick {count}");
            previous = tick.written.0;
            count += 1;
            let tick: Tick = tick.to_tick(UnixNanos(tick.written.0));
            tick.check().unwrap();
            // Weekday 0 is Sunday; 1970-01-01 was a Thursday.
            let weekday = (tick.time.seconds().div_euclid(86_400) + 4).rem_euclid(7);
            let hour = tick.time.seconds().rem_euclid(86_400) / 3_600;
            assert!(weekday != 6 && (weekday != 0 || hour >= 22) && (weekday != 5 || hour < 22));
        }
        assert!((300_000..700_000).contains(&count), "{count} ticks");
        // Two weeks end before Friday 2024-01-19 22:00, 1_705_701_600 by `date`.
        assert!((1_705_701_580..1_705_701_600).contains(&(previous / NANOS_PER_SECOND)));
    }

    #[test]
    fn prices_are_whole_points_and_the_spread_widens_at_rollover() {
        let (mut usual, mut rollover) = (0.0f64, 0.0f64);
        for tick in SyntheticTicks::weeks(11, 1) {
            let points = (tick.bid * 100_000.0).round();
            assert_eq!((points / 100_000.0).to_bits(), tick.bid.to_bits());
            let second = tick.written.seconds().rem_euclid(86_400);
            let spread = ((tick.ask - tick.bid) * 100_000.0).round();
            if (second - 22 * 3_600).abs() < 300 {
                rollover = rollover.max(spread);
            } else if (second - 22 * 3_600).abs() >= 1_800 {
                usual = usual.max(spread);
            }
        }
        assert_eq!(usual, 12.0);
        assert!(rollover >= 64.0, "{rollover}");
    }

    #[test]
    fn the_seed_decides_everything() {
        let take = |seed| SyntheticTicks::new(seed).take(5_000).collect::<Vec<_>>();
        assert_eq!(take(1), take(1));
        assert_ne!(take(1), take(2));
    }
}
