//! Histograms.

use std::fmt::Write as _;

use super::axis::{Axis, range};
use super::plot::UNITS;

/// Values counted in steps of equal width.
#[derive(Clone, Debug)]
pub(in super::super) struct Histogram {
    /// The horizontal scale: of the values.
    pub(in super::super) x: Axis,
    /// The vertical scale: of the counts.
    pub(in super::super) y: Axis,
    counts: Vec<usize>,
}

impl Histogram {
    /// Counts values in about `steps` steps; `None` without values.
    pub(in super::super) fn of(values: &[f64], steps: usize) -> Option<Self> {
        let found = range(values.iter().copied())?;
        let x = Axis::numbers(Some(found), 6);
        // A whole number of bars between ticks: no bar holds both sides of a tick, such as 0.
        let ticks = x.ticks.len().saturating_sub(1).max(1);
        let bars = ticks * steps.div_ceil(ticks).max(1);
        let mut counts = vec![0; bars];
        for value in values.iter().filter(|value| value.is_finite()) {
            let bar = ((x.place(*value) * bars as f64) as usize).min(bars - 1);
            counts[bar] += 1;
        }
        let highest = counts.iter().copied().max().unwrap_or(0);
        let y = Axis::numbers(Some((0.0, highest.max(4) as f64)), 4);
        Some(Self { x, y, counts })
    }

    /// The bars; those below `split` have one class, the others the second.
    pub(in super::super) fn marks(&self, split: f64, classes: [&str; 2]) -> String {
        let width = UNITS / self.counts.len() as f64;
        let mut paths = [String::new(), String::new()];
        for (index, count) in self.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let middle = (index as f64 + 0.5) / self.counts.len() as f64;
            let value = self.x.from + middle * (self.x.to - self.x.from);
            let height = self.y.place(*count as f64) * UNITS;
            let (left, right) =
                (index as f64 * width + width * 0.06, (index as f64 + 0.94) * width);
            let path = &mut paths[usize::from(value >= split)];
            let _ = write!(path, "M{left:.1} 1000V{:.1}H{right:.1}V1000Z", UNITS - height);
        }
        let mut marks = String::new();
        for (class, path) in classes.iter().zip(paths).filter(|(_, path)| !path.is_empty()) {
            let _ = write!(marks, "<path class=\"fill {class}\" d=\"{path}\"/>");
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_in_a_bar_of_its_side() {
        let found = Histogram::of(&[-1.0, -0.1, 0.0, 0.1, 2.0, 2.0], 12).unwrap();
        assert_eq!(found.counts.iter().sum::<usize>(), 6);
        let marks = found.marks(0.0, ["loss", "gain"]);
        let (loss, gain) = marks.split_once("gain").unwrap();
        assert_eq!((loss.matches('M').count(), gain.matches('M').count()), (2, 2), "{marks}");
        assert!(Histogram::of(&[], 12).is_none());
    }
}
