//! A model as it predicts: trees, then calibration.

use super::calibration::Calibration;
use super::ensemble::FastEnsemble;
use super::{Class, Classifier};

/// Probabilities by an ensemble, corrected by a calibration. Allocates nothing.
#[derive(Clone, Debug)]
pub struct Predictor {
    ensemble: FastEnsemble,
    calibration: Calibration,
}

impl Predictor {
    /// An ensemble of one output for each class, and a calibration.
    #[must_use]
    pub const fn new(ensemble: FastEnsemble, calibration: Calibration) -> Self {
        Self { ensemble, calibration }
    }
}

impl Classifier for Predictor {
    fn probabilities(&self, row: &[f64]) -> [f64; Class::COUNT] {
        self.calibration.apply(self.ensemble.probabilities(row))
    }

    fn contributions(&self, row: &[f64]) -> Option<Vec<[f64; Class::COUNT]>> {
        let ensemble = self.ensemble.ensemble();
        let width = ensemble.features;
        let mut all = vec![0.0; ensemble.contributions_len()];
        ensemble.contributions(row, &mut all);
        let of = |column: usize| std::array::from_fn(|class| all[class * (width + 1) + column]);
        Some((0..width).map(of).collect())
    }
}
