//! From bars to a model with a report.

use super::candidate::{Candidate, Fit};
use super::figures::{Figures, auc_of};
use super::folds::{OutOfFold, fit_folds};
use super::learners::{FOREST, Family, FamilyWork, LOGISTIC, RIDGE};
use super::prepare::{Preparation, Prepared, prepare};
use super::report::{FoldReport, ImportanceReport, Judgement, TrainingReport, TrialReport};
use super::{
    BoostingWork, Method, Outcome, PermutationSettings, Progress, Search, Space, Split, TrainError,
    TrialLog, TrialRecord, fingerprint, permutation_importance,
};
use crate::model::boosting::Bins;
use crate::model::calibration::Calibration;
use crate::model::file::{CalibrationParts, Importance, Metric, Model, Span};
use crate::model::labels::describe;
use crate::model::metrics::{Baseline, MetricError, StabilityBins, StabilityError};
use crate::model::validation::{Fold, folds};
use crate::model::{
    Class, Dataset, Fitted, LearnerKind, LearningSettings, Predictor, SearchMethod, Stop,
};
use crate::types::{Bar, DurationNanos, Period, UnixNanos};

/// What is trained on.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// The symbol.
    pub symbol: &'a str,
    /// Closed bars in order of time.
    pub bars: &'a [Bar],
    /// Their period.
    pub period: Period,
    /// Price of one point of spread, 0 if unknown.
    pub point: f64,
    /// The present time, for the model file.
    pub now: UnixNanos,
    /// Feature columns.
    pub columns: &'a [String],
    /// Probability from which the trading figures take a trade.
    pub threshold_prob: f64,
}

/// What a run needs from outside: threads, a clock, and somebody who listens.
#[expect(missing_debug_implementations, reason = "closures have none")]
pub struct Surroundings<'a> {
    /// Threads for the search. The model does not depend on it.
    pub threads: usize,
    /// Log of an earlier run of the same search that was cut off; empty for none.
    pub log: &'a [u8],
    /// Told once, before the first trial, how many bytes of the log are sound.
    pub resume: &'a mut dyn FnMut(usize),
    /// Hears of every trial and fold as it ends, for the log.
    pub record: &'a mut dyn FnMut(&TrialRecord),
    /// Hears how far the search is.
    pub progress: &'a mut dyn FnMut(&Progress),
    /// Whether to give up.
    pub stop: Stop<'a>,
    /// Seconds from any moment on.
    pub clock_s: &'a dyn Fn() -> f64,
}

/// A model, and what is to be said about it.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The model.
    pub model: Model,
    /// What the run found; its times of processor and clock are left to the caller.
    pub report: TrainingReport,
}

/// Bins of a column's distribution, for drift.
const STABILITY_BINS: usize = 10;

/// Shuffles of each column for its importance.
const PERMUTATIONS: usize = 3;

/// Prepares rows, searches settings over folds, judges the best out of fold, calibrates it, and
/// fits the final model on all rows.
///
/// Bins are cut once, from the values of all rows: they see features of later rows, never labels.
/// The same bars and settings give the same model, whatever the number of threads.
///
/// # Errors
/// See [`TrainError`].
pub fn train(
    origin: &Origin<'_>,
    settings: &LearningSettings,
    around: &mut Surroundings<'_>,
) -> Result<Trained, TrainError> {
    let prepared = prepare(
        origin.bars,
        DurationNanos::from_seconds(i64::from(origin.period.seconds())),
        origin.point,
        &Preparation {
            columns: origin.columns.to_vec(),
            labels: settings.labels.clone(),
            costs: settings.costs.clone(),
            weights: settings.weights.clone(),
        },
    )?;
    let data = &prepared.data;
    let folds = folds(data, &settings.validation)?;
    let all: Vec<usize> = (0..data.rows()).collect();
    let seed = u64::from(settings.search.seed);
    let family = family_of(settings.search.learner);
    let space = family.map_or_else(Space::classic, Family::space);
    let bins;
    let candidate: Box<dyn Candidate + '_> = match family {
        Some(family) => Box::new(FamilyWork { data, family, space: &space, seed }),
        None => {
            bins = Bins::new(&data.table, &all, settings.boosting.bins as usize)?;
            Box::new(BoostingWork::new(data, &bins, &space, settings.boosting.fit(seed))?)
        }
    };
    let candidate = candidate.as_ref();
    let outcome = find_settings(data, &folds, candidate, &space, settings, around)?;
    let best = &outcome.best().point;
    let fits = fit_folds(candidate, &folds, best, around.threads, around.stop)?;
    let outside = OutOfFold::new(data.rows(), &folds, &fits);
    let method = settings.calibration.method;
    let judge = |probabilities: &[[f64; Class::COUNT]]| {
        let threshold = origin.threshold_prob;
        Judgement::new(data, &prepared.labels, &outside.rows, probabilities, threshold)
    };
    let raw = judge(&outside.probabilities)?;
    let calibrated = judge(&outside.cross_calibrated(data, method)?)?;
    // What makes predictions worse where it was not fitted is not used.
    let helps = calibrated.score.log_loss < raw.score.log_loss;
    let calibration =
        if helps { outside.whole_calibration(data, method)? } else { Calibration::None };
    let permutation = last_permutation(&prepared, &folds, &fits, seed, around)?;
    let whole = Whole {
        fitted: candidate.fit(best, &all, &[], around.stop)?.fitted,
        learner: candidate.text(best),
        calibration,
        permutation,
    };
    let run = Run { origin, settings, prepared: &prepared, folds: &folds, fits: &fits };
    let fold_reports = run.fold_reports()?;
    let model = run.model(whole, &fold_reports, &raw)?;
    let trials = trial_reports(&outcome, &space);
    let report = run.report(&model, fold_reports, trials, raw, calibrated)?;
    Ok(Trained { model, report })
}

/// The family of a learner; `None` for boosting, whose fits share bins and number of trees.
const fn family_of(learner: LearnerKind) -> Option<&'static Family> {
    match learner {
        LearnerKind::Boosting => None,
        LearnerKind::Forest => Some(&FOREST),
        LearnerKind::Logistic => Some(&LOGISTIC),
        LearnerKind::Ridge => Some(&RIDGE),
    }
}

/// Searches the space for the settings with the largest mean area under the curve.
fn find_settings(
    data: &Dataset,
    folds: &[Fold],
    candidate: &dyn Candidate,
    space: &Space,
    settings: &LearningSettings,
    around: &mut Surroundings<'_>,
) -> Result<Outcome, TrainError> {
    // No tail: the number of trees is one of the settings, and tested rows must not choose it.
    let split = |fold: &Fold| Split {
        learn: fold.training.clone(),
        tail: Vec::new(),
        test: fold.test.clone(),
    };
    let splits: Vec<Split> = folds.iter().map(split).collect();
    let more = format!("auc_ovr {} {:?}", candidate.identity(), settings.search.method);
    let fingerprint = fingerprint(data, space, &splits, &more);
    let log = TrialLog::read(around.log, &fingerprint)?;
    (around.resume)(log.sound_bytes);
    let (trials, seed) = (settings.search.trials as usize, u64::from(settings.search.seed));
    let search = Search {
        work: candidate,
        space,
        method: match settings.search.method {
            SearchMethod::Random => Method::Random { trials, seed },
            SearchMethod::Tpe => Method::Parzen { trials, together: TOGETHER, seed },
        },
        splits: &splits,
        score: &|rows, probabilities| vec![auc_of(data, rows, probabilities)],
        fingerprint: &fingerprint,
        threads: around.threads,
        stop: around.stop,
        clock_s: around.clock_s,
    };
    Ok(search.run(&log.records, around.record, around.progress)?)
}

/// Settings that the estimator proposes together.
const TOGETHER: usize = 3;

fn trial_reports(outcome: &Outcome, space: &Space) -> Vec<TrialReport> {
    let mut trials: Vec<TrialReport> = outcome
        .trials
        .iter()
        .map(|trial| TrialReport {
            setting: space.text(&trial.point),
            auc_ovr: trial.mean(),
            folds: trial.scores.iter().map(|scores| scores[0]).collect(),
        })
        .collect();
    trials.sort_by(|a, b| b.auc_ovr.total_cmp(&a.auc_ovr));
    trials
}

/// Importance by permutation on the last fold's tested rows: the nearest to what comes next.
fn last_permutation(
    prepared: &Prepared,
    folds: &[Fold],
    fits: &[Fit],
    seed: u64,
    around: &Surroundings<'_>,
) -> Result<Vec<f64>, TrainError> {
    let (Some(fold), Some(fit)) = (folds.last(), fits.last()) else { return Ok(Vec::new()) };
    let predictor = Predictor::new(fit.fitted.clone(), Calibration::None)?;
    let data = &prepared.data;
    let score = |probabilities: &[_]| auc_of(data, &fold.test, probabilities);
    let settings = PermutationSettings { repeats: PERMUTATIONS, seed, threads: around.threads };
    let (table, stop) = (&data.table, around.stop);
    let found = permutation_importance(&predictor, table, &fold.test, &score, &settings, stop)?;
    Ok(found.iter().map(|importance| importance.mean).collect())
}

/// What was made of all rows, and of the predictions out of fold.
struct Whole {
    fitted: Fitted,
    learner: String,
    calibration: Calibration,
    permutation: Vec<f64>,
}

impl Whole {
    fn importances(&self) -> Vec<Importance> {
        let pairs = self.fitted.importances().into_iter().zip(&self.permutation);
        pairs.map(|(gain, &permutation)| Importance { gain, permutation }).collect()
    }
}

/// Everything that the parts of the outcome are made of.
struct Run<'a> {
    origin: &'a Origin<'a>,
    settings: &'a LearningSettings,
    prepared: &'a Prepared,
    folds: &'a [Fold],
    fits: &'a [Fit],
}

impl Run<'_> {
    fn fold_reports(&self) -> Result<Vec<FoldReport>, MetricError> {
        let Prepared { data, labels, .. } = self.prepared;
        let threshold = self.origin.threshold_prob;
        let score = |fold: &Fold, probabilities: &[[f64; Class::COUNT]]| {
            Figures::new(data, labels, &fold.test, probabilities, threshold)
        };
        let time =
            |row: Option<&usize>| row.map_or_else(String::new, |&row| data.times[row].to_string());
        let report = |(fold, fit): (&Fold, &Fit)| {
            let baselines = Baseline::ALL.into_iter().map(|baseline| {
                let predicted = baseline.predict(data, &fold.training, &fold.test);
                Ok((baseline.name().to_owned(), score(fold, &predicted)?))
            });
            Ok(FoldReport {
                training_rows: fold.training.len(),
                test_rows: fold.test.len(),
                test_first: time(fold.test.first()),
                test_last: time(fold.test.last()),
                score: score(fold, &fit.probabilities)?,
                baselines: baselines.collect::<Result<_, MetricError>>()?,
                learning_curve: fit.learning_curve.clone(),
            })
        };
        self.folds.iter().zip(self.fits).map(report).collect()
    }

    fn model(
        &self,
        whole: Whole,
        folds: &[FoldReport],
        raw: &Judgement,
    ) -> Result<Model, TrainError> {
        let Prepared { data, .. } = self.prepared;
        let (first, last) = (data.times[0], data.times[data.rows() - 1]);
        let days = i64::from(self.settings.boosting.expiry_days);
        let expires = (days > 0).then(|| last + DurationNanos::from_seconds(days * 86_400));
        let by_fold = |name: &str, value: &dyn Fn(&FoldReport) -> f64| Metric {
            name: name.to_owned(),
            values: folds.iter().map(value).collect(),
        };
        let or_nan = |value: Option<f64>| value.unwrap_or(f64::NAN);
        let all_folds = |name: &str, value| Metric { name: name.to_owned(), values: vec![value] };
        let distributions = (0..data.table.width())
            .map(|column| {
                let bins = StabilityBins::from_training(data.table.column(column), STABILITY_BINS);
                bins.map(|bins| (&bins).into())
            })
            .collect::<Result<_, StabilityError>>()?;
        let model = Model {
            library_version: env!("CARGO_PKG_VERSION").to_owned(),
            created: self.origin.now,
            expires,
            symbol: self.origin.symbol.to_owned(),
            period: self.origin.period,
            label: describe(&self.settings.labels),
            costs: describe(&self.settings.costs),
            span: Span { first, last, rows: data.rows() as u64 },
            schema_hash: self.prepared.schema_hash.clone(),
            columns: self.prepared.columns.clone(),
            class_weights: Vec::new(),
            metrics: vec![
                all_folds("auc_ovr", or_nan(raw.score.auc_ovr)),
                all_folds("log_loss", raw.score.log_loss),
                by_fold("fold_auc_ovr", &|fold| or_nan(fold.score.auc_ovr)),
                by_fold("fold_log_loss", &|fold| fold.score.log_loss),
            ],
            importances: whole.importances(),
            calibration: (&whole.calibration).into(),
            distributions,
            learner: whole.learner,
            fitted: whole.fitted,
        };
        model.check()?;
        Ok(model)
    }

    fn report(
        &self,
        model: &Model,
        folds: Vec<FoldReport>,
        trials: Vec<TrialReport>,
        raw: Judgement,
        calibrated: Judgement,
    ) -> Result<TrainingReport, TrainError> {
        let Prepared { data, .. } = self.prepared;
        let mut importances: Vec<ImportanceReport> = model
            .columns
            .iter()
            .zip(&model.importances)
            .map(|(column, importance)| ImportanceReport {
                column: column.clone(),
                gain_frac: importance.gain,
                permutation: importance.permutation,
            })
            .collect();
        importances.sort_by(|a, b| b.gain_frac.total_cmp(&a.gain_frac));
        let mut class_rows = [0; Class::COUNT];
        data.classes.iter().for_each(|&class| class_rows[class as usize] += 1);
        Ok(TrainingReport {
            library_version: model.library_version.clone(),
            model_id: model.id()?.to_string(),
            symbol: model.symbol.clone(),
            period: model.period.to_string(),
            first: model.span.first.to_string(),
            last: model.span.last.to_string(),
            bars: self.origin.bars.len(),
            rows: data.rows(),
            warming: self.prepared.warming,
            future_missing: self.prepared.future_missing,
            gaps: self.prepared.gaps,
            ambiguous: self.prepared.ambiguous,
            class_rows,
            columns: model.columns.clone(),
            dropped_columns: Vec::new(),
            label: model.label.clone(),
            costs: model.costs.clone(),
            learner: model.learner.clone(),
            seed: u64::from(self.settings.search.seed),
            folds,
            is_calibrated: model.calibration != CalibrationParts::None,
            raw,
            calibrated,
            importances,
            importance_measure: model.fitted.importance_measure(),
            trials,
            cpu_s: 0.0,
            wall_s: 0.0,
        })
    }
}
