#include "time_text.hpp"

#include <cctype>
#include <cstdio>
#include <vector>

#include "civil_time.hpp"

namespace mql {

namespace {

// The end of the year 3000.
constexpr int64_t last_time = 32535215999;
constexpr int flag_date = 1;
constexpr int flag_minutes = 2;
constexpr int flag_seconds = 4;

// A run of digits, and how many there were.
struct digits {
    int value = 0;
    int count = 0;
};

// Splits "12:05:07" or "2026.01.31" into numbers. False for anything else.
bool numbers_of(const std::string& text, const std::string& separators,
                std::vector<digits>& numbers) {
    numbers.assign(1, digits());
    for (const char c : text) {
        if (std::isdigit(static_cast<unsigned char>(c)) != 0 && numbers.back().count < 8) {
            numbers.back().value = numbers.back().value * 10 + (c - '0');
            ++numbers.back().count;
        } else if (separators.find(c) != std::string::npos && numbers.back().count > 0) {
            numbers.emplace_back();
        } else {
            return false;
        }
    }
    return numbers.back().count > 0;
}

bool parse_date(const std::string& text, int64_t& days) {
    std::vector<digits> numbers;
    if (!numbers_of(text, ".-/", numbers)) {
        return false;
    }
    terminal::civil_date date{};
    if (numbers.size() == 1 && numbers[0].count == 8) {
        const int value = numbers[0].value;
        date = {value / 10000, value / 100 % 100, value % 100};
    } else if (numbers.size() == 3 && numbers[0].count == 4) {
        date = {numbers[0].value, numbers[1].value, numbers[2].value};
    } else if (numbers.size() == 3 && numbers[2].count == 4) {
        date = {numbers[2].value, numbers[1].value, numbers[0].value};
    } else {
        return false;
    }
    days = terminal::days_of(date);
    const terminal::civil_date back = terminal::date_of(days);
    return date.year >= 1970 && back.month == date.month && back.day == date.day;
}

// What is behind the blanks at `blank`, without those at the end.
std::string second_word(const std::string& text, size_t blank) {
    const size_t begin = text.find_first_not_of(" \tT", blank);
    const size_t end = text.find_last_not_of(" \t");
    return begin == std::string::npos || begin > end ? "" : text.substr(begin, end - begin + 1);
}

bool parse_clock(const std::string& text, int64_t& seconds) {
    std::vector<digits> numbers;
    if (!numbers_of(text, ":", numbers) || numbers.size() > 3) {
        return false;
    }
    const int whole = numbers[0].value;
    if (numbers.size() == 1 && numbers[0].count == 6) {
        numbers = {{whole / 10000, 2}, {whole / 100 % 100, 2}, {whole % 100, 2}};
    }
    if (numbers.size() == 1) {
        return false;
    }
    const int second = numbers.size() == 3 ? numbers[2].value : 0;
    seconds = numbers[0].value * 3600 + numbers[1].value * 60 + second;
    return numbers[0].value < 24 && numbers[1].value < 60 && second < 60;
}

}  // namespace

bool is_time(int64_t seconds) { return seconds >= 0 && seconds <= last_time; }

std::string time_text(int64_t seconds, int flags) {
    if (!is_time(seconds)) {
        return "wrong datetime";
    }
    const int64_t days = seconds / terminal::seconds_per_day;
    const auto of_day = static_cast<int>(seconds - days * terminal::seconds_per_day);
    std::string text;
    char part[48];
    if ((flags & flag_date) != 0) {
        const terminal::civil_date date = terminal::date_of(days);
        std::snprintf(part, sizeof part, "%04d.%02d.%02d", date.year, date.month, date.day);
        text = part;
    }
    if ((flags & (flag_minutes | flag_seconds)) != 0) {
        text += text.empty() ? "" : " ";
        std::snprintf(part, sizeof part, "%02d:%02d", of_day / 3600, of_day / 60 % 60);
        text += part;
    }
    if ((flags & flag_seconds) != 0) {
        std::snprintf(part, sizeof part, ":%02d", of_day % 60);
        text += part;
    }
    return text;
}

bool parse_time(const std::string& text, int64_t today_s, int64_t& seconds) {
    const size_t blank = text.find_first_of(" \tT");
    const std::string first = text.substr(0, blank);
    int64_t days = terminal::floor_divide(today_s, terminal::seconds_per_day);
    int64_t of_day = 0;
    if (blank == std::string::npos) {
        if (!parse_date(first, days) && !parse_clock(first, of_day)) {
            return false;
        }
    } else if (!parse_date(first, days) || !parse_clock(second_word(text, blank), of_day)) {
        return false;
    }
    seconds = days * terminal::seconds_per_day + of_day;
    return true;
}

}  // namespace mql
