//! A Kalman filter over a level, its slope, and seasonal coefficients.
//!
//! The covariance is stored whole and every entry and its mirror image are computed from the same
//! product of the same numbers, so it is symmetric to the last bit without a repair. It cannot
//! grow: each state is pulled back to a prior, and an observation only takes away. It cannot fade
//! to where rounding decides: noise is added for every stretch of time, and an observation's
//! variance is 1 while no entry is above [`LEVEL_PRIOR`](super::LEVEL_PRIOR) or so.

/// What a stretch of time does to the states.
#[derive(Clone, Copy, Debug)]
pub(super) struct Elapsed {
    /// How much of a unit slope the level moves by.
    pub(super) shift: f64,
    /// What remains of the slope.
    pub(super) slope_kept: f64,
    /// What remains of a seasonal coefficient.
    pub(super) season_kept: f64,
    /// Variance that is added to the level.
    pub(super) level_noise: f64,
    /// Variance that is added to the slope.
    pub(super) slope_noise: f64,
    /// Variance that is added to each seasonal coefficient.
    pub(super) season_noise: f64,
}

/// State 0 is the level, 1 the slope, the rest are seasonal coefficients. Variances are in units of
/// the variance of an observation.
#[derive(Clone, Debug)]
pub(super) struct Filter<const N: usize> {
    mean: [f64; N],
    covariance: [[f64; N]; N],
}

impl<const N: usize> Filter<N> {
    /// Independent states with these variances, all at 0 but the level.
    pub(super) fn new(level: f64, variances: [f64; N]) -> Self {
        let mut filter = Self { mean: [0.0; N], covariance: [[0.0; N]; N] };
        filter.mean[0] = level;
        for (index, variance) in variances.into_iter().enumerate() {
            filter.covariance[index][index] = variance;
        }
        filter
    }

    /// The slope.
    pub(super) fn slope(&self) -> f64 {
        self.mean[1]
    }

    /// The states weighted and summed.
    #[inline]
    pub(super) fn value(&self, weights: &[f64; N]) -> f64 {
        dot(weights, &self.mean)
    }

    /// Moves the states forward in time.
    #[inline]
    pub(super) fn elapse(&mut self, by: &Elapsed) {
        let Elapsed { shift, slope_kept, season_kept, .. } = *by;
        self.mean[0] += shift * self.mean[1];
        self.mean[1] *= slope_kept;
        for mean in &mut self.mean[2..] {
            *mean *= season_kept;
        }
        let [level, slope] = [self.covariance[0], self.covariance[1]];
        let covariance = &mut self.covariance;
        for row in &mut covariance[2..] {
            for entry in row {
                *entry *= season_kept * season_kept;
            }
        }
        for index in 2..N {
            let with_level = season_kept * (level[index] + shift * slope[index]);
            let with_slope = slope_kept * season_kept * slope[index];
            covariance[0][index] = with_level;
            covariance[index][0] = with_level;
            covariance[1][index] = with_slope;
            covariance[index][1] = with_slope;
            covariance[index][index] += by.season_noise;
        }
        let both = level[1] + shift * slope[1];
        covariance[0][0] = level[0] + shift * (level[1] + both) + by.level_noise;
        covariance[0][1] = slope_kept * both;
        covariance[1][0] = slope_kept * both;
        covariance[1][1] = slope_kept * slope_kept * slope[1] + by.slope_noise;
    }

    /// Learns from an observation of the weighted sum of the states.
    #[inline]
    pub(super) fn observe(&mut self, weights: &[f64; N], observed: f64) {
        let mut with_value = [0.0; N];
        for (row, weight) in self.covariance.iter().zip(weights) {
            for (sum, entry) in with_value.iter_mut().zip(row) {
                *sum += weight * entry;
            }
        }
        let of_states = dot(weights, &with_value);
        // Rounding must not make an observation less certain than no doubt about the states would.
        let variance = 1.0 + if of_states > 0.0 { of_states } else { 0.0 };
        let surprise = (observed - self.value(weights)) / variance;
        for (mean, gain) in self.mean.iter_mut().zip(&with_value) {
            *mean += gain * surprise;
        }
        let scale = 1.0 / variance.sqrt();
        let learned = with_value.map(|covariance| covariance * scale);
        for (row, one) in self.covariance.iter_mut().zip(&learned) {
            for (entry, other) in row.iter_mut().zip(&learned) {
                *entry -= one * other;
            }
        }
    }
}

/// Sum of the products, in order.
#[inline]
fn dot<const N: usize>(one: &[f64; N], other: &[f64; N]) -> f64 {
    let mut sum = 0.0;
    for (a, b) in one.iter().zip(other) {
        sum += a * b;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_alone_worked_by_hand() {
        // Variance 1 observed with variance 1: half of the surprise of 4, variance 1/2. Then two
        // units of time add 3/2: variance 2, so two thirds of the surprise of 3; variance 2/3.
        let mut filter = Filter::new(10.0, [1.0, 0.0]);
        filter.observe(&[1.0, 0.0], 14.0);
        assert_eq!(filter.mean, [12.0, 0.0]);
        let pause = Elapsed {
            shift: 2.0,
            slope_kept: 1.0,
            season_kept: 1.0,
            level_noise: 1.5,
            slope_noise: 0.0,
            season_noise: 0.0,
        };
        filter.elapse(&pause);
        filter.observe(&[1.0, 0.0], 15.0);
        assert!((filter.mean[0] - 14.0).abs() < 1e-15, "{filter:?}");
        assert!((filter.covariance[0][0] - 2.0 / 3.0).abs() < 1e-15, "{filter:?}");
    }

    /// Whether a Cholesky factor exists.
    fn is_positive_definite<const N: usize>(matrix: &[[f64; N]; N]) -> bool {
        let mut factor = [[0.0; N]; N];
        for row in 0..N {
            for column in 0..=row {
                let known: f64 = (0..column).map(|k| factor[row][k] * factor[column][k]).sum();
                let rest = matrix[row][column] - known;
                if row == column {
                    if rest.is_nan() || rest <= 0.0 {
                        return false;
                    }
                    factor[row][row] = rest.sqrt();
                } else {
                    factor[row][column] = rest / factor[column][column];
                }
            }
        }
        true
    }

    #[test]
    fn the_covariance_stays_symmetric_positive_and_bounded() {
        use crate::indicators::causal_trend::{STATES, Stride, filter_at, weights_at};
        use crate::types::UnixNanos;
        let mut filter: Filter<STATES> = filter_at(1.0);
        let (mut time, mut stride) = (0_i64, Stride::default());
        for index in 0..60_000_i64 {
            // Minutes, with a hole of hours now and then, weekends, and one of a year.
            let minutes = match index {
                30_000 => 525_600,
                _ if index % 7_200 == 0 => 2_940,
                _ if index % 611 == 0 => 300,
                _ => 1,
            };
            time += minutes * 60_000_000_000;
            filter.elapse(&stride.over(minutes * 60_000_000_000));
            let weights = weights_at(UnixNanos(time));
            filter.observe(&weights, 1.0 + f64::from(index as i32 % 13));
            if index % 500 == 0 || index > 59_990 {
                let matrix = &filter.covariance;
                assert!(is_positive_definite(matrix), "bar {index}: {matrix:?}");
                for (i, row) in matrix.iter().enumerate() {
                    for (j, entry) in row.iter().enumerate() {
                        assert_eq!(entry.to_bits(), matrix[j][i].to_bits(), "bar {index}");
                        assert!(entry.abs() < 2.0, "bar {index}: {entry}");
                    }
                }
            }
        }
    }
}
