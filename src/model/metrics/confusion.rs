//! Which classes are taken for which.

use super::Predictions;
use crate::model::Class;

/// The class with the largest probability; of equal ones the first in the order of [`Class::ALL`].
#[must_use]
pub fn most_likely(probabilities: &[f64; Class::COUNT]) -> Class {
    let mut best = Class::Down;
    for class in Class::ALL {
        if probabilities[class as usize] > probabilities[best as usize] {
            best = class;
        }
    }
    best
}

/// Numbers of rows by actual and most likely class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confusion {
    /// `counts[actual][predicted]`.
    pub counts: [[u64; Class::COUNT]; Class::COUNT],
}

impl Confusion {
    /// Counts. Weights play no part.
    #[must_use]
    pub fn new(predictions: &Predictions<'_>) -> Self {
        let mut counts = [[0; Class::COUNT]; Class::COUNT];
        for (actual, probabilities, _) in predictions.iter() {
            counts[actual as usize][most_likely(&probabilities) as usize] += 1;
        }
        Self { counts }
    }

    /// Share of rows whose class was the most likely one.
    #[must_use]
    pub fn accuracy_frac(&self) -> f64 {
        let right: u64 = Class::ALL.iter().map(|class| self.right(*class)).sum();
        let rows: u64 = self.counts.iter().flatten().sum();
        right as f64 / rows as f64
    }

    /// Share of right ones among the rows predicted as the class; `None` without such rows.
    #[must_use]
    pub fn precision_frac(&self, class: Class) -> Option<f64> {
        let predicted: u64 = self.counts.iter().map(|row| row[class as usize]).sum();
        (predicted > 0).then(|| self.right(class) as f64 / predicted as f64)
    }

    /// Share of right ones among the rows of the class; `None` without such rows.
    #[must_use]
    pub fn recall_frac(&self, class: Class) -> Option<f64> {
        let actual: u64 = self.counts[class as usize].iter().sum();
        (actual > 0).then(|| self.right(class) as f64 / actual as f64)
    }

    fn right(&self, class: Class) -> u64 {
        self.counts[class as usize][class as usize]
    }
}
