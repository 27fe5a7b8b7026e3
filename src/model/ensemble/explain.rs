//! Which features matter: over all of training, and for one prediction.

use super::{Child, Ensemble, Node};

impl Ensemble {
    /// The gain of all questions about each feature, as fractions of the whole; all 0 if there is
    /// none or it is unknown.
    ///
    /// Source: Friedman, "Greedy function approximation", 2001, section 8.1.
    #[must_use]
    pub fn importances(&self) -> Vec<f64> {
        let mut gains = vec![0.0; self.features];
        for node in self.trees.iter().flat_map(|tree| &tree.nodes) {
            gains[node.feature as usize] += node.gain;
        }
        let total: f64 = gains.iter().sum();
        if total > 0.0 {
            gains.iter_mut().for_each(|gain| *gain /= total);
        }
        gains
    }

    /// Length of what [`Ensemble::contributions`] fills.
    #[must_use]
    pub const fn contributions_len(&self) -> usize {
        self.outputs * (self.features + 1)
    }

    /// What each feature adds to each output's sum for `row`: in `into`, for one output after
    /// another, a number per feature and then what the training rows have on average. The numbers
    /// of an output, added in their order, give its sum minus its base, but for rounding (the last
    /// number is the rest of that subtraction, not a sum of its own).
    ///
    /// A question moves the expected output from the mean of its node to that of the child; the
    /// move is credited to its feature. Source: A. Saabas, "Interpreting random forests" (2014),
    /// and his `treeinterpreter`. Unlike Shapley values (Lundberg et al., 2018) it credits
    /// questions near the leaves more than those above them when features interact; it needs no row
    /// counts, and takes a step per question. Trees whose means are unknown (0) credit everything
    /// to the last question before the leaf.
    ///
    /// Allocates nothing.
    ///
    /// # Panics
    /// `row` is too short, or `into` is not of [`Ensemble::contributions_len`].
    pub fn contributions(&self, row: &[f64], into: &mut [f64]) {
        assert_eq!(
            into.len(),
            self.contributions_len(),
            "one number per output and feature, and a rest"
        );
        into.fill(0.0);
        let width = self.features + 1;
        for (index, tree) in self.trees.iter().enumerate() {
            let into = &mut into[index % self.outputs * width..][..width];
            let mut place = tree.nodes.first();
            while let Some(node) = place {
                let child = node.next(row[node.feature as usize]);
                let (next, mean): (Option<&Node>, f64) = match child {
                    Child::Node(node) => {
                        let node = &tree.nodes[node as usize];
                        (Some(node), node.mean)
                    }
                    Child::Leaf(leaf) => (None, tree.leaves[leaf as usize]),
                };
                into[node.feature as usize] += mean - node.mean;
                place = next;
            }
        }
        for (output, into) in into.chunks_exact_mut(width).enumerate() {
            let trees = self.trees.iter().skip(output).step_by(self.outputs);
            let mut sum = self.base[output];
            trees.for_each(|tree| sum += tree.output(row));
            let (rest, features) = into.split_at_mut(self.features);
            features[0] = sum - self.base[output] - rest.iter().sum::<f64>();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Random, ensemble, row};
    use super::super::{Compare, Link, Missing, Tree};
    use super::*;

    fn node(feature: u32, left: Child, right: Child, mean: f64, gain: f64) -> Node {
        let (compare, missing) = (Compare::AtMost, Missing::Left);
        Node { feature, threshold: 0.0, compare, missing, left, right, gain, cover: 1.0, mean }
    }

    /// Asks for feature 0, then on the right for feature 1.
    fn two_questions() -> Ensemble {
        let nodes = vec![
            node(0, Child::Leaf(0), Child::Node(1), 3.0, 6.0),
            node(1, Child::Leaf(1), Child::Leaf(2), 5.0, 2.0),
        ];
        let trees = vec![Tree { nodes, leaves: vec![1.0, 4.0, 7.0] }];
        Ensemble { features: 3, outputs: 1, base: vec![10.0], trees, link: Link::Identity }
    }

    #[test]
    fn moves_of_the_mean_are_credited_to_the_feature_asked_for() {
        let ensemble = two_questions();
        let mut into = [0.0; 4];
        ensemble.contributions(&[1.0, 1.0, 0.0], &mut into);
        assert_eq!(into, [2.0, 2.0, 0.0, 3.0]);
        ensemble.contributions(&[-1.0, 1.0, 0.0], &mut into);
        assert_eq!(into, [-2.0, 0.0, 0.0, 3.0]);
    }

    #[test]
    fn importances_are_fractions_of_the_gain() {
        assert_eq!(two_questions().importances(), [0.75, 0.25, 0.0]);
        let mut unknown = two_questions();
        unknown.trees[0].nodes.iter_mut().for_each(|node| node.gain = 0.0);
        assert_eq!(unknown.importances(), [0.0; 3]);
    }

    #[test]
    fn contributions_add_up_to_the_sum_over_its_base() {
        for seed in 0..200 {
            let mut random = Random::new(seed);
            let ensemble = ensemble(&mut random, 5);
            let mut into = vec![1.0; ensemble.contributions_len()];
            let mut sums = vec![0.0; ensemble.outputs];
            for _ in 0..10 {
                let row = row(&mut random, ensemble.features);
                ensemble.contributions(&row, &mut into);
                ensemble.sums(&row, &mut sums);
                let width = ensemble.features + 1;
                for ((into, sum), base) in into.chunks_exact(width).zip(&sums).zip(&ensemble.base) {
                    let total: f64 = into.iter().sum();
                    assert!((total - (sum - base)).abs() < 1e-14, "seed {seed}");
                }
            }
        }
    }

    #[test]
    fn the_rest_is_the_mean_of_the_roots_whatever_the_row() {
        let mut random = Random::new(3);
        let ensemble = ensemble(&mut random, 5);
        let mut into = vec![0.0; ensemble.contributions_len()];
        let width = ensemble.features + 1;
        for _ in 0..20 {
            ensemble.contributions(&row(&mut random, ensemble.features), &mut into);
            for (output, into) in into.chunks_exact(width).enumerate() {
                let trees = ensemble.trees.iter().skip(output).step_by(ensemble.outputs);
                let roots = trees.map(|tree| tree.nodes.first().map_or(tree.leaves[0], |n| n.mean));
                assert!((into[width - 1] - roots.sum::<f64>()).abs() < 1e-14);
            }
        }
    }
}
