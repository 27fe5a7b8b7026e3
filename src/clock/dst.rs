//! When trade servers put their clocks forward and back.

use crate::types::CivilDate;

crate::choice! {
    /// Whose daylight saving dates the server follows.
    pub enum DstRule {
        /// The offset never changes.
        None = "none",
        /// Last Sunday of March to last Sunday of October, changing at 01:00 UTC.
        Europe = "eu",
        /// Second Sunday of March, 07:00 UTC, to first Sunday of November, 06:00 UTC
        /// (02:00 in New York). Most brokers on GMT+2/GMT+3 follow this one.
        UnitedStates = "us",
    }
}

const SECONDS_PER_DAY: i64 = 86_400;

impl DstRule {
    /// First and last UTC second (exclusive) of summer time in `year`; `None` without summer time.
    #[must_use]
    pub fn summer(self, year: i64) -> Option<(i64, i64)> {
        match self {
            Self::None => None,
            Self::Europe => Some((
                sunday_on_or_before(year, 3, 31) * SECONDS_PER_DAY + 3_600,
                sunday_on_or_before(year, 10, 31) * SECONDS_PER_DAY + 3_600,
            )),
            Self::UnitedStates => Some((
                sunday_on_or_before(year, 3, 14) * SECONDS_PER_DAY + 7 * 3_600,
                sunday_on_or_before(year, 11, 7) * SECONDS_PER_DAY + 6 * 3_600,
            )),
        }
    }
}

/// Day number of the last Sunday up to and including a date.
fn sunday_on_or_before(year: i64, month: u32, day: u32) -> i64 {
    let days = CivilDate { year, month, day }.to_days();
    days - (days + 4).rem_euclid(7) // day 0 was a Thursday
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(year: i64, month: u32, day: u32, hour: i64) -> i64 {
        CivilDate { year, month, day }.to_days() * SECONDS_PER_DAY + hour * 3_600
    }

    /// Dates from the public tables of EU directive 2000/84/EC and the US Energy Policy Act of
    /// 2005.
    #[test]
    fn known_changes_of_2014_and_2026() {
        assert_eq!(DstRule::Europe.summer(2014), Some((utc(2014, 3, 30, 1), utc(2014, 10, 26, 1))));
        assert_eq!(DstRule::Europe.summer(2026), Some((utc(2026, 3, 29, 1), utc(2026, 10, 25, 1))));
        assert_eq!(
            DstRule::UnitedStates.summer(2014),
            Some((utc(2014, 3, 9, 7), utc(2014, 11, 2, 6)))
        );
        assert_eq!(
            DstRule::UnitedStates.summer(2026),
            Some((utc(2026, 3, 8, 7), utc(2026, 11, 1, 6)))
        );
        assert_eq!(DstRule::None.summer(2026), None);
    }
}
