//! Singles among doubles: what a comparison of rounded numbers means for the numbers themselves.
//!
//! ONNX Runtime is given singles: it rounds a value to the nearest single and compares that with a
//! threshold. Rounding keeps order, so for every single `t` there is a double `T` with
//!
//! ```text
//! single(x) <= t   exactly when   x <= T        for every double x
//! ```
//!
//! namely the last double that is rounded to `t`: half-way to the next single, or one double below
//! it if the half-way point is rounded up (to even). Ensembles keep `T`, and compare doubles as
//! always.

/// 2 to the 128: the single after the largest, if there were one.
const AFTER_LARGEST: f64 = 340_282_366_920_938_463_463_374_607_431_768_211_456.0;

/// The nearest single; of two as near, the even one.
pub(super) const fn nearest(value: f64) -> f32 {
    value as f32
}

/// The largest single that is at most `value`.
pub(super) fn at_most(value: f64) -> f32 {
    let single = nearest(value);
    if f64::from(single) > value { single.next_down() } else { single }
}

/// The smallest single that is at least `value`.
pub(super) fn at_least(value: f64) -> f32 {
    let single = nearest(value);
    if f64::from(single) < value { single.next_up() } else { single }
}

/// The largest double whose nearest single is at most `single`.
pub(super) fn last_rounded_to(single: f32) -> f64 {
    if single == f32::INFINITY {
        return f64::INFINITY;
    }
    let finite = |single: f32| match single {
        f32::INFINITY => AFTER_LARGEST,
        f32::NEG_INFINITY => -AFTER_LARGEST,
        _ => f64::from(single),
    };
    // Exact: the half-way point of two neighbouring singles has one bit more than they.
    let middle = (finite(single) + finite(single.next_up())) / 2.0;
    if nearest(middle) <= single { middle } else { middle.next_down() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn agrees(single: f32, value: f64) -> bool {
        (nearest(value) <= single) == (value <= last_rounded_to(single))
    }

    #[test]
    fn the_bounds_are_those_of_ieee_754() {
        // 1 + 2^-24 is half-way to the next single and rounded to the even 1.
        assert_eq!(last_rounded_to(1.0), 1.0 + 2_f64.powi(-24));
        // From the odd 1 + 2^-23 the half-way point is rounded up.
        let odd = 1.0 + f32::EPSILON;
        assert_eq!(last_rounded_to(odd), (1.0 + 3.0 * 2_f64.powi(-24)).next_down());
        assert_eq!(last_rounded_to(f32::MAX), (2_f64.powi(128) - 2_f64.powi(103)).next_down());
        assert_eq!(last_rounded_to(f32::INFINITY), f64::INFINITY);
        assert_eq!(last_rounded_to(f32::NEG_INFINITY), -(2_f64.powi(128) - 2_f64.powi(103)));
        assert_eq!(last_rounded_to(0.0), 2_f64.powi(-150));
        assert_eq!((at_most(0.1), at_least(0.1)), (0.1_f32.next_down(), 0.1));
        assert_eq!((at_most(1e39), at_least(1e39)), (f32::MAX, f32::INFINITY));
        assert_eq!((at_most(-1e39), at_least(-1e39)), (f32::NEG_INFINITY, f32::MIN));
    }

    proptest! {
        #[test]
        fn prop_comparing_doubles_is_comparing_what_they_are_rounded_to(
            bits in any::<u32>(),
            steps in -4_i32..4,
            other in any::<f64>(),
        ) {
            let single = f32::from_bits(bits);
            prop_assume!(!single.is_nan());
            let mut near = last_rounded_to(single);
            for _ in 0..steps.abs() {
                near = if steps < 0 { near.next_down() } else { near.next_up() };
            }
            prop_assert!(agrees(single, near));
            prop_assert!(agrees(single, f64::from(single)));
            prop_assert!(agrees(single, other) || other.is_nan());
        }

        #[test]
        fn prop_singles_are_on_the_same_side_of_both_thresholds(
            threshold in any::<f64>(),
            bits in any::<u32>(),
        ) {
            let single = f32::from_bits(bits);
            prop_assume!(!single.is_nan() && !threshold.is_nan());
            for single in [single, nearest(threshold), at_most(threshold), at_least(threshold)] {
                let value = f64::from(single);
                prop_assert_eq!(value <= threshold, single <= at_most(threshold));
                prop_assert_eq!(value < threshold, single < at_least(threshold));
            }
        }
    }
}
