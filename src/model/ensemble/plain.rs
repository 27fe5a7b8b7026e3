//! The plain walk: the definition that every faster predictor must equal bit by bit.

use super::{Child, Compare, Ensemble, Link, Missing, Node, Tree};

/// Values this near to zero count as zero for [`Missing::ZeroLeft`] and [`Missing::ZeroRight`].
///
/// It is LightGBM's `kZeroThreshold`, which is a single: 1e-35 as the nearest of those.
pub(in crate::model) const ZERO: f64 = 1.000_000_018_002_509_5e-35;

impl Node {
    /// Where a value leads.
    #[must_use]
    pub fn next(&self, value: f64) -> Child {
        let goes_left = match self.missing {
            Missing::Left if value.is_nan() => true,
            Missing::Right if value.is_nan() => false,
            Missing::ZeroLeft if value.is_nan() || value.abs() <= ZERO => true,
            Missing::ZeroRight if value.is_nan() || value.abs() <= ZERO => false,
            _ => {
                let value = if value.is_nan() { 0.0 } else { value };
                match self.compare {
                    Compare::AtMost => value <= self.threshold,
                    Compare::Below => value < self.threshold,
                }
            }
        };
        if goes_left { self.left } else { self.right }
    }
}

impl Tree {
    /// The leaf that a row comes to.
    #[must_use]
    pub fn output(&self, row: &[f64]) -> f64 {
        let mut place = if self.nodes.is_empty() { Child::Leaf(0) } else { Child::Node(0) };
        loop {
            match place {
                Child::Node(index) => {
                    let node = &self.nodes[index as usize];
                    place = node.next(row[node.feature as usize]);
                }
                Child::Leaf(leaf) => return self.leaves[leaf as usize],
            }
        }
    }
}

impl Ensemble {
    /// The sum of every output, before the link. The additions happen in the order of the trees.
    pub fn sums(&self, row: &[f64], sums: &mut [f64]) {
        sums.copy_from_slice(&self.base);
        for iteration in self.trees.chunks_exact(self.outputs) {
            for (sum, tree) in sums.iter_mut().zip(iteration) {
                *sum += tree.output(row);
            }
        }
    }

    /// The answer for a row: sums, then the link.
    pub fn predict(&self, row: &[f64], answer: &mut [f64]) {
        self.sums(row, answer);
        self.link.apply(answer);
    }
}

impl Link {
    /// From sums to an answer, in place.
    pub fn apply(self, sums: &mut [f64]) {
        match self {
            Self::Identity => {}
            Self::Softmax => softmax(sums),
            Self::Logistic { factor } => sums.iter_mut().for_each(|s| *s = logistic(factor * *s)),
            Self::OneVersusRest { factor } => {
                sums.iter_mut().for_each(|s| *s = logistic(factor * *s));
                divide_by_sum(sums);
            }
        }
    }
}

fn softmax(sums: &mut [f64]) {
    let largest = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    sums.iter_mut().for_each(|sum| *sum = exp(*sum - largest));
    divide_by_sum(sums);
}

fn divide_by_sum(values: &mut [f64]) {
    let total: f64 = values.iter().sum();
    values.iter_mut().for_each(|value| *value /= total);
}

fn logistic(sum: f64) -> f64 {
    1.0 / (1.0 + exp(-sum))
}

/// The exponential function with the same bits on every system, which the C library's is not.
fn exp(x: f64) -> f64 {
    libm::exp(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEFT: Child = Child::Leaf(0);
    const RIGHT: Child = Child::Leaf(1);

    fn node(compare: Compare, missing: Missing, threshold: f64) -> Node {
        let (left, right) = (LEFT, RIGHT);
        Node {
            feature: 0,
            threshold,
            compare,
            missing,
            left,
            right,
            gain: 0.0,
            cover: 0.0,
            mean: 0.0,
        }
    }

    #[test]
    fn equal_values_go_left_with_at_most_and_right_with_below() {
        for (compare, of_equal) in [(Compare::AtMost, LEFT), (Compare::Below, RIGHT)] {
            let node = node(compare, Missing::Left, 2.0);
            assert_eq!([1.9, 2.0, 2.1].map(|v| node.next(v)), [LEFT, of_equal, RIGHT]);
        }
    }

    #[test]
    fn missing_values_follow_their_rule() {
        // Where a missing value, zero, and almost zero go if the threshold is above them, and
        // below.
        let cases = [
            (Missing::Left, [LEFT, LEFT, LEFT], [LEFT, RIGHT, RIGHT]),
            (Missing::Right, [RIGHT, LEFT, LEFT], [RIGHT, RIGHT, RIGHT]),
            (Missing::Zero, [LEFT, LEFT, LEFT], [RIGHT, RIGHT, RIGHT]),
            (Missing::ZeroLeft, [LEFT, LEFT, LEFT], [LEFT, LEFT, LEFT]),
            (Missing::ZeroRight, [RIGHT, RIGHT, RIGHT], [RIGHT, RIGHT, RIGHT]),
        ];
        for (missing, above, below) in cases {
            for (threshold, expected) in [(1.0, above), (-1.0, below)] {
                let node = node(Compare::AtMost, missing, threshold);
                let found = [f64::NAN, 0.0, -1e-36].map(|value| node.next(value));
                assert_eq!(found, expected, "{missing:?} {threshold}");
                // What is not near to zero is compared.
                assert_eq!([-2.0, 2.0].map(|value| node.next(value)), [LEFT, RIGHT]);
            }
        }
    }

    fn stump(left: f64, right: f64) -> Tree {
        let node = node(Compare::AtMost, Missing::Left, 0.5);
        Tree { nodes: vec![node], leaves: vec![left, right] }
    }

    #[test]
    fn trees_add_to_their_outputs_in_turn() {
        let trees = vec![
            stump(1.0, 2.0),
            Tree { nodes: vec![], leaves: vec![8.0] },
            stump(4.0, 16.0),
            stump(32.0, 64.0),
        ];
        let base = vec![0.5, 0.25];
        let ensemble = Ensemble { features: 1, outputs: 2, base, trees, link: Link::Identity };
        ensemble.check().unwrap();
        let mut sums = [0.0; 2];
        ensemble.predict(&[0.0], &mut sums);
        assert_eq!(sums, [5.5, 40.25]);
        ensemble.predict(&[1.0], &mut sums);
        assert_eq!(sums, [18.5, 72.25]);
        ensemble.first(1).predict(&[1.0], &mut sums);
        assert_eq!(sums, [2.5, 8.25]);
    }

    fn linked(link: Link, mut sums: [f64; 3]) -> [f64; 3] {
        link.apply(&mut sums);
        sums
    }

    #[test]
    fn links_give_what_their_formulas_say() {
        let near = |found: [f64; 3], expected: [f64; 3]| {
            let differs = |(a, b): (f64, f64)| (a - b).abs() > 1e-15;
            assert!(!found.into_iter().zip(expected).any(differs), "{found:?} {expected:?}");
        };
        let logs = [1.0, 2.0, 5.0].map(libm::log);
        near(linked(Link::Softmax, logs), [0.125, 0.25, 0.625]);
        // Sums beyond the range of exponentials, and a class without hope.
        near(linked(Link::Softmax, [1000.0, 1000.0, -1000.0]), [0.5, 0.5, 0.0]);
        // The logistic function of ln x is x / (1 + x).
        near(linked(Link::Logistic { factor: 1.0 }, logs), [0.5, 2.0 / 3.0, 5.0 / 6.0]);
        near(linked(Link::Logistic { factor: 2.0 }, logs), [0.5, 0.8, 25.0 / 26.0]);
        near(linked(Link::OneVersusRest { factor: 1.0 }, logs), [0.25, 1.0 / 3.0, 5.0 / 12.0]);
        near(linked(Link::Identity, [1.0, -2.0, 3.0]), [1.0, -2.0, 3.0]);
    }
}
