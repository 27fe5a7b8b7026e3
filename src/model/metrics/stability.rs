//! Population stability index: whether a feature still looks as it did in training.

use std::fmt;

/// Least share that a bin counts with: an empty bin must not make the index infinite.
pub const SHARE_MIN: f64 = 1e-4;

/// Bins of one feature, from its training values, with the share of each.
///
/// - Bins: edges are the training values' quantiles at `1/n`, ..., `(n-1)/n` (linear between
///   values), equal ones once. A value is in the bin after the edges below it. One bin more, the
///   last, holds missing values.
/// - Formula: the sum over bins of `(fresh - trained) * ln(fresh / trained)`, of shares that are at
///   least [`SHARE_MIN`].
/// - Range: 0 or more. Rule of thumb: below 0.1 no change, above 0.25 a large one.
/// - Cost of a value: a binary search; nothing is allocated.
/// - Source: Siddiqi, "Credit Risk Scorecards" (2006); the least share is ours.
#[derive(Clone, Debug, PartialEq)]
pub struct StabilityBins {
    edges: Vec<f64>,
    shares: Vec<f64>,
}

/// Why bins were refused.
#[derive(Clone, Debug, PartialEq)]
pub enum StabilityError {
    /// No values to learn from.
    Empty,
    /// Fewer than two bins.
    Bins(usize),
    /// A value is infinite.
    Infinite {
        /// Row, from 0.
        row: usize,
    },
    /// Edges are not finite or do not rise, or shares are not fractions of a whole, two more than
    /// edges.
    Parts(&'static str),
}

impl fmt::Display for StabilityError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("no values to make bins of, expected at least one"),
            Self::Bins(was) => write!(f, "bins was {was}, expected at least 2"),
            Self::Infinite { row } => {
                write!(f, "row {row}: infinite, expected a number or none")
            }
            Self::Parts(what) => write!(f, "stability bins: {what}"),
        }
    }
}

impl std::error::Error for StabilityError {}

impl StabilityBins {
    /// About `bins` bins, usually 10, from training values. NaN is missing.
    ///
    /// # Errors
    /// No values, fewer than 2 bins, an infinite value.
    pub fn from_training(values: &[f64], bins: usize) -> Result<Self, StabilityError> {
        if values.is_empty() {
            return Err(StabilityError::Empty);
        }
        if bins < 2 {
            return Err(StabilityError::Bins(bins));
        }
        if let Some(row) = values.iter().position(|value| value.is_infinite()) {
            return Err(StabilityError::Infinite { row });
        }
        let mut sorted: Vec<f64> = values.iter().copied().filter(|v| !v.is_nan()).collect();
        sorted.sort_by(f64::total_cmp);
        let inner = if sorted.is_empty() { 1..1 } else { 1..bins };
        let mut edges: Vec<f64> =
            inner.map(|bin| quantile(&sorted, bin as f64 / bins as f64)).collect();
        edges.dedup();
        let mut made = Self { shares: vec![0.0; edges.len() + 2], edges };
        let counts = made.count(values);
        made.shares = counts.iter().map(|count| *count as f64 / values.len() as f64).collect();
        Ok(made)
    }

    /// Bins from their parts, as a file holds them.
    ///
    /// # Errors
    /// [`StabilityError::Parts`].
    pub fn from_parts(edges: Vec<f64>, shares: Vec<f64>) -> Result<Self, StabilityError> {
        let rise = edges.windows(2).all(|pair| pair[0] < pair[1]);
        if !(rise && edges.iter().all(|edge| edge.is_finite())) {
            return Err(StabilityError::Parts("edges do not rise, expected rising finite numbers"));
        }
        if shares.len() != edges.len() + 2 {
            return Err(StabilityError::Parts("expected two shares more than edges"));
        }
        let total: f64 = shares.iter().sum();
        let are_fractions = shares.iter().all(|share| (0.0..=1.0).contains(share));
        if !(are_fractions && (total - 1.0).abs() < 1e-6) {
            return Err(StabilityError::Parts("expected shares from 0 to 1 whose sum is 1"));
        }
        Ok(Self { edges, shares })
    }

    /// The inner edges, rising.
    #[must_use]
    pub fn edges(&self) -> &[f64] {
        &self.edges
    }

    /// The share of each bin in training; the last is that of missing values.
    #[must_use]
    pub fn shares(&self) -> &[f64] {
        &self.shares
    }

    /// The bin of a value.
    #[must_use]
    pub fn bin(&self, value: f64) -> usize {
        if value.is_nan() {
            return self.edges.len() + 1;
        }
        self.edges.partition_point(|edge| *edge < value)
    }

    /// Numbers of values by bin.
    #[must_use]
    pub fn count(&self, values: &[f64]) -> Vec<u64> {
        let mut counts = vec![0; self.shares.len()];
        values.iter().for_each(|value| counts[self.bin(*value)] += 1);
        counts
    }

    /// The index of fresh values, counted by bin. `None` without values or with another number of
    /// bins.
    #[must_use]
    pub fn index(&self, counts: &[u64]) -> Option<f64> {
        let total: u64 = counts.iter().sum();
        if total == 0 || counts.len() != self.shares.len() {
            return None;
        }
        let mut index = 0.0;
        for (count, share) in counts.iter().zip(&self.shares) {
            let fresh = (*count as f64 / total as f64).max(SHARE_MIN);
            let trained = share.max(SHARE_MIN);
            index += (fresh - trained) * libm::log(fresh / trained);
        }
        Some(index)
    }
}

/// The quantile of sorted values, linear between them.
fn quantile(sorted: &[f64], frac: f64) -> f64 {
    let place = frac * (sorted.len() - 1) as f64;
    let below = (place as usize).min(sorted.len() - 1);
    let above = (below + 1).min(sorted.len() - 1);
    let (low, high, part) = (sorted[below], sorted[above], place - below as f64);
    // A mean of equal values may round to another one, which would be an edge beside its values.
    if low == high { low } else { low * (1.0 - part) + high * part }
}
