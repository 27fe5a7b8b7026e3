//! What a search varies of a random forest.

use super::Family;
use crate::model::learners::Forest;

/// More trees are never worse, only dearer: two numbers show whether they still matter. How far a
/// tree goes, by depth and by rows in a leaf, decides how much noise it learns; a share of a leaf
/// of 20 rows is known to some 0.1, one of 500 rows to 0.02.
pub(in crate::training) const FOREST: Family = Family {
    title: "random forest",
    dimensions: &[
        ("trees", &[100.0, 300.0]),
        ("depth", &[4.0, 6.0, 9.0]),
        ("min_rows", &[20.0, 100.0, 500.0]),
    ],
    learner: |values, seed| {
        let [trees, depth, min_rows] = [0, 1, 2].map(|at| values[at] as usize);
        Box::new(Forest { trees, depth, min_rows, seed, ..Forest::default() })
    },
};
