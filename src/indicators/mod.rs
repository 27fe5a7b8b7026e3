//! Technical indicators: one file per indicator, each fed one value or one bar at a time.
//!
//! What every indicator promises (the `indicator_contract!` tests hold each one to it):
//!
//! - [`Indicator::update`] answers `None` for exactly the first [`Indicator::lookback`] inputs
//!   after `new` or `reset`, and `Some` from then on.
//! - Feeding one input at a time and [`batch`] give the same bits; `reset` and `new` likewise.
//! - Finite inputs give finite outputs. Inputs are limited to [`MAGNITUDE_MAX`]; where a formula
//!   has no value (a flat window) the documented neutral one is returned.
//! - Prices multiplied by a power of two give exactly the scaled outputs: no constant has a unit.
//! - `update` does not allocate, lock or panic, and uses `+ - * / sqrt`, comparisons and the crate
//!   `libm` only, so that every platform agrees bit for bit.
//!
//! Not here: missing values and column names (`features`), and the checking of bars
//! ([`Bar::check`](crate::types::Bar::check)): NaN must not reach an indicator.
//!
//! Definitions follow TA-Lib 0.8 with its default settings; `tests/indicators_golden.rs` compares
//! with it, and `tests/golden/README.md` names each difference.
//!
//! | indicator | input | output | scale |
//! |---|---|---|---|
//! | [`SimpleMovingAverage`], [`ExponentialMovingAverage`] | value | value | price |
//! | [`StandardDeviation`], [`RollingMinimum`], [`RollingMaximum`] | value | value | price |
//! | [`BollingerBands`] | value | [`Bands`] | price; width is a fraction |
//! | [`EnvelopeBands`] | value | [`Envelope`] | price |
//! | [`MovingAverageConvergenceDivergence`] | value | [`Macd`] | price |
//! | [`RelativeStrengthIndex`] | value | value | 0 to 100 |
//! | [`RollingExtremes`] | value | [`Extremes`] | price |
//! | [`ZSpike`], [`Return`], [`Volatility`] | value | value | dimensionless |
//! | [`TrueRange`], [`AverageTrueRange`] | bar | value | price |
//! | [`AverageDirectionalIndex`] | bar | [`Directional`] | 0 to 100 |
//! | [`Stochastic`] | bar | [`StochasticLines`] | 0 to 100 |
//! | [`OnBalanceVolume`] | bar | value | volume |
//! | [`VolumeChange`], [`RelativeVolume`] | bar | value | dimensionless |
//! | [`RelativeSpread`] | bar | value or unknown | dimensionless |
//! | [`CalendarPhase`] | bar | [`Phases`] | -1 to 1 |
//! | [`CausalTrend`] | bar | [`Trend`] | price |
//! | [`SwingPoints`] | bar | [`Swing`] | price |
//!
//! Start with [`SimpleMovingAverage`] for a windowed one and [`RelativeStrengthIndex`] for a
//! recursive one; `window` explains how windows stay free of drift.

mod average_directional_index;
mod average_true_range;
mod bollinger_bands;
mod calendar_phase;
mod causal_trend;
mod envelope_bands;
mod exponential_moving_average;
mod moving_average_convergence_divergence;
mod on_balance_volume;
mod relative_spread;
mod relative_strength_index;
mod relative_volume;
mod returns;
mod rolling_extreme;
mod simple_moving_average;
mod standard_deviation;
mod stochastic;
mod swing_points;
#[cfg(test)]
mod testing;
mod true_range;
mod volatility;
mod volume_change;
mod window;
mod z_spike;

pub use average_directional_index::{AverageDirectionalIndex, Directional};
pub use average_true_range::AverageTrueRange;
pub use bollinger_bands::{Bands, BollingerBands};
pub use calendar_phase::{CalendarPhase, Phases};
pub use causal_trend::{CausalTrend, Trend};
pub use envelope_bands::{Envelope, EnvelopeBands};
pub use exponential_moving_average::ExponentialMovingAverage;
pub use moving_average_convergence_divergence::{Macd, MovingAverageConvergenceDivergence};
pub use on_balance_volume::OnBalanceVolume;
pub use relative_spread::RelativeSpread;
pub use relative_strength_index::RelativeStrengthIndex;
pub use relative_volume::RelativeVolume;
pub use returns::Return;
pub use rolling_extreme::{Extremes, RollingExtremes, RollingMaximum, RollingMinimum};
pub use simple_moving_average::SimpleMovingAverage;
pub use standard_deviation::StandardDeviation;
pub use stochastic::{Stochastic, StochasticLines};
pub use swing_points::{Swing, SwingPoints};
pub use true_range::TrueRange;
pub use volatility::Volatility;
pub use volume_change::VolumeChange;
pub use z_spike::ZSpike;

use crate::types::ParameterError;

/// Longest window an indicator accepts, in inputs.
///
/// Forty-five days of minute bars fit. At this length the error that `window` allows a standard
/// deviation in the worst case is of the order of 1e-8 of it; the usual one is far below 1e-9.
pub const PERIOD_MAX: usize = 65_536;

/// Largest magnitude an input may have: what is larger counts as this.
///
/// No price or volume comes near. The limit keeps squares and sums of a window finite, so that a
/// wild but finite number cannot turn a recursive average into infinity for good.
pub const MAGNITUDE_MAX: f64 = 1e100;

/// Something that turns a series into another one, one input at a time.
pub trait Indicator {
    /// What it is fed: `f64` or [`Bar`](crate::types::Bar).
    type Input: Copy;
    /// What it answers.
    type Output: Copy + PartialEq;

    /// Takes the next input and returns the value at it, `None` while warming up.
    fn update(&mut self, input: Self::Input) -> Option<Self::Output>;

    /// How many inputs after `new` or `reset` have no output.
    fn lookback(&self) -> usize;

    /// Forgets every input: the indicator is as `new` made it.
    fn reset(&mut self);
}

/// Resets the indicator, feeds it `inputs` and collects what it answered.
pub fn batch<I: Indicator>(indicator: &mut I, inputs: &[I::Input]) -> Vec<Option<I::Output>> {
    indicator.reset();
    inputs.iter().map(|&input| indicator.update(input)).collect()
}

/// `value`, limited to [`MAGNITUDE_MAX`] either side of zero.
#[inline(always)]
fn bounded(value: f64) -> f64 {
    value.clamp(-MAGNITUDE_MAX, MAGNITUDE_MAX)
}

/// `new / old - 1`, or 0 where `old` is 0, limited to [`MAGNITUDE_MAX`].
#[inline]
fn relative_change(new: f64, old: f64) -> f64 {
    if old == 0.0 { 0.0 } else { bounded(new / old - 1.0) }
}

/// Accepts a period from `least` to [`PERIOD_MAX`].
fn check_period(name: &'static str, period: usize, least: usize) -> Result<(), ParameterError> {
    if period > PERIOD_MAX || period < least {
        let expected =
            if least <= 1 { "a whole number, 1 to 65536" } else { "a whole number, 2 to 65536" };
        return Err(ParameterError::new(name, period, expected));
    }
    Ok(())
}

/// `1 / count`, for counts that [`check_period`] passed.
#[inline]
fn reciprocal(count: usize) -> f64 {
    1.0 / count_as_f64(count)
}

/// A count as a float. Exact: counts here are at most a few times [`PERIOD_MAX`].
#[inline]
fn count_as_f64(count: usize) -> f64 {
    count as f64
}
