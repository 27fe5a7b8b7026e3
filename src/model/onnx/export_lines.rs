//! Lines as an ONNX model for MetaTrader's runtime.

use super::build::{
    FLOAT, INT64, ML_DOMAIN, constant, integers, model, single, singles, tensor, text,
};
use super::single::nearest;
use super::wire::Writer;
use crate::model::Class;
use crate::model::learners::{Linear, LinearError, Map, Scale};

/// Writes lines: `Imputer` and `Scaler` prepare a row, `LinearClassifier` scores it; for ridge
/// `Clip` and `Normalizer` make probabilities of the scores. Calibration is no part of the graph.
///
/// Input and outputs are those of [`export`](super::export) with softmax: `features` float `[1, N]`
/// in the order of `columns`, NaN where missing; `label` int64 `[1]`, `probabilities` float
/// `[1, 3]`.
///
/// The runtime reckons in singles. A column whose mean is `m` deviations away from 0 loses `m`
/// times 6e-8 of a deviation; of scale-free columns, probabilities agree within 1e-6.
///
/// # Errors
/// Names of columns in another number than columns; a number too large for a single, or a deviation
/// too small for one.
pub fn export_lines(lines: &Linear, columns: &[String]) -> Result<Vec<u8>, LinearError> {
    let scales = lines.preparation().scales();
    if columns.len() != scales.len() {
        let (what, was) = ("number of names of columns".to_owned(), columns.len().to_string());
        return Err(LinearError { what, was, expected: "one a column" });
    }
    let numbers = Numbers::of(lines)?;
    Ok(model(columns, |graph| numbers.write(graph)))
}

/// The attributes of the nodes.
struct Numbers {
    medians: Vec<f32>,
    means: Vec<f32>,
    /// One by the deviations.
    factors: Vec<f32>,
    /// Class after class.
    coefficients: Vec<f32>,
    intercepts: Vec<f32>,
    map: Map,
}

impl Numbers {
    fn of(lines: &Linear) -> Result<Self, LinearError> {
        let scales = lines.preparation().scales();
        let all = |what: &str, value: fn(&Scale) -> f64| {
            scales.iter().map(|scale| checked(what, value(scale))).collect::<Result<_, _>>()
        };
        // Half of a score plus one half: the halves of ridge.
        let (factor, shift) = match lines.map() {
            Map::Softmax => (1.0, 0.0),
            Map::Halves => (0.5, 0.5),
        };
        let coefficients = Class::ALL.iter().flat_map(|&class| lines.coefficients(class));
        let intercept = |&class: &Class| match lines.intercept(class) {
            // Nothing to the power of this is anything but 0.
            f64::NEG_INFINITY => Ok(f32::MIN),
            intercept => checked("intercept", intercept * factor + shift),
        };
        Ok(Self {
            medians: all("median", |scale| scale.median)?,
            means: all("mean", |scale| scale.mean)?,
            factors: all("one by the deviation", |scale| 1.0 / scale.deviation)?,
            coefficients: coefficients
                .map(|&coefficient| checked("coefficient", coefficient * factor))
                .collect::<Result<_, _>>()?,
            intercepts: Class::ALL.iter().map(intercept).collect::<Result<_, _>>()?,
            map: lines.map(),
        })
    }

    fn write(&self, graph: &mut Writer) {
        let answer = "probabilities";
        let scores = if self.map == Map::Halves { "halves" } else { answer };
        node(graph, "Imputer", &["features"], &["filled"], |node| {
            singles(node, "imputed_value_floats", &self.medians);
            single(node, "replaced_value_float", f32::NAN);
        });
        node(graph, "Scaler", &["filled"], &["prepared"], |node| {
            singles(node, "offset", &self.means);
            singles(node, "scale", &self.factors);
        });
        node(graph, "LinearClassifier", &["prepared"], &["label", scores], |node| {
            singles(node, "coefficients", &self.coefficients);
            singles(node, "intercepts", &self.intercepts);
            integers(node, "classlabels_ints", &[0, 1, 2]);
            let transform = if self.map == Map::Softmax { "SOFTMAX" } else { "NONE" };
            text(node, "post_transform", transform);
        });
        if self.map == Map::Halves {
            graph.message(1, |node| {
                [scores, "least", "most"].iter().for_each(|input| node.text(1, input));
                node.text(2, "held");
                node.text(3, "held");
                node.text(4, "Clip");
            });
            node(graph, "Normalizer", &["held"], &[answer], |node| text(node, "norm", "L1"));
        }
        graph.text(2, "lines");
        if self.map == Map::Halves {
            constant(graph, "least", nearest(Map::LEAST_PROB));
            constant(graph, "most", 1.0);
        }
        graph.text(10, "Lines and what becomes of scores; calibration is not part of this graph.");
        tensor(graph, 11, "features", FLOAT, &[1, self.means.len() as i64]);
        tensor(graph, 12, "label", INT64, &[1]);
        tensor(graph, 12, answer, FLOAT, &[1, Class::COUNT as i64]);
    }
}

/// A node of `ai.onnx.ml`, named after its first output.
fn node(
    graph: &mut Writer,
    operator: &str,
    inputs: &[&str],
    outputs: &[&str],
    attributes: impl FnOnce(&mut Writer),
) {
    graph.message(1, |node| {
        inputs.iter().for_each(|input| node.text(1, input));
        outputs.iter().for_each(|output| node.text(2, output));
        node.text(3, outputs[0]);
        node.text(4, operator);
        attributes(node);
        node.text(7, ML_DOMAIN);
    });
}

fn checked(what: &str, value: f64) -> Result<f32, LinearError> {
    let single = nearest(value);
    if single.is_finite() {
        return Ok(single);
    }
    let (what, was) = (what.to_owned(), format!("{value:e}"));
    Err(LinearError { what, was, expected: "a number within the range of singles" })
}
