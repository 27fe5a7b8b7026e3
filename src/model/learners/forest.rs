//! Random forest.

use super::class_counts;
use super::codes::Codes;
use super::grow::Ground;
use crate::model::ensemble::{Ensemble, Link};
use crate::model::random::Random;
use crate::model::{Class, Dataset, FitError, Fitted, Learner, Stop};

/// Many trees, each on rows drawn with replacement, each question the best of a few columns drawn
/// for it; the answer is the mean of the class shares in the leaves.
///
/// # Formula
/// A question splits the rows so that Gini's impurity `1 - sum of p^2` falls most. Rows are drawn
/// by their weight, as many as there are, and each draw counts as a row; without draws their
/// weights count in every share. A node is split while it is above `depth`, has two classes, and
/// both sides keep `min_rows`. When none of the drawn columns can split a node, more are drawn
/// until one can. Columns are cut into at most 255 codes first. A missing value counts as the
/// column's median, and goes where that goes.
///
/// The trees are an [`Ensemble`] with [`Link::Identity`], three alike per tree that differ in their
/// outputs: the sums are the probabilities, and add up to 1 within rounding. Gain is the part of
/// Gini's impurity times weight that is the class's own.
///
/// Cost: trees times depth times rows times columns looked at. Source: L. Breiman, "Random
/// forests", Machine Learning 45 (2001). Without draws and with all columns a tree is
/// scikit-learn's.
///
/// The forest of the crate smartcore is not used: it has no probabilities (and one vote a tree is a
/// coarser answer), no weights, walks over all rows for every node, cannot be stopped, and
/// overlooks cuts beside equal values (`tests/learners_smartcore.rs`).
#[derive(Clone, Debug, PartialEq)]
pub struct Forest {
    /// Number of trees, at least 1. Default 100.
    pub trees: usize,
    /// Most questions on a way, at least 1. Default 10.
    pub depth: usize,
    /// Fewest rows in a leaf, at least 1. Default 5.
    pub min_rows: usize,
    /// Columns looked at for a question; `None`, the default: the square root of their number.
    pub columns: Option<usize>,
    /// Whether each tree draws rows with replacement. Default true.
    pub draws_rows: bool,
    /// Seed of all draws.
    pub seed: u64,
}

impl Default for Forest {
    fn default() -> Self {
        Self { trees: 100, depth: 10, min_rows: 5, columns: None, draws_rows: true, seed: 0 }
    }
}

impl Forest {
    fn check(&self) -> Result<(), FitError> {
        let settings = [
            ("trees", self.trees),
            ("depth", self.depth),
            ("min_rows", self.min_rows),
            ("columns", self.columns.unwrap_or(1)),
        ];
        for (name, was) in settings {
            if was == 0 {
                return Err(FitError::Setting { name, was: "0".into(), expected: "at least 1" });
            }
        }
        Ok(())
    }

    /// Learns, and gives the trees themselves.
    ///
    /// # Errors
    /// A setting that is 0, fewer than two rows, one class, stopped.
    pub fn fit_trees(
        &self,
        data: &Dataset,
        training: &[usize],
        stop: Stop<'_>,
    ) -> Result<Ensemble, FitError> {
        self.check()?;
        class_counts(data, training)?;
        let features = data.table.width();
        let codes = Codes::new(&data.table, training, stop)?;
        let weight = |row: usize| if self.draws_rows { 1.0 } else { data.weights[row] };
        let label = |&row: &usize| (data.classes[row] as usize, weight(row));
        let labels: Vec<(usize, f64)> = training.iter().map(label).collect();
        let root = (features as f64).sqrt() as usize;
        let ground = Ground {
            codes: &codes,
            labels: &labels,
            depth: self.depth,
            min_rows: self.min_rows,
            tried: self.columns.unwrap_or(root).max(1),
            scale: 1.0 / self.trees as f64,
            stop,
        };
        let urn = Urn::new(training.iter().map(|&row| data.weights[row]));
        let mut trees = Vec::with_capacity(self.trees * Class::COUNT);
        for tree in 0..self.trees {
            let mut random = Random::of_part(self.seed, tree as u64);
            let times =
                if self.draws_rows { urn.draw(&mut random) } else { vec![1; training.len()] };
            trees.extend(ground.grow(random, &times)?);
        }
        let outputs = Class::COUNT;
        let base = vec![0.0; outputs];
        Ok(Ensemble { features, outputs, base, trees, link: Link::Identity })
    }
}

/// Rows to draw by weight.
struct Urn {
    /// Sums of the weights up to and with each row.
    sums: Vec<f64>,
}

impl Urn {
    fn new(weights: impl Iterator<Item = f64>) -> Self {
        let running = |sum: &mut f64, weight| {
            *sum += weight;
            Some(*sum)
        };
        Self { sums: weights.scan(0.0, running).collect() }
    }

    /// How often each row is drawn in as many draws as there are rows.
    fn draw(&self, random: &mut Random) -> Vec<usize> {
        let mut times = vec![0; self.sums.len()];
        let total = self.sums.last().copied().unwrap_or(0.0);
        for _ in 0..times.len() {
            let at = random.unit() * total;
            let row = self.sums.partition_point(|&sum| sum <= at);
            // The product may round up to the total.
            times[row.min(self.sums.len() - 1)] += 1;
        }
        times
    }
}

impl Learner for Forest {
    fn name(&self) -> &'static str {
        "forest"
    }

    fn fit(
        &self,
        data: &Dataset,
        training: &[usize],
        _tail: &[usize],
        stop: Stop<'_>,
    ) -> Result<Fitted, FitError> {
        self.fit_trees(data, training, stop).map(Fitted::Trees)
    }
}
