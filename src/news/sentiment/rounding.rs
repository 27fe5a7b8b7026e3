//! Rounding as Python's `round(x, digits)` does it: by the exact value of the double, ties to even.

/// Rounds to `1 / scale`; `scale` is 1,000 or 10,000.
///
/// The double nearest to the decimal, as Python gives it. `x` from -1 to 1.
///
/// Cost: a multiplication and a division; integer arithmetic only within 1e-6 of a tie.
pub(super) fn round_to(x: f64, scale: u32) -> f64 {
    let scaled = x.abs() * f64::from(scale);
    let floor = scaled.floor();
    let rest = scaled - floor;
    let up = if (rest - 0.5).abs() > 1e-6 {
        rest > 0.5
    } else {
        is_above_half(x.abs(), floor as u128, u128::from(scale))
    };
    let units = if up { floor + 1.0 } else { floor };
    // Both are whole, so the quotient is the double nearest to the decimal.
    (units / f64::from(scale)).copysign(x)
}

/// Whether `x` rounds away from `floor / scale`: exactly, `x` against `(2 floor + 1) / (2 scale)`.
fn is_above_half(x: f64, floor: u128, scale: u128) -> bool {
    const MANTISSA_BITS: u32 = 52;
    let bits = x.to_bits();
    let exponent = (bits >> MANTISSA_BITS) as i32 - 1_075;
    let mantissa = u128::from(bits & ((1 << MANTISSA_BITS) - 1) | 1 << MANTISSA_BITS);
    // x = mantissa / 2^shift. Close to a half of a unit x is above 1e-5, so shift is below 70 and
    // neither product passes 2^87.
    let shift = u32::try_from(-exponent).unwrap_or(0).min(100);
    let (value, half) = (mantissa * 2 * scale, (2 * floor + 1) << shift);
    value > half || (value == half && floor % 2 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_as_the_decimal_digits_of_the_double_say() {
        // `{:.4}` prints the exact value rounded half to even: another way to the same digits.
        let mut state = 1_u64;
        for step in 0..200_000_u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(step | 1);
            let x = (state >> 11) as f64 / (1_u64 << 53) as f64;
            let near_tie = ((x * 1e4).floor() + 0.5) / 1e4;
            for x in [x, -x, near_tie, near_tie.next_up(), near_tie.next_down()] {
                assert_eq!(round_to(x, 10_000), format!("{x:.4}").parse::<f64>().unwrap(), "{x:e}");
                assert_eq!(round_to(x, 1_000), format!("{x:.3}").parse::<f64>().unwrap(), "{x:e}");
            }
        }
    }

    #[test]
    fn exact_ties_go_to_the_even_digit() {
        // As Python prints round(0.03125, 4), round(0.09375, 4) and round(0.0625, 3).
        assert_eq!(round_to(0.03125, 10_000), 0.0312);
        assert_eq!(round_to(0.09375, 10_000), 0.0938);
        assert_eq!(round_to(0.0625, 1_000), 0.062);
        assert_eq!(round_to(-0.0625, 1_000), -0.062);
        assert_eq!(round_to(1.0, 1_000), 1.0);
        assert_eq!(round_to(0.0, 1_000), 0.0);
    }
}
