//! Whether probabilities mean what they say.

use super::{Predictions, most_likely};
use crate::model::Class;

/// Number of bins: tenths.
pub const RELIABILITY_BINS: usize = 10;

/// Rows whose probability lies in one tenth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ReliabilityBin {
    /// Number of rows.
    pub rows: u64,
    /// Sum of their weights.
    pub weight: f64,
    /// Mean of their probabilities, 0 without rows.
    pub mean_prob: f64,
    /// Share of them that came true, 0 without rows.
    pub came_frac: f64,
}

/// The reliability table and its summary.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reliability {
    /// Bin `b` holds probabilities above `b / 10` up to `(b + 1) / 10`; the first one holds 0 too.
    pub bins: [ReliabilityBin; RELIABILITY_BINS],
    /// Expected calibration error: the mean over rows of `|came_frac - mean_prob|` of their bin.
    /// Range 0 to 1.
    pub error: f64,
    /// The largest `|came_frac - mean_prob|` of a bin that has rows.
    pub error_max: f64,
}

/// Reliability of the probability of one class: what matters where a rule asks whether `Up` is at
/// least so probable.
///
/// Source: bins as scikit-learn's `calibration_curve(strategy="uniform", n_bins=10)`.
#[must_use]
pub fn reliability(predictions: &Predictions<'_>, class: Class) -> Reliability {
    table(predictions.iter().map(|(actual, probabilities, weight)| {
        (probabilities[class as usize], actual == class, weight)
    }))
}

/// Reliability of the largest probability of each row: does the most likely class come that often?
///
/// Its [`Reliability::error`] is the expected calibration error of Guo et al., "On Calibration of
/// Modern Neural Networks" (2017), equation 3, with ten bins.
#[must_use]
pub fn top_reliability(predictions: &Predictions<'_>) -> Reliability {
    table(predictions.iter().map(|(actual, probabilities, weight)| {
        let class = most_likely(&probabilities);
        (probabilities[class as usize], actual == class, weight)
    }))
}

/// The bin of a probability: the number of inner edges below it.
fn bin_of(probability: f64) -> usize {
    (1..RELIABILITY_BINS)
        .filter(|edge| *edge as f64 / (RELIABILITY_BINS as f64) < probability)
        .count()
}

fn table(rows: impl Iterator<Item = (f64, bool, f64)>) -> Reliability {
    let mut bins = [ReliabilityBin::default(); RELIABILITY_BINS];
    let mut total = 0.0;
    for (probability, came, weight) in rows {
        let bin = &mut bins[bin_of(probability)];
        bin.rows += 1;
        bin.weight += weight;
        bin.mean_prob += weight * probability;
        bin.came_frac += if came { weight } else { 0.0 };
        total += weight;
    }
    let (mut error, mut error_max) = (0.0, 0.0_f64);
    for bin in bins.iter_mut().filter(|bin| bin.weight > 0.0) {
        bin.mean_prob /= bin.weight;
        bin.came_frac /= bin.weight;
        let distance = (bin.came_frac - bin.mean_prob).abs();
        error += bin.weight / total * distance;
        error_max = error_max.max(distance);
    }
    Reliability { bins, error, error_max }
}
