//! What a trained model is.

use std::fmt;

use super::ModelError;
use crate::model::Fitted;
use crate::types::{Period, UnixNanos};

/// A trained model with everything that must be known before it may decide.
///
/// [`Model::to_bytes`] and [`Model::from_bytes`] are its file; a loader then asks
/// [`Model::check_schema`] and [`Model::check_fresh`].
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Version of the library that trained it.
    pub library_version: String,
    /// When it was trained.
    pub created: UnixNanos,
    /// From when on it may not decide; `None`: never.
    pub expires: Option<UnixNanos>,
    /// The instrument, as the broker names it.
    pub symbol: String,
    /// Period of its bars.
    pub period: Period,
    /// What the classes mean: definition of the label, as text.
    pub label: String,
    /// The costs that label and metrics reckon with, as text; empty if unknown, or if
    /// the label tells them, as it did at first.
    pub costs: String,
    /// Learner and settings, as text.
    pub learner: String,
    /// What it was trained on.
    pub span: Span,
    /// Hash of the feature schema, as `features::Schema` computes it.
    pub schema_hash: String,
    /// Names of the features, in the order of a row.
    pub columns: Vec<String>,
    /// Weight of each class in training; empty if all weigh the same.
    pub class_weights: Vec<f64>,
    /// What validation measured, in the order of the report.
    pub metrics: Vec<Metric>,
    /// What each feature contributes, one a column; empty if not measured.
    pub importances: Vec<Importance>,
    /// From the answer of trees or lines to probabilities, fitted on rows that training did not
    /// see.
    pub calibration: CalibrationParts,
    /// How each feature was distributed in training, one a column; empty if not measured.
    pub distributions: Vec<Bins>,
    /// What a learner made of the rows: trees or lines.
    pub fitted: Fitted,
}

/// The rows of training. Where they are not known, as after an import, there are 0 of them, and
/// both times are that of the import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Time of the first row.
    pub first: UnixNanos,
    /// Time of the last row.
    pub last: UnixNanos,
    /// Number of rows.
    pub rows: u64,
}

/// A number, or one per fold, under a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// Name with its unit, such as `auc` or `profit_factor`.
    pub name: String,
    /// Values; NaN where a fold has none.
    pub values: Vec<f64>,
}

/// What a feature contributes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Importance {
    /// Its share of what [`Fitted::importance_measure`] names: of the gain of all questions of
    /// trees, of the absolute coefficients of lines. 0 to 1, all together 1, or all 0.
    pub gain: f64,
    /// Loss of quality when its column is shuffled.
    pub permutation: f64,
}

/// Calibration as plain numbers, one entry per output.
#[derive(Clone, Debug, PartialEq)]
pub enum CalibrationParts {
    /// The answer is used as it is.
    None,
    /// A logistic curve of the log-odds of each output: see `calibration::Platt`.
    Platt {
        /// Slopes.
        a: Vec<f64>,
        /// Offsets.
        b: Vec<f64>,
    },
    /// Points of a rising line per output.
    Isotonic {
        /// Places, strictly rising.
        x: Vec<Vec<f64>>,
        /// Values at the places, rising, 0 to 1.
        y: Vec<Vec<f64>>,
    },
}

/// How a feature was distributed: for the population stability index.
///
/// Bin `i` holds the values above edge `i - 1` and at most edge `i`; the last bin holds the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Bins {
    /// Upper edges, strictly rising; one fewer than bins.
    pub edges: Vec<f64>,
    /// Share of each bin in the rows that have a value, 0 to 1.
    pub shares_frac: Vec<f64>,
    /// Share of the rows without a value, 0 to 1.
    pub missing_frac: f64,
}

/// What tells one model from another: the first half of its file's SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModelId(pub [u8; 16]);

impl fmt::Display for ModelId {
    /// 32 hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Model {
    /// Refuses a model that has expired.
    ///
    /// # Errors
    /// [`ModelError::Expired`] from the instant of expiry on.
    pub fn check_fresh(&self, now: UnixNanos) -> Result<(), ModelError> {
        match self.expires {
            Some(expires) if now >= expires => Err(ModelError::Expired { expires, now }),
            _ => Ok(()),
        }
    }

    /// Refuses a model whose features are not those of the caller.
    ///
    /// # Errors
    /// [`ModelError::Schema`] unless `hash` is the model's, letter for letter.
    pub fn check_schema(&self, hash: &str) -> Result<(), ModelError> {
        if self.schema_hash == hash {
            return Ok(());
        }
        let (expected, was) = (self.schema_hash.clone(), hash.to_owned());
        Err(ModelError::Schema { expected, was })
    }
}
