//! The logarithm without branches, for a loop that the compiler turns into vectors.
//!
//! Additions, multiplications, divisions and operations on bits in a fixed order: the same bits on
//! every system. The tests compare with `libm`.

/// Added and subtracted, this rounds to an integer, which is then in the low bits of the sum.
pub(super) const ROUND: f64 = 6_755_399_441_055_744.0; // 1.5 * 2^52

/// The upper bits of ln 2, so few that its products with small integers are exact; and the rest.
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// Natural logarithm of a normal number `x` above 0; error below 1e-15 of the result or of 1.
///
/// `x = 2^k m` with `m` between the roots of 1/2 and 2; `ln m = 2 artanh((m - 1) / (m + 1))`.
#[inline(always)]
pub(super) fn logarithm(x: f64) -> f64 {
    const HALF_ROOT: u64 = 0x3fe6_a09e_667f_3bcd;
    const ONE: u64 = 0x3ff0_0000_0000_0000;
    const MANTISSA: u64 = 0x000f_ffff_ffff_ffff;
    /// As bits: 2^52 plus the integer in the low bits.
    const INTEGER: u64 = 0x4330_0000_0000_0000;
    const SERIES: [f64; 10] = [
        1.0 / 19.0,
        1.0 / 17.0,
        1.0 / 15.0,
        1.0 / 13.0,
        1.0 / 11.0,
        1.0 / 9.0,
        1.0 / 7.0,
        1.0 / 5.0,
        1.0 / 3.0,
        1.0,
    ];
    let shifted = x.to_bits().wrapping_add(ONE - HALF_ROOT);
    let k = f64::from_bits(INTEGER | (shifted >> 52)) - (4_503_599_627_370_496.0 + 1023.0);
    let m = f64::from_bits((shifted & MANTISSA).wrapping_add(HALF_ROOT));
    let s = (m - 1.0) / (m + 1.0);
    let square = s * s;
    let mut sum = 1.0 / 21.0;
    for factor in SERIES {
        sum = sum * square + factor;
    }
    k * LN_2_HIGH + (2.0 * s * sum + k * LN_2_LOW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_that_of_libm() {
        let mut worst: f64 = 0.0;
        for step in 0..1_000_000 {
            let x = 1.0 + f64::from(step) * 1e-5;
            for x in [x, 1.0 / x, x * 1e300, x * 1e-300] {
                let expected = libm::log(x);
                worst = worst.max((logarithm(x) - expected).abs() / expected.abs().max(1.0));
            }
        }
        assert!(worst < 1e-15, "{worst:e}");
        assert_eq!(logarithm(1.0), 0.0);
    }
}
