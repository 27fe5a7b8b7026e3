//! Every section that configures learning.

use super::boosting::BoostSettings;
use super::calibration::CalibrationSettings;
use super::labels::{CostSettings, LabelSettings, WeightSettings};
use super::validation::ValidationSettings;
use crate::types::settings::AnySettings;

crate::choice! {
    /// How settings of the learner are looked for.
    pub enum SearchMethod {
        /// Draws without repetition from the classic space.
        Random = "random",
        /// A tree-structured Parzen estimator over the same space.
        Tpe = "tpe",
    }
}

crate::settings! {
    /// The search for the best settings. The classic space: learning rate 0.01, 0.05 or 0.1; 300,
    /// 500 or 700 trees per class; depth 2, 3 or 4.
    pub struct SearchSettings in "model.search" {
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
        /// How long a model may decide after the last row that it learnt from. 0: for ever.
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
