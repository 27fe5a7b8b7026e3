//! An ensemble as an ONNX model for MetaTrader's runtime: `OnnxCreate`, then `OnnxRun`.

use super::build::{
    FLOAT, INT64, ML_DOMAIN, TEXTS, attribute, integer, integers, model, singles, tensor, text,
};
use super::single::{at_least, at_most, nearest};
use super::wire::Writer;
use crate::model::ensemble::{
    Child, Compare, Ensemble, EnsembleError, Link, Missing, Node, Tree, ZERO,
};

/// Writes the trees and their link. Calibration is no part of an ensemble, and so not of the graph.
///
/// The input is `features`, float `[1, N]` in the order of `columns`, NaN where missing. Outputs:
///
/// | link | outputs |
/// |---|---|
/// | softmax, one versus rest, logistic of several | `label` int64 `[1]`; `probabilities` float `[1, outputs]` |
/// | logistic of one | `label` int64 `[1]`, 0 or 1; `probabilities` float `[1, 2]` of the two classes |
/// | identity | `values` float `[1, outputs]` |
///
/// Thresholds are rounded so that a single is on the same side of them as here: every row of
/// singles comes to the same leaves. Leaves are rounded to singles, and the runtime adds singles:
/// answers agree within 1e-6 where sums are below 10. Base values are the leaf of a tree of their
/// own, the first. The names of the columns are kept under `columns` in the metadata, one a line.
///
/// # Errors
/// An ensemble that is not sound; columns in another number than features; a number too large for
/// a single; a question that tells zeros from numbers around them, which ONNX cannot say; softmax
/// or one versus rest of one output.
pub fn export(ensemble: &Ensemble, columns: &[String]) -> Result<Vec<u8>, EnsembleError> {
    ensemble.check()?;
    let whole = |problem: String| Err(EnsembleError { tree: None, problem });
    if columns.len() != ensemble.features {
        let (was, expected) = (columns.len(), ensemble.features);
        return whole(format!("{was} names of columns, expected one for each of {expected}"));
    }
    if ensemble.outputs < 2 && matches!(ensemble.link, Link::Softmax | Link::OneVersusRest { .. }) {
        return whole("probabilities of one class, expected two or more".to_owned());
    }
    let lists = Lists::of(ensemble)?;
    Ok(model(columns, |graph| write_graph(graph, ensemble, &lists)))
}

/// The lists that describe the trees.
#[derive(Default)]
struct Lists {
    trees: Vec<i64>,
    nodes: Vec<i64>,
    features: Vec<i64>,
    thresholds: Vec<f32>,
    modes: Vec<&'static str>,
    yes: Vec<i64>,
    no: Vec<i64>,
    missing_is_yes: Vec<i64>,
    leaf_trees: Vec<i64>,
    leaf_nodes: Vec<i64>,
    leaf_outputs: Vec<i64>,
    leaf_weights: Vec<f32>,
}

impl Lists {
    fn of(ensemble: &Ensemble) -> Result<Self, EnsembleError> {
        let mut lists = Self::default();
        lists.push_node(0, 0, "LEAF", 0.0, [0; 4]);
        for (output, &base) in ensemble.base.iter().enumerate() {
            let problem = |problem| EnsembleError { tree: None, problem };
            lists.push_weight(0, 0, ensemble, output, base).map_err(problem)?;
        }
        for (index, tree) in ensemble.trees.iter().enumerate() {
            let problem = |problem| EnsembleError { tree: Some(index), problem };
            let output = index % ensemble.outputs;
            lists.push_tree(index as i64 + 1, tree, ensemble, output).map_err(problem)?;
        }
        Ok(lists)
    }

    /// Questions first, then leaves: the runtime takes the first node for the root.
    fn push_tree(
        &mut self,
        id: i64,
        tree: &Tree,
        ensemble: &Ensemble,
        output: usize,
    ) -> Result<(), String> {
        let place = |child| match child {
            Child::Node(node) => i64::from(node),
            Child::Leaf(leaf) => tree.nodes.len() as i64 + i64::from(leaf),
        };
        for (index, node) in tree.nodes.iter().enumerate() {
            let missing = missing_is_yes(node).map_err(|was| format!("node {index} {was}"))?;
            let (mode, threshold) = match node.compare {
                Compare::AtMost => ("BRANCH_LEQ", at_most(node.threshold)),
                Compare::Below => ("BRANCH_LT", at_least(node.threshold)),
            };
            let links =
                [i64::from(node.feature), place(node.left), place(node.right), i64::from(missing)];
            self.push_node(id, index as i64, mode, threshold, links);
        }
        for (index, &leaf) in tree.leaves.iter().enumerate() {
            let node = (tree.nodes.len() + index) as i64;
            self.push_node(id, node, "LEAF", 0.0, [0; 4]);
            self.push_weight(id, node, ensemble, output, leaf)?;
        }
        Ok(())
    }

    /// `links`: feature, where yes and no lead, whether a missing value counts as yes.
    fn push_node(
        &mut self,
        tree: i64,
        node: i64,
        mode: &'static str,
        threshold: f32,
        links: [i64; 4],
    ) {
        let [feature, yes, no, missing_is_yes] = links;
        self.trees.push(tree);
        self.nodes.push(node);
        self.modes.push(mode);
        self.thresholds.push(threshold);
        self.features.push(feature);
        self.yes.push(yes);
        self.no.push(no);
        self.missing_is_yes.push(missing_is_yes);
    }

    /// One logistic output becomes two classes with opposite sums, so that both have their
    /// probability.
    fn push_weight(
        &mut self,
        tree: i64,
        node: i64,
        ensemble: &Ensemble,
        output: usize,
        weight: f64,
    ) -> Result<(), String> {
        let (factor, is_pair) = match ensemble.link {
            Link::Logistic { factor } => (factor, ensemble.outputs == 1),
            Link::OneVersusRest { factor } => (factor, false),
            Link::Softmax | Link::Identity => (1.0, false),
        };
        let single = nearest(weight * factor);
        if !single.is_finite() {
            return Err(format!("{weight:e} is too large for a single"));
        }
        let signs: &[(i64, f32)] =
            if is_pair { &[(0, -1.0), (1, 1.0)] } else { &[(output as i64, 1.0)] };
        for &(output, sign) in signs {
            self.leaf_trees.push(tree);
            self.leaf_nodes.push(node);
            self.leaf_outputs.push(output);
            self.leaf_weights.push(sign * single);
        }
        Ok(())
    }
}

/// Whether a missing value goes where "yes" leads; ONNX knows no other rule for missing values.
fn missing_is_yes(node: &Node) -> Result<bool, &'static str> {
    let is_yes = |value: f64| match node.compare {
        Compare::AtMost => value <= node.threshold,
        Compare::Below => value < node.threshold,
    };
    let refused = "tells zeros from the numbers around them, expected a plain threshold";
    match node.missing {
        Missing::Left => Ok(true),
        Missing::Right => Ok(false),
        Missing::Zero => Ok(is_yes(0.0)),
        Missing::ZeroLeft if is_yes(ZERO) => Ok(true),
        Missing::ZeroRight if !is_yes(-ZERO) => Ok(false),
        Missing::ZeroLeft | Missing::ZeroRight => Err(refused),
    }
}

fn write_graph(graph: &mut Writer, ensemble: &Ensemble, lists: &Lists) {
    let trees = "trees";
    let is_regression = ensemble.link == Link::Identity;
    let classes = match ensemble.link {
        Link::Logistic { .. } if ensemble.outputs == 1 => 2,
        _ => ensemble.outputs as i64,
    };
    let is_divided = matches!(ensemble.link, Link::OneVersusRest { .. });
    let answer = if is_regression { "values" } else { "probabilities" };
    let sums = if is_divided { "each_for_itself" } else { answer };
    let outputs: &[&str] = if is_regression { &[sums] } else { &["label", sums] };
    graph.message(1, |node| {
        node.text(1, "features");
        outputs.iter().for_each(|output| node.text(2, output));
        node.text(3, trees);
        node.text(
            4,
            if is_regression { "TreeEnsembleRegressor" } else { "TreeEnsembleClassifier" },
        );
        write_lists(node, lists, is_regression);
        if is_regression {
            integer(node, "n_targets", classes);
        } else {
            integers(node, "classlabels_int64s", &(0..classes).collect::<Vec<_>>());
        }
        let transform = match ensemble.link {
            Link::Softmax => "SOFTMAX",
            Link::Logistic { .. } | Link::OneVersusRest { .. } => "LOGISTIC",
            Link::Identity => "NONE",
        };
        text(node, "post_transform", transform);
        node.text(7, ML_DOMAIN);
    });
    if is_divided {
        graph.message(1, |node| {
            node.text(1, sums);
            node.text(2, answer);
            node.text(3, "divide_by_sum");
            node.text(4, "Normalizer");
            text(node, "norm", "L1");
            node.text(7, ML_DOMAIN);
        });
    }
    graph.text(2, "ensemble");
    graph.text(10, "Trees and their link; calibration is not part of this graph.");
    tensor(graph, 11, "features", FLOAT, &[1, ensemble.features as i64]);
    if !is_regression {
        tensor(graph, 12, "label", INT64, &[1]);
    }
    tensor(graph, 12, answer, FLOAT, &[1, classes]);
}

fn write_lists(node: &mut Writer, lists: &Lists, is_regression: bool) {
    for (name, values) in [
        ("nodes_treeids", &lists.trees),
        ("nodes_nodeids", &lists.nodes),
        ("nodes_featureids", &lists.features),
        ("nodes_truenodeids", &lists.yes),
        ("nodes_falsenodeids", &lists.no),
        ("nodes_missing_value_tracks_true", &lists.missing_is_yes),
    ] {
        integers(node, name, values);
    }
    singles(node, "nodes_values", &lists.thresholds);
    attribute(node, "nodes_modes", TEXTS, |attribute| {
        lists.modes.iter().for_each(|mode| attribute.text(9, mode));
    });
    let prefix = if is_regression { "target" } else { "class" };
    integers(node, &format!("{prefix}_treeids"), &lists.leaf_trees);
    integers(node, &format!("{prefix}_nodeids"), &lists.leaf_nodes);
    integers(node, &format!("{prefix}_ids"), &lists.leaf_outputs);
    singles(node, &format!("{prefix}_weights"), &lists.leaf_weights);
}
