//! A learner that training can choose.

use super::work::Probabilities;
use super::{Point, Work};
use crate::model::{FitError, Fitted, Stop};

/// What training asks of a learner beyond the search: fits at the chosen point, and words.
pub(super) trait Candidate: Work {
    /// Name and all settings that no dimension of the space varies: with the space, everything of
    /// the learner that decides the score of a trial.
    fn identity(&self) -> String;

    /// The learner with all settings of a point, for people.
    fn text(&self, point: &Point) -> String;

    /// Learns from the rows `training`, and predicts the rows `watched`, which decide nothing. Both
    /// are in rising order; `watched` may be empty.
    ///
    /// # Errors
    /// See [`FitError`].
    fn fit(
        &self,
        point: &Point,
        training: &[usize],
        watched: &[usize],
        stop: Stop<'_>,
    ) -> Result<Fit, FitError>;
}

/// A fit and what it says about the rows that it watched.
#[derive(Clone, Debug)]
pub(super) struct Fit {
    /// What was learnt.
    pub(super) fitted: Fitted,
    /// Probabilities of the watched rows.
    pub(super) probabilities: Probabilities,
    /// Loss of training and of watched rows after each iteration; empty if there are none.
    pub(super) learning_curve: Vec<(f64, f64)>,
}
