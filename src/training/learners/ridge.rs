//! What a search varies of ridge.

use super::Family;
use crate::model::learners::Ridge;

/// The penalty against the squares of the errors of all rows: with 10,000 of them 0.1 leaves the
/// coefficients free and 100,000 makes them a tenth.
pub(in crate::training) const RIDGE: Family = Family {
    title: "ridge",
    dimensions: &[("penalty", &[0.1, 1.0, 10.0, 100.0, 1e3, 1e4, 1e5])],
    learner: |values, _seed| Box::new(Ridge { penalty: values[0] }),
};
