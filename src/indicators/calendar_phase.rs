//! Where in the day and in the week a bar stands, as points on circles.

use super::Indicator;
use crate::types::{Bar, NANOS_PER_SECOND, ParameterError, UnixNanos};

const DAY_NANOS: i64 = 86_400 * NANOS_PER_SECOND;
const WEEK_NANOS: i64 = 7 * DAY_NANOS;
/// 1970-01-01 was a Thursday: the first Monday came four days later.
const FIRST_MONDAY_NANOS: i64 = 4 * DAY_NANOS;

/// Time of day and time of week, each as the sine and cosine of its share of a full turn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Phases {
    /// Sine of the time of day: 0 at 00:00 UTC, 1 at 06:00.
    pub day_sin: f64,
    /// Cosine of the time of day: 1 at 00:00 UTC, 0 at 06:00.
    pub day_cos: f64,
    /// Sine of the time of week: 0 at Monday 00:00 UTC, 1 at Tuesday 18:00.
    pub week_sin: f64,
    /// Cosine of the time of week: 1 at Monday 00:00 UTC.
    pub week_cos: f64,
}

impl Phases {
    /// At an instant.
    #[must_use]
    pub fn at(time: UnixNanos) -> Self {
        let (day_sin, day_cos) = turn(time.0.rem_euclid(DAY_NANOS), DAY_NANOS);
        let since_monday = time.0.rem_euclid(WEEK_NANOS) - FIRST_MONDAY_NANOS;
        let (week_sin, week_cos) = turn(since_monday.rem_euclid(WEEK_NANOS), WEEK_NANOS);
        Self { day_sin, day_cos, week_sin, week_cos }
    }
}

/// Sine and cosine of `part / whole` of a full turn; both numbers are exact as floats.
fn turn(part: i64, whole: i64) -> (f64, f64) {
    libm::sincos(std::f64::consts::TAU * (part as f64 / whole as f64))
}

/// Time of day and of week at which a bar opened, so that 23:59 is next to 00:00.
///
/// - Formula: sine and cosine of `2 pi t / T`, `t` the time since 00:00 UTC (`T` one day) or since
///   Monday 00:00 UTC (`T` seven days).
/// - Parameters: none.
/// - Returns: -1 to 1, correct to about 1e-15; the same bits on every system (`libm`).
/// - Warm-up: none.
/// - Cost: two sines and two cosines, about 40 ns.
/// - Source: the usual cyclic encoding; the first pair of Fourier terms of each period.
///
/// ```
/// use hypertrader::indicators::{CalendarPhase, Indicator};
/// use hypertrader::types::{Bar, UnixNanos};
/// let mut phase = CalendarPhase::new()?;
/// // Six in the morning: a quarter of the day.
/// let bar = Bar { open_time: UnixNanos::from_seconds(6 * 3_600), ..Bar::default() };
/// let phases = phase.update(bar).expect("no warm-up");
/// assert!((phases.day_sin - 1.0).abs() < 1e-15 && phases.day_cos.abs() < 1e-15);
/// # Ok::<(), hypertrader::types::ParameterError>(())
/// ```
#[derive(Clone, Debug)]
pub struct CalendarPhase;

impl CalendarPhase {
    /// The phases of bars.
    ///
    /// # Errors
    /// Never; the signature is that of the other indicators.
    pub fn new() -> Result<Self, ParameterError> {
        Ok(Self)
    }
}

impl Indicator for CalendarPhase {
    type Input = Bar;
    type Output = Phases;

    #[inline]
    fn update(&mut self, bar: Bar) -> Option<Phases> {
        Some(Phases::at(bar.open_time))
    }

    fn lookback(&self) -> usize {
        0
    }

    fn reset(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::testing::indicator_contract;

    indicator_contract!(only, CalendarPhase::new(), lookback: 0, price_degrees: [0, 0, 0, 0]);

    fn near(phases: Phases, expected: [f64; 4]) {
        let parts = [phases.day_sin, phases.day_cos, phases.week_sin, phases.week_cos];
        for (part, value) in parts.iter().zip(expected) {
            assert!((part - value).abs() < 2e-15, "{parts:?}, expected {expected:?}");
        }
    }

    #[test]
    fn weeks_begin_on_monday_before_and_after_the_epoch() {
        // Mondays: 2024-01-01 (1_704_067_200 s), 1970-01-05, 1969-12-29. The half of a week is
        // Thursday noon.
        for monday in [1_704_067_200, 345_600, -259_200] {
            near(Phases::at(UnixNanos::from_seconds(monday)), [0.0, 1.0, 0.0, 1.0]);
            let thursday_noon = UnixNanos::from_seconds(monday + 302_400);
            near(Phases::at(thursday_noon), [0.0, -1.0, 0.0, -1.0]);
        }
    }

    #[test]
    fn a_bar_before_midnight_is_next_to_one_after() {
        let at = |seconds| Phases::at(UnixNanos::from_seconds(seconds));
        let (before, after) = (at(86_400 * 30 - 60), at(86_400 * 30));
        // A minute is 2 pi / 1440 of the day's circle, and a chord is shorter than its arc.
        let chord = ((after.day_sin - before.day_sin) * (after.day_sin - before.day_sin)
            + (after.day_cos - before.day_cos) * (after.day_cos - before.day_cos))
            .sqrt();
        assert!(chord > 0.0 && chord < std::f64::consts::TAU / 1_440.0, "was {chord}");
    }

    #[test]
    fn the_whole_range_of_times_lies_on_the_circles() {
        for nanos in [i64::MIN, -1, 0, 1, i64::MAX] {
            let phases = Phases::at(UnixNanos(nanos));
            for (sin, cos) in [(phases.day_sin, phases.day_cos), (phases.week_sin, phases.week_cos)]
            {
                assert!((sin * sin + cos * cos - 1.0).abs() < 1e-15, "{nanos}: {phases:?}");
            }
        }
    }
}
