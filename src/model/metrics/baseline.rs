//! Predictions that need no model, to be beaten.

use crate::model::{Class, Dataset};

/// A predictor that looks at no feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Baseline {
    /// The share of each class in training, by weight. The best that ignores features can do.
    Prior,
    /// The class of the latest row whose label is known at the row's time, with certainty. Its
    /// log-loss says little: one error costs 36.
    Persistence,
    /// All classes alike.
    Uniform,
}

/// All classes alike.
const EVEN: [f64; Class::COUNT] = [1.0 / 3.0; Class::COUNT];

impl Baseline {
    /// All baselines.
    pub const ALL: [Self; 3] = [Self::Prior, Self::Persistence, Self::Uniform];

    /// Name for reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Prior => "prior",
            Self::Persistence => "persistence",
            Self::Uniform => "uniform",
        }
    }

    /// Probabilities for the rows `test`, which are in rising order.
    ///
    /// The prior takes classes from `training` only. Persistence takes them from all rows of the
    /// data set, as it could live, but only from labels that end at or before the predicted row's
    /// time. Where there is nothing to go by all classes are alike.
    #[must_use]
    pub fn predict(
        self,
        data: &Dataset,
        training: &[usize],
        test: &[usize],
    ) -> Vec<[f64; Class::COUNT]> {
        match self {
            Self::Prior => vec![prior(data, training); test.len()],
            Self::Persistence => persistence(data, test),
            Self::Uniform => vec![EVEN; test.len()],
        }
    }
}

fn prior(data: &Dataset, training: &[usize]) -> [f64; Class::COUNT] {
    let mut sums = [0.0; Class::COUNT];
    for &row in training {
        sums[data.classes[row] as usize] += data.weights[row];
    }
    let total: f64 = sums.iter().sum();
    if total > 0.0 { sums.map(|sum| sum / total) } else { EVEN }
}

fn persistence(data: &Dataset, test: &[usize]) -> Vec<[f64; Class::COUNT]> {
    let mut by_end: Vec<usize> = (0..data.rows()).collect();
    by_end.sort_by_key(|row| data.label_ends[*row]);
    let mut coming = by_end.into_iter().peekable();
    let mut latest: Option<usize> = None;
    let predict = |row: &usize| {
        let is_known = |other: &usize| {
            data.label_ends[*other] <= data.times[*row] && data.times[*other] < data.times[*row]
        };
        while let Some(known) = coming.next_if(is_known) {
            latest = latest.max(Some(known));
        }
        latest.map_or(EVEN, |known| {
            let mut certain = [0.0; Class::COUNT];
            certain[data.classes[known] as usize] = 1.0;
            certain
        })
    };
    test.iter().map(predict).collect()
}
