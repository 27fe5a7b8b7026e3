//! One tree.

use std::ops::Range;

use super::bins::MISSING;
use super::gradients::{Gradients, factor};
use super::histogram::{Cell, Histogram};
use super::packed_rows::PackedRows;
use super::split::{Bounds, Scale, Search, Split};
use super::{Bins, BoostSettings};
use crate::model::Class;
use crate::model::ensemble::{Child, Compare, Missing, Node, Tree};

/// Grows trees on the rows of one fit; its buffers serve one tree after another.
#[derive(Debug)]
pub(super) struct Grower<'a> {
    bins: &'a Bins,
    rows: &'a PackedRows,
    settings: &'a BoostSettings,
    scale: Scale,
    /// The rows of the tree; those of a node are together, in rising order.
    order: Vec<u32>,
    spare: Vec<u32>,
    histograms: Vec<Histogram>,
}

/// A node that is not yet final, with the best question for it.
#[derive(Debug)]
struct Candidate {
    split: Split,
    rows: Range<usize>,
    /// Questions above.
    depth: usize,
    bounds: Bounds,
    /// The child of a node that it will be.
    place: Option<Place>,
    histogram: Histogram,
}

/// One of the two children of a node.
#[derive(Clone, Copy, Debug)]
struct Place {
    node: usize,
    is_right: bool,
}

/// A new node whose question is still to be found.
#[derive(Debug)]
struct Fresh {
    total: Cell,
    rows: Range<usize>,
    depth: usize,
    bounds: Bounds,
    place: Option<Place>,
}

/// Rows that get their outputs when the tree is done.
#[derive(Debug)]
enum End {
    /// They are in one leaf.
    Leaf { rows: Range<usize>, output: f64 },
    /// They are in two leaves, and were not parted any more.
    Pair { rows: Range<usize>, split: Split, outputs: [f64; 2] },
}

/// What a tree is made of while it grows.
#[derive(Debug, Default)]
struct Growth {
    tree: Tree,
    leaf_rows: Vec<f64>,
    ends: Vec<End>,
}

/// Tells left from right by bins, missing ones too, in one comparison: if they go to the left, one
/// is added to every bin, and theirs becomes the least.
#[inline(always)]
pub(super) const fn is_right(bin: u8, last_left: u8, shift: u8) -> bool {
    bin.wrapping_add(shift) > last_left + shift
}

impl<'a> Grower<'a> {
    pub(super) fn new(
        bins: &'a Bins,
        rows: &'a PackedRows,
        settings: &'a BoostSettings,
        gradients: &Gradients,
    ) -> Self {
        let scale = Scale::new(gradients.first_scale, gradients.second_scale, settings);
        let (order, spare) = (Vec::new(), vec![0; gradients.rows()]);
        Self { bins, rows, settings, scale, order, spare, histograms: Vec::new() }
    }

    /// Grows a tree for `class` on the rows `sample` and adds its outputs to their sums. Only
    /// columns `allowed` are asked for. `None` if no question gains anything.
    pub(super) fn grow(
        &mut self,
        class: Class,
        gradients: &mut Gradients,
        sample: &[u32],
        allowed: &[bool],
    ) -> Option<Tree> {
        if self.rows.columns().is_empty() {
            return None;
        }
        self.order.clear();
        self.order.extend_from_slice(sample);
        let mut growth = Growth::default();
        let mut candidates: Vec<Candidate> = Vec::new();

        let packed = gradients.of(class);
        let mut histogram = self.take_histogram();
        let chosen = (sample.len() < gradients.rows()).then_some(sample);
        histogram.count(self.rows, packed, chosen);
        let total = total(&histogram);
        let root =
            Fresh { total, rows: 0..sample.len(), depth: 0, bounds: Bounds::NONE, place: None };
        match self.search(class, &root, &histogram, allowed) {
            Some(split) => candidates.push(candidate(root, split, histogram)),
            None => {
                self.histograms.push(histogram);
                return None;
            }
        }
        while let Some(best) = take_best(&mut candidates) {
            // Every candidate will be at least one leaf.
            let leaves = growth.tree.leaves.len() + candidates.len() + 2;
            let is_last = leaves >= self.settings.leaves;
            let node = self.ask(&mut growth, &best);
            if is_last || best.depth + 1 >= self.settings.depth {
                self.end(&mut growth, best, node, class);
            } else {
                let children = self.part(best, node, class, packed);
                for (fresh, histogram) in children {
                    match self.search(class, &fresh, &histogram, allowed) {
                        Some(split) => candidates.push(candidate(fresh, split, histogram)),
                        None => self.leaf(&mut growth, fresh, histogram),
                    }
                }
            }
            if is_last {
                for candidate in std::mem::take(&mut candidates) {
                    let Candidate { split, rows, depth, bounds, place, histogram } = candidate;
                    let mut total = split.left;
                    total.add(split.right);
                    let fresh = Fresh { total, rows, depth, bounds, place };
                    self.leaf(&mut growth, fresh, histogram);
                }
            }
        }
        self.add_outputs(&growth.ends, gradients.shares_mut(class));
        growth.fill_means();
        Some(growth.tree)
    }

    fn take_histogram(&mut self) -> Histogram {
        self.histograms.pop().unwrap_or_else(|| Histogram::new(self.rows))
    }

    /// The best question for a node.
    fn search(
        &self,
        class: Class,
        fresh: &Fresh,
        histogram: &Histogram,
        allowed: &[bool],
    ) -> Option<Split> {
        if fresh.total.rows() < 2 * self.settings.min_rows {
            return None;
        }
        let mut search = Search::new(&self.scale, fresh.total, fresh.bounds);
        for (index, column) in self.rows.columns().iter().enumerate() {
            if allowed[index] {
                let sign = self.settings.sign(column.column, class);
                search.look_at(index, histogram.column(index), column.bins, sign);
            }
        }
        search.finish()
    }

    /// Appends the node of a question, and returns its index.
    fn ask(&self, growth: &mut Growth, best: &Candidate) -> usize {
        let Candidate { split, place, .. } = best;
        let column = self.rows.columns()[split.index].column;
        let index = growth.tree.nodes.len();
        growth.tree.nodes.push(Node {
            feature: column as u32,
            threshold: self.bins.threshold(column, split.bin),
            compare: Compare::AtMost,
            missing: if split.missing_left { Missing::Left } else { Missing::Right },
            // Both are set when the children are known.
            left: Child::Leaf(0),
            right: Child::Leaf(0),
            gain: split.gain,
            cover: (split.left.rows() + split.right.rows()) as f64,
            mean: 0.0,
        });
        growth.link(*place, Child::Node(index as u32));
        index
    }

    /// Outputs of the two sides of a question, before the learning rate, and their bounds.
    fn sides(&self, best: &Candidate, class: Class) -> ([f64; 2], [Bounds; 2]) {
        let Candidate { split, bounds, .. } = best;
        let outputs = [split.left, split.right].map(|side| self.scale.output(side, *bounds));
        let sign = self.settings.sign(self.rows.columns()[split.index].column, class);
        (outputs, bounds.divide(sign, outputs[0], outputs[1]))
    }

    /// Makes the children of a question leaves.
    fn end(&mut self, growth: &mut Growth, best: Candidate, node: usize, class: Class) {
        let (outputs, _) = self.sides(&best, class);
        let outputs = outputs.map(|output| output * self.settings.learning_rate);
        let Candidate { split, rows, histogram, .. } = best;
        for (is_right, (output, side)) in
            [(false, (outputs[0], split.left)), (true, (outputs[1], split.right))]
        {
            growth.add_leaf(Some(Place { node, is_right }), output, side);
        }
        growth.ends.push(End::Pair { rows, split, outputs });
        self.histograms.push(histogram);
    }

    /// Makes a node a leaf.
    fn leaf(&mut self, growth: &mut Growth, fresh: Fresh, histogram: Histogram) {
        let output = self.scale.output(fresh.total, fresh.bounds) * self.settings.learning_rate;
        growth.add_leaf(fresh.place, output, fresh.total);
        growth.ends.push(End::Leaf { rows: fresh.rows, output });
        self.histograms.push(histogram);
    }

    /// Parts the rows of a node, counts the smaller side and subtracts it from the whole.
    fn part(
        &mut self,
        best: Candidate,
        node: usize,
        class: Class,
        packed: &[u64],
    ) -> [(Fresh, Histogram); 2] {
        let (_, [left_bounds, right_bounds]) = self.sides(&best, class);
        let Candidate { split, rows, depth, histogram: mut larger, .. } = best;
        let bins = self.rows.column(split.index);
        let shift = u8::from(split.missing_left);
        let order = &mut self.order[rows.clone()];
        let left =
            divide(order, &mut self.spare, |row| is_right(bins[row as usize], split.bin, shift));

        let mut smaller = self.take_histogram();
        let (left_rows, right_rows) = self.order[rows.clone()].split_at(left);
        let left_is_smaller = left_rows.len() <= right_rows.len();
        let few = if left_is_smaller { left_rows } else { right_rows };
        smaller.count(self.rows, packed, Some(few));
        larger.subtract(&smaller);
        let middle = rows.start + left;
        let fresh = |is_right, total, rows, bounds| {
            let place = Some(Place { node, is_right });
            Fresh { total, rows, depth: depth + 1, bounds, place }
        };
        let to_left = fresh(false, split.left, rows.start..middle, left_bounds);
        let to_right = fresh(true, split.right, middle..rows.end, right_bounds);
        if left_is_smaller {
            [(to_left, smaller), (to_right, larger)]
        } else {
            [(to_left, larger), (to_right, smaller)]
        }
    }

    /// Adds the outputs of the leaves to the sums of their rows, by their shares.
    fn add_outputs(&self, ends: &[End], shares: &mut [f64]) {
        for end in ends {
            match end {
                End::Leaf { rows, output } => {
                    let factor = factor(*output);
                    for &row in &self.order[rows.clone()] {
                        shares[row as usize] *= factor;
                    }
                }
                End::Pair { rows, split, outputs } => {
                    let bins = self.rows.column(split.index);
                    let (shift, factors) = (u8::from(split.missing_left), outputs.map(factor));
                    for &row in &self.order[rows.clone()] {
                        let row = row as usize;
                        let goes_right = is_right(bins[row], split.bin, shift);
                        shares[row] *= factors[usize::from(goes_right)];
                    }
                }
            }
        }
    }
}

/// Moves the rows that go to the right behind the others, keeping the order of both; returns the
/// number of the others. No branch depends on a row: half of them would be guessed wrong.
fn divide(order: &mut [u32], spare: &mut [u32], is_right: impl Fn(u32) -> bool) -> usize {
    let spare = &mut spare[..order.len()];
    let (mut left, mut right) = (0, 0);
    for at in 0..order.len() {
        let row = order[at];
        let goes_right = usize::from(is_right(row));
        order[left] = row;
        spare[right] = row;
        left += 1 - goes_right;
        right += goes_right;
    }
    order[left..].copy_from_slice(&spare[..right]);
    left
}

fn candidate(fresh: Fresh, split: Split, histogram: Histogram) -> Candidate {
    let Fresh { rows, depth, bounds, place, .. } = fresh;
    Candidate { split, rows, depth, bounds, place, histogram }
}

/// The sum over all rows of a histogram.
fn total(histogram: &Histogram) -> Cell {
    let mut total = Cell::default();
    histogram.column(0).iter().for_each(|cell| total.add(*cell));
    total
}

/// Takes the candidate that gains most, the first among equals.
fn take_best(candidates: &mut Vec<Candidate>) -> Option<Candidate> {
    let mut best: Option<usize> = None;
    for (index, candidate) in candidates.iter().enumerate() {
        if best.is_none_or(|best| candidate.split.gain > candidates[best].split.gain) {
            best = Some(index);
        }
    }
    best.map(|index| candidates.remove(index))
}

impl Growth {
    fn link(&mut self, place: Option<Place>, child: Child) {
        if let Some(Place { node, is_right }) = place {
            let node = &mut self.tree.nodes[node];
            *(if is_right { &mut node.right } else { &mut node.left }) = child;
        }
    }

    fn add_leaf(&mut self, place: Option<Place>, output: f64, rows: Cell) {
        let index = self.tree.leaves.len() as u32;
        self.tree.leaves.push(output);
        self.leaf_rows.push(rows.rows() as f64);
        self.link(place, Child::Leaf(index));
    }

    /// The mean output below each node, from the leaves upwards.
    fn fill_means(&mut self) {
        let Self { tree, leaf_rows, .. } = self;
        for index in (0..tree.nodes.len()).rev() {
            let of = |child| match child {
                Child::Node(node) => {
                    let node: &Node = &tree.nodes[node as usize];
                    (node.cover, node.mean)
                }
                Child::Leaf(leaf) => (leaf_rows[leaf as usize], tree.leaves[leaf as usize]),
            };
            let (left_rows, left) = of(tree.nodes[index].left);
            let (right_rows, right) = of(tree.nodes[index].right);
            let mean = (left_rows * left + right_rows * right) / (left_rows + right_rows);
            tree.nodes[index].mean = mean;
        }
    }
}

/// Compile-time proof that a shifted question never overflows: at most 254 cuts, and none is asked
/// with the shift beyond the last.
const _: () = assert!(MISSING == 255);
