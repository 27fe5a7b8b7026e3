//! Why a set of rules cannot be used.

use std::fmt;

use crate::features::ColumnError;
use crate::types::ParameterError;
use crate::types::settings::SettingProblem;

/// A problem with the rules' settings, or with the schema they are bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignalError {
    /// A setting is outside its own limits.
    Limit {
        /// Section of the setting.
        section: &'static str,
        /// Which, what it was, what was expected.
        problem: SettingProblem,
    },
    /// A setting cannot be used with the others.
    Setting {
        /// Section of the setting.
        section: &'static str,
        /// Which, what it was, what was expected.
        error: ParameterError,
    },
    /// The settings lead to an unusable feature column.
    Column {
        /// Section of the settings.
        section: &'static str,
        /// What is wrong with the column.
        error: ColumnError,
    },
    /// The schema lacks a column.
    MissingColumn {
        /// Section of the rule that needs it.
        section: &'static str,
        /// Its canonical name.
        column: String,
    },
}

impl fmt::Display for SignalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Limit { section, problem } => {
                write!(f, "[{section}] {} {}", problem.key, problem.message)
            }
            Self::Setting { section, error } => write!(f, "[{section}] {error}"),
            Self::Column { section, error } => write!(f, "[{section}] {error}"),
            Self::MissingColumn { section, column } => {
                write!(f, "[{section}] the schema was without {column}, expected that column in it")
            }
        }
    }
}

impl std::error::Error for SignalError {}

impl SignalError {
    /// A setting that does not fit the others.
    pub(super) fn setting(
        section: &'static str,
        name: &'static str,
        was: impl fmt::Display,
        expected: &'static str,
    ) -> Self {
        Self::Setting { section, error: ParameterError::new(name, was, expected) }
    }
}
