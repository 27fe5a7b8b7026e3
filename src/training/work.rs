//! What a search tries points on.

use super::Point;
use crate::model::validation::{Fold, tail};
use crate::model::{Class, Dataset, FitError, Stop};

/// Probabilities of the classes, one array a row.
pub type Probabilities = Vec<[f64; Class::COUNT]>;

/// One split of the rows: to learn from, to stop learning by, to judge. Each in rising order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// Rows to learn from.
    pub learn: Vec<usize>,
    /// Rows after them, purged, that may decide when to stop; may be empty.
    pub tail: Vec<usize>,
    /// Rows to judge.
    pub test: Vec<usize>,
}

impl Split {
    /// The split of a fold: the last `tail_fraction` of its training rows decide when to stop; 0
    /// for none. See [`tail`].
    #[must_use]
    pub fn new(data: &Dataset, fold: &Fold, tail_fraction: f64) -> Self {
        let (learn, tail) = tail(data, &fold.training, tail_fraction);
        Self { learn, tail, test: fold.test.clone() }
    }
}

/// Turns settings into predictions. One is shared by all threads.
pub trait Work: Sync {
    /// A dimension of the space of which several values can share one fit, if there is one: the
    /// number of trees of boosting.
    fn shared_dimension(&self) -> Option<usize> {
        None
    }

    /// Learns from the split's rows with each of the points, which differ in the shared dimension
    /// only, and predicts its test rows: one list per point.
    ///
    /// The same input gives the same bits, on any thread.
    ///
    /// # Errors
    /// See [`FitError`]; [`FitError::Stopped`] soon after `stop` says so.
    fn predict(
        &self,
        points: &[&Point],
        split: &Split,
        stop: Stop<'_>,
    ) -> Result<Vec<Probabilities>, FitError>;
}
