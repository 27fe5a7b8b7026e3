//! The scale of a chart: where values lie, and which of them are written beside it.

use super::format;

/// A value that is written beside a chart.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Tick {
    /// The value.
    pub(in super::super) at: f64,
    /// How it is written.
    pub(in super::super) label: String,
}

/// A scale from one value to another.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Axis {
    /// The value at the left or at the bottom.
    pub(in super::super) from: f64,
    /// The value at the right or at the top, above `from`.
    pub(in super::super) to: f64,
    /// Values to write, in their order.
    pub(in super::super) ticks: Vec<Tick>,
}

/// Least and greatest of finite numbers.
pub(in super::super) fn range(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|value| value.is_finite()).fold(None, |range, value| {
        let (low, high) = range.unwrap_or((value, value));
        Some((low.min(value), high.max(value)))
    })
}

/// The step of 1, 2 or 5 times a power of ten that is next to `raw` or above it.
fn nice_step(raw: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(raw)));
    let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * power);
    // A hair for the rounding of the logarithm.
    steps.into_iter().find(|step| *step >= raw * (1.0 - 1e-9)).unwrap_or(power * 10.0)
}

/// Digits after the point that a step needs.
fn digits(step: f64) -> usize {
    libm::ceil(-libm::log10(step) - 1e-9).clamp(0.0, 8.0) as usize
}

impl Axis {
    /// A scale of numbers that begins and ends with a round one; `ticks` is about how many steps.
    pub(in super::super) fn numbers(range: Option<(f64, f64)>, ticks: usize) -> Self {
        Self::written(range, ticks, 1.0, "")
    }

    /// A scale of fractions, written as percentages.
    pub(in super::super) fn percent(range: Option<(f64, f64)>, ticks: usize) -> Self {
        Self::written(range, ticks, 100.0, "\u{a0}%")
    }

    fn written(range: Option<(f64, f64)>, ticks: usize, factor: f64, unit: &str) -> Self {
        let (low, high) = range.unwrap_or((0.0, 1.0));
        let (low, high) = if high - low > 1e-9 * low.abs().max(high.abs()).max(1e-9) {
            (low, high)
        } else {
            let around = low.abs().max(1.0) * 0.05;
            (low - around, high + around)
        };
        let step = nice_step((high - low) / ticks as f64);
        let (first, last) = (libm::floor(low / step + 1e-9), libm::ceil(high / step - 1e-9));
        let count = (last - first) as usize;
        let largest = (last * step).abs().max((first * step).abs()) * factor;
        let label = |value: f64| match largest {
            1e6.. => format!("{}M", format::grouped(value / 1e6, digits(step * factor / 1e6))),
            _ => format!("{}{unit}", format::grouped(value * factor, digits(step * factor))),
        };
        let at = |index: usize| (first + index as f64) * step;
        let tick = |index| Tick { at: at(index), label: label(at(index)) };
        Self { from: at(0), to: at(count), ticks: (0..=count).map(tick).collect() }
    }

    /// Where a value lies, from 0 to 1; what is outside is put to the edge.
    pub(in super::super) fn place(&self, value: f64) -> f64 {
        ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }

    /// Whether a value is inside.
    pub(in super::super) fn holds(&self, value: f64) -> bool {
        (self.from..=self.to).contains(&value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn steps_are_round_and_hold_the_range() {
        let axis = Axis::numbers(Some((9_713.0, 11_240.0)), 5);
        assert_eq!(labels(&axis), ["9,500", "10,000", "10,500", "11,000", "11,500"]);
        let axis = Axis::percent(Some((-0.034, 0.0)), 4);
        let expected = ["-4\u{a0}%", "-3\u{a0}%", "-2\u{a0}%", "-1\u{a0}%", "0\u{a0}%"];
        assert_eq!(labels(&axis), expected);
        let axis = Axis::numbers(Some((0.0, 0.003)), 3);
        assert_eq!(labels(&axis), ["0.000", "0.001", "0.002", "0.003"]);
        let axis = Axis::numbers(Some((0.0, 3_400_000.0)), 4);
        assert_eq!(labels(&axis), ["0M", "1M", "2M", "3M", "4M"]);
    }

    #[test]
    fn one_value_or_none_has_a_scale_too() {
        for range in [None, Some((0.0, 0.0)), Some((10_000.0, 10_000.0)), Some((-1e12, -1e12))] {
            let axis = Axis::numbers(range, 4);
            assert!(axis.to > axis.from, "{axis:?}");
            assert!((1..20).contains(&axis.ticks.len()), "{axis:?}");
            assert!(range.is_none_or(|(low, _)| axis.holds(low)), "{axis:?}");
        }
    }

    #[test]
    fn places_are_shares_of_the_scale() {
        let axis = Axis::numbers(Some((0.0, 10.0)), 5);
        assert_eq!((axis.place(5.0), axis.place(-3.0), axis.place(99.0)), (0.5, 0.0, 1.0));
        assert_eq!(range([f64::NAN, 2.0, -1.0]), Some((-1.0, 2.0)));
    }
}
