//! Values of numbers, `D'...'` and `C'...'`.

use crate::token::Kind;

/// Reads an integer or a real number with its suffix.
pub(crate) fn number(text: &str) -> Result<Kind, String> {
    let wrong = || format!("'{text}' - invalid number");
    let lower = text.to_ascii_lowercase();
    let based = [("0x", 16), ("0b", 2)]
        .iter()
        .find_map(|(prefix, base)| lower.strip_prefix(prefix).map(|digits| (digits, *base)));
    if let Some((digits, base)) = based {
        return integer(digits, base).ok_or_else(wrong);
    }
    let is_real = lower.contains(['.', 'e']) || lower.ends_with('f');
    if !is_real {
        return integer(&lower, 10).ok_or_else(wrong);
    }
    let (digits, is_float) = match lower.strip_suffix('f') {
        Some(digits) => (digits, true),
        None => (lower.as_str(), false),
    };
    digits.parse().map(|value| Kind::Real(value, is_float)).map_err(|_| wrong())
}

fn integer(text: &str, base: u32) -> Option<Kind> {
    let digits = text.trim_end_matches(['u', 'l']);
    let suffix = &text[digits.len()..];
    let value = u64::from_str_radix(digits, base).ok()?;
    let (unsigned, long) = (suffix.contains('u'), suffix.contains('l'));
    (suffix.len() <= 3).then_some(Kind::Integer { value, unsigned, long, decimal: base == 10 })
}

/// `C'255,0,128'` or `C'0xFF,0x00,0x80'` as 0x00BBGGRR.
pub(crate) fn color(text: &str) -> Result<u32, String> {
    let parts: Vec<Option<u32>> = text.split(',').map(|part| channel(part.trim())).collect();
    if let [Some(red), Some(green), Some(blue)] = parts[..] {
        return Ok(blue << 16 | green << 8 | red);
    }
    Err(format!("'{text}' - invalid color, three numbers up to 255 expected"))
}

fn channel(text: &str) -> Option<u32> {
    let value = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => text.parse().ok()?,
    };
    (value <= 255).then_some(value)
}

/// `D'2026.01.31 12:30:00'` or `D'31.01.2026'` in seconds since 1970. Forms that leave out the
/// date stand for the day of compilation; they are refused, since output must not depend on it.
pub(crate) fn date(text: &str) -> Result<i64, String> {
    let wrong = || format!("'{text}' - invalid date, D'yyyy.mm.dd [hh:mm[:ss]]' expected");
    let mut words = text.split_whitespace();
    let days = words.next().and_then(day_number).ok_or_else(wrong)?;
    let seconds = match words.next() {
        Some(time) => time_of_day(time).ok_or_else(wrong)?,
        None => 0,
    };
    if words.next().is_some() {
        return Err(wrong());
    }
    Ok(days * 86_400 + seconds)
}

fn day_number(text: &str) -> Option<i64> {
    let parts: Vec<i64> =
        text.split(['.', '/', '-']).map(|part| part.parse().unwrap_or(-1)).collect();
    let [first, month, last] = parts[..] else { return None };
    let (year, day) = if first >= 1000 { (first, last) } else { (last, first) };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let index = usize::try_from(month - 1).ok()?;
    let length = *lengths.get(index)?;
    if !(1970..=3000).contains(&year) || !(1..=length).contains(&day) {
        return None;
    }
    let before = year - 1;
    let leap_days = before / 4 - before / 100 + before / 400 - 477;
    let earlier_months: i64 = lengths[..index].iter().sum();
    Some((year - 1970) * 365 + leap_days + earlier_months + day - 1)
}

fn time_of_day(text: &str) -> Option<i64> {
    let mut parts = text.split(':').map(|part| part.parse::<i64>().ok());
    let hours = parts.next()??;
    let minutes = parts.next().unwrap_or(Some(0))?;
    let seconds = parts.next().unwrap_or(Some(0))?;
    let fits = (0..24).contains(&hours) && (0..60).contains(&minutes) && (0..60).contains(&seconds);
    (fits && parts.next().is_none()).then_some(hours * 3_600 + minutes * 60 + seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_count_seconds_since_1970() {
        // From `date -u -d ... +%s`.
        assert_eq!(date("1970.01.01"), Ok(0));
        assert_eq!(date("2026.01.31 12:30:01"), Ok(1_769_862_601));
        assert_eq!(date("29.02.2024"), Ok(1_709_164_800));
        assert!(date("2023.02.29").is_err());
        assert!(date("12:30").is_err());
    }

    #[test]
    fn colors_have_red_in_the_lowest_byte() {
        assert_eq!(color("255,0,128"), Ok(0x0080_00FF));
        assert_eq!(color("0x10, 0x20,0x30"), Ok(0x0030_2010));
        assert!(color("256,0,0").is_err());
    }

    #[test]
    fn numbers_keep_base_and_suffix() {
        let integer =
            |value, unsigned, long, decimal| Ok(Kind::Integer { value, unsigned, long, decimal });
        assert_eq!(number("0xFF"), integer(255, false, false, false));
        assert_eq!(number("0b101"), integer(5, false, false, false));
        assert_eq!(number("12UL"), integer(12, true, true, true));
        assert_eq!(number("1.5e-3"), Ok(Kind::Real(0.0015, false)));
        assert_eq!(number("2.5f"), Ok(Kind::Real(2.5, true)));
        assert!(number("12ab").is_err());
    }
}
