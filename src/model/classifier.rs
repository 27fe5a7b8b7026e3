//! What can be trained, and what comes of it.

use std::fmt;

use super::{Class, Dataset, Fitted};

/// Gives every class a probability.
pub trait Classifier: fmt::Debug + Send + Sync {
    /// Probabilities of the classes, in their order; they sum to 1. `row` has the values of the
    /// training table's columns, NaN where missing.
    fn probabilities(&self, row: &[f64]) -> [f64; Class::COUNT];

    /// What each column adds to the score of each class, before calibration; `None` if the model
    /// cannot tell. For people: it may allocate.
    fn contributions(&self, row: &[f64]) -> Option<Vec<[f64; Class::COUNT]>> {
        let _ = row;
        None
    }
}

/// Whether to give up. Asked often, so it must be cheap.
pub type Stop<'a> = &'a (dyn Fn() -> bool + Sync);

/// Learns from rows whose labels are known.
pub trait Learner: fmt::Debug + Send + Sync {
    /// Name for reports, such as `logistic`.
    fn name(&self) -> &'static str;

    /// Learns from the rows `training` (in rising order). What decides when to stop learning may
    /// look at the rows `tail`, which lie after them and are purged from them; it may be empty.
    ///
    /// The same input gives the same bits.
    ///
    /// # Errors
    /// See [`FitError`].
    fn fit(
        &self,
        data: &Dataset,
        training: &[usize],
        tail: &[usize],
        stop: Stop<'_>,
    ) -> Result<Fitted, FitError>;
}

/// Why nothing was learnt.
#[derive(Clone, Debug, PartialEq)]
pub enum FitError {
    /// Too few rows.
    Rows {
        /// Rows given.
        was: usize,
        /// Rows needed.
        expected: usize,
    },
    /// All rows have the same class.
    OneClass(Class),
    /// A setting cannot be used.
    Setting {
        /// Its name.
        name: &'static str,
        /// Its value.
        was: String,
        /// What is allowed.
        expected: &'static str,
    },
    /// The numbers ran away.
    Diverged(String),
    /// Somebody asked to stop.
    Stopped,
}

impl fmt::Display for FitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rows { was, expected } => {
                write!(f, "{was} rows to learn from, expected at least {expected}")
            }
            Self::OneClass(class) => {
                write!(f, "all rows have the class {class:?}, expected at least two classes")
            }
            Self::Setting { name, was, expected } => {
                write!(f, "{name} was {was}, expected {expected}")
            }
            Self::Diverged(what) => write!(f, "learning did not converge: {what}"),
            Self::Stopped => f.write_str("stopped before the end"),
        }
    }
}

impl std::error::Error for FitError {}
