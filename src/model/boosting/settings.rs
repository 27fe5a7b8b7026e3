//! What a fit can be told.

use crate::model::{Class, FitError};

/// Settings of one fit.
#[derive(Clone, Debug, PartialEq)]
pub struct BoostSettings {
    /// Most iterations, each of one tree per class. 1 to 100,000.
    pub iterations: usize,
    /// Factor on the outputs of every tree, above 0 and at most 1.
    pub learning_rate: f64,
    /// Most questions from the root to a leaf, 1 to 32.
    pub depth: usize,
    /// Most leaves of a tree, 2 to 4096. The question that gains most is asked first.
    pub leaves: usize,
    /// Fewest training rows in a leaf, at least 1.
    pub min_rows: usize,
    /// Smallest sum of second derivatives in a leaf, at least 0.
    pub min_hessian: f64,
    /// Added to the sum of second derivatives of every leaf, at least 0: shrinks small leaves.
    pub l2: f64,
    /// A question must reduce the loss (estimated to second order, summed over the rows) by more
    /// than this, at least 0.
    pub min_gain: f64,
    /// Probability of a row to take part in an iteration, above 0 and at most 1.
    pub row_fraction: f64,
    /// Fraction of the columns that a tree may ask for, rounded up; above 0 and at most 1.
    pub column_fraction: f64,
    /// Chooses the rows and columns where the fractions are below 1.
    pub seed: u64,
    /// Stop after this many iterations without improvement on the tail; 0: never.
    pub early_stop: usize,
    /// Factor on the weight of the rows of each class, from 1e-9 to 1e9.
    pub class_weights: [f64; Class::COUNT],
    /// Per column -1, 0 or 1; empty: 0 for all. With 1 the sum of Up minus the sum of Down never
    /// falls when the column rises and all else stays, hence neither does the ratio of their
    /// probabilities; with -1 it never rises. Each tree of Up keeps to the sign, each tree of Down
    /// to its opposite, those of Flat are free. Missing values are not compared with present ones.
    pub monotone: Vec<i8>,
}

impl Default for BoostSettings {
    fn default() -> Self {
        Self {
            iterations: 300,
            learning_rate: 0.05,
            depth: 3,
            leaves: 31,
            min_rows: 20,
            min_hessian: 1e-3,
            l2: 1.0,
            min_gain: 0.0,
            row_fraction: 1.0,
            column_fraction: 1.0,
            seed: 1,
            early_stop: 50,
            class_weights: [1.0; Class::COUNT],
            monotone: Vec::new(),
        }
    }
}

/// Refuses a setting unless `is_right`.
pub(super) fn require(
    is_right: bool,
    name: &'static str,
    was: impl std::fmt::Debug,
    expected: &'static str,
) -> Result<(), FitError> {
    if is_right {
        Ok(())
    } else {
        Err(FitError::Setting { name, was: format!("{was:?}"), expected })
    }
}

impl BoostSettings {
    /// Checks every setting for a table of `width` columns.
    ///
    /// # Errors
    /// [`FitError::Setting`] with the first that cannot be used.
    pub fn check(&self, width: usize) -> Result<(), FitError> {
        let is_fraction = |value: f64| value > 0.0 && value <= 1.0;
        let is_amount = |value: f64| value >= 0.0 && value.is_finite();
        let fraction = "above 0 and at most 1";
        let amount = "a finite number of at least 0";

        let iterations = (1..=100_000).contains(&self.iterations);
        require(iterations, "iterations", self.iterations, "1 to 100,000")?;
        let rate = self.learning_rate;
        require(is_fraction(rate), "learning_rate", rate, fraction)?;
        require((1..=32).contains(&self.depth), "depth", self.depth, "1 to 32")?;
        require((2..=4096).contains(&self.leaves), "leaves", self.leaves, "2 to 4096")?;
        require(self.min_rows >= 1, "min_rows", self.min_rows, "at least 1")?;
        require(is_amount(self.min_hessian), "min_hessian", self.min_hessian, amount)?;
        require(is_amount(self.l2), "l2", self.l2, amount)?;
        require(is_amount(self.min_gain), "min_gain", self.min_gain, amount)?;
        require(is_fraction(self.row_fraction), "row_fraction", self.row_fraction, fraction)?;
        let columns = self.column_fraction;
        require(is_fraction(columns), "column_fraction", columns, fraction)?;
        let weights = self.class_weights;
        let are_weights = weights.iter().all(|weight| (1e-9..=1e9).contains(weight));
        require(are_weights, "class_weights", weights, "numbers from 1e-9 to 1e9")?;
        let are_signs = self.monotone.iter().all(|sign| (-1..=1).contains(sign));
        let fits = self.monotone.is_empty() || self.monotone.len() == width;
        require(are_signs && fits, "monotone", &self.monotone, "-1, 0 or 1 per column, or nothing")
    }

    /// The sign that `column` demands of the trees of `class`; 0 for none.
    pub(super) fn sign(&self, column: usize, class: Class) -> i8 {
        let sign = self.monotone.get(column).copied().unwrap_or(0);
        match class {
            Class::Down => -sign,
            Class::Flat => 0,
            Class::Up => sign,
        }
    }
}
