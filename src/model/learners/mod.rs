//! Learners other than boosting: logistic regression, random forest, ridge.
//!
//! [`Logistic`] and [`Ridge`] fill in missing values and bring columns to one scale themselves, and
//! remember how: they make a [`Linear`]. [`Forest`] makes an
//! [`Ensemble`](super::ensemble::Ensemble). Both are [`Fitted`](super::Fitted), which the model
//! file holds and the engine asks.

mod cholesky;
mod codes;
mod forest;
mod grow;
mod linear;
mod logistic;
mod prepare;
mod ridge;

#[cfg(test)]
mod tests;

pub use forest::Forest;
pub use linear::{Linear, LinearError, Map};
pub use logistic::Logistic;
pub use prepare::{Preparation, Scale};
pub use ridge::Ridge;

use super::{Class, Dataset, FitError};

/// How many of the rows have each class.
///
/// # Errors
/// Fewer than two rows, or one class only.
fn class_counts(data: &Dataset, rows: &[usize]) -> Result<[usize; Class::COUNT], FitError> {
    let mut counts = [0; Class::COUNT];
    rows.iter().for_each(|&row| counts[data.classes[row] as usize] += 1);
    let [first, second, ..] = *rows else {
        return Err(FitError::Rows { was: rows.len(), expected: 2 });
    };
    debug_assert!(first < second, "rows rise");
    if counts.iter().filter(|&&count| count > 0).count() < 2 {
        return Err(FitError::OneClass(data.classes[first]));
    }
    Ok(counts)
}
