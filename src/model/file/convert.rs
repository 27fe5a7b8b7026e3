//! Between the parts of a file and what works with them.

use super::ModelError;
use super::parts::{Bins, CalibrationParts, Model};
use crate::model::Predictor;
use crate::model::calibration::{Calibration, CalibrationError, Isotonic, Platt};
use crate::model::metrics::StabilityBins;

impl Model {
    /// The model as it predicts.
    ///
    /// # Errors
    /// [`ModelError::Invalid`] if its calibration cannot be used; [`ModelError::Ensemble`], also
    /// if it has not one output for each class.
    pub fn predictor(&self) -> Result<Predictor, ModelError> {
        let calibration = Calibration::try_from(&self.calibration)?;
        Predictor::new(self.fitted.clone(), calibration).map_err(ModelError::Ensemble)
    }
}

impl Model {
    /// The distributions of the columns in training; none if they were not measured.
    ///
    /// # Errors
    /// [`ModelError::Invalid`].
    pub fn stability_bins(&self) -> Result<Vec<StabilityBins>, ModelError> {
        self.distributions.iter().map(StabilityBins::try_from).collect()
    }
}

impl From<&Calibration> for CalibrationParts {
    fn from(calibration: &Calibration) -> Self {
        match calibration {
            Calibration::None => Self::None,
            Calibration::Platt(curves) => Self::Platt {
                a: curves.iter().map(Platt::slope).collect(),
                b: curves.iter().map(Platt::intercept).collect(),
            },
            Calibration::Isotonic(lines) => Self::Isotonic {
                x: lines.iter().map(|line| line.probabilities().to_vec()).collect(),
                y: lines.iter().map(|line| line.values().to_vec()).collect(),
            },
        }
    }
}

impl TryFrom<&CalibrationParts> for Calibration {
    type Error = ModelError;

    fn try_from(parts: &CalibrationParts) -> Result<Self, ModelError> {
        let invalid = |error: CalibrationError| {
            ModelError::invalid("calibration", error.to_string(), "one for each class")
        };
        let count = |was: usize| {
            ModelError::invalid("calibration", format!("{was} entries"), "one for each class")
        };
        match parts {
            CalibrationParts::None => Ok(Self::None),
            CalibrationParts::Platt { a, b } => {
                let curves = a.iter().zip(b).map(|(&a, &b)| Platt::from_parts(a, b));
                let curves: Vec<Platt> = curves.collect::<Result<_, _>>().map_err(invalid)?;
                curves.try_into().map(Self::Platt).map_err(|them: Vec<_>| count(them.len()))
            }
            CalibrationParts::Isotonic { x, y } => {
                let lines =
                    x.iter().zip(y).map(|(x, y)| Isotonic::from_parts(x.clone(), y.clone()));
                let lines: Vec<Isotonic> = lines.collect::<Result<_, _>>().map_err(invalid)?;
                lines.try_into().map(Self::Isotonic).map_err(|them: Vec<_>| count(them.len()))
            }
        }
    }
}

impl From<&StabilityBins> for Bins {
    fn from(bins: &StabilityBins) -> Self {
        let shares = bins.shares();
        let (present, missing) = shares.split_at(shares.len().saturating_sub(1));
        let missing_frac = missing.first().copied().unwrap_or(0.0);
        let total: f64 = present.iter().sum();
        let of_present = |share: &f64| if total > 0.0 { share / total } else { 0.0 };
        Self {
            edges: bins.edges().to_vec(),
            shares_frac: present.iter().map(of_present).collect(),
            missing_frac,
        }
    }
}

impl TryFrom<&Bins> for StabilityBins {
    type Error = ModelError;

    fn try_from(bins: &Bins) -> Result<Self, ModelError> {
        let present_frac = 1.0 - bins.missing_frac;
        let present = bins.shares_frac.iter().map(|share| share * present_frac);
        let shares = present.chain([bins.missing_frac]).collect();
        Self::from_parts(bins.edges.clone(), shares).map_err(|error| {
            ModelError::invalid("distribution", error.to_string(), "shares of a whole")
        })
    }
}
