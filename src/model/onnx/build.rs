//! The parts that every exported model has.

use super::wire::Writer;

const PRODUCER: &str = "hypertrader";
/// Format and operator sets that every runtime since 2022 reads.
const IR_VERSION: i64 = 8;
const OPSET: i64 = 15;
pub(super) const ML_DOMAIN: &str = "ai.onnx.ml";
const ML_OPSET: i64 = 1;

/// `TensorProto.DataType`.
pub(super) const FLOAT: i64 = 1;
pub(super) const INT64: i64 = 7;

/// `AttributeProto.AttributeType`.
const SINGLE: i64 = 1;
const INTEGER: i64 = 2;
const TEXT: i64 = 3;
const SINGLES: i64 = 6;
const INTEGERS: i64 = 7;
pub(super) const TEXTS: i64 = 8;

/// A model with a graph; the names of the columns are kept under `columns`, one a line.
pub(super) fn model(columns: &[String], graph: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut model = Writer::default();
    model.integer(1, IR_VERSION);
    model.text(2, PRODUCER);
    model.text(3, env!("CARGO_PKG_VERSION"));
    model.message(7, graph);
    for (domain, version) in [("", OPSET), (ML_DOMAIN, ML_OPSET)] {
        model.message(8, |opset| {
            opset.text(1, domain);
            opset.integer(2, version);
        });
    }
    model.message(14, |property| {
        property.text(1, "columns");
        property.text(2, &columns.join("\n"));
    });
    model.0
}

pub(super) fn attribute(node: &mut Writer, name: &str, kind: i64, value: impl FnOnce(&mut Writer)) {
    node.message(5, |attribute| {
        attribute.text(1, name);
        value(attribute);
        attribute.integer(20, kind);
    });
}

pub(super) fn single(node: &mut Writer, name: &str, value: f32) {
    attribute(node, name, SINGLE, |attribute| attribute.single(2, value));
}

pub(super) fn integer(node: &mut Writer, name: &str, value: i64) {
    attribute(node, name, INTEGER, |attribute| attribute.integer(3, value));
}

pub(super) fn text(node: &mut Writer, name: &str, value: &str) {
    attribute(node, name, TEXT, |attribute| attribute.text(4, value));
}

pub(super) fn integers(node: &mut Writer, name: &str, values: &[i64]) {
    attribute(node, name, INTEGERS, |attribute| attribute.integers(8, values));
}

pub(super) fn singles(node: &mut Writer, name: &str, values: &[f32]) {
    attribute(node, name, SINGLES, |attribute| attribute.singles(7, values));
}

/// Name, type and shape of an input (11) or output (12) of a graph.
pub(super) fn tensor(graph: &mut Writer, number: u64, name: &str, kind: i64, shape: &[i64]) {
    graph.message(number, |info| {
        info.text(1, name);
        info.message(2, |of| {
            of.message(1, |tensor| {
                tensor.integer(1, kind);
                tensor.message(2, |dimensions| {
                    for &length in shape {
                        dimensions.message(1, |dimension| dimension.integer(1, length));
                    }
                });
            });
        });
    });
}

/// A single of its own, which nodes may name as an input.
pub(super) fn constant(graph: &mut Writer, name: &str, value: f32) {
    graph.message(5, |tensor| {
        tensor.integer(2, FLOAT);
        tensor.singles(4, &[value]);
        tensor.text(8, name);
    });
}
