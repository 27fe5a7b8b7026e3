//! Folds that repeat what retraining in production does.

use std::slice::from_ref;

use super::{Fold, ValidationError};
use crate::model::Dataset;
use crate::types::DurationNanos;

/// How a walk goes forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Rows to learn from, before purging. When anchored, the least.
    pub training_rows: usize,
    /// Rows to judge before the next training.
    pub test_rows: usize,
    /// Whether training always begins with the first row. Else the window rolls.
    pub anchored: bool,
}

/// Trains on a window, tests on the rows after it, and moves on by the tested rows.
///
/// There are as many folds as whole tests fit behind the first window. The last test ends with the
/// data; rows too many are at the beginning, where anchored training uses them and rolling training
/// does not. Tests do not overlap. As in [`time_series`](super::time_series), only purging matters.
///
/// # Errors
/// An unsound data set, a window of 0 rows, fewer rows than one fold needs, a fold that purge
/// empties or that has one class only.
pub fn walk_forward(data: &Dataset, window: &Window) -> Result<Vec<Fold>, ValidationError> {
    data.check().map_err(ValidationError::Dataset)?;
    for (name, was) in [("training_rows", window.training_rows), ("test_rows", window.test_rows)] {
        if was == 0 {
            return Err(ValidationError::Parameter { name, was, expected: "at least 1" });
        }
    }
    let rows = data.rows();
    let expected = window.training_rows.saturating_add(window.test_rows);
    if rows < expected {
        return Err(ValidationError::Rows { was: rows, expected });
    }
    let count = (rows - window.training_rows) / window.test_rows;
    let first_test = rows - count * window.test_rows;
    let fold = |index: usize| {
        let start = first_test + index * window.test_rows;
        let training = if window.anchored { 0..start } else { start - window.training_rows..start };
        let (tested, candidates) = (start..start + window.test_rows, training.len());
        let fold = Fold::new(data, training, from_ref(&tested), DurationNanos(0));
        fold.check(data, index, candidates)
    };
    (0..count).map(fold).collect()
}
