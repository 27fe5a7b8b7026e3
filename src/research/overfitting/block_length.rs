//! How long the blocks of a stationary bootstrap should be.

use super::{OverfittingError, series};

/// Least rows of a series whose block length can be estimated: the lags looked at must fit.
pub(super) const ROWS_MIN: usize = 20;

/// The mean length of blocks with which a [stationary bootstrap](super::superior_ability) estimates
/// the variance of a mean best: near 1 for values without memory, longer the longer it lasts.
///
/// Formula: `(2 G^2 n / D)^(1/3)` with `G = sum of w_k |k| R_k`, `D = 2 (sum of w_k R_k)^2` over
/// the lags `k` from `-m` to `m`, `R_k` the autocovariance, `w_k` 1 up to `m / 2` and falling to 0
/// at `m`. `m` is twice the first lag of a run of `max(5, log10 n)` insignificant autocorrelations.
/// The answer is from 1 to `min(3 sqrt(n), n / 3)`, rounded up.
///
/// Cost: `n^1.5` operations.
///
/// Source: D. N. Politis, H. White, "Automatic block-length selection for the dependent bootstrap",
/// Econometric Reviews 23 (2004), with the correction of A. Patton, D. N. Politis, H. White,
/// Econometric Reviews 28 (2009). The choice of `m` is that of Patton's program, as in the Python
/// package `arch`.
///
/// # Errors
/// Fewer than 20 values, one that is not finite, values that are all equal.
pub fn block_length(values: &[f64]) -> Result<f64, OverfittingError> {
    series::check(values, None, ROWS_MIN)?;
    if series::is_flat(values) {
        return Err(OverfittingError::Flat { column: None, was: values[0] });
    }
    Ok(estimate(values))
}

/// The same of values that were checked.
pub(super) fn estimate(values: &[f64]) -> f64 {
    let rows = values.len() as f64;
    let mean = series::mean(values);
    let centred: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let run = (libm::log10(rows) as usize).max(5);
    let lags = rows.sqrt().ceil() as usize + run;
    let covariances: Vec<f64> = (0..=lags).map(|lag| product(&centred, lag) / rows).collect();
    let last = last_lag(&centred, &covariances, run);
    let (mut slope, mut variance) = (0.0, covariances[0]);
    for (lag, covariance) in covariances.iter().enumerate().take(last + 1).skip(1) {
        let weight = (2.0 * (1.0 - lag as f64 / last as f64)).min(1.0);
        slope += 2.0 * weight * lag as f64 * covariance;
        variance += 2.0 * weight * covariance;
    }
    let length = libm::cbrt(slope * slope / (variance * variance) * rows);
    length.min((3.0 * rows.sqrt()).min(rows / 3.0).ceil()).max(1.0)
}

/// Twice the first lag of `run` insignificant autocorrelations; all lags when there is no such run.
fn last_lag(centred: &[f64], covariances: &[f64], run: usize) -> usize {
    let rows = centred.len();
    let bound = 2.0 * (libm::log10(rows as f64) / rows as f64).sqrt();
    let most = covariances.len() - 1;
    let is_small = |lag: usize| {
        // Both parts have one value less than the lag leaves, as in Patton's program.
        let ends = [&centred[lag + 1..], &centred[..rows - lag - 1]];
        let [late, early] = ends.map(|part| part.iter().map(|value| value * value).sum::<f64>());
        (covariances[lag] * rows as f64).abs() < bound * (late * early).sqrt()
    };
    let small: Vec<bool> = (0..most).map(is_small).collect();
    let first = small.windows(run).position(|lags| lags.iter().all(|is_small| *is_small));
    first.map_or(most, |lag| (2 * lag.max(1)).min(most))
}

fn product(centred: &[f64], lag: usize) -> f64 {
    centred[lag..].iter().zip(centred).map(|(late, early)| late * early).sum()
}
