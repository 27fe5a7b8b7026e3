//! Trees over ranks.

use super::ranks::{Ranks, RowRanks};
use crate::model::Class;
use crate::model::ensemble::{Child, Ensemble, Tree};

/// Deepest trees that may be filled up.
const MOST_LEVELS: usize = 6;
/// Filling up may multiply the leaves by this.
const MOST_GROWTH: usize = 4;
/// Trees that are walked side by side, where that is the number of outputs: a tree per class.
const TOGETHER: usize = Class::COUNT;
/// A cut that every rank is at most: leads to the left always.
const ALWAYS_LEFT: u16 = u16::MAX;

/// A question: right if the rank in `slot` is greater than `cut`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question {
    cut: u16,
    slot: u8,
}

/// All trees of an ensemble.
#[derive(Clone, Debug)]
pub(super) enum Forest {
    /// Of equal depth and complete. The root of a tree is question 1 of `2^levels` (0 is not used),
    /// the children of question `i` are `2 i` and `2 i + 1`; those of the last level are leaves.
    Complete { levels: usize, questions: Vec<Question>, leaves: Vec<f64> },
    /// Of any shape.
    Linked(Vec<LinkedTree>),
}

/// A tree with links. Leaves lead to themselves.
#[derive(Clone, Debug)]
pub(super) struct LinkedTree {
    nodes: Vec<LinkedNode>,
    /// Most questions from the root to a leaf.
    levels: usize,
}

#[derive(Clone, Copy, Debug)]
struct LinkedNode {
    question: Question,
    /// The child for "yes"; that for "no" follows it.
    left: u32,
    output: f64,
}

impl Question {
    #[inline(always)]
    const fn is_right(self, ranks: &RowRanks) -> usize {
        // The sign of the difference; cheaper than a comparison, which must be made a number first.
        ((self.cut as u32).wrapping_sub(ranks[self.slot as usize]) >> 31) as usize
    }
}

fn root(tree: &Tree) -> Child {
    if tree.nodes.is_empty() { Child::Leaf(0) } else { Child::Node(0) }
}

/// Most questions from the root to a leaf. Children come after their parents.
fn levels(tree: &Tree) -> usize {
    let mut below = vec![0; tree.nodes.len()];
    for (index, node) in tree.nodes.iter().enumerate().rev() {
        let of = |child| match child {
            Child::Node(node) => below[node as usize],
            Child::Leaf(_) => 0,
        };
        below[index] = 1 + of(node.left).max(of(node.right));
    }
    below.first().copied().unwrap_or(0)
}

impl Forest {
    /// The trees of a checked ensemble.
    pub(super) fn new(ensemble: &Ensemble, ranks: &Ranks) -> Self {
        let trees = &ensemble.trees;
        let most = trees.iter().map(levels).max().unwrap_or(0).max(1);
        let leaves: usize = trees.iter().map(|tree| tree.leaves.len()).sum();
        if most > MOST_LEVELS || trees.len() << most > MOST_GROWTH * leaves.max(1) {
            return Self::Linked(trees.iter().map(|tree| LinkedTree::new(tree, ranks)).collect());
        }
        let size = 1 << most;
        let mut questions = vec![Question { cut: ALWAYS_LEFT, slot: 0 }; size * trees.len()];
        let mut all_leaves = vec![0.0; size * trees.len()];
        for (tree, (questions, leaves)) in trees
            .iter()
            .zip(questions.chunks_exact_mut(size).zip(all_leaves.chunks_exact_mut(size)))
        {
            let mut places = vec![(root(tree), 1)];
            while let Some((child, place)) = places.pop() {
                match child {
                    // Below, every question leads to the left, and every leaf is this one.
                    Child::Leaf(leaf) if place < size => {
                        places.extend([(Child::Leaf(leaf), 2 * place), (child, 2 * place + 1)]);
                    }
                    Child::Leaf(leaf) => leaves[place - size] = tree.leaves[leaf as usize],
                    Child::Node(node) => {
                        let node = &tree.nodes[node as usize];
                        let (slot, cut) = ranks.question(node);
                        questions[place] = Question { cut, slot };
                        places.extend([(node.left, 2 * place), (node.right, 2 * place + 1)]);
                    }
                }
            }
        }
        Self::Complete { levels: most, questions, leaves: all_leaves }
    }

    /// Adds the outputs of all trees to `sums`, in the order of the trees.
    pub(super) fn add(&self, ranks: &RowRanks, sums: &mut [f64]) {
        match self {
            Self::Complete { levels, questions, leaves } => {
                let add = match levels {
                    1 => add_complete::<1, 2>,
                    2 => add_complete::<2, 4>,
                    3 => add_complete::<3, 8>,
                    4 => add_complete::<4, 16>,
                    5 => add_complete::<5, 32>,
                    _ => add_complete::<MOST_LEVELS, 64>,
                };
                add(questions, leaves, ranks, sums);
            }
            Self::Linked(trees) => {
                for iteration in trees.chunks_exact(sums.len()) {
                    for (sum, tree) in sums.iter_mut().zip(iteration) {
                        *sum += tree.output(ranks);
                    }
                }
            }
        }
    }
}

/// For complete trees of `LEVELS` levels, `SIZE` = 2^`LEVELS`.
fn add_complete<const LEVELS: usize, const SIZE: usize>(
    questions: &[Question],
    leaves: &[f64],
    ranks: &RowRanks,
    sums: &mut [f64],
) {
    let questions = questions.as_chunks::<SIZE>().0;
    let leaves = leaves.as_chunks::<SIZE>().0;
    if let Ok(sums) = <&mut [f64; TOGETHER]>::try_from(&mut *sums) {
        let iterations = questions.as_chunks().0.iter().zip(leaves.as_chunks().0);
        for (questions, leaves) in iterations {
            let outputs: [f64; TOGETHER] = walk::<LEVELS, SIZE, _>(questions, leaves, ranks);
            for (sum, output) in sums.iter_mut().zip(outputs) {
                *sum += output;
            }
        }
        return;
    }
    let outputs = sums.len();
    for (index, (questions, leaves)) in questions.iter().zip(leaves).enumerate() {
        let [output] = walk::<LEVELS, SIZE, 1>(
            std::array::from_ref(questions),
            std::array::from_ref(leaves),
            ranks,
        );
        sums[index % outputs] += output;
    }
}

/// The outputs of trees that are walked side by side.
#[inline(always)]
fn walk<const LEVELS: usize, const SIZE: usize, const TREES: usize>(
    questions: &[[Question; SIZE]; TREES],
    leaves: &[[f64; SIZE]; TREES],
    ranks: &RowRanks,
) -> [f64; TREES] {
    let mut places = [1; TREES];
    for _ in 0..LEVELS {
        for (place, questions) in places.iter_mut().zip(questions) {
            *place = 2 * *place + questions[*place % SIZE].is_right(ranks);
        }
    }
    std::array::from_fn(|tree| leaves[tree][places[tree] % SIZE])
}

impl LinkedTree {
    fn new(tree: &Tree, ranks: &Ranks) -> Self {
        let mut nodes = Vec::with_capacity(tree.nodes.len() + tree.leaves.len());
        let mut waiting = std::collections::VecDeque::from([root(tree)]);
        let mut next = 1;
        while let Some(child) = waiting.pop_front() {
            match child {
                Child::Leaf(leaf) => {
                    let question = Question { cut: ALWAYS_LEFT, slot: 0 };
                    let output = tree.leaves[leaf as usize];
                    nodes.push(LinkedNode { question, left: nodes.len() as u32, output });
                }
                Child::Node(node) => {
                    let node = &tree.nodes[node as usize];
                    let (slot, cut) = ranks.question(node);
                    let question = Question { cut, slot };
                    nodes.push(LinkedNode { question, left: next, output: 0.0 });
                    next += 2;
                    waiting.extend([node.left, node.right]);
                }
            }
        }
        Self { nodes, levels: levels(tree) }
    }

    fn output(&self, ranks: &RowRanks) -> f64 {
        let mut place = 0;
        for _ in 0..self.levels {
            let node = &self.nodes[place];
            place = node.left as usize + node.question.is_right(ranks);
        }
        self.nodes[place].output
    }
}
