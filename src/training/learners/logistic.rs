//! What a search varies of logistic regression.

use super::Family;
use crate::model::learners::Logistic;

/// The penalty against the sum of the losses of all rows: with 10,000 of them 0.1 leaves the
/// coefficients free and 100,000 holds them near 0.
pub(in crate::training) const LOGISTIC: Family = Family {
    title: "logistic regression",
    dimensions: &[("penalty", &[0.1, 1.0, 10.0, 100.0, 1e3, 1e4, 1e5])],
    learner: |values, _seed| Box::new(Logistic { penalty: values[0] }),
};
