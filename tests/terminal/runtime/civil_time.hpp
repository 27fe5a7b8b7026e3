// Days and dates of the proleptic Gregorian calendar.
#pragma once

#include <cstdint>

namespace terminal {

constexpr int64_t seconds_per_day = 86400;

struct civil_date {
    int32_t year;
    int32_t month;
    int32_t day;
};

// Days since 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date algorithms").
constexpr int64_t days_of(civil_date date) {
    const int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    const int64_t era = (year >= 0 ? year : year - 399) / 400;
    const int64_t year_of_era = year - era * 400;
    const int64_t shifted = date.month > 2 ? date.month - 3 : date.month + 9;
    const int64_t day_of_year = (153 * shifted + 2) / 5 + date.day - 1;
    const int64_t leap_days = year_of_era / 4 - year_of_era / 100;
    const int64_t day_of_era = year_of_era * 365 + leap_days + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

constexpr civil_date date_of(int64_t days) {
    days += 719468;
    const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const int64_t day_of_era = days - era * 146097;
    const int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t shifted = (5 * day_of_year + 2) / 153;
    const auto day = static_cast<int32_t>(day_of_year - (153 * shifted + 2) / 5 + 1);
    const auto month = static_cast<int32_t>(shifted < 10 ? shifted + 3 : shifted - 9);
    const auto year = static_cast<int32_t>(year_of_era + era * 400 + (month <= 2 ? 1 : 0));
    return {year, month, day};
}

// 0 = Sunday.
constexpr int32_t day_of_week(int64_t days) {
    return static_cast<int32_t>(((days + 4) % 7 + 7) % 7);
}

constexpr int64_t floor_divide(int64_t value, int64_t by) {
    const int64_t quotient = value / by;
    return value % by < 0 ? quotient - 1 : quotient;
}

}  // namespace terminal
