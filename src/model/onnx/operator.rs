//! What an operator makes of the sums of its trees.

use std::collections::{BTreeMap, BTreeSet};

use super::attributes::{Lists, Mode};
use super::graph::GraphNode;
use crate::model::ensemble::Link;
use crate::model::imported::ImportError;

/// Most outputs: far more classes than trading has, far fewer than memory holds.
const OUTPUTS_MAX: usize = 1_000;

/// Outputs and link of an operator.
#[derive(Debug)]
pub(super) struct Operator {
    pub(super) outputs: usize,
    pub(super) base: Vec<f64>,
    pub(super) link: Link,
    /// Labels; empty for a regression.
    pub(super) classes: Vec<String>,
    /// Whether the sums are divided by the number of trees.
    pub(super) is_averaged: bool,
}

impl Operator {
    pub(super) fn read(node: &GraphNode<'_>, lists: &Lists) -> Result<Self, ImportError> {
        if node.kind == "TreeEnsembleRegressor" { regressor(node) } else { classifier(node, lists) }
    }
}

fn regressor(node: &GraphNode<'_>) -> Result<Operator, ImportError> {
    let targets = node.integer("n_targets")?.unwrap_or(1);
    let outputs = usize::try_from(targets).unwrap_or(0);
    check_outputs(node, "n_targets", outputs)?;
    let is_averaged = match node.text("aggregate_function")? {
        "" | "SUM" => false,
        "AVERAGE" => true,
        was => {
            let place = node.place("aggregate_function");
            return Err(ImportError::unsupported(place, was, "SUM or AVERAGE"));
        }
    };
    match node.text("post_transform")? {
        "" | "NONE" => {}
        was => return Err(ImportError::unsupported(node.place("post_transform"), was, "NONE")),
    }
    let base = base_values(node, outputs)?;
    Ok(Operator { outputs, base, link: Link::Identity, classes: Vec::new(), is_averaged })
}

fn classifier(node: &GraphNode<'_>, lists: &Lists) -> Result<Operator, ImportError> {
    let classes = labels(node)?;
    check_outputs(node, "labels", classes.len())?;
    let link = match node.text("post_transform")? {
        "" | "NONE" => Link::Identity,
        "SOFTMAX" => Link::Softmax,
        "LOGISTIC" => Link::Logistic { factor: 1.0 },
        was => {
            let place = node.place("post_transform");
            return Err(ImportError::unsupported(place, was, "NONE, SOFTMAX or LOGISTIC"));
        }
    };
    if classes.len() == 2 {
        return of_two_classes(node, lists, classes, link);
    }
    let (outputs, base) = (classes.len(), base_values(node, classes.len())?);
    Ok(Operator { outputs, base, link, classes, is_averaged: false })
}

/// Two classes. If all weights are for the first output, that is the sum of the second class.
fn of_two_classes(
    node: &GraphNode<'_>,
    lists: &Lists,
    classes: Vec<String>,
    link: Link,
) -> Result<Operator, ImportError> {
    let place = || node.place("class_ids");
    let ids: BTreeSet<i64> = lists.weights.iter().map(|weight| weight.output).collect();
    if ids == BTreeSet::from([0]) {
        if link == Link::Softmax {
            let was = "SOFTMAX of one output";
            return Err(ImportError::unsupported(node.place("post_transform"), was, "LOGISTIC"));
        }
        let base = base_values(node, 1)?;
        return Ok(Operator { outputs: 1, base, link, classes, is_averaged: false });
    }
    if ids != BTreeSet::from([0, 1]) {
        return Err(ImportError::unsupported(place(), format!("{ids:?}"), "0, or 0 and 1"));
    }
    // Runtimes disagree on both of these.
    if !node.numbers("base_values")?.is_empty() {
        let was = "given with weights for both of two classes";
        return Err(ImportError::unsupported(node.place("base_values"), was, "none"));
    }
    if !second_class_is_always_reached(lists) {
        let was = "1 in some leaves of every tree only";
        return Err(ImportError::unsupported(place(), was, "1 in every leaf of a tree"));
    }
    Ok(Operator { outputs: 2, base: vec![0.0; 2], link, classes, is_averaged: false })
}

/// Whether every row comes to a leaf that adds to the second class.
fn second_class_is_always_reached(lists: &Lists) -> bool {
    let adds: BTreeSet<(i64, i64)> = lists
        .weights
        .iter()
        .filter(|weight| weight.output == 1)
        .map(|weight| (weight.tree, weight.node))
        .collect();
    let mut is_whole = BTreeMap::new();
    for leaf in lists.nodes.iter().filter(|node| node.mode == Mode::Leaf) {
        *is_whole.entry(leaf.tree).or_insert(true) &= adds.contains(&(leaf.tree, leaf.id));
    }
    is_whole.values().any(|&is_whole| is_whole)
}

fn labels(node: &GraphNode<'_>) -> Result<Vec<String>, ImportError> {
    let numbers = node.integers("classlabels_int64s")?;
    if !numbers.is_empty() {
        return Ok(numbers.iter().map(i64::to_string).collect());
    }
    let Some(texts) = node.attribute("classlabels_strings") else { return Ok(Vec::new()) };
    let text = |bytes: Result<&[u8], ImportError>| {
        std::str::from_utf8(bytes?).map(str::to_owned).map_err(|_| {
            ImportError::malformed(node.place("classlabels_strings"), "not in UTF-8", "texts")
        })
    };
    texts.all_bytes(9).take(OUTPUTS_MAX + 1).map(text).collect()
}

fn check_outputs(node: &GraphNode<'_>, name: &str, outputs: usize) -> Result<(), ImportError> {
    let least = if node.kind == "TreeEnsembleRegressor" { 1 } else { 2 };
    if (least..=OUTPUTS_MAX).contains(&outputs) {
        return Ok(());
    }
    let expected = format!("{least} to {OUTPUTS_MAX}");
    Err(ImportError::malformed(node.place(name), outputs.to_string(), expected))
}

fn base_values(node: &GraphNode<'_>, outputs: usize) -> Result<Vec<f64>, ImportError> {
    let base = node.numbers("base_values")?;
    if base.is_empty() {
        return Ok(vec![0.0; outputs]);
    }
    if base.len() != outputs {
        let was = format!("{} numbers for {outputs} outputs", base.len());
        return Err(ImportError::malformed(node.place("base_values"), was, "one each, or none"));
    }
    Ok(base)
}
