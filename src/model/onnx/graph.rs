//! The graph around the trees: one operator of trees, fed by the input as it is, and behind it
//! nothing that changes an answer.

use super::attributes::FEATURES_MAX;
use super::wire::{Message, doubles_of, singles_of};
use crate::model::imported::ImportError;

/// Most operators of a graph; converters write fewer than ten around the trees.
const OPERATORS_MAX: usize = 1_000;
/// Most inputs, most outputs and most attributes of an operator.
const NAMES_MAX: usize = 64;

/// `TensorProto.DataType`.
const FLOAT: i64 = 1;
const DOUBLE: i64 = 11;

/// An operator with its attributes.
#[derive(Debug)]
pub(super) struct GraphNode<'a> {
    pub(super) kind: &'a str,
    inputs: Vec<&'a str>,
    outputs: Vec<&'a str>,
    /// By name; found once, since a long list is read through to find its name.
    attributes: Vec<(&'a str, Message<'a>)>,
}

/// What the operator of the trees compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbers {
    Single,
    Double,
}

/// The operator of the trees, and what it is fed with.
#[derive(Debug)]
pub(super) struct Source<'g, 'a> {
    pub(super) node: &'g GraphNode<'a>,
    pub(super) numbers: Numbers,
    /// Length of a row, if the graph says it.
    pub(super) features: Option<usize>,
}

/// The operators of a graph.
#[derive(Debug)]
pub(super) struct Graph<'a> {
    nodes: Vec<GraphNode<'a>>,
    message: Message<'a>,
}

fn unsupported(place: String, was: &str, expected: &str) -> ImportError {
    ImportError::unsupported(place, was, expected)
}

impl<'a> Graph<'a> {
    pub(super) fn read(message: Message<'a>) -> Result<Self, ImportError> {
        let mut nodes = Vec::new();
        for bytes in message.all_bytes(1) {
            if nodes.len() >= OPERATORS_MAX {
                let was = format!("more than {OPERATORS_MAX} operators");
                return Err(unsupported("graph".to_owned(), &was, "a graph of trees"));
            }
            nodes.push(GraphNode::read(Message(bytes?))?);
        }
        Ok(Self { nodes, message })
    }

    /// The trees, if nothing else in the graph changes an input or an answer.
    pub(super) fn source(&self) -> Result<Source<'_, 'a>, ImportError> {
        let mut trees = None;
        for node in &self.nodes {
            let is_first = trees.is_none();
            match node.kind {
                "TreeEnsembleClassifier" | "TreeEnsembleRegressor" if is_first => {
                    trees = Some(node);
                }
                "Identity" | "Cast" | "ZipMap" => {}
                "Mul" if self.multiplies_by_one(node)? => {}
                kind => {
                    let expected = "one TreeEnsembleClassifier or TreeEnsembleRegressor, and \
                                    besides Cast, Identity or ZipMap only; convert the trees alone";
                    return Err(unsupported("operator".to_owned(), kind, expected));
                }
            }
        }
        let node = trees.ok_or_else(|| {
            unsupported(
                "graph".to_owned(),
                "without trees",
                "a TreeEnsembleClassifier or -Regressor",
            )
        })?;
        self.fed_by_input(node)
    }

    /// onnxmltools multiplies LightGBM's probabilities by a constant 1.
    fn multiplies_by_one(&self, node: &GraphNode<'a>) -> Result<bool, ImportError> {
        for tensor in self.message.all_bytes(5) {
            let tensor = Message(tensor?);
            if node.inputs.contains(&tensor.text(8)?) {
                return Ok(tensor_values(tensor)? == [1.0]);
            }
        }
        Ok(false)
    }

    /// Follows the input of the trees back to that of the graph.
    fn fed_by_input<'g>(&'g self, trees: &'g GraphNode<'a>) -> Result<Source<'g, 'a>, ImportError> {
        let place = || "input of the trees".to_owned();
        let mut name = *trees.inputs.first().unwrap_or(&"");
        let mut numbers = Numbers::Double;
        // Every step goes to another operator, or the graph has a circle.
        for _ in 0..=self.nodes.len() {
            let Some(before) = self.nodes.iter().find(|node| node.outputs.contains(&name)) else {
                let (kind, features) = self.input(name)?;
                if kind == Numbers::Single {
                    numbers = Numbers::Single;
                }
                return Ok(Source { node: trees, numbers, features });
            };
            match before.kind {
                "Identity" => {}
                "Cast" if before.integer("to")? == Some(FLOAT) => numbers = Numbers::Single,
                "Cast" if before.integer("to")? == Some(DOUBLE) => {}
                kind => return Err(unsupported(place(), kind, "the input of the graph as it is")),
            }
            name = before.inputs.first().unwrap_or(&"");
        }
        Err(ImportError::malformed(place(), "a circle", "the input of the graph"))
    }

    /// Type and length of a row of the graph's input with this name.
    fn input(&self, name: &str) -> Result<(Numbers, Option<usize>), ImportError> {
        let mut found = None;
        for info in self.message.all_bytes(11) {
            let info = Message(info?);
            if info.text(1)? == name {
                found = Some(info);
            }
        }
        let place = || format!("input {name:?}");
        let info = found
            .ok_or_else(|| ImportError::malformed(place(), "missing", "an input of the graph"))?;
        let tensor = Message(Message(info.bytes(2)?).bytes(1)?);
        let numbers = match tensor.integer(1)? {
            Some(FLOAT) => Numbers::Single,
            Some(DOUBLE) => Numbers::Double,
            kind => {
                let was = format!("element type {}", kind.unwrap_or(0));
                return Err(unsupported(place(), &was, "float (1) or double (11)"));
            }
        };
        let dimensions: Vec<&[u8]> =
            Message(tensor.bytes(2)?).all_bytes(1).take(3).collect::<Result<_, _>>()?;
        let features = match dimensions[..] {
            [] => None,
            [_, row] => Message(row).integer(1)?,
            _ => return Err(unsupported(place(), "of another shape", "rows of features")),
        };
        match features {
            None => Ok((numbers, None)),
            Some(length) if (1..=FEATURES_MAX).contains(&length) => {
                Ok((numbers, usize::try_from(length).ok()))
            }
            Some(length) => {
                let expected = format!("1 to {FEATURES_MAX} features");
                Err(ImportError::malformed(place(), length.to_string(), expected))
            }
        }
    }
}

impl<'a> GraphNode<'a> {
    fn read(message: Message<'a>) -> Result<Self, ImportError> {
        let names = |number| -> Result<Vec<&'a str>, ImportError> {
            let names: Vec<&[u8]> =
                message.all_bytes(number).take(NAMES_MAX + 1).collect::<Result<_, _>>()?;
            if names.len() > NAMES_MAX {
                let was = format!("more than {NAMES_MAX} inputs or outputs");
                return Err(unsupported("operator".to_owned(), &was, "few"));
            }
            let text = |name| std::str::from_utf8(name);
            let texts: Result<_, _> = names.into_iter().map(text).collect();
            texts.map_err(|_| ImportError::malformed("name", "not in UTF-8", "a text"))
        };
        let mut attributes = Vec::new();
        for attribute in message.all_bytes(5) {
            if attributes.len() >= NAMES_MAX {
                let was = format!("more than {NAMES_MAX} attributes");
                return Err(unsupported("operator".to_owned(), &was, "few"));
            }
            let attribute = Message(attribute?);
            attributes.push((attribute.text(1)?, attribute));
        }
        Ok(Self { kind: message.text(4)?, inputs: names(1)?, outputs: names(2)?, attributes })
    }

    /// Where an attribute stands, for errors.
    pub(super) fn place(&self, attribute: &str) -> String {
        format!("{}, {attribute}", self.kind)
    }

    pub(super) fn attribute(&self, name: &str) -> Option<Message<'a>> {
        self.attributes.iter().find(|(found, _)| *found == name).map(|(_, attribute)| *attribute)
    }

    pub(super) fn integer(&self, name: &str) -> Result<Option<i64>, ImportError> {
        self.attribute(name).map_or(Ok(None), |attribute| attribute.integer(3))
    }

    pub(super) fn text(&self, name: &str) -> Result<&'a str, ImportError> {
        self.attribute(name).map_or(Ok(""), |attribute| attribute.text(4))
    }

    /// A list of integers; empty if it is not there.
    pub(super) fn integers(&self, name: &str) -> Result<Vec<i64>, ImportError> {
        self.attribute(name).map_or(Ok(Vec::new()), |attribute| attribute.integers(8))
    }

    /// A list of numbers, as singles or as a tensor; empty if it is not there.
    pub(super) fn numbers(&self, name: &str) -> Result<Vec<f64>, ImportError> {
        if let Some(attribute) = self.attribute(&format!("{name}_as_tensor")) {
            return tensor_values(Message(attribute.bytes(5)?));
        }
        self.attribute(name).map_or(Ok(Vec::new()), |attribute| attribute.singles(7))
    }
}

/// The numbers of a `TensorProto`.
fn tensor_values(tensor: Message<'_>) -> Result<Vec<f64>, ImportError> {
    let refused =
        |was: &str| unsupported("tensor".to_owned(), was, "singles or doubles within the file");
    if tensor.integer(14)?.unwrap_or(0) != 0 {
        return Err(refused("in another file"));
    }
    let raw = tensor.bytes(9)?;
    let mut values = Vec::new();
    match tensor.integer(2)? {
        Some(FLOAT) if raw.is_empty() => tensor.singles(4),
        Some(DOUBLE) if raw.is_empty() => tensor.doubles(10),
        Some(FLOAT) => singles_of(raw, &mut values).map(|()| values),
        Some(DOUBLE) => doubles_of(raw, &mut values).map(|()| values),
        kind => Err(refused(&format!("of element type {}", kind.unwrap_or(0)))),
    }
}
