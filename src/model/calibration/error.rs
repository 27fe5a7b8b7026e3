//! Why there is no calibration.

use std::fmt;

use crate::model::Class;

/// Why there is no calibration.
#[derive(Clone, Debug, PartialEq)]
pub enum CalibrationError {
    /// All rows have the same class.
    OneClass {
        /// The class.
        class: Class,
        /// How many rows.
        rows: usize,
    },
    /// The search for a logistic curve did not come to an end.
    Diverged {
        /// The class of the curve.
        class: Class,
        /// Largest component of the gradient, by row, where it stopped.
        gradient: f64,
    },
    /// Parts that make no calibration.
    Parts(&'static str),
}

impl fmt::Display for CalibrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OneClass { class, rows } => write!(
                f,
                "calibration: all {rows} rows have the class {class:?}, expected at least two \
                 classes"
            ),
            Self::Diverged { class, gradient } => write!(
                f,
                "calibration: no logistic curve for the class {class:?}, the gradient was \
                 {gradient} after the last step"
            ),
            Self::Parts(what) => write!(f, "calibration: {what}"),
        }
    }
}

impl std::error::Error for CalibrationError {}
