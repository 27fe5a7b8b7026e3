//! Boosting behind the trait of all learners.

use super::{Bins, BoostSettings, boost};
use crate::model::{Dataset, FitError, Fitted, Learner, Stop};

/// Bins the training rows, boosts, and keeps the iterations that were best on the tail.
#[derive(Clone, Debug, PartialEq)]
pub struct Boosting {
    /// Settings of the fit.
    pub settings: BoostSettings,
    /// Most bins per column, 2 to 255.
    pub max_bins: usize,
}

impl Default for Boosting {
    fn default() -> Self {
        Self { settings: BoostSettings::default(), max_bins: 255 }
    }
}

impl Learner for Boosting {
    fn name(&self) -> &'static str {
        "boosting"
    }

    fn fit(
        &self,
        data: &Dataset,
        training: &[usize],
        tail: &[usize],
        stop: Stop<'_>,
    ) -> Result<Fitted, FitError> {
        let bins = Bins::new(&data.table, training, self.max_bins)?;
        let boosted = boost(&bins, data, training, tail, &self.settings, stop)?;
        Ok(Fitted::Trees(boosted.ensemble.first(boosted.best_iterations)))
    }
}
