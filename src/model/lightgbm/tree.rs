//! One tree.

use super::block::Block;
use crate::model::ensemble::{Child, Compare, Missing, Node, Tree};
use crate::model::imported::ImportError;

/// Bits of `decision_type`.
const CATEGORICAL: u8 = 1;
const DEFAULT_LEFT: u8 = 2;

/// The lists of a block that belong to its questions.
struct Lists {
    features: Vec<u32>,
    thresholds: Vec<f64>,
    decisions: Vec<u8>,
    left: Vec<i64>,
    right: Vec<i64>,
    gains: Vec<f64>,
    means: Vec<f64>,
    counts: Vec<f64>,
}

impl Lists {
    fn read(block: &Block<'_>, count: usize) -> Result<Self, ImportError> {
        Ok(Self {
            features: block.numbers("split_feature", count)?,
            thresholds: block.numbers("threshold", count)?,
            decisions: block.numbers("decision_type", count)?,
            left: block.numbers("left_child", count)?,
            right: block.numbers("right_child", count)?,
            gains: block.numbers("split_gain", count)?,
            means: block.numbers("internal_value", count)?,
            counts: block.numbers("internal_count", count)?,
        })
    }
}

/// The tree of a block; `index` is the number it must have.
pub(super) fn read(block: &Block<'_>, index: usize) -> Result<Tree, ImportError> {
    let number: usize = block.number("Tree")?;
    if number != index {
        let place = format!("tree {index}");
        return Err(ImportError::malformed(place, format!("tree {number}"), "trees in order"));
    }
    for (key, expected) in [
        ("num_cat", "no categorical splits: encode categories as numbers"),
        ("is_linear", "plain leaves"),
    ] {
        if block.find(key).is_some_and(|value| value != "0") {
            let was = block.text(key)?;
            return Err(ImportError::unsupported(block.place(key), was, expected));
        }
    }
    let leaf_count: usize = block.number("num_leaves")?;
    let leaves = block.numbers("leaf_value", leaf_count)?;
    // A tree of one leaf has no questions, and LightGBM leaves their lists empty or out.
    if leaf_count <= 1 {
        return Ok(Tree { nodes: Vec::new(), leaves });
    }
    let lists = Lists::read(block, leaf_count - 1)?;
    let nodes = (0..leaf_count - 1).map(|index| node(block, &lists, index));
    Ok(Tree { nodes: nodes.collect::<Result<_, _>>()?, leaves })
}

fn node(block: &Block<'_>, lists: &Lists, index: usize) -> Result<Node, ImportError> {
    let decision = lists.decisions[index];
    let missing = match (decision >> 2, decision & DEFAULT_LEFT != 0) {
        _ if decision & CATEGORICAL != 0 => {
            let place = block.place("decision_type");
            let was = format!("{decision} (categorical) at {index}");
            return Err(ImportError::unsupported(place, was, "numerical splits"));
        }
        (0, _) => Missing::Zero,
        (1, true) => Missing::ZeroLeft,
        (1, false) => Missing::ZeroRight,
        (2, true) => Missing::Left,
        (2, false) => Missing::Right,
        _ => {
            let was = format!("{decision} at {index}");
            return Err(ImportError::malformed(block.place("decision_type"), was, "at most 10"));
        }
    };
    Ok(Node {
        feature: lists.features[index],
        threshold: lists.thresholds[index],
        compare: Compare::AtMost,
        missing,
        left: child(block, "left_child", lists.left[index])?,
        right: child(block, "right_child", lists.right[index])?,
        gain: lists.gains[index],
        cover: lists.counts[index],
        mean: lists.means[index],
    })
}

/// LightGBM counts nodes up from 0 and leaves down from -1.
fn child(block: &Block<'_>, key: &str, index: i64) -> Result<Child, ImportError> {
    let refused = |_| ImportError::malformed(block.place(key), index.to_string(), "an index");
    if index >= 0 {
        u32::try_from(index).map(Child::Node).map_err(refused)
    } else {
        u32::try_from(!index).map(Child::Leaf).map_err(refused)
    }
}
