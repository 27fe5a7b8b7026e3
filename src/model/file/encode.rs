//! From a model to bytes and back: the fields in their order.

use sha2::{Digest, Sha256};

use super::ModelError;
use super::bytes::{Reader, Writer};
use super::lines::{read_lines, write_lines};
use super::parts::{Bins, CalibrationParts, Importance, Metric, Model, ModelId, Span};
use super::trees::{read_trees, write_trees};
use crate::model::Fitted;
use crate::types::{Period, UnixNanos};

const MAGIC: &[u8; 8] = b"HTMODEL\0";
/// Format without a kind: it holds trees.
const TREES_VERSION: u32 = 1;
/// Format that begins with a kind, for all else.
const KINDS_VERSION: u32 = 2;
/// The kind of lines.
const LINES: u8 = 1;
const HEAD_SIZE: usize = 20;
const CHECKSUM_SIZE: usize = 32;

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
        writer.u32(match self.fitted {
            Fitted::Trees(_) => TREES_VERSION,
            Fitted::Lines(_) => KINDS_VERSION,
        });
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
        let (version, fields) = verified_fields(bytes)?;
        let mut reader = Reader::new(fields);
        let model = read_model(&mut reader, version)?;
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

/// The version and the fields of a file whose frame is sound.
fn verified_fields(bytes: &[u8]) -> Result<(u32, &[u8]), ModelError> {
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
    if !(TREES_VERSION..=KINDS_VERSION).contains(&version) {
        return Err(ModelError::Version { was: version, expected: KINDS_VERSION });
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
    Ok((version, &content[HEAD_SIZE..]))
}

fn write_model(writer: &mut Writer, model: &Model) {
    if matches!(model.fitted, Fitted::Lines(_)) {
        writer.u8(LINES);
    }
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
    match &model.fitted {
        Fitted::Trees(ensemble) => write_trees(writer, ensemble),
        Fitted::Lines(lines) => write_lines(writer, lines),
    }
}

fn read_model(reader: &mut Reader<'_>, version: u32) -> Result<Model, ModelError> {
    if version == KINDS_VERSION {
        let kind = reader.u8("kind")?;
        if kind != LINES {
            return Err(ModelError::invalid("kind", kind.to_string(), "1, lines"));
        }
    }
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
        fitted: match version {
            TREES_VERSION => Fitted::Trees(read_trees(reader)?),
            _ => Fitted::Lines(read_lines(reader)?),
        },
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
