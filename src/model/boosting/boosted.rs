//! What a fit has made.

use super::Bins;
use super::binned_tree::BinnedTree;
use crate::model::Class;
use crate::model::ensemble::Ensemble;

/// Rows that go through all trees together: few enough for the cache.
const ROWS_TOGETHER: usize = 1024;

/// What a fit has made.
#[derive(Clone, Debug, PartialEq)]
pub struct Boosted {
    /// All trees, with softmax; outputs include the learning rate.
    pub ensemble: Ensemble,
    /// Mean loss `-ln p` of the training rows after each iteration, weighted.
    pub training_loss: Vec<f64>,
    /// The same of the tail; empty if it is.
    pub tail_loss: Vec<f64>,
    /// Iterations with the least loss on the tail; all if there is none.
    pub best_iterations: usize,
}

impl Boosted {
    /// Probabilities of `rows` of the table behind `bins`, after each of several numbers of
    /// iterations: `[stage][row]`. Settings that differ in the number of trees only share one fit
    /// this way. A number beyond the last iteration means all.
    ///
    /// The same bits as the ensemble's first iterations give for the rows' values.
    ///
    /// # Panics
    /// `bins` are not those of the fit.
    #[must_use]
    pub fn staged(
        &self,
        bins: &Bins,
        rows: &[usize],
        iterations: &[usize],
    ) -> Vec<Vec<[f64; Class::COUNT]>> {
        assert_eq!(bins.width(), self.ensemble.features, "bins are not those of the fit");
        let base: [f64; Class::COUNT] = std::array::from_fn(|class| self.ensemble.base[class]);
        let most = iterations.iter().copied().max().unwrap_or(0) * Class::COUNT;
        let trees: Vec<BinnedTree> =
            self.ensemble.trees.iter().take(most).map(|tree| BinnedTree::new(tree, bins)).collect();
        let mut stages = vec![Vec::with_capacity(rows.len()); iterations.len()];
        for rows in rows.chunks(ROWS_TOGETHER) {
            let mut sums = vec![base; rows.len()];
            let mut note = |iteration: usize, is_last: bool, sums: &[[f64; Class::COUNT]]| {
                for (stage, &wanted) in stages.iter_mut().zip(iterations) {
                    if wanted == iteration || (is_last && wanted > iteration) {
                        stage.extend(sums.iter().map(|sums| {
                            let mut answer = *sums;
                            self.ensemble.link.apply(&mut answer);
                            answer
                        }));
                    }
                }
            };
            note(0, trees.is_empty(), &sums);
            let last = trees.len() / Class::COUNT;
            for (index, trees) in trees.chunks(Class::COUNT).enumerate() {
                for (class, tree) in trees.iter().enumerate() {
                    tree.add(bins, rows, |row, output| sums[row][class] += output);
                }
                note(index + 1, index + 1 == last, &sums);
            }
        }
        stages
    }
}
