//! How much a classifier leans on each feature.

use super::pool;
use crate::model::random::Random;
use crate::model::{Class, Classifier, FitError, Stop, Table};

/// How often, and from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PermutationSettings {
    /// Shuffles of each column, at least 1. Default 5.
    pub repeats: usize,
    /// Seed of the shuffles.
    pub seed: u64,
    /// Number of threads; the result does not depend on it. Default 1.
    pub threads: usize,
}

impl Default for PermutationSettings {
    fn default() -> Self {
        Self { repeats: 5, seed: 0, threads: 1 }
    }
}

/// What a column is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Importance {
    /// Mean loss of score when the column's values are shuffled.
    pub mean: f64,
    /// Standard deviation over the shuffles (divisor: their number).
    pub deviation: f64,
}

/// Loss of score when the values of one column are shuffled among `rows`, for each column.
///
/// # Formula
/// `score(predictions) - score(predictions with the column shuffled)`, mean and deviation over the
/// repeats. Columns that say the same share their worth: each alone may look worthless. Judge on
/// rows that the classifier did not learn from.
///
/// Cost: predictions of columns times repeats times rows. Source: L. Breiman, "Random forests",
/// Machine Learning 45 (2001); scikit-learn's `permutation_importance` is the same.
///
/// # Errors
/// [`FitError::Stopped`]; a setting that is 0; no rows.
pub fn permutation_importance(
    classifier: &dyn Classifier,
    table: &Table,
    rows: &[usize],
    score: &(dyn Fn(&[[f64; Class::COUNT]]) -> f64 + Sync),
    settings: &PermutationSettings,
    stop: Stop<'_>,
) -> Result<Vec<Importance>, FitError> {
    if settings.repeats == 0 {
        let was = "0".to_owned();
        return Err(FitError::Setting { name: "repeats", was, expected: "at least 1" });
    }
    if rows.is_empty() {
        return Err(FitError::Rows { was: 0, expected: 1 });
    }
    let predict = |column: usize, order: &[usize]| {
        let mut values = vec![0.0; table.width()];
        let pairs = rows.iter().zip(order);
        let answer = |(&row, &other): (&usize, &usize)| {
            table.copy_row(row, &mut values);
            values[column] = table.value(other, column);
            classifier.probabilities(&values)
        };
        pairs.map(answer).collect::<Vec<_>>()
    };
    let whole = score(&predict(0, rows));
    let repeats = settings.repeats;
    let jobs: Vec<usize> = (0..table.width() * repeats).collect();
    let mut losses = vec![None; jobs.len()];
    let shuffled = |&job: &usize| {
        let mut order = rows.to_vec();
        Random::of_part(settings.seed, job as u64).shuffle(&mut order);
        whole - score(&predict(job / repeats, &order))
    };
    pool::run(settings.threads, &jobs, stop, shuffled, |job, loss| losses[job] = Some(loss));
    let losses: Option<Vec<f64>> = losses.into_iter().collect();
    let losses = losses.ok_or(FitError::Stopped)?;
    Ok(losses.chunks_exact(repeats).map(importance).collect())
}

fn importance(losses: &[f64]) -> Importance {
    let count = losses.len() as f64;
    let mean = losses.iter().sum::<f64>() / count;
    let squares: f64 = losses.iter().map(|loss| (loss - mean) * (loss - mean)).sum();
    Importance { mean, deviation: (squares / count).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Dataset;
    use crate::model::learners::Logistic;
    use crate::types::UnixNanos;

    const GO_ON: Stop<'static> = &|| false;

    fn numbers(text: &str) -> Vec<Vec<f64>> {
        let number = |field: &str| if field.is_empty() { f64::NAN } else { field.parse().unwrap() };
        text.lines().skip(1).map(|line| line.split(',').map(number).collect()).collect()
    }

    /// The rows of `tests/oracles/learners.py`; the first 300 are for training.
    fn golden() -> Dataset {
        let rows = numbers(include_str!("../../tests/golden/learners/rows.csv"));
        let values = (0..5).flat_map(|column| rows.iter().map(move |row| row[column])).collect();
        let time = |row: usize| UnixNanos::from_seconds(row as i64);
        Dataset {
            table: Table::new(["a", "b", "c", "d", "e"].map(str::to_owned).to_vec(), values, 360)
                .unwrap(),
            times: (0..360).map(time).collect(),
            label_ends: (1..=360).map(time).collect(),
            classes: rows.iter().map(|row| Class::ALL[row[5] as usize]).collect(),
            weights: rows.iter().map(|row| row[6]).collect(),
        }
    }

    fn measure(
        settings: &PermutationSettings,
        stop: Stop<'_>,
    ) -> Result<Vec<Importance>, FitError> {
        let data = golden();
        let training: Vec<usize> = (0..300).collect();
        let lines = Logistic::default().fit_lines(&data, &training, GO_ON).unwrap();
        let test: Vec<usize> = (300..360).collect();
        let score = |answers: &[[f64; 3]]| {
            let loss =
                |(answer, &row): (&[f64; 3], &usize)| libm::log(answer[data.classes[row] as usize]);
            answers.iter().zip(&test).map(loss).sum::<f64>() / 60.0
        };
        permutation_importance(&lines, &data.table, &test, &score, settings, stop)
    }

    /// scikit-learn's `permutation_importance` with the log-loss, 4,000 shuffles.
    #[test]
    fn importances_are_scikit_learns() {
        let settings = PermutationSettings { repeats: 1_000, seed: 3, threads: 2 };
        let ours = measure(&settings, GO_ON).unwrap();
        let theirs = numbers(include_str!("../../tests/golden/learners/importance.csv"));
        for (ours, theirs) in ours.iter().zip(&theirs) {
            let [mean, deviation] = theirs[..] else { panic!("{theirs:?}") };
            let error = deviation * (1.0_f64 / 1_000.0 + 1.0 / 4_000.0).sqrt();
            assert!((ours.mean - mean).abs() <= 5.0 * error, "{ours:?}, {theirs:?}");
            assert!((ours.deviation - deviation).abs() <= 0.15 * deviation, "{ours:?}, {theirs:?}");
        }
        assert_eq!((ours.len(), theirs.len()), (5, 5));
        assert!(ours[0].mean > 0.1);
        // Constant in training: no coefficient.
        assert_eq!(ours[4], Importance { mean: 0.0, deviation: 0.0 });
    }

    #[test]
    fn threads_change_nothing_and_a_stop_is_heard() {
        let of = |threads| {
            let settings = PermutationSettings { repeats: 3, seed: 3, threads };
            measure(&settings, GO_ON).unwrap()
        };
        assert_eq!(of(1), of(3));
        let stopped = measure(&PermutationSettings::default(), &|| true);
        assert_eq!(stopped, Err(FitError::Stopped));
        let settings = PermutationSettings { repeats: 0, ..PermutationSettings::default() };
        let error = measure(&settings, GO_ON).unwrap_err().to_string();
        assert_eq!(error, "repeats was 0, expected at least 1");
    }
}
