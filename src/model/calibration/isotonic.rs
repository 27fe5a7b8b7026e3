//! Isotonic regression by pooling adjacent violators.

use super::CalibrationError;
use crate::model::Class;
use crate::model::metrics::Predictions;

/// Probabilities nearer than this count as one, as in scikit-learn.
const SAME: f64 = 1e-15;

/// The rising line that is nearest to what came, by squares: constant pieces, joined by straight
/// ones; constant before the first and after the last point.
///
/// - Fit: rows sorted by probability, equal ones pooled; neighbours whose means do not rise are
///   pooled until all do. Rows without weight play no part.
/// - Equal to scikit-learn's `IsotonicRegression(out_of_bounds="clip")`.
/// - Source: Best and Chakravarti, "Active set algorithms for isotonic regression" (1990).
#[derive(Clone, Debug, PartialEq)]
pub struct Isotonic {
    probabilities: Vec<f64>,
    values: Vec<f64>,
}

/// Neighbouring rows with one value.
#[derive(Clone, Copy, Debug)]
struct Pool {
    from: f64,
    to: f64,
    weight: f64,
    /// Weight of the rows that came true.
    came: f64,
}

impl Pool {
    fn mean(&self) -> f64 {
        self.came / self.weight
    }
}

impl Isotonic {
    pub(super) fn fit(predictions: &Predictions<'_>, class: Class) -> Self {
        let mut rows: Vec<Pool> = predictions
            .iter()
            .filter(|(.., weight)| *weight > 0.0)
            .map(|(actual, probabilities, weight)| {
                let (at, came) = (probabilities[class as usize], actual == class);
                Pool { from: at, to: at, weight, came: if came { weight } else { 0.0 } }
            })
            .collect();
        rows.sort_by(|one, other| one.from.total_cmp(&other.from));
        let mut pools: Vec<Pool> = Vec::new();
        for mut pool in equal_pooled(rows) {
            while let Some(before) = pools.pop_if(|before| before.mean() >= pool.mean()) {
                pool = Pool {
                    from: before.from,
                    to: pool.to,
                    weight: before.weight + pool.weight,
                    came: before.came + pool.came,
                };
            }
            pools.push(pool);
        }
        Self::of_pools(&pools)
    }

    /// Two points a pool, one where it has one probability only.
    fn of_pools(pools: &[Pool]) -> Self {
        let mut line = Self { probabilities: Vec::new(), values: Vec::new() };
        let mut add = |probability: f64, value: f64| {
            line.probabilities.push(probability);
            line.values.push(value);
        };
        for pool in pools {
            add(pool.from, pool.mean());
            if pool.to > pool.from {
                add(pool.to, pool.mean());
            }
        }
        line
    }

    /// A line from its points, as a file holds them.
    ///
    /// # Errors
    /// No points, not as many values as probabilities, probabilities that do not rise strictly or
    /// values that fall, or either not from 0 to 1.
    pub fn from_parts(probabilities: Vec<f64>, values: Vec<f64>) -> Result<Self, CalibrationError> {
        if probabilities.is_empty() || probabilities.len() != values.len() {
            return Err(CalibrationError::Parts("expected points, and as many values"));
        }
        if !probabilities.iter().chain(&values).all(|part| (0.0..=1.0).contains(part)) {
            return Err(CalibrationError::Parts("expected points and values from 0 to 1"));
        }
        if probabilities.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err(CalibrationError::Parts("points do not rise, expected rising ones"));
        }
        if values.windows(2).any(|pair| pair[0] > pair[1]) {
            return Err(CalibrationError::Parts("values fall, expected rising ones"));
        }
        Ok(Self { probabilities, values })
    }

    /// Probabilities of the points, strictly rising.
    #[must_use]
    pub fn probabilities(&self) -> &[f64] {
        &self.probabilities
    }

    /// Values at the points, never falling.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The line at a probability.
    #[must_use]
    pub fn value(&self, probability: f64) -> f64 {
        let after = self.probabilities.partition_point(|point| *point < probability);
        let last = self.values.len() - 1;
        if after == 0 {
            return self.values[0];
        }
        if after > last {
            return self.values[last];
        }
        let (x0, x1) = (self.probabilities[after - 1], self.probabilities[after]);
        let (y0, y1) = (self.values[after - 1], self.values[after]);
        (y0 + (y1 - y0) * ((probability - x0) / (x1 - x0))).min(y1)
    }
}

/// Sorted rows with those of the same probability made one; it stands at the first of them.
fn equal_pooled(rows: Vec<Pool>) -> Vec<Pool> {
    let mut pooled: Vec<Pool> = Vec::new();
    for row in rows {
        match pooled.last_mut() {
            Some(last) if row.from - last.from < SAME => {
                last.weight += row.weight;
                last.came += row.came;
            }
            _ => pooled.push(row),
        }
    }
    pooled
}
