//! Days, weekdays, hours and months of UTC.

use crate::types::{CivilDate, DurationNanos, NANOS_PER_SECOND, UnixNanos};

const SECONDS_PER_DAY: i64 = 86_400;
const NANOS_PER_DAY: i64 = SECONDS_PER_DAY * NANOS_PER_SECOND;
/// Days from Monday to Friday.
const WEEKDAYS: i64 = 5;

/// Names of weekdays, Monday first.
pub(in crate::research) const WEEKDAY_NAMES: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Days since 1970-01-01.
pub(in crate::research) const fn day(time: UnixNanos) -> i64 {
    time.seconds().div_euclid(SECONDS_PER_DAY)
}

/// Weekday of a day since 1970-01-01, which was a Thursday: 0 is Monday.
pub(in crate::research) const fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

/// The day itself, or the Monday after a Saturday or Sunday.
pub(in crate::research) const fn weekday_from(day: i64) -> i64 {
    let weekday = weekday(day);
    if weekday < WEEKDAYS { day } else { day + 7 - weekday }
}

/// Hour of the day, 0 to 23.
pub(in crate::research) const fn hour(time: UnixNanos) -> i64 {
    time.seconds().rem_euclid(SECONDS_PER_DAY) / 3_600
}

/// Months since January of the year 0.
pub(in crate::research) const fn month(time: UnixNanos) -> i64 {
    let date = CivilDate::from_days(day(time));
    date.year * 12 + date.month as i64 - 1
}

/// Time from `from` to `to` without Saturdays and Sundays.
pub(in crate::research) const fn without_weekends(from: UnixNanos, to: UnixNanos) -> DurationNanos {
    DurationNanos(weekday_nanos(to).saturating_sub(weekday_nanos(from)))
}

/// Nanoseconds of weekdays since Monday, 1969-12-29.
const fn weekday_nanos(time: UnixNanos) -> i64 {
    let days = day(time) + 3;
    let (weeks, weekday) = (days.div_euclid(7), days.rem_euclid(7));
    if weekday >= WEEKDAYS {
        (weeks + 1) * WEEKDAYS * NANOS_PER_DAY
    } else {
        (weeks * WEEKDAYS + weekday) * NANOS_PER_DAY + time.0.rem_euclid(NANOS_PER_DAY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(year: i64, month: u32, day: u32, hour: i64) -> UnixNanos {
        let days = CivilDate { year, month, day }.to_days();
        UnixNanos::from_seconds(days * SECONDS_PER_DAY + hour * 3_600)
    }

    #[test]
    fn weekdays_of_known_dates() {
        // 2024-02-29 was a Thursday, 1969-07-20 a Sunday.
        assert_eq!(weekday(day(at(2024, 2, 29, 23))), 3);
        assert_eq!(weekday(day(at(1969, 7, 20, 0))), 6);
        assert_eq!(weekday_from(day(at(2024, 3, 2, 5))), day(at(2024, 3, 4, 0)));
        assert_eq!(weekday_from(day(at(2024, 3, 4, 5))), day(at(2024, 3, 4, 0)));
        assert_eq!(hour(at(1969, 7, 20, 20)), 20);
        assert_eq!(month(at(2024, 2, 29, 0)), 2024 * 12 + 1);
    }

    #[test]
    fn weekends_do_not_count() {
        let hours = |from, to| without_weekends(from, to).0 / 3_600 / NANOS_PER_SECOND;
        // Friday 22:00 to Monday 01:00: two hours and one.
        assert_eq!(hours(at(2024, 3, 1, 22), at(2024, 3, 4, 1)), 3);
        assert_eq!(hours(at(2024, 3, 1, 22), at(2024, 3, 3, 12)), 2);
        assert_eq!(hours(at(2024, 3, 2, 1), at(2024, 3, 3, 12)), 0);
        assert_eq!(hours(at(2024, 3, 2, 1), at(2024, 3, 11, 12)), 132);
        assert_eq!(hours(at(1969, 12, 26, 22), at(1969, 12, 29, 1)), 3);
    }
}
