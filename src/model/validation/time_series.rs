//! Folds whose tests follow each other and whose training is all that came before.

use std::slice::from_ref;

use super::{Fold, ValidationError};
use crate::model::Dataset;
use crate::types::DurationNanos;

/// `count` folds as scikit-learn's `TimeSeriesSplit(n_splits = count)`, purged.
///
/// Every test has `rows / (count + 1)` rows, rounded down, and the last one ends with the data. A
/// fold trains on the rows before its test, purged; nothing after a test is trained on, so an
/// embargo has nothing to do here.
///
/// # Errors
/// An unsound data set, fewer than 2 folds, too few rows, a fold that purge empties or that has one
/// class only.
pub fn time_series(data: &Dataset, count: usize) -> Result<Vec<Fold>, ValidationError> {
    data.check().map_err(ValidationError::Dataset)?;
    if count < 2 {
        let (name, expected) = ("folds", "at least 2");
        return Err(ValidationError::Parameter { name, was: count, expected });
    }
    let rows = data.rows();
    let test_rows = rows / count.saturating_add(1);
    if test_rows == 0 {
        return Err(ValidationError::Rows { was: rows, expected: count.saturating_add(1) });
    }
    let first_test = rows - count * test_rows;
    let fold = |index: usize| {
        let start = first_test + index * test_rows;
        let tested = start..start + test_rows;
        let fold = Fold::new(data, 0..start, from_ref(&tested), DurationNanos(0));
        fold.check(data, index, start)
    };
    (0..count).map(fold).collect()
}
