//! Days and weeks of the trade server's clock.

use super::settings::{LimitSettings, WeekStart};

const SECONDS_PER_HOUR: i64 = 3_600;
const SECONDS_PER_DAY: i64 = 86_400;

/// Day of the week of a day number, 0 = Sunday. Day 0, 1970-01-01, was a Thursday.
pub(super) const fn weekday(day: i64) -> i64 {
    (day + 4).rem_euclid(7)
}

/// Number of the trading day: it begins at `reset_hour` of the server's clock.
pub(super) fn day_index(server_s: i64, limits: &LimitSettings) -> i64 {
    server_s
        .saturating_sub(i64::from(limits.reset_hour) * SECONDS_PER_HOUR)
        .div_euclid(SECONDS_PER_DAY)
}

/// The first second of the trading day after that of a time.
pub(super) fn day_end_s(server_s: i64, limits: &LimitSettings) -> i64 {
    (day_index(server_s, limits) + 1) * SECONDS_PER_DAY
        + i64::from(limits.reset_hour) * SECONDS_PER_HOUR
}

/// Number of the trading week: it begins with the trading day of `week_start`.
pub(super) fn week_index(server_s: i64, limits: &LimitSettings) -> i64 {
    let first_weekday = match limits.week_start {
        WeekStart::Sunday => 0,
        WeekStart::Monday => 1,
    };
    (day_index(server_s, limits) + 4 - first_weekday).div_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-01-05 00:00, a Monday (CivilDate of day 20,458).
    const MONDAY_S: i64 = 1_767_571_200;

    #[test]
    fn a_day_begins_at_the_reset_hour() {
        let limits = LimitSettings { reset_hour: 17, ..LimitSettings::default() };
        let before = day_index(MONDAY_S + 17 * 3_600 - 1, &limits);
        assert_eq!(day_index(MONDAY_S + 17 * 3_600, &limits), before + 1);
        assert_eq!(day_index(MONDAY_S - 7 * 3_600, &limits), before);
        assert_eq!(day_end_s(MONDAY_S, &limits), MONDAY_S + 17 * 3_600);
        assert_eq!(day_end_s(MONDAY_S + 17 * 3_600, &limits), MONDAY_S + 41 * 3_600);
    }

    #[test]
    fn a_week_begins_on_the_chosen_day() {
        assert_eq!(weekday(MONDAY_S / SECONDS_PER_DAY), 1);
        let monday = LimitSettings::default();
        assert_eq!(week_index(MONDAY_S, &monday), week_index(MONDAY_S - 1, &monday) + 1);
        assert_eq!(week_index(MONDAY_S, &monday), week_index(MONDAY_S + 7 * 86_400 - 1, &monday));
        let sunday = LimitSettings { week_start: WeekStart::Sunday, ..monday };
        let first_s = MONDAY_S - 86_400;
        assert_eq!(week_index(first_s, &sunday), week_index(first_s - 1, &sunday) + 1);
        assert_eq!(week_index(first_s, &sunday), week_index(first_s + 7 * 86_400 - 1, &sunday));
    }
}
