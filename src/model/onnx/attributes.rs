//! The lists that describe the trees: one entry per node, one per weight of a leaf.

use super::graph::GraphNode;
use crate::model::imported::ImportError;

/// Most features of a row.
pub(super) const FEATURES_MAX: i64 = 1 << 20;

/// What a node asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    AtMost,
    Below,
    AtLeast,
    Above,
    Leaf,
}

/// A node as the file lists it.
#[derive(Clone, Copy, Debug)]
pub(super) struct FileNode {
    pub(super) tree: i64,
    pub(super) id: i64,
    pub(super) mode: Mode,
    pub(super) feature: u32,
    pub(super) threshold: f64,
    /// Id of the node that "yes" leads to.
    pub(super) yes: i64,
    pub(super) no: i64,
    /// Whether a missing value counts as "yes".
    pub(super) missing_is_yes: bool,
}

/// What a leaf adds to an output.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weight {
    pub(super) tree: i64,
    pub(super) node: i64,
    pub(super) output: i64,
    pub(super) weight: f64,
}

/// All lists of an operator.
#[derive(Debug)]
pub(super) struct Lists {
    pub(super) nodes: Vec<FileNode>,
    pub(super) weights: Vec<Weight>,
}

impl Lists {
    pub(super) fn read(node: &GraphNode<'_>) -> Result<Self, ImportError> {
        Ok(Self { nodes: read_nodes(node)?, weights: read_weights(node)? })
    }
}

fn read_nodes(node: &GraphNode<'_>) -> Result<Vec<FileNode>, ImportError> {
    let ids = node.integers("nodes_nodeids")?;
    let integers = |name: &str| -> Result<Vec<i64>, ImportError> {
        let list = node.integers(name)?;
        check_length(node, name, list.len(), ids.len()).map(|()| list)
    };
    if ids.is_empty() {
        return Err(ImportError::malformed(node.place("nodes_nodeids"), "empty", "nodes"));
    }
    let trees = integers("nodes_treeids")?;
    let features = integers("nodes_featureids")?;
    let yes = integers("nodes_truenodeids")?;
    let no = integers("nodes_falsenodeids")?;
    let missing = match node.attribute("nodes_missing_value_tracks_true") {
        Some(_) => integers("nodes_missing_value_tracks_true")?,
        None => vec![0; ids.len()],
    };
    let thresholds = node.numbers("nodes_values")?;
    check_length(node, "nodes_values", thresholds.len(), ids.len())?;
    let modes = read_modes(node)?;
    check_length(node, "nodes_modes", modes.len(), ids.len())?;
    let entry = |index: usize| {
        let feature = match modes[index] {
            Mode::Leaf => 0,
            _ => features[index],
        };
        if !(0..FEATURES_MAX).contains(&feature) {
            let (place, was) = (node.place("nodes_featureids"), feature.to_string());
            return Err(ImportError::malformed(place, was, format!("0 to {}", FEATURES_MAX - 1)));
        }
        Ok(FileNode {
            tree: trees[index],
            id: ids[index],
            mode: modes[index],
            feature: feature as u32,
            threshold: thresholds[index],
            yes: yes[index],
            no: no[index],
            missing_is_yes: missing[index] != 0,
        })
    };
    (0..ids.len()).map(entry).collect()
}

fn read_modes(node: &GraphNode<'_>) -> Result<Vec<Mode>, ImportError> {
    let Some(attribute) = node.attribute("nodes_modes") else { return Ok(Vec::new()) };
    let mode = |name: Result<&[u8], ImportError>| match name? {
        b"BRANCH_LEQ" => Ok(Mode::AtMost),
        b"BRANCH_LT" => Ok(Mode::Below),
        b"BRANCH_GTE" => Ok(Mode::AtLeast),
        b"BRANCH_GT" => Ok(Mode::Above),
        b"LEAF" => Ok(Mode::Leaf),
        other => {
            let was = String::from_utf8_lossy(&other[..other.len().min(40)]).into_owned();
            let expected = "BRANCH_LEQ, BRANCH_LT, BRANCH_GTE, BRANCH_GT or LEAF";
            Err(ImportError::unsupported(node.place("nodes_modes"), was, expected))
        }
    };
    attribute.all_bytes(9).map(mode).collect()
}

fn read_weights(node: &GraphNode<'_>) -> Result<Vec<Weight>, ImportError> {
    let prefix = if node.kind == "TreeEnsembleRegressor" { "target" } else { "class" };
    let weights = node.numbers(&format!("{prefix}_weights"))?;
    let integers = |part: &str| -> Result<Vec<i64>, ImportError> {
        let name = format!("{prefix}_{part}");
        let list = node.integers(&name)?;
        check_length(node, &name, list.len(), weights.len()).map(|()| list)
    };
    let (trees, nodes, outputs) = (integers("treeids")?, integers("nodeids")?, integers("ids")?);
    let entry = |(index, &weight): (usize, &f64)| Weight {
        tree: trees[index],
        node: nodes[index],
        output: outputs[index],
        weight,
    };
    Ok(weights.iter().enumerate().map(entry).collect())
}

fn check_length(
    node: &GraphNode<'_>,
    name: &str,
    was: usize,
    expected: usize,
) -> Result<(), ImportError> {
    if was == expected {
        return Ok(());
    }
    let was = format!("{was} entries long");
    Err(ImportError::malformed(node.place(name), was, format!("{expected}, as the others")))
}
