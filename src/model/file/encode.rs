//! From a model to bytes and back: the fields in their order.

use sha2::{Digest, Sha256};

use super::ModelError;
use super::bytes::{Reader, Writer};
use super::parts::{Bins, CalibrationParts, Importance, Metric, Model, ModelId, Span};
use crate::model::ensemble::{Child, Compare, Ensemble, Link, Missing, Node, Tree};
use crate::types::{Period, UnixNanos};

const MAGIC: &[u8; 8] = b"HTMODEL\0";
const VERSION: u32 = 1;
const HEAD_SIZE: usize = 20;
const CHECKSUM_SIZE: usize = 32;
/// Bytes of a node: feature, threshold, comparison, missing, two children, gain, cover, mean.
const NODE_SIZE: usize = 4 + 8 + 1 + 1 + 4 + 4 + 8 + 8 + 8;

impl Model {
    /// Largest file that is written or read. 1,500 trees of depth 4 take 1.2 MB.
    pub const FILE_SIZE_BYTES_MAX: usize = 256 << 20;

    /// The file of the model. The same model gives the same bytes.
    ///
    /// # Errors
    /// [`ModelError::Invalid`] or [`ModelError::Ensemble`]: what could not be read again is not
    /// written.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ModelError> {
        self.check()?;
        let mut writer = Writer::default();
        writer.0.extend_from_slice(MAGIC);
        writer.u32(VERSION);
        writer.u64(0); // the length, known below
        write_model(&mut writer, self);
        let mut bytes = writer.0;
        let length = bytes.len() + CHECKSUM_SIZE;
        if length > Self::FILE_SIZE_BYTES_MAX {
            let was = format!("{length} bytes");
            return Err(ModelError::invalid("file", was, "at most 256 MiB; use fewer trees"));
        }
        bytes[12..HEAD_SIZE].copy_from_slice(&(length as u64).to_le_bytes());
        let checksum = Sha256::digest(&bytes);
        bytes.extend_from_slice(&checksum);
        Ok(bytes)
    }

    /// The model of a file. Length and checksum are verified before anything else is read, every
    /// field after that; nothing is allocated that the bytes at hand do not pay for.
    ///
    /// # Errors
    /// In this order: [`ModelError::NotAModel`], [`ModelError::Version`],
    /// [`ModelError::Truncated`], [`ModelError::Altered`], [`ModelError::Invalid`] or
    /// [`ModelError::Ensemble`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let fields = verified_fields(bytes)?;
        let mut reader = Reader::new(fields);
        let model = read_model(&mut reader)?;
        reader.finish()?;
        model.check()?;
        Ok(model)
    }

    /// What tells this model from every other: the first half of the SHA-256 of its file.
    ///
    /// Cost: that of [`Model::to_bytes`].
    ///
    /// # Errors
    /// As [`Model::to_bytes`].
    pub fn id(&self) -> Result<ModelId, ModelError> {
        let bytes = self.to_bytes()?;
        let mut id = [0; 16];
        id.copy_from_slice(&bytes[bytes.len() - CHECKSUM_SIZE..][..16]);
        Ok(ModelId(id))
    }
}

/// The fields of a file whose frame is sound.
fn verified_fields(bytes: &[u8]) -> Result<&[u8], ModelError> {
    let begins = bytes.len().min(MAGIC.len());
    if bytes.is_empty() || bytes[..begins] != MAGIC[..begins] {
        return Err(ModelError::NotAModel);
    }
    let was = bytes.len() as u64;
    let least = (HEAD_SIZE + CHECKSUM_SIZE) as u64;
    if was < least {
        return Err(ModelError::Truncated { was, expected: least });
    }
    let mut head = Reader::new(&bytes[MAGIC.len()..HEAD_SIZE]);
    let version = head.u32("version")?;
    if version != VERSION {
        return Err(ModelError::Version { was: version, expected: VERSION });
    }
    let expected = head.u64("length")?;
    if was < expected {
        return Err(ModelError::Truncated { was, expected });
    }
    if was > expected {
        return Err(ModelError::Altered("it is longer than it says"));
    }
    let (content, checksum) = bytes.split_at(bytes.len() - CHECKSUM_SIZE);
    if Sha256::digest(content)[..] != *checksum {
        return Err(ModelError::Altered("its SHA-256 does not match"));
    }
    Ok(&content[HEAD_SIZE..])
}

fn write_model(writer: &mut Writer, model: &Model) {
    writer.text(&model.library_version);
    writer.i64(model.created.0);
    writer.i64(model.expires.map_or(0, |expires| expires.0));
    writer.text(&model.symbol);
    writer.u32(model.period.seconds());
    writer.text(&model.label);
    writer.text(&model.costs);
    writer.text(&model.learner);
    writer.i64(model.span.first.0);
    writer.i64(model.span.last.0);
    writer.u64(model.span.rows);
    writer.text(&model.schema_hash);
    writer.length(model.columns.len());
    model.columns.iter().for_each(|column| writer.text(column));
    writer.numbers(&model.class_weights);
    writer.length(model.metrics.len());
    for metric in &model.metrics {
        writer.text(&metric.name);
        writer.numbers(&metric.values);
    }
    writer.length(model.importances.len());
    for importance in &model.importances {
        writer.f64(importance.gain);
        writer.f64(importance.permutation);
    }
    write_calibration(writer, &model.calibration);
    writer.length(model.distributions.len());
    for bins in &model.distributions {
        writer.numbers(&bins.edges);
        writer.numbers(&bins.shares_frac);
        writer.f64(bins.missing_frac);
    }
    write_ensemble(writer, &model.ensemble);
}

fn read_model(reader: &mut Reader<'_>) -> Result<Model, ModelError> {
    Ok(Model {
        library_version: reader.text("library version")?,
        created: UnixNanos(reader.i64("created")?),
        expires: match reader.i64("expires")? {
            0 => None,
            nanos => Some(UnixNanos(nanos)),
        },
        symbol: reader.text("symbol")?,
        period: read_period(reader)?,
        label: reader.text("label")?,
        costs: reader.text("costs")?,
        learner: reader.text("learner")?,
        span: Span {
            first: UnixNanos(reader.i64("first row")?),
            last: UnixNanos(reader.i64("last row")?),
            rows: reader.u64("rows")?,
        },
        schema_hash: reader.text("schema hash")?,
        columns: reader.list(4, "columns", |reader| reader.text("column"))?,
        class_weights: reader.numbers("class weights")?,
        metrics: reader.list(8, "metrics", |reader| {
            Ok(Metric { name: reader.text("metric")?, values: reader.numbers("metric")? })
        })?,
        importances: reader.list(16, "importances", |reader| {
            let (gain, permutation) = (reader.f64("gain")?, reader.f64("permutation")?);
            Ok(Importance { gain, permutation })
        })?,
        calibration: read_calibration(reader)?,
        distributions: reader.list(16, "distributions", |reader| {
            Ok(Bins {
                edges: reader.numbers("edges")?,
                shares_frac: reader.numbers("shares")?,
                missing_frac: reader.f64("missing share")?,
            })
        })?,
        ensemble: read_ensemble(reader)?,
    })
}

fn read_period(reader: &mut Reader<'_>) -> Result<Period, ModelError> {
    let seconds = reader.u32("period")?;
    let refused = |_| ModelError::invalid("period", format!("{seconds} s"), "a period of bars");
    Period::from_seconds(seconds).map_err(refused)
}

fn write_calibration(writer: &mut Writer, calibration: &CalibrationParts) {
    match calibration {
        CalibrationParts::None => writer.u8(0),
        CalibrationParts::Platt { a, b } => {
            writer.u8(1);
            writer.numbers(a);
            writer.numbers(b);
        }
        CalibrationParts::Isotonic { x, y } => {
            writer.u8(2);
            for lists in [x, y] {
                writer.length(lists.len());
                lists.iter().for_each(|list| writer.numbers(list));
            }
        }
    }
}

fn read_calibration(reader: &mut Reader<'_>) -> Result<CalibrationParts, ModelError> {
    let what = "calibration";
    let lists = |reader: &mut Reader<'_>| reader.list(4, what, |reader| reader.numbers(what));
    match reader.u8(what)? {
        0 => Ok(CalibrationParts::None),
        1 => Ok(CalibrationParts::Platt { a: reader.numbers(what)?, b: reader.numbers(what)? }),
        2 => Ok(CalibrationParts::Isotonic { x: lists(reader)?, y: lists(reader)? }),
        kind => Err(ModelError::invalid(what, format!("kind {kind}"), "0, 1 or 2")),
    }
}

fn write_ensemble(writer: &mut Writer, ensemble: &Ensemble) {
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

fn read_ensemble(reader: &mut Reader<'_>) -> Result<Ensemble, ModelError> {
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
