#include "cast.hpp"

#include <charconv>
#include <cstdlib>
#include <string>

#include "color_names.hpp"
#include "number_text.hpp"
#include "time_text.hpp"

namespace mql {

datetime TimeLocal();

namespace {

std::string trimmed(const string& text) {
    const std::string bytes = to_utf8(text);
    const size_t first = bytes.find_first_not_of(" \t\r\n");
    const size_t last = bytes.find_last_not_of(" \t\r\n");
    return first == std::string::npos ? "" : bytes.substr(first, last - first + 1);
}

constexpr int date_and_seconds = 1 | 4;
constexpr int64_t seconds_a_day = 86400;

}  // namespace

string to_string(const string& value) { return value; }
string to_string(bool value) { return string(value ? u"true" : u"false"); }
string to_string(double value) { return from_utf8(printed_text(value)); }
string to_string(float value) { return from_utf8(printed_text(value)); }
string to_string(datetime value) { return from_utf8(time_text(value.value, date_and_seconds)); }

string to_string(color value) {
    const char* name = color_name(value.value);
    return from_utf8(name != nullptr ? name : numbers_of_color(value.value));
}

string integer_text(int64_t value) { return from_utf8(std::to_string(value)); }
string unsigned_text(uint64_t value) { return from_utf8(std::to_string(value)); }

double text_to_double(const string& text) {
    std::string bytes = trimmed(text);
    if (!bytes.empty() && bytes[0] == '+') {
        bytes.erase(0, 1);
    }
    double value = 0;
    const auto result = std::from_chars(bytes.data(), bytes.data() + bytes.size(), value);
    if (result.ec == std::errc::result_out_of_range) {
        return std::strtod(bytes.c_str(), nullptr);
    }
    return value;
}

// Numbers that are too large become the largest.
int64_t text_to_integer(const string& text) {
    std::string bytes = trimmed(text);
    const bool is_hex = bytes.size() > 2 && bytes[0] == '0' && (bytes[1] == 'x' || bytes[1] == 'X');
    if (is_hex) {
        uint64_t value = 0;
        std::from_chars(bytes.data() + 2, bytes.data() + bytes.size(), value, 16);
        return static_cast<int64_t>(value);
    }
    if (!bytes.empty() && bytes[0] == '+') {
        bytes.erase(0, 1);
    }
    int64_t value = 0;
    const auto result = std::from_chars(bytes.data(), bytes.data() + bytes.size(), value);
    if (result.ec == std::errc::result_out_of_range) {
        return bytes[0] == '-' ? INT64_MIN : INT64_MAX;
    }
    return value;
}

bool read_time(const string& text, datetime& time) {
    const std::string bytes = trimmed(text);
    const int64_t now = TimeLocal().value;
    time = datetime(now - now % seconds_a_day);
    return bytes.find('T') == std::string::npos && parse_time(bytes, now, time.value);
}

datetime text_to_time(const string& text) {
    datetime time(0);
    read_time(text, time);
    return time;
}

// A name, or three numbers that may stand behind other text; black for anything else.
color text_to_color(const string& text) {
    const std::string bytes = trimmed(text);
    uint32_t code = 0;
    if (color_of_name(bytes, code)) {
        return color(code);
    }
    const size_t begin = bytes.find_first_of("0123456789");
    if (begin == std::string::npos) {
        return color(0);
    }
    const char* at = bytes.c_str() + begin;
    for (unsigned part = 0; part < 3; ++part) {
        char* end = nullptr;
        const unsigned long number = std::strtoul(at, &end, 10);
        if (part == 0 && *end != ',') {
            return color(static_cast<uint32_t>(number));
        }
        code |= static_cast<uint32_t>(number & 0xFFU) << (8 * part);
        at = *end == ',' ? end + 1 : end;
    }
    return color(code);
}

bool text_to_bool(const string& text) {
    const std::string bytes = trimmed(text);
    return bytes == "true" || bytes == "TRUE" || bytes == "True" || text_to_integer(text) != 0;
}

}  // namespace mql
