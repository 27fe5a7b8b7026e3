//! The parts of an ensemble.

use std::fmt;

/// Where a node's comparison leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Child {
    /// Node of the same tree.
    Node(u32),
    /// Leaf of the same tree.
    Leaf(u32),
}

/// How a value is compared with a threshold. True leads to the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// `value <= threshold`.
    AtMost,
    /// `value < threshold`.
    Below,
}

/// What a missing value (NaN) does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Goes to the left.
    Left,
    /// Goes to the right.
    Right,
    /// Counts as 0 in the comparison.
    Zero,
    /// Goes to the left, and so does a value within 1e-35 of zero.
    ZeroLeft,
    /// Goes to the right, and so does a value within 1e-35 of zero.
    ZeroRight,
}

/// A question about one feature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node {
    /// Index of the feature.
    pub feature: u32,
    /// What the value is compared with.
    pub threshold: f64,
    /// How.
    pub compare: Compare,
    /// What a missing value does.
    pub missing: Missing,
    /// Where "yes" leads.
    pub left: Child,
    /// Where "no" leads.
    pub right: Child,
    /// Reduction of the loss by this question in training; 0 if unknown.
    pub gain: f64,
    /// Weight of the training rows that came here; 0 if unknown.
    pub cover: f64,
    /// Mean output of the training rows that came here, for explanations.
    pub mean: f64,
}

/// One tree.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tree {
    /// Questions; the first is the root. None: the tree is its first leaf.
    pub nodes: Vec<Node>,
    /// Outputs.
    pub leaves: Vec<f64>,
}

/// From the sums of the trees to an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Link {
    /// Probabilities by softmax over the classes.
    Softmax,
    /// Each output for itself by the logistic function of `factor * sum`. Of one output it is the
    /// probability of the second of two classes; several need not sum to 1.
    Logistic {
        /// LightGBM's `sigmoid`.
        factor: f64,
    },
    /// Each class for itself by the logistic function, then divided by their sum.
    OneVersusRest {
        /// LightGBM's `sigmoid`.
        factor: f64,
    },
    /// The sums themselves, as for regression.
    Identity,
}

/// Trees whose outputs are added per output, in the order of the trees.
#[derive(Clone, Debug, PartialEq)]
pub struct Ensemble {
    /// Number of features of a row.
    pub features: usize,
    /// Number of outputs. Tree `i` adds to output `i % outputs`.
    pub outputs: usize,
    /// What each sum begins with.
    pub base: Vec<f64>,
    /// The trees, one iteration after another.
    pub trees: Vec<Tree>,
    /// From sums to an answer.
    pub link: Link,
}

/// Why an ensemble was refused.
#[derive(Clone, Debug, PartialEq)]
pub struct EnsembleError {
    /// Tree, from 0; `None` for the whole.
    pub tree: Option<usize>,
    /// What is wrong, and what was expected.
    pub problem: String,
}

impl fmt::Display for EnsembleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.tree {
            Some(tree) => write!(f, "tree {tree}: {}", self.problem),
            None => f.write_str(&self.problem),
        }
    }
}

impl std::error::Error for EnsembleError {}

impl Ensemble {
    /// Checks that every walk ends: children come after their parents, and exist; features exist;
    /// numbers are finite.
    ///
    /// # Errors
    /// The first problem.
    pub fn check(&self) -> Result<(), EnsembleError> {
        let whole = |problem: String| Err(EnsembleError { tree: None, problem });
        if self.outputs == 0 || self.base.len() != self.outputs {
            let (bases, outputs) = (self.base.len(), self.outputs);
            return whole(format!("{bases} base values for {outputs} outputs, expected one each"));
        }
        if !self.trees.len().is_multiple_of(self.outputs) {
            let (trees, outputs) = (self.trees.len(), self.outputs);
            return whole(format!("{trees} trees, expected a multiple of {outputs} outputs"));
        }
        if let Some(was) = self.base.iter().find(|base| !base.is_finite()) {
            return whole(format!("a base value was {was}, expected a finite number"));
        }
        if let Link::Logistic { factor } | Link::OneVersusRest { factor } = self.link
            && !factor.is_finite()
        {
            return whole(format!("the factor was {factor}, expected a finite number"));
        }
        for (index, tree) in self.trees.iter().enumerate() {
            tree.check(self.features)
                .map_err(|problem| EnsembleError { tree: Some(index), problem })?;
        }
        Ok(())
    }

    /// Number of boosting iterations.
    #[must_use]
    pub const fn iterations(&self) -> usize {
        self.trees.len() / self.outputs
    }

    /// The ensemble after its first `iterations` iterations.
    #[must_use]
    pub fn first(&self, iterations: usize) -> Self {
        let trees = (iterations * self.outputs).min(self.trees.len());
        Self { trees: self.trees[..trees].to_vec(), base: self.base.clone(), ..*self }
    }
}

impl Tree {
    fn check(&self, features: usize) -> Result<(), String> {
        if self.leaves.is_empty() {
            return Err("it has no leaves".to_owned());
        }
        if let Some(was) = self.leaves.iter().find(|leaf| !leaf.is_finite()) {
            return Err(format!("a leaf was {was}, expected a finite number"));
        }
        for (index, node) in self.nodes.iter().enumerate() {
            if node.feature as usize >= features {
                let feature = node.feature;
                return Err(format!("node {index} asks for feature {feature} of {features}"));
            }
            if node.threshold.is_nan() {
                return Err(format!("node {index} has no threshold"));
            }
            for (what, was) in [("gain", node.gain), ("cover", node.cover), ("mean", node.mean)] {
                if !was.is_finite() {
                    return Err(format!("{what} of node {index} was {was}, expected a number"));
                }
            }
            for child in [node.left, node.right] {
                let is_sound = match child {
                    Child::Node(next) => {
                        next as usize > index && (next as usize) < self.nodes.len()
                    }
                    Child::Leaf(leaf) => (leaf as usize) < self.leaves.len(),
                };
                if !is_sound {
                    return Err(format!("node {index} leads to {child:?}, which is not after it"));
                }
            }
        }
        Ok(())
    }
}
