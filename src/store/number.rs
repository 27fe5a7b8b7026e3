//! Decimal numbers from text, correctly rounded.

/// Longer texts are refused before they are looked at.
const DIGITS_MAX: usize = 64;
/// Whole numbers up to here are exact in an `f64`.
const EXACT_INTEGER_MAX: u64 = 1 << 53;
/// Powers of ten up to 10^22 are exact in an `f64`, so one division of two exact numbers is
/// correctly rounded. The table ends at 18 because a `u64` mantissa holds no more decimals.
const POWERS_OF_TEN: [f64; 19] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18,
];

/// The `f64` nearest to the decimal number in `text`, the same as `str::parse` gives.
///
/// `None` for anything else: empty text, words such as `nan` or `inf`, surrounding blanks, a
/// decimal comma, more than 64 characters, or a number beyond the range of `f64`.
#[must_use]
pub fn parse_decimal(text: &[u8]) -> Option<f64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let mut mantissa = 0u64;
    let mut decimals = 0usize;
    let mut seen_point = false;
    if digits.is_empty() || digits.len() > 18 {
        return parse_slowly(text);
    }
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            mantissa = mantissa * 10 + u64::from(digit); // at most 18 digits: no overflow
            decimals += usize::from(seen_point);
        } else if byte == b'.' && !seen_point && digits.len() > 1 {
            seen_point = true;
        } else {
            return parse_slowly(text);
        }
    }
    if mantissa > EXACT_INTEGER_MAX {
        return parse_slowly(text);
    }
    let value = mantissa as f64 / POWERS_OF_TEN[decimals];
    Some(if negative { -value } else { value })
}

#[cold]
fn parse_slowly(text: &[u8]) -> Option<f64> {
    if text.len() > DIGITS_MAX
        || !text.iter().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'))
    {
        return None;
    }
    let value: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    value.is_finite().then_some(value)
}

/// A whole number without sign, of at most 18 digits.
#[must_use]
pub(crate) fn parse_digits(text: &[u8]) -> Option<i64> {
    if text.is_empty() || text.len() > 18 {
        return None;
    }
    let mut value = 0i64;
    for &byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + i64::from(digit); // at most 18 digits: no overflow
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn equals_the_standard_parser(text in "-?[0-9]{0,21}(\\.[0-9]{0,21})?([eE][+-]?[0-9]{1,3})?") {
            let standard = text.parse::<f64>().ok().filter(|v| v.is_finite());
            prop_assert_eq!(
                parse_decimal(text.as_bytes()).map(f64::to_bits),
                standard.map(f64::to_bits)
            );
        }

        #[test]
        fn prices_survive_printing(points in 1u64..9_000_000_000_000_000, digits in 0usize..9) {
            let price = points as f64 / 10f64.powi(digits as i32);
            for text in [format!("{price}"), format!("{price:.digits$}")] {
                prop_assert_eq!(
                    parse_decimal(text.as_bytes()).map(f64::to_bits),
                    Some(text.parse::<f64>().unwrap().to_bits())
                );
            }
        }
    }

    #[test]
    fn refuses_what_is_not_a_finite_decimal() {
        let long = "1".repeat(65);
        for text in [
            "", ".", "-", "+", "nan", "NaN", "inf", "infinity", "1,5", " 1", "1 ", "1e999", "0x10",
            &long,
        ] {
            assert_eq!(parse_decimal(text.as_bytes()), None, "{text:?} was accepted");
        }
    }
}
