//! A distribution of figures over many samples.

use serde::Serialize;

use super::series;

/// The probabilities whose percentiles a report shows.
pub const PERCENTILE_PROBS: [f64; 9] = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

/// A value that a share of the samples is below.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Percentile {
    /// The share.
    pub prob: f64,
    /// The value.
    pub value: f64,
}

/// How a figure is distributed over samples.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Distribution {
    /// Mean.
    pub mean: f64,
    /// Standard deviation with divisor `samples - 1`.
    pub deviation: f64,
    /// The percentiles of [`PERCENTILE_PROBS`].
    pub percentiles: Vec<Percentile>,
    #[serde(skip)]
    sorted: Vec<f64>,
}

impl Distribution {
    /// The distribution of at least one value, all of them finite.
    pub(super) fn of(mut values: Vec<f64>) -> Self {
        values.sort_unstable_by(f64::total_cmp);
        let percentile = |prob| Percentile { prob, value: series::quantile(&values, prob) };
        Self {
            mean: series::mean(&values),
            deviation: series::deviation(&values),
            percentiles: PERCENTILE_PROBS.map(percentile).to_vec(),
            sorted: values,
        }
    }

    /// The value that a share `prob` of the samples is below, linear between samples. What is no
    /// probability is taken as the nearest one.
    #[must_use]
    pub fn quantile(&self, prob: f64) -> f64 {
        series::quantile(&self.sorted, prob.clamp(0.0, 1.0))
    }

    /// The share of samples with at least this value.
    #[must_use]
    pub fn share_from(&self, value: f64) -> f64 {
        let below = self.sorted.partition_point(|other| *other < value);
        (self.sorted.len() - below) as f64 / self.sorted.len() as f64
    }

    /// All samples, lowest first.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.sorted
    }
}
