//! Random ensembles for tests of what asks or explains them.

use super::{Child, Compare, Ensemble, Link, Missing, Node, Tree};

/// Numbers from a seed (xorshift).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) const fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// From 0 to below `end`.
    pub(crate) const fn below(&mut self, end: usize) -> usize {
        (self.next() >> 11) as usize % end
    }

    /// From 0 to below 1.
    pub(crate) const fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// Values that thresholds and rows share, so that they often meet.
const VALUES: [f64; 14] = [
    -0.0,
    0.0,
    1e-35,
    -1e-35,
    1.1e-35,
    1e-300,
    -1e-300,
    1.0,
    -1.0,
    0.1,
    f64::MAX,
    f64::MIN,
    f64::INFINITY,
    f64::NEG_INFINITY,
];

fn value(random: &mut Random) -> f64 {
    if random.below(3) == 0 { random.unit() * 4.0 - 2.0 } else { random.pick(&VALUES) }
}

/// A row of values, some missing.
pub(crate) fn row(random: &mut Random, features: usize) -> Vec<f64> {
    (0..features).map(|_| if random.below(4) == 0 { f64::NAN } else { value(random) }).collect()
}

/// A leaf that may become a question.
struct Open {
    leaf: usize,
    level: usize,
    /// The node above, and whether it is on its right.
    above: Option<(usize, bool)>,
}

/// A tree that grows at random leaves until it has `questions` or is `depth` deep everywhere.
fn tree(random: &mut Random, features: usize, questions: usize, depth: usize) -> Tree {
    let mut tree = Tree { nodes: Vec::new(), leaves: vec![random.unit() - 0.5] };
    let mut open = vec![Open { leaf: 0, level: 0, above: None }];
    while tree.nodes.len() < questions && !open.is_empty() {
        let Open { leaf, level, above } = open.swap_remove(random.below(open.len()));
        let other = tree.leaves.len();
        tree.leaves.push(random.unit() - 0.5);
        let index = tree.nodes.len();
        let rules =
            [Missing::Left, Missing::Right, Missing::Zero, Missing::ZeroLeft, Missing::ZeroRight];
        tree.nodes.push(Node {
            feature: random.below(features) as u32,
            threshold: value(random),
            compare: random.pick(&[Compare::AtMost, Compare::Below]),
            missing: random.pick(&rules),
            left: Child::Leaf(leaf as u32),
            right: Child::Leaf(other as u32),
            gain: random.unit(),
            cover: 1.0,
            mean: random.unit() - 0.5,
        });
        if let Some((node, is_right)) = above {
            let node = &mut tree.nodes[node];
            *(if is_right { &mut node.right } else { &mut node.left }) = Child::Node(index as u32);
        }
        if level + 1 < depth {
            let sides = [(leaf, false), (other, true)];
            open.extend(sides.map(|(leaf, is_right)| {
                let above = Some((index, is_right));
                Open { leaf, level: level + 1, above }
            }));
        }
    }
    tree
}

/// An ensemble of trees of at most `depth` levels.
pub(crate) fn ensemble(random: &mut Random, depth: usize) -> Ensemble {
    let features = 1 + random.below(9);
    let (outputs, iterations) = (1 + random.below(4), random.below(12));
    let trees = (0..outputs * iterations)
        .map(|_| {
            let questions = random.below(1 << depth.min(6));
            tree(random, features, questions, depth)
        })
        .collect();
    let base = (0..outputs).map(|_| random.unit()).collect();
    let links = [
        Link::Softmax,
        Link::Identity,
        Link::Logistic { factor: 0.7 },
        Link::OneVersusRest { factor: 2.0 },
    ];
    Ensemble { features, outputs, base, trees, link: random.pick(&links) }
}
