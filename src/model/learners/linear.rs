//! What logistic regression and ridge learn: one line per class.

use std::fmt;

use super::{Preparation, Scale};
use crate::model::{Class, Classifier};

/// From the scores of the classes to probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Map {
    /// Softmax, of logistic regression.
    Softmax,
    /// `(score + 1) / 2`, held between [`Map::LEAST_PROB`] and 1, divided by their sum: of ridge.
    Halves,
}

impl Map {
    /// The smallest probability before the division that [`Map::Halves`] gives: a line that runs
    /// past its end is sure, but not sure enough for an infinite loss.
    pub const LEAST_PROB: f64 = 1e-3;
}

/// A linear model: the score of a class is `intercept + sum of coefficient * prepared value`. Every
/// one there is was found sound.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    preparation: Preparation,
    /// Per class, one a column.
    coefficients: [Vec<f64>; Class::COUNT],
    /// Minus infinity for a class that softmax never saw.
    intercepts: [f64; Class::COUNT],
    map: Map,
}

/// Why lines were refused.
#[derive(Clone, Debug, PartialEq)]
pub struct LinearError {
    /// Which part, with its class and column.
    pub what: String,
    /// What it was.
    pub was: String,
    /// What is allowed.
    pub expected: &'static str,
}

impl fmt::Display for LinearError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was {}, expected {}", self.what, self.was, self.expected)
    }
}

impl std::error::Error for LinearError {}

impl Linear {
    /// Lines of their parts: how values are prepared, the coefficients of each class (one a column)
    /// and its intercept, and what becomes of scores.
    ///
    /// # Errors
    /// Another number of coefficients than of columns; a number that is not finite, but for the
    /// intercept of a class without coefficients that softmax never saw, which is minus infinity;
    /// a deviation that is not above 0.
    pub fn new(
        preparation: Preparation,
        coefficients: [Vec<f64>; Class::COUNT],
        intercepts: [f64; Class::COUNT],
        map: Map,
    ) -> Result<Self, LinearError> {
        check_scales(preparation.scales())?;
        for (class, (line, &intercept)) in coefficients.iter().zip(&intercepts).enumerate() {
            let refused = |what: String, was: String, expected| {
                let what = format!("{what} of class {:?}", Class::ALL[class]);
                Err(LinearError { what, was, expected })
            };
            if line.len() != preparation.width() {
                let was = line.len().to_string();
                return refused("number of coefficients".to_owned(), was, "one a column");
            }
            if let Some(column) = line.iter().position(|coefficient| !coefficient.is_finite()) {
                let was = line[column].to_string();
                return refused(format!("coefficient {column}"), was, "a finite number");
            }
            let is_unseen = map == Map::Softmax
                && intercept == f64::NEG_INFINITY
                && line.iter().all(|&coefficient| coefficient == 0.0);
            if !(intercept.is_finite() || is_unseen) {
                let was = intercept.to_string();
                return refused("intercept".to_owned(), was, "a finite number");
            }
        }
        if intercepts.iter().all(|intercept| intercept.is_infinite()) {
            let (what, was) = ("intercepts".to_owned(), "minus infinity".to_owned());
            return Err(LinearError {
                what,
                was,
                expected: "a finite number for one class or more",
            });
        }
        Ok(Self { preparation, coefficients, intercepts, map })
    }

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

    /// What becomes of scores.
    #[must_use]
    pub const fn map(&self) -> Map {
        self.map
    }

    /// Scores of the classes.
    ///
    /// # Panics
    /// `row` is shorter than there are columns.
    #[must_use]
    pub fn scores(&self, row: &[f64]) -> [f64; Class::COUNT] {
        let mut scores = self.intercepts;
        for (column, &value) in row[..self.preparation.width()].iter().enumerate() {
            let value = self.preparation.value(column, value);
            for (score, coefficients) in scores.iter_mut().zip(&self.coefficients) {
                *score += coefficients[column] * value;
            }
        }
        scores
    }

    /// Per column the absolute coefficients of all classes together, as shares of the whole; all 0
    /// if every coefficient is.
    ///
    /// Values are prepared to one scale, so a share says how far the column moves the scores when
    /// it moves by its own standard deviation. Columns that say the same share their worth.
    #[must_use]
    pub fn importances(&self) -> Vec<f64> {
        let of = |column: usize| self.coefficients.iter().map(|line| line[column].abs()).sum();
        let mut shares: Vec<f64> = (0..self.preparation.width()).map(of).collect();
        let total: f64 = shares.iter().sum();
        if total > 0.0 {
            shares.iter_mut().for_each(|share| *share /= total);
        }
        shares
    }
}

fn check_scales(scales: &[Scale]) -> Result<(), LinearError> {
    for (column, scale) in scales.iter().enumerate() {
        let numbers =
            [("median", scale.median), ("mean", scale.mean), ("deviation", scale.deviation)];
        for (name, was) in numbers {
            if !was.is_finite() || name == "deviation" && was <= 0.0 {
                let (what, was) = (format!("{name} of column {column}"), was.to_string());
                let expected = "a finite number, of a deviation above 0";
                return Err(LinearError { what, was, expected });
            }
        }
    }
    Ok(())
}

impl Classifier for Linear {
    fn probabilities(&self, row: &[f64]) -> [f64; Class::COUNT] {
        let mut scores = self.scores(row);
        match self.map {
            Map::Softmax => softmax(&mut scores),
            Map::Halves => {
                let halve =
                    |score: &mut f64| *score = ((*score + 1.0) / 2.0).clamp(Map::LEAST_PROB, 1.0);
                scores.iter_mut().for_each(halve);
                divide(&mut scores);
            }
        }
        scores
    }

    /// Coefficient times prepared value: what the column adds to the score beside a row of means.
    fn contributions(&self, row: &[f64]) -> Option<Vec<[f64; Class::COUNT]>> {
        let of = |(column, &value): (usize, &f64)| {
            let value = self.preparation.value(column, value);
            self.coefficients.each_ref().map(|line| line[column] * value)
        };
        Some(row[..self.preparation.width()].iter().enumerate().map(of).collect())
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
