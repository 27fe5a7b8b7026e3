//! The learners of [`learners`](crate::model::learners) as the work of a search.

mod forest;
mod logistic;
mod ridge;

pub(super) use forest::FOREST;
pub(super) use logistic::LOGISTIC;
pub(super) use ridge::RIDGE;

use super::candidate::{Candidate, Fit};
use super::work::Probabilities;
use super::{Point, Space, Split, Work};
use crate::model::calibration::Calibration;
use crate::model::{Classifier, Dataset, FitError, Fitted, Learner, Predictor, Stop};

/// A kind of learner: what may be varied, and how.
#[derive(Debug)]
pub(super) struct Family {
    /// Name for people.
    pub(super) title: &'static str,
    /// Settings that a search varies, and the values that it tries.
    pub(super) dimensions: &'static [(&'static str, &'static [f64])],
    /// The learner of a value for each dimension, in their order, and a seed.
    pub(super) learner: fn(&[f64], u64) -> Box<dyn Learner>,
}

impl Family {
    /// The space of its search.
    pub(super) fn space(&self) -> Space {
        Space::grid(self.dimensions)
    }
}

/// Fits of the learners of a family.
#[derive(Debug)]
pub(super) struct FamilyWork<'a> {
    pub(super) data: &'a Dataset,
    pub(super) family: &'static Family,
    /// That of the family.
    pub(super) space: &'a Space,
    pub(super) seed: u64,
}

impl FamilyWork<'_> {
    fn learn(
        &self,
        point: &Point,
        rows: (&[usize], &[usize]),
        stop: Stop<'_>,
    ) -> Result<Fitted, FitError> {
        (self.family.learner)(&point.0, self.seed).fit(self.data, rows.0, rows.1, stop)
    }

    /// Probabilities of rows, as the model of a file gives them before calibration.
    fn ask(
        &self,
        fitted: &Fitted,
        rows: &[usize],
        stop: Stop<'_>,
    ) -> Result<Probabilities, FitError> {
        let predictor = Predictor::new(fitted.clone(), Calibration::None)
            .map_err(|error| FitError::Diverged(error.to_string()))?;
        let mut values = vec![0.0; self.data.table.width()];
        let answer = |&row: &usize| {
            if stop() {
                return Err(FitError::Stopped);
            }
            self.data.table.copy_row(row, &mut values);
            Ok(predictor.probabilities(&values))
        };
        rows.iter().map(answer).collect()
    }
}

impl Work for FamilyWork<'_> {
    fn predict(
        &self,
        points: &[&Point],
        split: &Split,
        stop: Stop<'_>,
    ) -> Result<Vec<Probabilities>, FitError> {
        let one = |point: &&Point| {
            let fitted = self.learn(point, (&split.learn, &split.tail), stop)?;
            self.ask(&fitted, &split.test, stop)
        };
        points.iter().map(one).collect()
    }
}

impl Candidate for FamilyWork<'_> {
    fn identity(&self) -> String {
        let nowhere = vec![0.0; self.family.dimensions.len()];
        format!("{:?}", (self.family.learner)(&nowhere, self.seed))
    }

    fn text(&self, point: &Point) -> String {
        format!("{}: {}, seed {}", self.family.title, self.space.text(point), self.seed)
    }

    fn fit(
        &self,
        point: &Point,
        training: &[usize],
        watched: &[usize],
        stop: Stop<'_>,
    ) -> Result<Fit, FitError> {
        let fitted = self.learn(point, (training, &[]), stop)?;
        let probabilities = self.ask(&fitted, watched, stop)?;
        Ok(Fit { fitted, probabilities, learning_curve: Vec::new() })
    }
}

#[cfg(test)]
mod tests;
