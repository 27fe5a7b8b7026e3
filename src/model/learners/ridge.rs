//! Ridge: straight lines by least squares.

use super::linear::{Linear, LinearError, Map};
use super::{Preparation, cholesky, class_counts};
use crate::model::{Class, Dataset, FitError, Fitted, Learner, Stop};

/// One straight line per class, by least squares on targets 1 (the class) and -1 (another), with a
/// penalty.
///
/// # Formula
/// For each class: the smallest `sum of weight * (target - intercept - coefficients . x)^2 +
/// penalty * sum of coefficient^2` over prepared values `x` ([`Preparation`]); the intercept is
/// free. Solved in closed form by Cholesky.
///
/// A line through targets of -1 and 1 estimates `2 P(class) - 1`, so half of its score plus one
/// half is the probability. Those of all classes sum to 1 by themselves; outside of 0 to 1 they are
/// held at 0.001 and 1 and divided by their sum. They rank well and are not calibrated.
///
/// Cost: rows times columns squared, once. Source: A. Hoerl, R. Kennard, "Ridge regression",
/// Technometrics 12 (1970); scikit-learn's `RidgeClassifier` has the same scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Ridge {
    /// Weight of the coefficients' squares, above 0. Default 1.
    pub penalty: f64,
}

impl Default for Ridge {
    fn default() -> Self {
        Self { penalty: 1.0 }
    }
}

/// Rows between two questions whether to stop.
const BATCH: usize = 4_096;

impl Ridge {
    /// Learns, and gives the lines themselves.
    ///
    /// # Errors
    /// Fewer than two rows, one class, a penalty that is not above 0, stopped.
    pub fn fit_lines(
        &self,
        data: &Dataset,
        training: &[usize],
        stop: Stop<'_>,
    ) -> Result<Linear, FitError> {
        check_penalty(self.penalty)?;
        class_counts(data, training)?;
        let preparation = Preparation::new(&data.table, training);
        let rows = preparation.rows(&data.table, training);
        let width = preparation.width();
        // The intercept is the coefficient of a last column of ones.
        let size = width + 1;
        let mut matrix = vec![0.0; size * size];
        let mut products = vec![vec![0.0; size]; Class::COUNT];
        let mut with_one = vec![1.0; size];
        for (index, (values, &row)) in rows.chunks_exact(width).zip(training).enumerate() {
            if index % BATCH == 0 && stop() {
                return Err(FitError::Stopped);
            }
            with_one[..width].copy_from_slice(values);
            add_products(&mut matrix, data.weights[row], &with_one);
            for (class, product) in products.iter_mut().enumerate() {
                let is_it = data.classes[row] as usize == class;
                let target = data.weights[row] * if is_it { 1.0 } else { -1.0 };
                product.iter_mut().zip(&with_one).for_each(|(sum, value)| *sum += target * value);
            }
        }
        (0..width).for_each(|column| matrix[column * size + column] += self.penalty);
        let mut intercepts = [0.0; Class::COUNT];
        for (solution, intercept) in products.iter_mut().zip(&mut intercepts) {
            cholesky::solve(&mut matrix.clone(), solution).ok_or_else(not_definite)?;
            *intercept = solution.pop().unwrap_or(0.0);
        }
        let mut products = products.into_iter();
        let coefficients = std::array::from_fn(|_| products.next().unwrap_or_default());
        Linear::new(preparation, coefficients, intercepts, Map::Halves).map_err(unsound)
    }
}

/// Adds `weight * x x'` to the lower triangle of a matrix.
fn add_products(matrix: &mut [f64], weight: f64, x: &[f64]) {
    for (row, line) in matrix.chunks_exact_mut(x.len()).enumerate() {
        let factor = weight * x[row];
        line[..=row].iter_mut().zip(x).for_each(|(sum, value)| *sum += factor * value);
    }
}

pub(super) fn check_penalty(penalty: f64) -> Result<(), FitError> {
    if penalty.is_finite() && penalty > 0.0 {
        return Ok(());
    }
    let was = penalty.to_string();
    Err(FitError::Setting { name: "penalty", was, expected: "a finite number above 0" })
}

pub(super) fn not_definite() -> FitError {
    FitError::Diverged("the equations have no single solution; raise the penalty".to_owned())
}

pub(super) fn unsound(error: LinearError) -> FitError {
    FitError::Diverged(error.to_string())
}

impl Learner for Ridge {
    fn name(&self) -> &'static str {
        "ridge"
    }

    fn fit(
        &self,
        data: &Dataset,
        training: &[usize],
        _tail: &[usize],
        stop: Stop<'_>,
    ) -> Result<Fitted, FitError> {
        self.fit_lines(data, training, stop).map(Fitted::Lines)
    }
}
