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

crate::choice! {
    /// When an engine trains its model anew.
    pub enum RetrainMode {
        /// Never.
        Off = "off",
        /// When the host asks for it.
        Asked = "asked",
        /// When the host asks, when time has come, and when the market has drifted away. Live and
        /// paper engines only; elsewhere as `asked`.
        Auto = "auto",
    }
}

/// Most bars of a window: 190 years of minutes.
const RETRAIN_BARS_MAX: u32 = 100_000_000;

crate::settings! {
    /// Training in the background, of the model that `model.file` names, on one thread of lowest
    /// priority. A new model decides only after it was better than the old one on bars that neither
    /// has learnt from.
    pub struct RetrainSettings in "model.retrain" {
        /// When the model is trained anew.
        mode: RetrainMode = RetrainMode::Off, "", ();
        /// `auto`: a model is trained anew when the last training began this long ago. 0: not by
        /// time.
        every_hours: u32 = 24, "hours", (0, 8_760);
        /// `auto`: a model is trained anew when the population stability index of one of its
        /// columns is above this. 0: not by drift. 0.1 is a small shift, 0.25 a large one.
        drift_max: f64 = 0.25, "", (0.0, 100.0);
        /// Newest bars that a training learns from. They are those the host hands over, and those
        /// of the history store.
        window_bars: u32 = 100_000, "bars", (100, RETRAIN_BARS_MAX);
        /// Source in the history store (`engine.history_dir`) whose bars are read first. Empty:
        /// only bars that the host hands over.
        source: String = String::new(), "", 63;
        /// Most memory of a training. The window is cut to what fits.
        memory_max_mb: u32 = 512, "MiB", (64, 1_048_576);
        /// Fresh bars on which a new model must beat the old one before it decides. 0: it decides
        /// at once.
        shadow_bars: u32 = 1_000, "bars", (0, RETRAIN_BARS_MAX);
        /// By how much the logarithmic loss of the new model must be lower.
        gain_min: f64 = 0.0, "nats", (0.0, 10.0);
        /// Fresh bars after those of the shadow on which a new model may not be worse than the one
        /// before, which otherwise decides again. 0: no roll-back.
        probation_bars: u32 = 1_000, "bars", (0, RETRAIN_BARS_MAX);
        /// The models are judged anew after so many more bars.
        judge_every_bars: u32 = 60, "bars", (1, 100_000);
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
    /// Section `model.retrain`.
    pub retrain: RetrainSettings,
}

impl LearningSettings {
    /// Every section, always in the same order.
    pub fn sections(&mut self) -> Vec<&mut dyn AnySettings> {
        let Self { labels, costs, weights, validation, calibration, search, boosting, retrain } =
            self;
        vec![labels, costs, weights, validation, calibration, search, boosting, retrain]
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
