//! What a search found.

use super::Point;

/// A point and how it did.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// Its settings.
    pub point: Point,
    /// Scores, by split and by score.
    pub scores: Vec<Vec<f64>>,
}

/// All trials, for the choice of one and for the statistics of overfitting.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// In the order in which their points were chosen.
    pub trials: Vec<Trial>,
    /// The trial with the largest mean; the first of equals.
    pub best: usize,
    /// Fits that were made. Fewer than trials times splits where trials shared one, or were known.
    pub fits: usize,
}

impl Trial {
    /// Mean over the splits of the score that decides; not a number if one of them is not.
    #[must_use]
    pub fn mean(&self) -> f64 {
        let of = |scores: &Vec<f64>| scores.first().copied().unwrap_or(f64::NAN);
        self.scores.iter().map(of).sum::<f64>() / self.scores.len() as f64
    }
}

/// Whether a mean is better than another; what is not a number is worst.
pub(super) fn is_better(mean: f64, other: f64) -> bool {
    mean > other || other.is_nan() && !mean.is_nan()
}

impl Outcome {
    /// `None` without trials.
    pub(super) fn new(trials: Vec<Trial>, fits: usize) -> Option<Self> {
        let mut best = (0, trials.first()?.mean());
        for (index, trial) in trials.iter().enumerate() {
            let mean = trial.mean();
            if is_better(mean, best.1) {
                best = (index, mean);
            }
        }
        Some(Self { trials, best: best.0, fits })
    }

    /// The best trial.
    #[must_use]
    pub fn best(&self) -> &Trial {
        &self.trials[self.best]
    }
}
