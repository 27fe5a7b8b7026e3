//! ONNX: import of tree ensembles, and export for MetaTrader's own runtime.
//!
//! [`import`] takes `TreeEnsembleClassifier` and `TreeEnsembleRegressor` of `ai.onnx.ml` 1 to 3, as
//! onnxmltools writes them for LightGBM and XGBoost and skl2onnx for scikit-learn's forests and
//! gradient boosting. [`export`] writes a `TreeEnsembleClassifier` or `TreeEnsembleRegressor`,
//! [`export_lines`] a `LinearClassifier`.
//!
//! # Singles
//!
//! A graph whose input is `float` rounds a row to singles before it compares. The imported ensemble
//! takes doubles, and its thresholds are moved so that it decides for a double as the graph does
//! for the single nearest to it (see `single.rs`): every row comes to the same leaves. ONNX Runtime
//! adds the leaves as singles, here they are added as doubles. Answers agree within the rounding of
//! those sums: 1e-6 where sums are below 10.
//!
//! # Several weights in a leaf
//!
//! A tree whose leaves add to several outputs (a forest's classes) becomes one tree per output,
//! with the same questions. An output that has fewer trees than others is filled up with trees of
//! one leaf, 0.
//!
//! Sources: `onnx/onnx.proto` and `onnx/defs/traditionalml/defs.cc`; where those leave a choice,
//! ONNX Runtime's `core/providers/cpu/ml/tree_ensemble_aggregator.h`.

mod attributes;
mod build;
mod export;
mod export_lines;
mod graph;
mod operator;
mod single;
mod trees;
mod wire;

#[cfg(test)]
mod tests;

pub use export::export;
pub use export_lines::export_lines;

use self::attributes::Lists;
use self::graph::{Graph, Numbers};
use self::operator::Operator;
use self::wire::Message;
use super::ensemble::Ensemble;
use super::imported::{ImportError, Imported};

/// Reads a model. The file has no names of features, so [`Imported::columns`] is empty.
///
/// # Errors
/// [`ImportError::Format`] if it is no ONNX file, and otherwise the first problem with its place.
/// Unsupported, by name: other operators, `BRANCH_EQ` and its kind, post-transforms other than
/// `NONE`, `SOFTMAX` and `LOGISTIC`, minimum and maximum as sums.
///
/// # Cost
/// Time grows with the file. Memory is bounded: at most 4 million nodes after expansion.
pub fn import(bytes: &[u8]) -> Result<Imported, ImportError> {
    let model = Message(bytes);
    let graph_bytes = model.bytes(7);
    let has_frame = model.integer(1).is_ok_and(|version| version.is_some());
    if !has_frame || !graph_bytes.as_ref().is_ok_and(|graph| !graph.is_empty()) {
        let was = "the file has no graph or is cut short".to_owned();
        return Err(ImportError::Format { was, expected: "an ONNX model" });
    }
    let graph = Graph::read(Message(graph_bytes?))?;
    let source = graph.source()?;
    let lists = Lists::read(source.node)?;
    let operator = Operator::read(source.node, &lists)?;
    let most = lists.nodes.iter().map(|node| node.feature).max().unwrap_or(0);
    let features = source.features.unwrap_or(most as usize + 1);
    let trees = trees::build(&lists, &operator, source.numbers == Numbers::Single)?;
    let ensemble = Ensemble {
        features,
        outputs: operator.outputs,
        base: operator.base,
        trees,
        link: operator.link,
    };
    ensemble.check()?;
    let source = format!("ONNX {} by {} {}", source.node.kind, model.text(2)?, model.text(3)?);
    let classes = operator.classes;
    Ok(Imported { ensemble, columns: Vec::new(), classes, source: source.trim().to_owned() })
}
