//! Import of models that LightGBM wrote as text (`Booster.save_model`), formats v3 and v4.
//!
//! Answers equal `Booster.predict`: the same comparisons on the same doubles, the same order of
//! additions; what differs is the last bit of an exponential.
//!
//! | objective | link |
//! |---|---|
//! | `multiclass` | softmax |
//! | `multiclassova` | logistic of each class for itself; LightGBM does not make them sum to 1 |
//! | `binary`, `cross_entropy` | logistic |
//! | `regression`, `regression_l1`, `huber`, `fair`, `quantile`, `mape`, none | the sum itself |
//!
//! Random forests (`average_output`) are imported with their leaves divided by the number of
//! iterations. Shrinkage is inside the leaves already. Refused, with the tree's number: categorical
//! splits and linear leaves. Refused: objectives with another link.
//!
//! Source: LightGBM 4.7, `src/io/tree.cpp`, `src/boosting/gbdt_model_text.cpp`.

mod block;
mod header;
mod tree;

#[cfg(test)]
mod tests;

use self::block::Blocks;
use self::header::Header;
use super::ensemble::{Ensemble, Tree};
use super::imported::{ImportError, Imported};

/// Reads a model.
///
/// # Errors
/// [`ImportError::Format`] if it is no such text, and otherwise the first problem with its place.
///
/// # Cost
/// Time and memory grow with the text: at most 8 bytes per byte of it.
pub fn import(bytes: &[u8]) -> Result<Imported, ImportError> {
    let expected = "the text of LightGBM's save_model, which begins with \"tree\"";
    let refused = |was: &str| ImportError::Format { was: was.to_owned(), expected };
    let text = std::str::from_utf8(bytes).map_err(|_| refused("the file is no text"))?;
    let text = text.strip_prefix("tree").filter(|rest| rest.starts_with(['\n', '\r']));
    let mut blocks = Blocks::new(text.ok_or_else(|| refused("the text begins otherwise"))?);
    let first = blocks.next_block()?;
    let header = Header::read(&first)?;
    let mut trees = Vec::new();
    while !blocks.is_at_end() {
        trees.push(tree::read(&blocks.next_block()?, trees.len())?);
    }
    if header.is_averaged {
        average(&mut trees, header.outputs);
    }
    let ensemble = Ensemble {
        features: header.columns.len(),
        outputs: header.outputs,
        base: vec![0.0; header.outputs],
        trees,
        link: header.link,
    };
    ensemble.check()?;
    let source = format!("LightGBM {} {}", header.version, header.objective);
    Ok(Imported { ensemble, columns: header.columns, classes: header.classes, source })
}

/// The sum of the averaged trees is the average of the trees' sums.
fn average(trees: &mut [Tree], outputs: usize) {
    let iterations = (trees.len() / outputs) as f64;
    for tree in trees {
        tree.leaves.iter_mut().for_each(|leaf| *leaf /= iterations);
        tree.nodes.iter_mut().for_each(|node| node.mean /= iterations);
    }
}
