//! One tree of a forest.

use super::codes::{Codes, MOST};
use crate::model::ensemble::{Child, Compare, Missing, Node, Tree};
use crate::model::random::Random;
use crate::model::{Class, FitError, Stop};

/// Weights by class.
type Weights = [f64; Class::COUNT];

/// What all trees of a forest share.
pub(super) struct Ground<'a> {
    pub(super) codes: &'a Codes,
    /// Class and weight per training row.
    pub(super) labels: &'a [(usize, f64)],
    pub(super) depth: usize,
    pub(super) min_rows: usize,
    /// Columns looked at for a question.
    pub(super) tried: usize,
    /// Factor on every output.
    pub(super) scale: f64,
    pub(super) stop: Stop<'a>,
}

/// A row that was drawn for the tree.
#[derive(Clone, Copy)]
struct Drawn {
    row: usize,
    times: usize,
}

/// Sums over rows.
#[derive(Clone, Copy, Default)]
struct Sums {
    rows: usize,
    weights: Weights,
}

impl Sums {
    fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        self.weights.iter_mut().zip(&other.weights).for_each(|(sum, part)| *sum += part);
    }

    fn minus(&self, other: &Self) -> Self {
        let rows = self.rows - other.rows;
        Self { rows, weights: std::array::from_fn(|k| self.weights[k] - other.weights[k]) }
    }

    fn weight(&self) -> f64 {
        self.weights.iter().sum()
    }

    /// The share of a class.
    fn share(&self, class: usize) -> f64 {
        self.weights[class] / self.weight()
    }

    /// What is left of the weight after Gini's impurity: the more, the purer.
    fn purity(&self) -> f64 {
        self.weights.iter().map(|weight| weight * weight).sum::<f64>() / self.weight()
    }

    /// Weight times `p (1 - p)` of one class: its part of Gini's impurity.
    fn impurity_of(&self, class: usize) -> f64 {
        self.weights[class] * (1.0 - self.share(class))
    }

    fn is_pure(&self) -> bool {
        self.weights.iter().filter(|&&weight| weight > 0.0).count() < 2
    }
}

/// The best question found.
struct Split {
    column: usize,
    /// The last code that goes to the left, and the first that goes to the right.
    codes: (u8, u8),
    left: Sums,
    purity: f64,
}

/// A place in the tree whose rows are waiting.
struct Open {
    from: usize,
    to: usize,
    level: usize,
    /// Who leads here: the node, and whether to its left.
    parent: Option<(usize, bool)>,
}

/// A tree while it grows: one structure, with leaves for every class.
struct Grower<'a> {
    ground: &'a Ground<'a>,
    random: Random,
    drawn: Vec<Drawn>,
    order: Vec<usize>,
    nodes: Vec<Node>,
    sums: Vec<(Sums, Sums, Sums)>,
    leaves: Vec<Weights>,
}

impl Ground<'_> {
    /// Grows a tree on the rows drawn `times` times; gives one tree per class, alike but for their
    /// outputs.
    pub(super) fn grow(
        &self,
        random: Random,
        times: &[usize],
    ) -> Result<[Tree; Class::COUNT], FitError> {
        let drawn = times.iter().enumerate().filter(|&(_, &times)| times > 0);
        let mut grower = Grower {
            ground: self,
            random,
            drawn: drawn.map(|(row, &times)| Drawn { row, times }).collect(),
            order: (0..self.codes.width()).collect(),
            nodes: Vec::new(),
            sums: Vec::new(),
            leaves: Vec::new(),
        };
        let to = grower.drawn.len();
        let mut open = vec![Open { from: 0, to, level: 0, parent: None }];
        while let Some(place) = open.pop() {
            if (self.stop)() {
                return Err(FitError::Stopped);
            }
            grower.settle(place, &mut open);
        }
        Ok(grower.trees())
    }

    fn sums(&self, drawn: &[Drawn]) -> Sums {
        let mut sums = Sums::default();
        drawn.iter().for_each(|drawn| self.add(drawn, &mut sums));
        sums
    }

    fn add(&self, drawn: &Drawn, sums: &mut Sums) {
        let (class, weight) = self.labels[drawn.row];
        sums.rows += drawn.times;
        sums.weights[class] += drawn.times as f64 * weight;
    }

    /// The purest question about one column, if any leaves enough rows on both sides.
    fn best_of_column(&self, column: usize, drawn: &[Drawn], all: &Sums) -> Option<Split> {
        let codes = self.codes.of(column);
        let mut by_code = [Sums::default(); MOST];
        let (mut first, mut last) = (u8::MAX, 0);
        for drawn in drawn {
            let code = codes[drawn.row];
            (first, last) = (first.min(code), last.max(code));
            self.add(drawn, &mut by_code[usize::from(code)]);
        }
        let mut left = by_code[usize::from(first)];
        let mut last_left = first;
        let mut best: Option<Split> = None;
        for code in first.saturating_add(1)..=last {
            let here = &by_code[usize::from(code)];
            if here.rows == 0 {
                continue;
            }
            let codes = (last_left, code);
            let right = all.minus(&left);
            if left.rows >= self.min_rows && right.rows >= self.min_rows {
                let purity = left.purity() + right.purity();
                if best.as_ref().is_none_or(|best| purity > best.purity) {
                    best = Some(Split { column, codes, left, purity });
                }
            }
            left.add(here);
            last_left = code;
        }
        best
    }
}

impl Grower<'_> {
    /// Makes a leaf or a node of an open place.
    fn settle(&mut self, place: Open, open: &mut Vec<Open>) {
        let rows = place.from..place.to;
        let all = self.ground.sums(&self.drawn[rows.clone()]);
        let may_split = place.level < self.ground.depth
            && !all.is_pure()
            && all.rows >= 2 * self.ground.min_rows;
        let split = if may_split { self.best_split(rows, &all) } else { None };
        let child = match &split {
            Some(_) => Child::Node(self.nodes.len() as u32),
            None => Child::Leaf(self.leaves.len() as u32),
        };
        if let Some((parent, is_left)) = place.parent {
            let node = &mut self.nodes[parent];
            *(if is_left { &mut node.left } else { &mut node.right }) = child;
        }
        match split {
            None => self.leaves.push(std::array::from_fn(|class| all.share(class))),
            Some(split) => self.branch(&place, &all, &split, open),
        }
    }

    fn best_split(&mut self, rows: std::ops::Range<usize>, all: &Sums) -> Option<Split> {
        let mut best: Option<Split> = None;
        for index in 0..self.order.len() {
            let rest = self.order.len() - index;
            let drawn = index + self.random.below(rest);
            self.order.swap(index, drawn);
            let column = self.order[index];
            let found = self.ground.best_of_column(column, &self.drawn[rows.clone()], all);
            if let Some(found) = found
                && best.as_ref().is_none_or(|best| found.purity > best.purity)
            {
                best = Some(found);
            }
            // If none of these can split the rows, the first that can is taken.
            if index + 1 >= self.ground.tried && best.is_some() {
                break;
            }
        }
        best
    }

    fn branch(&mut self, place: &Open, all: &Sums, split: &Split, open: &mut Vec<Open>) {
        let codes = self.ground.codes.of(split.column);
        let (threshold, is_left) = self.ground.codes.threshold(split.column, split.codes);
        let missing = if is_left { Missing::Left } else { Missing::Right };
        let rows = &mut self.drawn[place.from..place.to];
        let (left, right): (Vec<Drawn>, Vec<Drawn>) =
            rows.iter().partition(|drawn| codes[drawn.row] <= split.codes.0);
        let middle = place.from + left.len();
        rows[..left.len()].copy_from_slice(&left);
        rows[left.len()..].copy_from_slice(&right);
        let index = self.nodes.len();
        self.nodes.push(Node {
            feature: split.column as u32,
            threshold,
            compare: Compare::AtMost,
            missing,
            left: Child::Leaf(0),
            right: Child::Leaf(0),
            gain: 0.0,
            cover: all.weight(),
            mean: 0.0,
        });
        self.sums.push((*all, split.left, all.minus(&split.left)));
        let level = place.level + 1;
        open.push(Open { from: middle, to: place.to, level, parent: Some((index, false)) });
        open.push(Open { from: place.from, to: middle, level, parent: Some((index, true)) });
    }

    fn trees(self) -> [Tree; Class::COUNT] {
        let scale = self.ground.scale;
        std::array::from_fn(|class| {
            let mut nodes = self.nodes.clone();
            for (node, (all, left, right)) in nodes.iter_mut().zip(&self.sums) {
                let after = left.impurity_of(class) + right.impurity_of(class);
                node.gain = (all.impurity_of(class) - after).max(0.0);
                node.mean = all.share(class) * scale;
            }
            let leaves = self.leaves.iter().map(|shares| shares[class] * scale).collect();
            Tree { nodes, leaves }
        })
    }
}
