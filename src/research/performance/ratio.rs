//! Division that may have no result.

/// `part / whole`. `None` unless `whole` is above 0 and the result is a finite number.
pub(in crate::research) fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole).filter(|ratio| ratio.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_finite_results_of_positive_wholes_count() {
        assert_eq!(ratio(-3.0, 2.0), Some(-1.5));
        assert_eq!((ratio(1.0, 0.0), ratio(0.0, 0.0), ratio(1.0, -1.0)), (None, None, None));
        assert_eq!((ratio(1e10, 1e-300), ratio(f64::NAN, 1.0)), (None, None));
    }
}
