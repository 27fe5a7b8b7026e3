//! A tree that asks for bins.

use super::Bins;
use super::grow::is_right;
use crate::model::ensemble::{Child, Missing, Tree};

/// A tree of our own growing, over bins. Leaves lead to themselves, so all rows take the same
/// number of steps, and none of them is a guess for the processor.
#[derive(Debug)]
pub(super) struct BinnedTree {
    nodes: Vec<BinnedNode>,
    /// Of the leaves; those of questions are not read.
    outputs: Vec<f64>,
    /// Most questions from the root to a leaf.
    depth: usize,
}

#[derive(Clone, Copy, Debug)]
struct BinnedNode {
    column: u32,
    /// The child for "yes"; that for "no" follows it.
    left: u32,
    last_left: u8,
    shift: u8,
}

impl BinnedTree {
    /// The same questions as `tree`'s.
    ///
    /// # Panics
    /// It was not grown on `bins`.
    pub(super) fn new(tree: &Tree, bins: &Bins) -> Self {
        let mut this = Self { nodes: Vec::new(), outputs: Vec::new(), depth: 0 };
        let root = if tree.nodes.is_empty() { Child::Leaf(0) } else { Child::Node(0) };
        // In the order of the nodes; each with its depth.
        let mut waiting = std::collections::VecDeque::from([(root, 0)]);
        let mut next = 1;
        while let Some((child, depth)) = waiting.pop_front() {
            this.depth = this.depth.max(depth);
            let index = this.nodes.len() as u32;
            match child {
                Child::Leaf(leaf) => {
                    let (column, last_left, shift) = (0, u8::MAX, 0);
                    this.nodes.push(BinnedNode { column, left: index, last_left, shift });
                    this.outputs.push(tree.leaves[leaf as usize]);
                }
                Child::Node(node) => {
                    let node = &tree.nodes[node as usize];
                    let cuts = bins.cuts(node.feature as usize);
                    let last_left = cuts.partition_point(|&cut| cut < node.threshold);
                    let cut = cuts.get(last_left).copied().unwrap_or(f64::MAX);
                    assert!(cut == node.threshold, "the bins are not those of the fit");
                    let last_left = last_left as u8;
                    let shift = u8::from(node.missing == Missing::Left);
                    let column = node.feature;
                    this.nodes.push(BinnedNode { column, left: next, last_left, shift });
                    this.outputs.push(0.0);
                    next += 2;
                    waiting.extend([(node.left, depth + 1), (node.right, depth + 1)]);
                }
            }
        }
        this
    }

    /// The tree with other outputs.
    pub(super) fn map(mut self, other: impl Fn(f64) -> f64) -> Self {
        self.outputs.iter_mut().for_each(|output| *output = other(*output));
        self
    }

    /// Calls `add` with the place and output of each of `rows` of the table, in their order.
    pub(super) fn add(&self, bins: &Bins, rows: &[usize], mut add: impl FnMut(usize, f64)) {
        for (place, &row) in rows.iter().enumerate() {
            let mut at = 0;
            for _ in 0..self.depth {
                let node = self.nodes[at];
                let bin = bins.column(node.column as usize)[row];
                at = node.left as usize + usize::from(is_right(bin, node.last_left, node.shift));
            }
            add(place, self.outputs[at]);
        }
    }
}
