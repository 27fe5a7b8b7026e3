//! Series of numbers: checks and simple figures.

use super::OverfittingError;

/// Largest size of a value: the fourth powers of many stay finite.
const SIZE_MAX: f64 = 1e60;

/// Refuses fewer than `least` values, and values that are not finite or too large.
pub(super) fn check(
    values: &[f64],
    column: Option<usize>,
    least: usize,
) -> Result<(), OverfittingError> {
    if values.len() < least {
        return Err(OverfittingError::Few { what: "rows", was: values.len(), expected: least });
    }
    match values.iter().position(|value| !(-SIZE_MAX..=SIZE_MAX).contains(value)) {
        Some(row) => Err(OverfittingError::Number { column, row, was: values[row] }),
        None => Ok(()),
    }
}

/// Whether all values are the same.
pub(super) fn is_flat(values: &[f64]) -> bool {
    values.windows(2).all(|pair| pair[0] == pair[1])
}

/// The mean; values may be none only where the caller does not use it.
pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The deviation with divisor `n - 1`; 0 for a single value.
pub(super) fn deviation(values: &[f64]) -> f64 {
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (squares / values.len().saturating_sub(1).max(1) as f64).sqrt()
}

/// The quantile of sorted values, linear between neighbours (type 7 of Hyndman and Fan 1996).
pub(super) fn quantile(sorted: &[f64], prob: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    let position = last as f64 * prob;
    let below = (position as usize).min(last);
    let above = (below + 1).min(last);
    sorted[below] + (sorted[above] - sorted[below]) * (position - below as f64)
}
