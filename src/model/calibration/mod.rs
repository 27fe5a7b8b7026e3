//! Calibration: makes probabilities mean what they say.
//!
//! A model that ranks well may still be too sure or not sure enough. A [`Calibration`] is fitted on
//! held-out predictions, one class against the rest, and corrects each class's probability; the
//! three are then divided by their sum.
//!
//! | method | shape | use |
//! |---|---|---|
//! | [`Isotonic`] | any rising line through the data | thousands of rows |
//! | [`Platt`] | a logistic curve of the log-odds | few rows |
//!
//! It must never be fitted on rows that the model learnt from: there every model is sure and right.
//!
//! Start with [`Calibration::fit`] and [`Calibration::apply`].

mod error;
mod isotonic;
mod platt;
#[cfg(test)]
mod tests;

pub use error::CalibrationError;
pub use isotonic::Isotonic;
pub use platt::{ODDS_MARGIN, Platt};

use crate::model::Class;
use crate::model::metrics::Predictions;

crate::choice! {
    /// How probabilities are calibrated.
    pub enum CalibrationMethod {
        /// Not at all.
        None = "none",
        /// By a rising line through the data.
        Isotonic = "isotonic",
        /// By a logistic curve.
        Platt = "platt",
    }
}

crate::settings! {
    /// How probabilities are corrected on held-out rows.
    pub struct CalibrationSettings in "model.calibration" {
        /// The correction.
        method: CalibrationMethod = CalibrationMethod::Isotonic, "", ();
    }
}

/// A correction of probabilities; plain data, which a model file can hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Calibration {
    /// None.
    None,
    /// A rising line for each class, in the order of [`Class::ALL`].
    Isotonic([Isotonic; Class::COUNT]),
    /// A logistic curve for each class, in the order of [`Class::ALL`].
    Platt([Platt; Class::COUNT]),
}

/// All classes alike: the answer to probabilities that are none.
const EVEN: [f64; Class::COUNT] = [1.0 / 3.0; Class::COUNT];

/// How far a sum may be from 1 and still count as 1.
const SUM_TOLERANCE: f64 = 1e-9;

impl Calibration {
    /// Fits a correction on predictions for rows that the model did not learn from.
    ///
    /// Cost: isotonic a sort for each class, Platt about ten passes.
    ///
    /// # Errors
    /// All rows have the same class; Platt: the search for the curve fails.
    pub fn fit(
        method: CalibrationMethod,
        predictions: &Predictions<'_>,
    ) -> Result<Self, CalibrationError> {
        if method == CalibrationMethod::None {
            return Ok(Self::None);
        }
        let mut classes = predictions.iter().filter(|(.., weight)| *weight > 0.0);
        if let Some((first, ..)) = classes.next()
            && classes.all(|(class, ..)| class == first)
        {
            return Err(CalibrationError::OneClass { class: first, rows: predictions.rows() });
        }
        match method {
            CalibrationMethod::None => Ok(Self::None),
            CalibrationMethod::Isotonic => {
                Ok(Self::Isotonic(Class::ALL.map(|class| Isotonic::fit(predictions, class))))
            }
            CalibrationMethod::Platt => {
                let [down, flat, up] = Class::ALL.map(|class| Platt::fit(predictions, class));
                Ok(Self::Platt([down?, flat?, up?]))
            }
        }
    }

    /// The method.
    #[must_use]
    pub const fn method(&self) -> CalibrationMethod {
        match self {
            Self::None => CalibrationMethod::None,
            Self::Isotonic(_) => CalibrationMethod::Isotonic,
            Self::Platt(_) => CalibrationMethod::Platt,
        }
    }

    /// Corrected probabilities: each from 0 to 1, together 1 (to rounding), never NaN.
    ///
    /// Where the corrections are 0 for all classes, or a given probability is not a number from 0
    /// to 1, all classes are alike, which no threshold above a third accepts. What rounding has
    /// lifted above 1, as in the sum of a forest's shares, counts as 1. Nothing is allocated, and
    /// the bits are the same on every system.
    #[must_use]
    pub fn apply(&self, probabilities: [f64; Class::COUNT]) -> [f64; Class::COUNT] {
        let is_rounded = |value: f64| value > 1.0 && value <= 1.0 + SUM_TOLERANCE;
        let probabilities = probabilities.map(|value| if is_rounded(value) { 1.0 } else { value });
        if !probabilities.iter().all(|value| (0.0..=1.0).contains(value)) {
            return EVEN;
        }
        let corrected = match self {
            Self::None => probabilities,
            Self::Isotonic(lines) => {
                std::array::from_fn(|class| lines[class].value(probabilities[class]))
            }
            Self::Platt(curves) => {
                std::array::from_fn(|class| curves[class].value(probabilities[class]))
            }
        };
        let sum = corrected[0] + corrected[1] + corrected[2];
        if matches!(self, Self::None) && (sum - 1.0).abs() <= SUM_TOLERANCE {
            return corrected; // as the model gave them, to the bit
        }
        if sum > 0.0 { corrected.map(|value| value / sum) } else { EVEN }
    }
}
