//! Rows with known classes, and what was predicted for them.

use super::MetricError;
use crate::model::Class;

/// How far the sum of a row's probabilities may be from 1.
const SUM_TOLERANCE: f64 = 1e-6;

/// Rows with known classes, the probabilities that were predicted, and weights.
#[derive(Clone, Copy, Debug)]
pub struct Predictions<'a> {
    classes: &'a [Class],
    probabilities: &'a [[f64; Class::COUNT]],
    /// Empty: all 1.
    weights: &'a [f64],
}

impl<'a> Predictions<'a> {
    /// Rows that all count the same.
    ///
    /// # Errors
    /// No rows, different lengths, probabilities that are none.
    pub fn new(
        classes: &'a [Class],
        probabilities: &'a [[f64; Class::COUNT]],
    ) -> Result<Self, MetricError> {
        if classes.is_empty() {
            return Err(MetricError::Empty);
        }
        check_length("probabilities", probabilities.len(), classes.len())?;
        check_probabilities(probabilities)?;
        Ok(Self { classes, probabilities, weights: &[] })
    }

    /// The same rows with weights.
    ///
    /// # Errors
    /// Another number of weights, a weight below 0 or not finite, all weights 0.
    pub fn weighted(self, weights: &'a [f64]) -> Result<Self, MetricError> {
        check_length("weights", weights.len(), self.classes.len())?;
        for (row, &was) in weights.iter().enumerate() {
            if !(was.is_finite() && was >= 0.0) {
                return Err(MetricError::Weight { row, was });
            }
        }
        if weights.iter().all(|weight| *weight == 0.0) {
            return Err(MetricError::Weightless);
        }
        Ok(Self { weights, ..self })
    }

    /// Number of rows, at least 1.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.classes.len()
    }

    /// Class, probabilities and weight of every row.
    pub(in crate::model) fn iter(
        &self,
    ) -> impl Iterator<Item = (Class, [f64; Class::COUNT], f64)> + '_ {
        let rows = self.classes.iter().zip(self.probabilities).enumerate();
        rows.map(|(row, (&class, &probabilities))| (class, probabilities, self.weight(row)))
    }

    fn weight(&self, row: usize) -> f64 {
        self.weights.get(row).copied().unwrap_or(1.0)
    }

    /// The mean of a value over all rows, by weight.
    pub(super) fn mean(&self, value: impl Fn(Class, [f64; Class::COUNT]) -> f64) -> f64 {
        let (mut sum, mut total) = (0.0, 0.0);
        for (class, probabilities, weight) in self.iter() {
            sum += weight * value(class, probabilities);
            total += weight;
        }
        sum / total
    }
}

pub(super) fn check_length(what: &'static str, was: usize, rows: usize) -> Result<(), MetricError> {
    if was == rows { Ok(()) } else { Err(MetricError::Length { what, was, rows }) }
}

pub(super) fn check_probabilities(
    probabilities: &[[f64; Class::COUNT]],
) -> Result<(), MetricError> {
    for (row, &was) in probabilities.iter().enumerate() {
        let sum: f64 = was.iter().sum();
        let are_fractions = was.iter().all(|value| (0.0..=1.0).contains(value));
        if !(are_fractions && (sum - 1.0).abs() <= SUM_TOLERANCE) {
            return Err(MetricError::Probabilities { row, was });
        }
    }
    Ok(())
}
