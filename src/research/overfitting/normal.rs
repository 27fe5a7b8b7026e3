//! The normal distribution.

use std::f64::consts::FRAC_1_SQRT_2;

/// The probability that a standard normal number is at most `x`.
///
/// Formula: `erfc(-x / sqrt(2)) / 2`, with `erfc` of `libm`, so the bits are the same on every
/// system. The lower tail keeps its digits: the relative error stays below 1e-12 down to -37.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// The number that a standard normal one is below with probability `prob`: the inverse of
/// [`normal_cdf`].
///
/// 0 and 1 give the infinities; what is no probability gives NaN. The algorithm is exact to about
/// 1e-16 of the value; the bits are the same on every system.
///
/// Source: M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution",
/// Applied Statistics 37 (1988), routine PPND16.
#[must_use]
pub fn normal_quantile(prob: f64) -> f64 {
    let from_centre = prob - 0.5;
    if from_centre.abs() <= 0.425 {
        return from_centre * CENTRE.at(0.180_625 - from_centre * from_centre);
    }
    let tail = if from_centre < 0.0 { prob } else { 1.0 - prob };
    if tail == 0.0 {
        return f64::INFINITY.copysign(from_centre);
    }
    let root = (-libm::log(tail)).sqrt();
    let far = if root <= 5.0 { MIDDLE.at(root - 1.6) } else { TAIL.at(root - 5.0) };
    far.copysign(from_centre)
}

/// A ratio of two polynomials; coefficients of the highest power first.
struct Ratio {
    above: [f64; 8],
    below: [f64; 8],
}

impl Ratio {
    fn at(&self, x: f64) -> f64 {
        let value = |coefficients: &[f64; 8]| coefficients.iter().fold(0.0, |sum, c| sum * x + c);
        value(&self.above) / value(&self.below)
    }
}

/// For `|p - 0.5| <= 0.425`, in `0.425^2 - (p - 0.5)^2`.
const CENTRE: Ratio = Ratio {
    above: [
        2_509.080_928_730_122_7,
        33_430.575_583_588_13,
        67_265.770_927_008_7,
        45_921.953_931_549_87,
        13_731.693_765_509_46,
        1_971.590_950_306_551_3,
        133.141_667_891_784_38,
        3.387_132_872_796_366_5,
    ],
    below: [
        5_226.495_278_852_854,
        28_729.085_735_721_943,
        39_307.895_800_092_71,
        21_213.794_301_586_597,
        5_394.196_021_424_751,
        687.187_007_492_057_9,
        42.313_330_701_600_91,
        1.0,
    ],
};

/// For `r = sqrt(-ln(min(p, 1 - p))) <= 5`, in `r - 1.6`.
const MIDDLE: Ratio = Ratio {
    above: [
        0.000_774_545_014_278_341_4,
        0.022_723_844_989_269_184,
        0.241_780_725_177_450_6,
        1.270_458_252_452_368_4,
        3.647_848_324_763_204_5,
        5.769_497_221_460_691,
        4.630_337_846_156_546,
        1.423_437_110_749_683_5,
    ],
    below: [
        1.050_750_071_644_416_9e-9,
        0.000_547_593_808_499_534_5,
        0.015_198_666_563_616_457,
        0.148_103_976_427_480_08,
        0.689_767_334_985_1,
        1.676_384_830_183_803_8,
        2.053_191_626_637_759,
        1.0,
    ],
};

/// For `r > 5`, in `r - 5`.
const TAIL: Ratio = Ratio {
    above: [
        2.010_334_399_292_288_1e-7,
        2.711_555_568_743_487_6e-5,
        0.001_242_660_947_388_078_4,
        0.026_532_189_526_576_124,
        0.296_560_571_828_504_87,
        1.784_826_539_917_291_3,
        5.463_784_911_164_114,
        6.657_904_643_501_103,
    ],
    below: [
        2.044_263_103_389_939_7e-15,
        1.421_511_758_316_446e-7,
        1.846_318_317_510_054_8e-5,
        0.000_786_869_131_145_613_3,
        0.014_875_361_290_850_615,
        0.136_929_880_922_735_8,
        0.599_832_206_555_888,
        1.0,
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    /// The values that Wichura gives with the algorithm, to its 16 digits.
    #[test]
    fn gives_the_check_values_of_the_paper() {
        for (prob, expected) in [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_814),
            (1e-20, -9.262_340_089_798_408),
        ] {
            let was = normal_quantile(prob);
            assert!((was - expected).abs() < 1e-15 * -expected, "{prob}: {was}");
        }
    }

    #[test]
    fn the_ends_are_infinite_and_no_probability_is_no_number() {
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
        assert_eq!(normal_quantile(0.5), 0.0);
        for prob in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            assert!(normal_quantile(prob).is_nan(), "{prob}");
        }
        assert_eq!(normal_cdf(f64::INFINITY), 1.0);
        assert_eq!(normal_cdf(f64::NEG_INFINITY), 0.0);
        assert!(normal_cdf(f64::NAN).is_nan());
    }
}
