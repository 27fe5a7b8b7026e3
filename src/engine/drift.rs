//! Whether the columns of a model still look as they did in training.

use crate::model::metrics::StabilityBins;

/// Judged bars after which old ones begin to count less.
const WINDOW_BARS: u32 = 4_096;

/// How often the values of each column fell into each of their bins, recent bars only.
///
/// After [`WINDOW_BARS`] bars all counts are halved, so that a bar counts half as much one window
/// later and never more than two windows' worth are in them.
#[derive(Clone, Debug)]
pub(super) struct Drift {
    columns: Vec<(StabilityBins, Vec<u64>)>,
    bars: u32,
}

impl Drift {
    /// No bar yet; bins in the order of the model's columns.
    pub(super) fn new(bins: &[StabilityBins]) -> Self {
        let empty = |bins: &StabilityBins| (bins.clone(), vec![0; bins.shares().len()]);
        Self { columns: bins.iter().map(empty).collect(), bars: 0 }
    }

    /// Counts the values of a judged bar, NaN where absent. No allocation; a binary search each.
    pub(super) fn count(&mut self, values: &[f64]) {
        for ((bins, counts), &value) in self.columns.iter_mut().zip(values) {
            if let Some(count) = counts.get_mut(bins.bin(value)) {
                *count += 1;
            }
        }
        self.bars += 1;
        if self.bars >= 2 * WINDOW_BARS {
            self.bars = WINDOW_BARS;
            let counts = self.columns.iter_mut().flat_map(|(_, counts)| counts);
            counts.for_each(|count| *count /= 2);
        }
    }

    /// The largest population stability index of a column, and which column; `None` before a
    /// quarter of a window was counted, when chance alone makes large indices.
    pub(super) fn largest(&self) -> Option<(usize, f64)> {
        if self.bars < WINDOW_BARS / 4 {
            return None;
        }
        let indices = self.columns.iter().enumerate();
        indices
            .filter_map(|(column, (bins, counts))| Some((column, bins.index(counts)?)))
            .max_by(|a, b| a.1.total_cmp(&b.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uniform() -> StabilityBins {
        let values: Vec<f64> = (0..1_000).map(f64::from).collect();
        StabilityBins::from_training(&values, 10).unwrap()
    }

    #[test]
    fn values_as_in_training_have_no_drift_and_others_have() {
        let mut drift = Drift::new(&[uniform(), uniform()]);
        for bar in 0..1_000_u32 {
            drift.count(&[f64::from(bar % 1_000), f64::from(bar % 1_000)]);
        }
        assert_eq!(drift.largest(), None, "too few bars");
        for bar in 1_000..2_000_u32 {
            drift.count(&[f64::from(bar % 1_000), f64::from(bar % 100)]);
        }
        let (column, index) = drift.largest().unwrap();
        // Shares 0.55 and nine times 0.05 against 0.1: 0.45 ln 5.5 + 9 x 0.05 ln 2.
        assert_eq!(column, 1);
        assert!((index - (0.45 * 5.5_f64.ln() + 0.45 * 2_f64.ln())).abs() < 1e-9, "{index}");
    }

    #[test]
    fn the_past_fades() {
        let mut drift = Drift::new(&[uniform()]);
        for _ in 0..2 * WINDOW_BARS {
            drift.count(&[5.0]);
        }
        let before = drift.largest().unwrap().1;
        for bar in 0..20 * WINDOW_BARS {
            drift.count(&[f64::from(bar % 1_000)]);
        }
        assert!(before > 1.0 && drift.largest().unwrap().1 < 0.01);
    }
}
