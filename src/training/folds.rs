//! Fits on folds: predictions of rows that the fit did not see.

use super::candidate::{Candidate, Fit};
use super::{Point, pool};
use crate::model::calibration::{Calibration, CalibrationError, CalibrationMethod};
use crate::model::metrics::{MetricError, Predictions};
use crate::model::validation::Fold;
use crate::model::{Class, Dataset, FitError, Stop};

/// Learns from the training rows of every fold, and watches the tested rows.
pub(super) fn fit_folds(
    candidate: &dyn Candidate,
    folds: &[Fold],
    point: &Point,
    threads: usize,
    stop: Stop<'_>,
) -> Result<Vec<Fit>, FitError> {
    let fit = |fold: &Fold| candidate.fit(point, &fold.training, &fold.test, stop);
    let mut fits: Vec<Result<Fit, FitError>> =
        folds.iter().map(|_| Err(FitError::Stopped)).collect();
    pool::run(threads, folds, stop, fit, |fold, result| fits[fold] = result);
    fits.into_iter().collect()
}

/// Predictions out of fold: every row that some fold tests, once, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct OutOfFold {
    /// The rows.
    pub(super) rows: Vec<usize>,
    /// Which fold tested each.
    pub(super) folds: Vec<usize>,
    /// Their probabilities; the mean where several folds test a row.
    pub(super) probabilities: Vec<[f64; Class::COUNT]>,
}

impl OutOfFold {
    /// Gathers the predictions of all folds.
    pub(super) fn new(rows: usize, folds: &[Fold], fits: &[Fit]) -> Self {
        let mut sums = vec![([0.0; Class::COUNT], 0_u32, 0_usize); rows];
        for (index, (fold, fit)) in folds.iter().zip(fits).enumerate() {
            for (&row, probabilities) in fold.test.iter().zip(&fit.probabilities) {
                let (sum, count, first) = &mut sums[row];
                *first = if *count == 0 { index } else { *first };
                sum.iter_mut().zip(probabilities).for_each(|(sum, value)| *sum += value);
                *count += 1;
            }
        }
        let mut all = Self::default();
        for (row, (sum, count, fold)) in sums.into_iter().enumerate() {
            if count > 0 {
                all.rows.push(row);
                all.folds.push(fold);
                all.probabilities.push(sum.map(|value| value / f64::from(count)));
            }
        }
        all
    }

    /// The correction that these predictions ask for, but for those of fold `without`.
    fn calibration(
        &self,
        data: &Dataset,
        method: CalibrationMethod,
        without: Option<usize>,
    ) -> Result<Calibration, CalibrateError> {
        let kept: Vec<usize> =
            (0..self.rows.len()).filter(|&place| Some(self.folds[place]) != without).collect();
        let classes: Vec<Class> =
            kept.iter().map(|&place| data.classes[self.rows[place]]).collect();
        let weights: Vec<f64> = kept.iter().map(|&place| data.weights[self.rows[place]]).collect();
        let probabilities: Vec<_> = kept.iter().map(|&place| self.probabilities[place]).collect();
        let predictions = Predictions::new(&classes, &probabilities)
            .and_then(|predictions| predictions.weighted(&weights))
            .map_err(CalibrateError::Metric)?;
        Calibration::fit(method, &predictions).map_err(CalibrateError::Calibration)
    }

    /// The correction from all predictions, for the final model.
    pub(super) fn whole_calibration(
        &self,
        data: &Dataset,
        method: CalibrationMethod,
    ) -> Result<Calibration, CalibrateError> {
        self.calibration(data, method, None)
    }

    /// Each fold's predictions, corrected by what the other folds say.
    pub(super) fn cross_calibrated(
        &self,
        data: &Dataset,
        method: CalibrationMethod,
    ) -> Result<Vec<[f64; Class::COUNT]>, CalibrateError> {
        let last = self.folds.iter().copied().max().unwrap_or(0);
        let calibrations = (0..=last)
            .map(|fold| self.calibration(data, method, Some(fold)))
            .collect::<Result<Vec<_>, _>>()?;
        let corrected = self.folds.iter().zip(&self.probabilities);
        Ok(corrected.map(|(&fold, &values)| calibrations[fold].apply(values)).collect())
    }
}

/// Why predictions could not be calibrated.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum CalibrateError {
    Metric(MetricError),
    Calibration(CalibrationError),
}
