//! Why a model was refused.

use std::fmt;

use crate::model::ensemble::EnsembleError;
use crate::types::UnixNanos;

/// Why a model was refused. [`ModelError::code`] is stable.
#[derive(Clone, Debug, PartialEq)]
pub enum ModelError {
    /// The bytes are something else.
    NotAModel,
    /// A format that this library does not know.
    Version {
        /// The file's.
        was: u32,
        /// This library's.
        expected: u32,
    },
    /// The file ends too early.
    Truncated {
        /// Its bytes.
        was: u64,
        /// The bytes it should have.
        expected: u64,
    },
    /// The content is not what was written.
    Altered(&'static str),
    /// A field cannot be used.
    Invalid {
        /// The field.
        what: String,
        /// What is wrong with it.
        was: String,
        /// What is allowed.
        expected: &'static str,
    },
    /// The trees cannot be used.
    Ensemble(EnsembleError),
    /// It may not decide any more.
    Expired {
        /// Since when.
        expires: UnixNanos,
        /// The caller's time.
        now: UnixNanos,
    },
    /// Its features are others.
    Schema {
        /// Hash of the model's schema.
        expected: String,
        /// Hash of the caller's.
        was: String,
    },
}

impl ModelError {
    pub(super) fn invalid(
        what: impl Into<String>,
        was: impl Into<String>,
        expected: &'static str,
    ) -> Self {
        Self::Invalid { what: what.into(), was: was.into(), expected }
    }

    /// A stable name for logs and for codes of the C ABI: never reused, only appended.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotAModel => "not_a_model",
            Self::Version { .. } => "model_version",
            Self::Truncated { .. } => "model_truncated",
            Self::Altered(_) => "model_altered",
            Self::Invalid { .. } | Self::Ensemble(_) => "model_invalid",
            Self::Expired { .. } => "model_expired",
            Self::Schema { .. } => "model_schema",
        }
    }
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAModel => f.write_str("not a model file: it does not begin with HTMODEL"),
            Self::Version { was, expected } => {
                write!(f, "model format {was}, expected {expected}; another version wrote it")
            }
            Self::Truncated { was, expected } => {
                write!(f, "model cut short: {was} bytes, expected {expected}")
            }
            Self::Altered(what) => write!(f, "model damaged or altered: {what}"),
            Self::Invalid { what, was, expected } => {
                write!(f, "model not usable: {what} was {was}, expected {expected}")
            }
            Self::Ensemble(error) => write!(f, "model not usable: {error}"),
            Self::Expired { expires, now } => {
                write!(f, "model expired at {expires}, and it is {now}; train a new one")
            }
            Self::Schema { expected, was } => {
                write!(f, "model of other features: their hash was {was}, expected {expected}")
            }
        }
    }
}

impl std::error::Error for ModelError {}
