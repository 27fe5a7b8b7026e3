//! Why nothing was trained.

use std::fmt;

use super::folds::CalibrateError;
use super::{LogError, PrepareError, SearchError, SpaceError};
use crate::model::FitError;
use crate::model::calibration::CalibrationError;
use crate::model::ensemble::EnsembleError;
use crate::model::file::ModelError;
use crate::model::metrics::{MetricError, StabilityError};
use crate::model::validation::ValidationError;

macro_rules! train_errors {
    ($($(#[$doc:meta])* $name:ident($error:ty),)*) => {
        /// Why nothing was trained.
        #[derive(Clone, Debug, PartialEq)]
        pub enum TrainError { $($(#[$doc])* $name($error),)* }

        impl fmt::Display for TrainError {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $(Self::$name(error) => error.fmt(f),)* }
            }
        }

        impl std::error::Error for TrainError {}

        $(impl From<$error> for TrainError {
            fn from(error: $error) -> Self { Self::$name(error) }
        })*
    };
}

train_errors! {
    /// Bars became no rows.
    Prepare(PrepareError),
    /// Rows could not be divided.
    Validation(ValidationError),
    /// The space of settings is not sound.
    Space(SpaceError),
    /// The log is of another search.
    Log(LogError),
    /// The search failed.
    Search(SearchError),
    /// A fit failed.
    Fit(FitError),
    /// Predictions could not be judged.
    Metric(MetricError),
    /// Predictions could not be calibrated.
    Calibration(CalibrationError),
    /// The distribution of a column could not be described.
    Stability(StabilityError),
    /// The trees are not sound.
    Ensemble(EnsembleError),
    /// The model is not sound.
    Model(ModelError),
}

impl From<CalibrateError> for TrainError {
    fn from(error: CalibrateError) -> Self {
        match error {
            CalibrateError::Metric(error) => Self::Metric(error),
            CalibrateError::Calibration(error) => Self::Calibration(error),
        }
    }
}
