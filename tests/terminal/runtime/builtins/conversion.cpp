// Built-ins between numbers, times, colors and text.
#include <algorithm>
#include <cmath>

#include "../civil_time.hpp"
#include "../color_names.hpp"
#include "../number_text.hpp"
#include "../time_text.hpp"
#include "prelude.hpp"

namespace mql {

void set_last_error(int32_t code);

namespace {

constexpr int digits_most = 16;

}  // namespace

// A negative number of digits asks for the scientific form, one out of range for eight digits.
string DoubleToString(double value, int32_t digits) {
    if (digits < -digits_most || digits > digits_most) {
        digits = 8;
    }
    return from_utf8(digits < 0 ? scientific_text(value, -digits) : fixed_text(value, digits));
}

string IntegerToString(int64_t number, int32_t length, uint16_t fill) {
    std::u16string text = integer_text(number).text();
    if (static_cast<size_t>(std::max(length, 0)) > text.size()) {
        text.insert(0, static_cast<size_t>(length) - text.size(), static_cast<char16_t>(fill));
    }
    return string(text);
}

double StringToDouble(string value) { return text_to_double(value); }

int64_t StringToInteger(string value) { return text_to_integer(value); }

datetime StringToTime(string value) {
    datetime time(0);
    if (!read_time(value, time)) {
        set_last_error(value.length() == 0 ? ERR_NO_STRING_DATE : ERR_WRONG_STRING_DATE);
    }
    return time;
}

string TimeToString(datetime value, int32_t mode) {
    return from_utf8(time_text(value.value, mode));
}

// To so many decimal places, halves away from zero; what lies within rounding noise of a half
// counts as the half.
double NormalizeDouble(double value, int32_t digits) {
    if (!std::isfinite(value)) {
        return value;
    }
    double scale = 1;
    for (int index = 0; index < std::clamp(digits, 0, 8); ++index) {
        scale *= 10;
    }
    const double scaled = value * scale;
    if (std::fabs(scaled) >= 9007199254740992.0) {
        return value;
    }
    const double noise = std::fabs(scaled) * 4e-16;
    return std::round(scaled + std::copysign(noise, scaled)) / scale;
}

string ColorToString(color value, bool color_name) {
    return color_name ? to_string(value) : from_utf8(numbers_of_color(value.value));
}

color StringToColor(string value) { return text_to_color(value); }

uint32_t ColorToARGB(color value, uint8_t alpha) {
    const uint32_t red = value.value & 0xFFU;
    const uint32_t green = (value.value >> 8U) & 0xFFU;
    const uint32_t blue = (value.value >> 16U) & 0xFFU;
    return (uint32_t{alpha} << 24U) | (red << 16U) | (green << 8U) | blue;
}

bool TimeToStruct(datetime time, MqlDateTime& result) {
    if (!is_time(time.value)) {
        set_last_error(ERR_INVALID_DATETIME);
        return false;
    }
    const int64_t days = time.value / terminal::seconds_per_day;
    const auto of_day = static_cast<int32_t>(time.value % terminal::seconds_per_day);
    const terminal::civil_date date = terminal::date_of(days);
    result.year = date.year;
    result.mon = date.month;
    result.day = date.day;
    result.hour = of_day / 3600;
    result.min_ = of_day / 60 % 60;
    result.sec = of_day % 60;
    result.day_of_week = terminal::day_of_week(days);
    result.day_of_year = static_cast<int32_t>(days - terminal::days_of({date.year, 1, 1}));
    return true;
}

// What is out of range becomes the nearest that is not, with an error; the 30th of February is the
// 2nd of March without one.
datetime StructToTime(MqlDateTime& value) {
    if (value.year < 1970 || value.year > 3000) {
        set_last_error(ERR_INVALID_DATETIME);
        return datetime(-1);
    }
    bool is_good = true;
    const auto limited = [&is_good](int32_t number, int32_t least, int32_t most) {
        is_good = is_good && number >= least && number <= most;
        return std::clamp(number, least, most);
    };
    const int64_t days =
        terminal::days_of({value.year, limited(value.mon, 1, 12), limited(value.day, 1, 31)});
    const int32_t of_day = limited(value.hour, 0, 23) * 3600 + limited(value.min_, 0, 59) * 60 +
                           limited(value.sec, 0, 59);
    if (!is_good) {
        set_last_error(ERR_INVALID_DATETIME);
    }
    return datetime(days * terminal::seconds_per_day + of_day);
}

}  // namespace mql
