//! Trees as fields of the file.

use super::ModelError;
use super::bytes::{Reader, Writer};
use crate::model::ensemble::{Child, Compare, Ensemble, Link, Missing, Node, Tree};

/// Bytes of a node: feature, threshold, comparison, missing, two children, gain, cover, mean.
const NODE_SIZE: usize = 4 + 8 + 1 + 1 + 4 + 4 + 8 + 8 + 8;

pub(super) fn write_trees(writer: &mut Writer, ensemble: &Ensemble) {
    writer.length(ensemble.features);
    writer.length(ensemble.outputs);
    writer.numbers(&ensemble.base);
    let (link, factor) = match ensemble.link {
        Link::Softmax => (0, None),
        Link::Logistic { factor } => (1, Some(factor)),
        Link::OneVersusRest { factor } => (2, Some(factor)),
        Link::Identity => (3, None),
    };
    writer.u8(link);
    factor.into_iter().for_each(|factor| writer.f64(factor));
    writer.length(ensemble.trees.len());
    for tree in &ensemble.trees {
        writer.length(tree.nodes.len());
        tree.nodes.iter().for_each(|node| write_node(writer, node));
        writer.numbers(&tree.leaves);
    }
}

pub(super) fn read_trees(reader: &mut Reader<'_>) -> Result<Ensemble, ModelError> {
    Ok(Ensemble {
        features: reader.u32("features")? as usize,
        outputs: reader.u32("outputs")? as usize,
        base: reader.numbers("base values")?,
        link: match reader.u8("link")? {
            0 => Link::Softmax,
            1 => Link::Logistic { factor: reader.f64("factor of the link")? },
            2 => Link::OneVersusRest { factor: reader.f64("factor of the link")? },
            3 => Link::Identity,
            kind => return Err(ModelError::invalid("link", format!("kind {kind}"), "0 to 3")),
        },
        trees: reader.list(8, "trees", |reader| {
            let nodes = reader.list(NODE_SIZE, "nodes", read_node)?;
            Ok(Tree { nodes, leaves: reader.numbers("leaves")? })
        })?,
    })
}

fn write_node(writer: &mut Writer, node: &Node) {
    writer.u32(node.feature);
    writer.f64(node.threshold);
    writer.u8(match node.compare {
        Compare::AtMost => 0,
        Compare::Below => 1,
    });
    writer.u8(match node.missing {
        Missing::Left => 0,
        Missing::Right => 1,
        Missing::Zero => 2,
        Missing::ZeroLeft => 3,
        Missing::ZeroRight => 4,
    });
    for child in [node.left, node.right] {
        // The highest bit tells a leaf from a node; the check keeps indices below it.
        writer.u32(match child {
            Child::Node(index) => index,
            Child::Leaf(index) => index | LEAF,
        });
    }
    [node.gain, node.cover, node.mean].into_iter().for_each(|number| writer.f64(number));
}

/// Marks an index as that of a leaf.
pub(super) const LEAF: u32 = 1 << 31;

fn read_node(reader: &mut Reader<'_>) -> Result<Node, ModelError> {
    let child = |index: u32| {
        if index & LEAF == 0 { Child::Node(index) } else { Child::Leaf(index & !LEAF) }
    };
    let refused =
        |what, kind: u8, expected| Err(ModelError::invalid(what, format!("kind {kind}"), expected));
    Ok(Node {
        feature: reader.u32("feature")?,
        threshold: reader.f64("threshold")?,
        compare: match reader.u8("comparison")? {
            0 => Compare::AtMost,
            1 => Compare::Below,
            kind => return refused("comparison", kind, "0 or 1"),
        },
        missing: match reader.u8("missing")? {
            0 => Missing::Left,
            1 => Missing::Right,
            2 => Missing::Zero,
            3 => Missing::ZeroLeft,
            4 => Missing::ZeroRight,
            kind => return refused("missing", kind, "0 to 4"),
        },
        left: child(reader.u32("left child")?),
        right: child(reader.u32("right child")?),
        gain: reader.f64("gain")?,
        cover: reader.f64("cover")?,
        mean: reader.f64("mean")?,
    })
}
