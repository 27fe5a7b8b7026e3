//! How models do on bars that they have not learnt from.

use crate::engine::DecisionModel;
use crate::model::metrics::{Baseline, MetricError, Predictions, log_loss, top_reliability};
use crate::model::{Class, Dataset};
use crate::types::UnixNanos;

/// Labelled rows that a model has not learnt from.
pub(super) struct FreshRows<'a> {
    data: &'a Dataset,
    rows: Vec<usize>,
    classes: Vec<Class>,
}

/// How a model does on them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FreshFigures {
    /// Bars judged.
    pub bars: usize,
    /// Logarithmic loss.
    pub log_loss: f64,
    /// Logarithmic loss of the class frequencies of the bars before.
    pub prior_log_loss: f64,
    /// Expected calibration error of the most likely class.
    pub calibration_error: f64,
}

impl<'a> FreshRows<'a> {
    /// The rows after an instant.
    pub(super) fn after(data: &'a Dataset, time: UnixNanos) -> Self {
        let first = data.times.partition_point(|&row| row <= time);
        Self::of(data, (first..data.rows()).collect())
    }

    fn of(data: &'a Dataset, rows: Vec<usize>) -> Self {
        let classes = rows.iter().map(|&row| data.classes[row]).collect();
        Self { data, rows, classes }
    }

    /// All but the first `count`.
    pub(super) fn without_first(&self, count: usize) -> Self {
        Self::of(self.data, self.rows.get(count..).unwrap_or_default().to_vec())
    }

    /// How many.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Logarithmic loss of a model; NaN without rows.
    pub(super) fn log_loss(&self, model: &DecisionModel) -> Result<f64, MetricError> {
        self.loss_of(&self.predict(model))
    }

    /// Logarithmic loss of the class frequencies of the rows before; NaN without rows.
    pub(super) fn prior_log_loss(&self) -> Result<f64, MetricError> {
        let before: Vec<usize> = (0..self.rows.first().copied().unwrap_or(0)).collect();
        self.loss_of(&Baseline::Prior.predict(self.data, &before, &self.rows))
    }

    /// All figures of a model; `None` without rows.
    pub(super) fn figures(
        &self,
        model: &DecisionModel,
    ) -> Result<Option<FreshFigures>, MetricError> {
        if self.rows.is_empty() {
            return Ok(None);
        }
        let probabilities = self.predict(model);
        let predictions = Predictions::new(&self.classes, &probabilities)?;
        Ok(Some(FreshFigures {
            bars: self.rows.len(),
            log_loss: log_loss(&predictions),
            prior_log_loss: self.prior_log_loss()?,
            calibration_error: top_reliability(&predictions).error,
        }))
    }

    fn loss_of(&self, probabilities: &[[f64; Class::COUNT]]) -> Result<f64, MetricError> {
        if self.rows.is_empty() {
            return Ok(f64::NAN);
        }
        Ok(log_loss(&Predictions::new(&self.classes, probabilities)?))
    }

    /// The model's probabilities, as the engine computes them.
    fn predict(&self, model: &DecisionModel) -> Vec<[f64; Class::COUNT]> {
        let table = &self.data.table;
        let place = |name: &String| table.columns().iter().position(|column| column == name);
        let places: Vec<Option<usize>> = model.columns.iter().map(place).collect();
        let value =
            |row: usize, at: &Option<usize>| at.map_or(f64::NAN, |at| table.column(at)[row]);
        let predict = |&row: &usize| {
            let values: Vec<f64> = places.iter().map(|at| value(row, at)).collect();
            model.classifier.probabilities(&values)
        };
        self.rows.iter().map(predict).collect()
    }
}
