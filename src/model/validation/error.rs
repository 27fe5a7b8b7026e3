//! Why there are no folds.

use std::fmt;

use crate::model::{Class, DatasetError};

/// Which rows of a fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Those that are learnt from.
    Training,
    /// Those that are judged.
    Test,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Training => "training",
            Self::Test => "test",
        })
    }
}

/// Why there are no folds.
#[derive(Clone, Debug, PartialEq)]
pub enum ValidationError {
    /// The data set is not sound.
    Dataset(DatasetError),
    /// A parameter cannot be used.
    Parameter {
        /// Its name.
        name: &'static str,
        /// Its value.
        was: usize,
        /// What is allowed.
        expected: &'static str,
    },
    /// Fewer rows than the folds need.
    Rows {
        /// Rows there are.
        was: usize,
        /// Rows needed.
        expected: usize,
    },
    /// Purge and embargo left no row to learn from.
    Purged {
        /// Fold, from 0.
        fold: usize,
        /// Training rows before purge and embargo.
        rows: usize,
    },
    /// All rows of one part of a fold have the same class.
    OneClass {
        /// Fold, from 0.
        fold: usize,
        /// Which part.
        part: Part,
        /// The class.
        class: Class,
        /// How many rows.
        rows: usize,
    },
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dataset(error) => write!(f, "{error}"),
            Self::Parameter { name, was, expected } => {
                write!(f, "{name} was {was}, expected {expected}")
            }
            Self::Rows { was, expected } => {
                write!(f, "{was} labelled rows, expected at least {expected} for these folds")
            }
            Self::Purged { fold, rows } => write!(
                f,
                "fold {fold}: purge and embargo left none of {rows} training rows; expected labels \
                 that look less far ahead, a shorter embargo, or more rows"
            ),
            Self::OneClass { fold, part, class, rows } => write!(
                f,
                "fold {fold}: all {rows} {part} rows have the class {class:?}, expected at least \
                 two classes"
            ),
        }
    }
}

impl std::error::Error for ValidationError {}
