//! From the lists of a file to trees.

use std::collections::BTreeMap;
use std::ops::Range;

use super::attributes::{FileNode, Lists, Mode};
use super::operator::Operator;
use super::single::{at_least, at_most, last_rounded_to};
use super::wire::NUMBERS_MAX;
use crate::model::ensemble::{Child, Compare, Missing, Node, Tree};
use crate::model::imported::ImportError;

/// Most nodes after expansion.
const NODES_MAX: usize = NUMBERS_MAX;
/// Most trees after expansion.
const TREES_MAX: usize = 1 << 20;

/// A tree whose leaves have no values yet.
struct Shape {
    nodes: Vec<Node>,
    /// Ids of the leaves, in their order.
    leaf_of_id: BTreeMap<i64, u32>,
    /// What the leaves add: leaf, output, weight.
    weights: Vec<(u32, usize, f64)>,
}

/// The trees of an ensemble: iteration after iteration, output after output.
pub(super) fn build(
    lists: &Lists,
    operator: &Operator,
    is_single: bool,
) -> Result<Vec<Tree>, ImportError> {
    let mut shapes = shapes(&lists.nodes, is_single)?;
    let divisor = if operator.is_averaged { shapes.len() as f64 } else { 1.0 };
    for weight in &lists.weights {
        let place = || format!("weight of tree {}, node {}", weight.tree, weight.node);
        let shape = shapes.get_mut(&weight.tree);
        let leaf = shape.as_ref().and_then(|shape| shape.leaf_of_id.get(&weight.node).copied());
        let (Some(shape), Some(leaf)) = (shape, leaf) else {
            return Err(ImportError::malformed(place(), "for no leaf", "a leaf of that tree"));
        };
        let output = usize::try_from(weight.output).ok().filter(|&id| id < operator.outputs);
        let output = output.ok_or_else(|| {
            let expected = format!("0 to {}", operator.outputs - 1);
            ImportError::malformed(place(), format!("for output {}", weight.output), expected)
        })?;
        shape.weights.push((leaf, output, weight.weight / divisor));
    }
    // In the order in which the trees stand in the file, which is that of the additions.
    let mut order: Vec<i64> = lists.nodes.iter().map(|node| node.tree).collect();
    order.dedup();
    let mut columns: Vec<Vec<Tree>> = vec![Vec::new(); operator.outputs];
    let mut node_count = 0_usize;
    for shape in order.iter().filter_map(|tree| shapes.get(tree)) {
        for (output, tree) in expand(shape, &mut node_count)? {
            columns[output].push(tree);
        }
    }
    interleave(columns)
}

/// One tree per output that the leaves add to.
fn expand(shape: &Shape, node_count: &mut usize) -> Result<Vec<(usize, Tree)>, ImportError> {
    let mut outputs: Vec<usize> = shape.weights.iter().map(|&(_, output, _)| output).collect();
    outputs.sort_unstable();
    outputs.dedup();
    *node_count += outputs.len().saturating_mul(shape.nodes.len() + shape.leaf_of_id.len());
    if *node_count > NODES_MAX {
        let expected = format!("at most {NODES_MAX} nodes, counted once per class");
        return Err(ImportError::unsupported("the ensemble", "too large", expected));
    }
    let mut trees: Vec<Tree> = Vec::with_capacity(outputs.len());
    for _ in &outputs {
        let leaves = vec![0.0; shape.leaf_of_id.len()];
        trees.push(Tree { nodes: shape.nodes.clone(), leaves });
    }
    for &(leaf, output, weight) in &shape.weights {
        if let Ok(place) = outputs.binary_search(&output) {
            trees[place].leaves[leaf as usize] += weight;
        }
    }
    trees.iter_mut().for_each(fill_means);
    Ok(outputs.into_iter().zip(trees).collect())
}

/// The file does not say how many rows came to a node, so its mean is that of its two children.
fn fill_means(tree: &mut Tree) {
    for index in (0..tree.nodes.len()).rev() {
        let mean = |child| match child {
            Child::Node(node) => tree.nodes[node as usize].mean,
            Child::Leaf(leaf) => tree.leaves[leaf as usize],
        };
        let (left, right) = (mean(tree.nodes[index].left), mean(tree.nodes[index].right));
        tree.nodes[index].mean = left / 2.0 + right / 2.0;
    }
}

fn interleave(columns: Vec<Vec<Tree>>) -> Result<Vec<Tree>, ImportError> {
    let iterations = columns.iter().map(Vec::len).max().unwrap_or(0);
    if iterations.saturating_mul(columns.len()) > TREES_MAX {
        let expected = format!("at most {TREES_MAX} trees, counted once per class");
        return Err(ImportError::unsupported("the ensemble", "too large", expected));
    }
    let mut trees = Vec::with_capacity(iterations * columns.len());
    let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
    let nothing = Tree { nodes: Vec::new(), leaves: vec![0.0] };
    for _ in 0..iterations {
        trees.extend(columns.iter_mut().map(|column| column.next().unwrap_or(nothing.clone())));
    }
    Ok(trees)
}

/// The trees by their ids. The nodes of a tree stand together, its root first.
fn shapes(nodes: &[FileNode], is_single: bool) -> Result<BTreeMap<i64, Shape>, ImportError> {
    let mut shapes = BTreeMap::new();
    let mut begin = 0;
    for run in nodes.chunk_by(|one, next| one.tree == next.tree) {
        let range = begin..begin + run.len();
        begin = range.end;
        let tree = run[0].tree;
        if shapes.insert(tree, shape(nodes, range, is_single)?).is_some() {
            let place = format!("tree {tree}");
            return Err(ImportError::malformed(place, "in two pieces", "its nodes together"));
        }
    }
    Ok(shapes)
}

/// Numbers the nodes of a tree from its root down, so that children come after their parents.
fn shape(nodes: &[FileNode], range: Range<usize>, is_single: bool) -> Result<Shape, ImportError> {
    let nodes = &nodes[range];
    let tree = nodes[0].tree;
    let malformed = |id: i64, was: &str, expected: &str| {
        ImportError::malformed(format!("tree {tree}, node {id}"), was, expected)
    };
    let mut by_id: Vec<usize> = (0..nodes.len()).collect();
    by_id.sort_unstable_by_key(|&index| nodes[index].id);
    if let Some(pair) = by_id.windows(2).find(|pair| nodes[pair[0]].id == nodes[pair[1]].id) {
        return Err(malformed(nodes[pair[0]].id, "listed twice", "every node once"));
    }
    let find = |id: i64| by_id.binary_search_by_key(&id, |&index| nodes[index].id);
    let mut numbers: Vec<Option<Child>> = vec![None; nodes.len()];
    let mut questions = Vec::new();
    let mut leaf_of_id = BTreeMap::new();
    let mut waiting = vec![0];
    while let Some(index) = waiting.pop() {
        let node = &nodes[index];
        if numbers[index].is_some() {
            return Err(malformed(node.id, "reached twice", "one parent per node"));
        }
        if node.mode == Mode::Leaf {
            let leaf = leaf_of_id.len() as u32;
            leaf_of_id.insert(node.id, leaf);
            numbers[index] = Some(Child::Leaf(leaf));
            continue;
        }
        numbers[index] = Some(Child::Node(questions.len() as u32));
        questions.push(index);
        for id in [node.no, node.yes] {
            let was = || format!("leading to {id}");
            let place = find(id).map_err(|_| malformed(node.id, &was(), "a node of its tree"))?;
            waiting.push(by_id[place]);
        }
    }
    if let Some(index) = numbers.iter().position(Option::is_none) {
        return Err(malformed(nodes[index].id, "never reached", "a way from the first node"));
    }
    let child = |id: i64| {
        let place = find(id).ok()?;
        numbers[by_id[place]]
    };
    let question = |&index: &usize| {
        let node = &nodes[index];
        let (Some(yes), Some(no)) = (child(node.yes), child(node.no)) else {
            return Err(malformed(node.id, "without children", "two"));
        };
        if node.threshold.is_nan() {
            return Err(malformed(node.id, "compared with NaN", "a number"));
        }
        Ok(node_of(node, yes, no, is_single))
    };
    let nodes = questions.iter().map(question).collect::<Result<_, _>>()?;
    Ok(Shape { nodes, leaf_of_id, weights: Vec::new() })
}

/// "At least" is the contrary of "below", and "above" of "at most": the children change places.
fn node_of(node: &FileNode, yes: Child, no: Child, is_single: bool) -> Node {
    let is_contrary = matches!(node.mode, Mode::AtLeast | Mode::Above);
    let (left, right) = if is_contrary { (no, yes) } else { (yes, no) };
    let missing = if node.missing_is_yes == is_contrary { Missing::Right } else { Missing::Left };
    let is_below = matches!(node.mode, Mode::Below | Mode::AtLeast);
    let threshold = node.threshold;
    let (compare, threshold) = match (is_single, is_below) {
        (false, false) => (Compare::AtMost, threshold),
        (false, true) => (Compare::Below, threshold),
        (true, false) => (Compare::AtMost, last_rounded_to(at_most(threshold))),
        // Nothing is below that, and no single comes before it.
        (true, true) if threshold == f64::NEG_INFINITY => (Compare::Below, threshold),
        (true, true) => (Compare::AtMost, last_rounded_to(at_least(threshold).next_down())),
    };
    let (gain, cover, mean) = (0.0, 0.0, 0.0);
    Node { feature: node.feature, threshold, compare, missing, left, right, gain, cover, mean }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(tree: i64, id: i64) -> FileNode {
        let mode = Mode::Leaf;
        FileNode { mode, ..question(tree, id, 0, 0) }
    }

    fn question(tree: i64, id: i64, yes: i64, no: i64) -> FileNode {
        let (mode, feature, threshold, missing_is_yes) = (Mode::AtMost, 0, 0.5, false);
        FileNode { tree, id, mode, feature, threshold, yes, no, missing_is_yes }
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        let circle = vec![question(0, 0, 1, 2), question(0, 1, 0, 2), leaf(0, 2)];
        let shared = vec![question(0, 0, 1, 1), leaf(0, 1)];
        let lost = vec![leaf(0, 0), leaf(0, 1)];
        let nowhere = vec![question(3, 0, 1, 7), leaf(3, 1)];
        let twice = vec![question(0, 0, 1, 2), leaf(0, 1), leaf(0, 1)];
        let pieces = vec![leaf(0, 0), leaf(1, 0), leaf(0, 1)];
        let mut nan = vec![question(0, 0, 1, 2), leaf(0, 1), leaf(0, 2)];
        nan[0].threshold = f64::NAN;
        for (nodes, message) in [
            (circle, "tree 0, node 0 was reached twice"),
            (shared, "tree 0, node 1 was reached twice"),
            (lost, "tree 0, node 1 was never reached"),
            (nowhere, "tree 3, node 0 was leading to 7, expected a node of its tree"),
            (twice, "tree 0, node 1 was listed twice"),
            (pieces, "tree 0 was in two pieces"),
            (nan, "tree 0, node 0 was compared with NaN"),
        ] {
            let error = shapes(&nodes, true).err().map(|error| error.to_string());
            assert!(error.as_ref().is_some_and(|error| error.starts_with(message)), "{error:?}");
        }
    }

    /// Far deeper than a stack: nothing here calls itself.
    #[test]
    fn a_long_chain_is_a_tree() {
        let depth = 200_000;
        let mut nodes = Vec::new();
        for level in 0..depth {
            nodes.push(question(0, 2 * level, 2 * level + 1, 2 * level + 2));
            nodes.push(leaf(0, 2 * level + 1));
        }
        nodes.push(leaf(0, 2 * depth));
        let shapes = shapes(&nodes, true).unwrap();
        assert_eq!(shapes[&0].nodes.len(), 200_000);
        assert_eq!(shapes[&0].leaf_of_id.len(), 200_001);
    }

    #[test]
    fn a_small_file_cannot_become_many_nodes() {
        let mut shape = Shape {
            nodes: vec![],
            leaf_of_id: (0..100_000).map(|id| (id, id as u32)).collect(),
            weights: (0..100).map(|output| (0, output, 1.0)).collect(),
        };
        let error = expand(&shape, &mut 0).unwrap_err();
        assert!(error.to_string().contains("at most 4194304 nodes"), "{error}");
        shape.weights.truncate(3);
        assert_eq!(expand(&shape, &mut 0).unwrap().len(), 3);
        let mut columns = vec![Vec::new(); 1_000];
        columns[0] = vec![Tree { nodes: vec![], leaves: vec![1.0] }; 1_100];
        let error = interleave(columns).unwrap_err();
        assert!(error.to_string().contains("at most 1048576 trees"), "{error}");
    }
}
