//! A model of another program, after import.

use std::fmt;

use super::Class;
use super::ensemble::{Ensemble, EnsembleError, Link};

/// What another program's file said.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The trees. For the rows that the source accepts, its answers are the source's.
    pub ensemble: Ensemble,
    /// Names of the features, in the order of a row; empty if the file has none.
    pub columns: Vec<String>,
    /// Labels of the classes, in order; empty for a regression. With two classes and one output,
    /// the output is the probability of the second.
    pub classes: Vec<String>,
    /// What the file was, for reports.
    pub source: String,
}

/// Why a file of another program was refused. [`ImportError::code`] is stable.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportError {
    /// The bytes are something else.
    Format {
        /// What is wrong.
        was: String,
        /// The format that was expected.
        expected: &'static str,
    },
    /// The file is damaged, or breaks the rules of its format.
    Malformed {
        /// Where, such as `tree 3, left_child`.
        place: String,
        /// What stands there.
        was: String,
        /// What is allowed.
        expected: String,
    },
    /// The file is sound but says something that cannot be imported.
    Unsupported {
        /// Where.
        place: String,
        /// What stands there.
        was: String,
        /// What can be imported.
        expected: String,
    },
    /// The trees cannot be used.
    Ensemble(EnsembleError),
}

impl ImportError {
    pub(super) fn malformed(
        place: impl Into<String>,
        was: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self::Malformed { place: place.into(), was: was.into(), expected: expected.into() }
    }

    pub(super) fn unsupported(
        place: impl Into<String>,
        was: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self::Unsupported { place: place.into(), was: was.into(), expected: expected.into() }
    }

    /// A stable name for logs and for codes of the C ABI: never reused, only appended.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Format { .. } => "import_format",
            Self::Malformed { .. } => "import_malformed",
            Self::Unsupported { .. } => "import_unsupported",
            Self::Ensemble(_) => "import_invalid",
        }
    }
}

impl Imported {
    /// The trees with one output for each class of ours, in our order, and probabilities that sum
    /// to 1. `classes` says which class each output of the source is.
    ///
    /// # Errors
    /// [`ImportError::Unsupported`] unless there are three outputs that are scores of classes, and
    /// `classes` has each class once.
    pub fn into_classifier(self, classes: [Class; Class::COUNT]) -> Result<Ensemble, ImportError> {
        let Ensemble { features, outputs, base, trees, link } = self.ensemble;
        if outputs != Class::COUNT {
            let expected = "three, one for each class";
            return Err(ImportError::unsupported("outputs", outputs.to_string(), expected));
        }
        if !Class::ALL.iter().all(|class| classes.contains(class)) {
            let expected = "down, flat and up, each once";
            return Err(ImportError::unsupported("classes", format!("{classes:?}"), expected));
        }
        let link = match link {
            // Each class for itself: only together they are probabilities.
            Link::Logistic { factor } => Link::OneVersusRest { factor },
            other => other,
        };
        let place = |class: Class| classes.iter().position(|&other| other == class).unwrap_or(0);
        let order = Class::ALL.map(place);
        let trees = trees
            .chunks_exact(outputs)
            .flat_map(|iteration| order.map(|output| iteration[output].clone()))
            .collect();
        let base = order.map(|output| base[output]).to_vec();
        Ok(Ensemble { features, outputs, base, trees, link })
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format { was, expected } => write!(f, "{was}, expected {expected}"),
            Self::Malformed { place, was, expected } => {
                write!(f, "{place} was {was}, expected {expected}")
            }
            Self::Unsupported { place, was, expected } => {
                write!(f, "{place} was {was}, which cannot be imported; expected {expected}")
            }
            Self::Ensemble(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ImportError {}

impl From<EnsembleError> for ImportError {
    fn from(error: EnsembleError) -> Self {
        Self::Ensemble(error)
    }
}
