//! A model as it predicts: trees or lines, then calibration.

use super::calibration::Calibration;
use super::ensemble::{EnsembleError, FastEnsemble};
use super::learners::Linear;
use super::{Class, Classifier, Fitted};

/// Probabilities by what a learner has made, corrected by a calibration. Allocates nothing.
#[derive(Clone, Debug)]
pub struct Predictor {
    scorer: Scorer,
    calibration: Calibration,
}

#[derive(Clone, Debug)]
enum Scorer {
    Trees(FastEnsemble),
    Lines(Linear),
}

impl Predictor {
    /// What a learner has made, ready to be asked, and a calibration.
    ///
    /// # Errors
    /// Trees that are not sound, or have not one output for each class.
    pub fn new(fitted: Fitted, calibration: Calibration) -> Result<Self, EnsembleError> {
        let scorer = match fitted {
            Fitted::Trees(ensemble) if ensemble.outputs != Class::COUNT => {
                let problem =
                    format!("{} outputs, expected three: down, flat, up", ensemble.outputs);
                return Err(EnsembleError { tree: None, problem });
            }
            Fitted::Trees(ensemble) => Scorer::Trees(FastEnsemble::new(ensemble)?),
            Fitted::Lines(lines) => Scorer::Lines(lines),
        };
        Ok(Self { scorer, calibration })
    }
}

impl Classifier for Predictor {
    fn probabilities(&self, row: &[f64]) -> [f64; Class::COUNT] {
        self.calibration.apply(match &self.scorer {
            Scorer::Trees(ensemble) => ensemble.probabilities(row),
            Scorer::Lines(lines) => lines.probabilities(row),
        })
    }

    fn contributions(&self, row: &[f64]) -> Option<Vec<[f64; Class::COUNT]>> {
        let ensemble = match &self.scorer {
            Scorer::Trees(ensemble) => ensemble.ensemble(),
            Scorer::Lines(lines) => return lines.contributions(row),
        };
        let width = ensemble.features;
        let mut all = vec![0.0; ensemble.contributions_len()];
        ensemble.contributions(row, &mut all);
        let of = |column: usize| std::array::from_fn(|class| all[class * (width + 1) + column]);
        Some((0..width).map(of).collect())
    }
}
