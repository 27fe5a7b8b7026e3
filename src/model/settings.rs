//! Every section that configures learning.

use super::boosting::BoostSettings;
use super::calibration::CalibrationSettings;
use super::labels::{CostSettings, LabelSettings, WeightSettings};
use super::validation::ValidationSettings;
use crate::types::settings::AnySettings;

crate::choice! {
    /// What learns.
    pub enum LearnerKind {
        /// Softmax gradient boosting on histograms.
        Boosting = "boosting",
        /// Random forest.
        Forest = "forest",
        /// Logistic regression.
        Logistic = "logistic",
        /// Straight lines by least squares.
        Ridge = "ridge",
    }
}

crate::choice! {
    /// How settings of the learner are looked for.
    pub enum SearchMethod {
        /// Draws without repetition from the learner's space.
        Random = "random",
        /// A tree-structured Parzen estimator over the same space.
        Tpe = "tpe",
    }
}

crate::settings! {
    /// The learner, and the search for its best settings. The space of `boosting`: learning rate
    /// 0.01, 0.05 or 0.1; 300, 500 or 700 trees per class; depth 2, 3 or 4. Of `forest`: 100 or 300
    /// trees; depth 4, 6 or 9; at least 20, 100 or 500 rows a leaf. Of `logistic` and `ridge`: a
    /// penalty of 0.1, 1, 10 and so on to 100,000. A space that has fewer settings than `trials` is
    /// tried as a whole.
    pub struct SearchSettings in "model.search" {
        /// What learns.
        learner: LearnerKind = LearnerKind::Boosting, "", ();
        /// How settings are chosen.
        method: SearchMethod = SearchMethod::Random, "", ();
        /// How many settings are tried.
        trials: u32 = 12, "trials", (1, 27);
        /// Of everything that is drawn by lot.
        seed: u32 = 42, "", (0, 4_294_967_295);
        /// Fits that run at the same time. 0: as many as the computer has processors.
        threads: u32 = 0, "threads", (0, 256);
    }
}

crate::settings! {
    /// What every boosted model has in common.
    pub struct BoostingSettings in "model.boosting" {
        /// Fewest training rows in a leaf.
        min_rows: u32 = 50, "rows", (1, 1_000_000);
        /// Shrinks leaves with few rows.
        l2: f64 = 1.0, "", (0.0, 1e6);
        /// Share of the rows that each tree sees.
        row_frac: f64 = 1.0, "fraction", (0.01, 1.0);
        /// Share of the columns that each tree may ask for.
        column_frac: f64 = 1.0, "fraction", (0.01, 1.0);
        /// Most bins of a column.
        bins: u32 = 255, "bins", (2, 255);
        /// How long a model, of any learner, may decide after the last row that it learnt from. 0:
        /// for ever.
        expiry_days: u32 = 30, "days", (0, 3_650);
    }
}

/// Every section of learning.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LearningSettings {
    /// Section `model.labels`.
    pub labels: LabelSettings,
    /// Section `model.costs`.
    pub costs: CostSettings,
    /// Section `model.weights`.
    pub weights: WeightSettings,
    /// Section `model.validation`.
    pub validation: ValidationSettings,
    /// Section `model.calibration`.
    pub calibration: CalibrationSettings,
    /// Section `model.search`.
    pub search: SearchSettings,
    /// Section `model.boosting`.
    pub boosting: BoostingSettings,
}

impl LearningSettings {
    /// Every section, always in the same order.
    pub fn sections(&mut self) -> Vec<&mut dyn AnySettings> {
        let Self { labels, costs, weights, validation, calibration, search, boosting } = self;
        vec![labels, costs, weights, validation, calibration, search, boosting]
    }
}

impl BoostingSettings {
    /// A fit with these common settings.
    #[must_use]
    pub fn fit(&self, seed: u64) -> BoostSettings {
        BoostSettings {
            min_rows: self.min_rows as usize,
            l2: self.l2,
            row_fraction: self.row_frac,
            column_fraction: self.column_frac,
            seed,
            early_stop: 0,
            ..BoostSettings::default()
        }
    }
}
