//! What a training run found, as data, JSON and one HTML page.

mod chart;
mod html;

use serde::Serialize;

use crate::model::labels::Label;
use crate::model::metrics::{
    Confusion, MetricError, Predictions, RocPoint, reliability, roc_curve,
};
use crate::model::{Class, Dataset};
use crate::training::figures::Figures;

/// Everything about a training run.
#[derive(Clone, Debug, Serialize)]
pub struct TrainingReport {
    /// Version of the library.
    pub library_version: String,
    /// Number of the model, hexadecimal.
    pub model_id: String,
    /// The symbol.
    pub symbol: String,
    /// Period of the bars.
    pub period: String,
    /// Time of the first row.
    pub first: String,
    /// Time of the last row.
    pub last: String,
    /// Bars read.
    pub bars: usize,
    /// Labelled rows.
    pub rows: usize,
    /// Of the bars, those left out while features warmed up.
    pub warming: usize,
    /// Of the bars, those whose future is unknown.
    pub future_missing: usize,
    /// Of the bars, those with a gap where their label ends.
    pub gaps: usize,
    /// Rows whose label was ambiguous.
    pub ambiguous: usize,
    /// Rows of each class: down, flat, up.
    pub class_rows: [usize; Class::COUNT],
    /// Feature columns.
    pub columns: Vec<String>,
    /// Columns that were asked for and said nothing.
    pub dropped_columns: Vec<String>,
    /// Definition of the label.
    pub label: String,
    /// Definition of the costs.
    pub costs: String,
    /// Learner and its settings.
    pub learner: String,
    /// Seed of everything that is drawn by lot.
    pub seed: u64,
    /// One entry a fold.
    pub folds: Vec<FoldReport>,
    /// All rows that some fold tested, before calibration.
    pub raw: Judgement,
    /// The same rows after calibration, each calibrated by the other folds.
    pub calibrated: Judgement,
    /// Whether the model is calibrated: only if that made the log-loss of these rows smaller.
    pub is_calibrated: bool,
    /// What [`ImportanceReport::gain_frac`] is a share of: `gain` of trees, `absolute coefficients`
    /// of lines.
    pub importance_measure: &'static str,
    /// Columns by importance, the most important first.
    pub importances: Vec<ImportanceReport>,
    /// One entry a tried setting, the best first.
    pub trials: Vec<TrialReport>,
    /// Processor time of the whole run.
    pub cpu_s: f64,
    /// Time on the clock.
    pub wall_s: f64,
}

/// One fold.
#[derive(Clone, Debug, Serialize)]
pub struct FoldReport {
    /// Rows learnt from.
    pub training_rows: usize,
    /// Rows tested.
    pub test_rows: usize,
    /// Time of the first tested row.
    pub test_first: String,
    /// Time of the last tested row.
    pub test_last: String,
    /// How well the model did.
    pub score: Figures,
    /// How well predictors do that look at no feature.
    pub baselines: Vec<(String, Figures)>,
    /// Loss after each iteration: training, test.
    pub learning_curve: Vec<(f64, f64)>,
}

/// A column's importance.
#[derive(Clone, Debug, Serialize)]
pub struct ImportanceReport {
    /// The column.
    pub column: String,
    /// Share of all gains, or of what [`TrainingReport::importance_measure`] says; 0 to 1.
    pub gain_frac: f64,
    /// Loss of area under the curve when the column is shuffled.
    pub permutation: f64,
}

/// A tried setting.
#[derive(Clone, Debug, Serialize)]
pub struct TrialReport {
    /// The setting.
    pub setting: String,
    /// Mean area under the curve of the folds.
    pub auc_ovr: f64,
    /// By fold.
    pub folds: Vec<f64>,
}

/// Predictions of many rows against what came.
#[derive(Clone, Debug, Serialize)]
pub struct Judgement {
    /// The figures.
    pub score: Figures,
    /// Rows by actual and most likely class.
    pub confusion: [[u64; Class::COUNT]; Class::COUNT],
    /// Curves of the classes: threshold left out, false and true positives.
    pub roc: Vec<Vec<(f64, f64)>>,
    /// Mean probability, share that came true and rows of ten bins, by class.
    pub reliability: Vec<Vec<(f64, f64, u64)>>,
}

/// Most points of a curve in a report.
const CURVE_POINTS: usize = 200;

impl Judgement {
    /// Judges predictions of `rows`.
    ///
    /// # Errors
    /// As the metrics.
    pub fn new(
        data: &Dataset,
        labels: &[Label],
        rows: &[usize],
        probabilities: &[[f64; Class::COUNT]],
        threshold_prob: f64,
    ) -> Result<Self, MetricError> {
        let classes: Vec<Class> = rows.iter().map(|&row| data.classes[row]).collect();
        let predictions = Predictions::new(&classes, probabilities)?;
        let curve = |class| {
            let points = roc_curve(&predictions, class).unwrap_or_default();
            thinned(&points)
        };
        let bins = |class| {
            let table = reliability(&predictions, class);
            let bins = table.bins.iter().filter(|bin| bin.rows > 0);
            bins.map(|bin| (bin.mean_prob, bin.came_frac, bin.rows)).collect()
        };
        Ok(Self {
            score: Figures::new(data, labels, rows, probabilities, threshold_prob)?,
            confusion: Confusion::new(&predictions).counts,
            roc: Class::ALL.into_iter().map(curve).collect(),
            reliability: Class::ALL.into_iter().map(bins).collect(),
        })
    }
}

/// At most [`CURVE_POINTS`] of the points, the ends included.
fn thinned(points: &[RocPoint]) -> Vec<(f64, f64)> {
    let step = points.len().div_ceil(CURVE_POINTS).max(1);
    let last = points.len().saturating_sub(1);
    let kept = points.iter().enumerate().filter(|(index, _)| index % step == 0 || *index == last);
    kept.map(|(_, point)| (point.false_positive_frac, point.true_positive_frac)).collect()
}
