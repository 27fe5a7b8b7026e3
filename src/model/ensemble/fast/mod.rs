//! The predictor for use: the same bits as the plain walk, many times as fast.
//!
//! Every question compares a feature with one of its cuts. So the cuts of a feature are sorted
//! once, and a row begins with the search of each value's *rank* among them; a question is then a
//! comparison of two small integers, whatever its comparison and its rule for missing values were:
//!
//! - `value < t` is `value <= c` with `c` the next number below `t`, so all cuts are of one kind;
//! - rank of a value: 1 plus the cuts below it. A question with the cut number `n`, from 1, leads
//!   to the right if the rank is greater than `n`;
//! - a missing value has rank 0 where it goes to the left and the greatest rank where it goes to
//!   the right. A feature has one rank, a *slot*, for each rule for missing values in use.
//!
//! Small trees are filled up to complete ones, whose nodes need no links; a walk has no branch, so
//! the processor overlaps the walks of many trees. Large ones keep links. Measured by
//! `benches/learner.rs`; walking the three trees of an iteration side by side, and taking the sign
//! of a difference for the comparison, each saved about a seventh.
//!
//! QuickScorer (Lucchese et al., 2015) sorts all questions of a feature instead, and marks what
//! each leaves of its tree: half of all questions of the ensemble, where a walk asks one per level.

mod forest;
mod ranks;

#[cfg(test)]
mod tests;

use super::{Ensemble, EnsembleError};
use crate::model::{Class, Classifier};
use forest::Forest;
use ranks::Ranks;

/// An ensemble that is fast to ask; [`Ensemble::predict`] defines its answers.
///
/// Memory: 4 bytes per question and 8 per leaf of small trees after filling up. An ensemble of more
/// than 256 pairs of feature and rule for missing values, or of more than 65,000 cuts of one
/// feature, is asked by the plain walk.
#[derive(Clone, Debug)]
pub struct FastEnsemble {
    ensemble: Ensemble,
    fast: Option<(Ranks, Forest)>,
}

impl FastEnsemble {
    /// Checks and prepares an ensemble.
    ///
    /// # Errors
    /// Those of [`Ensemble::check`].
    pub fn new(ensemble: Ensemble) -> Result<Self, EnsembleError> {
        ensemble.check()?;
        let fast = Ranks::new(&ensemble).map(|ranks| {
            let forest = Forest::new(&ensemble, &ranks);
            (ranks, forest)
        });
        Ok(Self { ensemble, fast })
    }

    /// The ensemble itself, for explanations and files.
    #[must_use]
    pub const fn ensemble(&self) -> &Ensemble {
        &self.ensemble
    }

    /// The sum of every output, before the link. Allocates nothing.
    ///
    /// # Panics
    /// `row` is shorter than the ensemble has features, or `sums` is not as long as it has outputs.
    pub fn sums(&self, row: &[f64], sums: &mut [f64]) {
        let Some((ranks, forest)) = &self.fast else { return self.ensemble.sums(row, sums) };
        sums.copy_from_slice(&self.ensemble.base);
        forest.add(&ranks.of(row), sums);
    }

    /// The answer for a row: sums, then the link. Allocates nothing.
    ///
    /// # Panics
    /// As [`FastEnsemble::sums`].
    pub fn predict(&self, row: &[f64], answer: &mut [f64]) {
        self.sums(row, answer);
        self.ensemble.link.apply(answer);
    }
}

impl Classifier for FastEnsemble {
    /// The answer of the ensemble.
    ///
    /// # Panics
    /// The ensemble has not an output for each class, or `row` is shorter than it has features.
    fn probabilities(&self, row: &[f64]) -> [f64; Class::COUNT] {
        let mut answer = [0.0; Class::COUNT];
        self.predict(row, &mut answer);
        answer
    }
}
