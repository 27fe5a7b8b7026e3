//! What logistic regression and ridge learn: one line per class.

use super::Preparation;
use crate::model::{Class, Classifier};

/// From the scores of the classes to probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Map {
    /// Softmax.
    Softmax,
    /// `(score + 1) / 2`, held between [`LEAST`] and 1, divided by their sum.
    Halves,
}

/// The smallest probability before the division that [`Map::Halves`] gives: a line that runs past
/// its end is sure, but not sure enough for an infinite loss.
const LEAST: f64 = 1e-3;

/// A linear model: the score of a class is `intercept + sum of coefficient * prepared value`.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    pub(super) preparation: Preparation,
    /// Per class, one a column.
    pub(super) coefficients: [Vec<f64>; Class::COUNT],
    /// Minus infinity for a class that softmax never saw.
    pub(super) intercepts: [f64; Class::COUNT],
    pub(super) map: Map,
}

impl Linear {
    /// Coefficients of a class, one a column, for prepared values: how much a step of one standard
    /// deviation moves its score.
    #[must_use]
    pub fn coefficients(&self, class: Class) -> &[f64] {
        &self.coefficients[class as usize]
    }

    /// Intercept of a class; minus infinity when logistic regression saw no row of it.
    #[must_use]
    pub const fn intercept(&self, class: Class) -> f64 {
        self.intercepts[class as usize]
    }

    /// How values are prepared.
    #[must_use]
    pub const fn preparation(&self) -> &Preparation {
        &self.preparation
    }

    /// Scores of the classes.
    #[must_use]
    pub fn scores(&self, row: &[f64]) -> [f64; Class::COUNT] {
        let mut scores = self.intercepts;
        for (column, &value) in row.iter().enumerate().take(self.preparation.width()) {
            let value = self.preparation.value(column, value);
            for (score, coefficients) in scores.iter_mut().zip(&self.coefficients) {
                *score += coefficients[column] * value;
            }
        }
        scores
    }
}

impl Classifier for Linear {
    fn probabilities(&self, row: &[f64]) -> [f64; Class::COUNT] {
        let mut scores = self.scores(row);
        match self.map {
            Map::Softmax => softmax(&mut scores),
            Map::Halves => {
                let halve = |score: &mut f64| *score = ((*score + 1.0) / 2.0).clamp(LEAST, 1.0);
                scores.iter_mut().for_each(halve);
                divide(&mut scores);
            }
        }
        scores
    }
}

/// Scores to probabilities, in place; gives `ln(sum of exp(score))`.
pub(super) fn softmax_with_log_sum(scores: &mut [f64]) -> f64 {
    let largest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    scores.iter_mut().for_each(|score| *score = libm::exp(*score - largest));
    largest + libm::log(divide(scores))
}

fn softmax(scores: &mut [f64]) {
    softmax_with_log_sum(scores);
}

/// Divides by the sum, and gives it.
fn divide(values: &mut [f64]) -> f64 {
    let total: f64 = values.iter().sum();
    values.iter_mut().for_each(|value| *value /= total);
    total
}
