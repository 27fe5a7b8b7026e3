//! The end of the training rows, held back for early stopping.

use super::fold::known_before;
use crate::model::Dataset;

/// Splits training rows once more: `(learn, tail)`.
///
/// The tail is the last `fraction` of the rows, rounded down; rows to learn from are those before
/// it whose labels end before the time of the first row of the tail. `training` is in rising order,
/// and both answers are.
///
/// A fraction that is not above 0, or so small that no row is in the tail, gives an empty tail and
/// all rows; one of 1 or more leaves nothing to learn from. Where the tail's labels are long,
/// `learn` may be empty: the learner then says that it has too few rows.
#[must_use]
pub fn tail(data: &Dataset, training: &[usize], fraction: f64) -> (Vec<usize>, Vec<usize>) {
    // The conversion takes what is not a number, or is negative, as 0.
    let length = ((training.len() as f64 * fraction) as usize).min(training.len());
    let (before, tail) = training.split_at(training.len() - length);
    match tail.first() {
        None => (before.to_vec(), Vec::new()),
        Some(first) => (known_before(data, before, data.times[*first]), tail.to_vec()),
    }
}
