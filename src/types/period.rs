//! The length of a bar, and where its bars begin.

use std::fmt;

use super::ParameterError;
use super::time::CivilDate;

const SECONDS_PER_DAY: i64 = 86_400;
/// What MQL5's `PeriodSeconds(PERIOD_MN1)` returns: 30 days. It stands for a calendar month.
const MQL5_MONTH_SECONDS: u32 = 2_592_000;

/// The period of a bar.
///
/// Bars begin on whole multiples of their period on the trade server's clock, as MetaTrader's do:
/// daily bars at server midnight, weekly bars on Sunday, monthly bars on the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// A fixed length in seconds, 1 to 86,400, that divides a day.
    Seconds(u32),
    /// Sunday to Saturday.
    Week,
    /// A calendar month.
    Month,
}

impl Period {
    /// One minute.
    pub const M1: Self = Self::Seconds(60);

    /// From what MQL5's `PeriodSeconds` returns.
    ///
    /// # Errors
    /// If the length does not divide a day and is neither a week (604,800) nor a month (2,592,000).
    pub fn from_seconds(seconds: u32) -> Result<Self, ParameterError> {
        match seconds {
            604_800 => Ok(Self::Week),
            MQL5_MONTH_SECONDS => Ok(Self::Month),
            1..=86_400 if 86_400 % seconds == 0 => Ok(Self::Seconds(seconds)),
            _ => Err(ParameterError::new(
                "period_s",
                seconds,
                "a divisor of 86400, or 604800 (week), or 2592000 (month)",
            )),
        }
    }

    /// Nominal length in seconds, as MQL5's `PeriodSeconds` gives it.
    #[must_use]
    pub const fn seconds(self) -> u32 {
        match self {
            Self::Seconds(seconds) => seconds,
            Self::Week => 604_800,
            Self::Month => MQL5_MONTH_SECONDS,
        }
    }

    /// Where the bar that holds `server_s` begins, in seconds of the same clock.
    #[must_use]
    pub const fn open_of(self, server_s: i64) -> i64 {
        match self {
            Self::Seconds(seconds) => server_s - server_s.rem_euclid(seconds as i64),
            Self::Week => {
                let day = server_s.div_euclid(SECONDS_PER_DAY);
                (day - (day + 4).rem_euclid(7)) * SECONDS_PER_DAY // 1970-01-01 was a Thursday
            }
            Self::Month => {
                let date = CivilDate::from_days(server_s.div_euclid(SECONDS_PER_DAY));
                CivilDate { day: 1, ..date }.to_days() * SECONDS_PER_DAY
            }
        }
    }

    /// Where the bar after the one that begins at `open_s` begins.
    #[must_use]
    pub const fn next_open(self, open_s: i64) -> i64 {
        match self {
            Self::Seconds(seconds) => open_s + seconds as i64,
            Self::Week => open_s + 604_800,
            Self::Month => self.open_of(open_s + 32 * SECONDS_PER_DAY),
        }
    }

    /// Parses `1m`, `15m`, `4h`, `1d`, `1w`, `1mo`, `30s`, or MetaTrader's `M1`, `H4`, `D1`, `W1`,
    /// `MN1`.
    ///
    /// # Errors
    /// If the text is none of these, or the length does not divide a day.
    pub fn parse(text: &str) -> Result<Self, ParameterError> {
        let expected = "a period such as 30s, 1m, 15m, 4h, 1d, 1w, 1mo, or M1, H4, D1, W1, MN1";
        let bad = || ParameterError::new("period", format!("\"{text}\""), expected);
        let upper = text.to_ascii_uppercase();
        let (count, unit) = if text.starts_with(|c: char| c.is_ascii_digit()) {
            let split = upper.find(|c: char| !c.is_ascii_digit()).ok_or_else(bad)?;
            (&upper[..split], &upper[split..])
        } else {
            let split = upper.find(|c: char| c.is_ascii_digit()).ok_or_else(bad)?;
            (&upper[split..], &upper[..split])
        };
        let count: u32 = count.parse().map_err(|_| bad())?;
        let unit_seconds = match unit {
            "S" => 1,
            "M" | "MIN" => 60,
            "H" => 3_600,
            "D" => 86_400,
            "W" if count == 1 => return Ok(Self::Week),
            "MO" | "MN" if count == 1 => return Ok(Self::Month),
            _ => return Err(bad()),
        };
        Self::from_seconds(count.checked_mul(unit_seconds).ok_or_else(bad)?)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Seconds(s) if s % 86_400 == 0 => write!(f, "{}d", s / 86_400),
            Self::Seconds(s) if s % 3_600 == 0 => write!(f, "{}h", s / 3_600),
            Self::Seconds(s) if s % 60 == 0 => write!(f, "{}m", s / 60),
            Self::Seconds(s) => write!(f, "{s}s"),
            Self::Week => f.write_str("1w"),
            Self::Month => f.write_str("1mo"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_begin_where_metatrader_begins_them() {
        let wednesday_noon =
            CivilDate { year: 2026, month: 3, day: 18 }.to_days() * 86_400 + 43_205;
        let at = |year, month, day| CivilDate { year, month, day }.to_days() * 86_400;
        assert_eq!(Period::M1.open_of(wednesday_noon), wednesday_noon - 5);
        assert_eq!(Period::Seconds(14_400).open_of(wednesday_noon), wednesday_noon - 5);
        assert_eq!(Period::Seconds(86_400).open_of(wednesday_noon), at(2026, 3, 18));
        assert_eq!(Period::Week.open_of(wednesday_noon), at(2026, 3, 15)); // a Sunday
        assert_eq!(Period::Month.open_of(wednesday_noon), at(2026, 3, 1));
        assert_eq!(Period::Month.next_open(at(2026, 12, 1)), at(2027, 1, 1));
        assert_eq!(Period::Month.next_open(at(2026, 2, 1)), at(2026, 3, 1));
    }

    #[test]
    fn parses_both_notations_and_prints_one() {
        for (text, printed) in [
            ("1m", "1m"),
            ("M15", "15m"),
            ("h4", "4h"),
            ("D1", "1d"),
            ("W1", "1w"),
            ("mn1", "1mo"),
            ("30S", "30s"),
        ] {
            assert_eq!(Period::parse(text).unwrap().to_string(), printed);
        }
        for text in ["", "7m7", "m", "0m", "7h", "99999999999m", "2w"] {
            assert!(Period::parse(text).is_err(), "{text} was accepted");
        }
    }
}
