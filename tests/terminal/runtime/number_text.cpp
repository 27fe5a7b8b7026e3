#include "number_text.hpp"

#include <charconv>
#include <cmath>

namespace mql {

namespace {

// The terminal's words for what is no number.
bool is_odd(double value, std::string& text) {
    if (std::isfinite(value)) {
        return false;
    }
    const bool is_negative = std::signbit(value);
    text = std::isinf(value) ? (is_negative ? "-inf" : "inf") : (is_negative ? "-nan(ind)" : "nan");
    return true;
}

// Digits before the point of the largest number, and what else stands around digits.
constexpr size_t longest = 340;

template <class... A>
std::string converted(double value, int digits, A... how) {
    std::string text;
    if (is_odd(value, text)) {
        return text;
    }
    text.resize(longest + static_cast<size_t>(digits));
    char* const begin = &text[0];
    text.resize(static_cast<size_t>(
        std::to_chars(begin, begin + text.size(), value, how...).ptr - begin));
    return text;
}

std::string with_point(std::string text) {
    return text.find_first_not_of("-0123456789") == std::string::npos ? text + ".0" : text;
}

}  // namespace

std::string fixed_text(double value, int digits) {
    return converted(value, digits, std::chars_format::fixed, digits);
}

std::string scientific_text(double value, int digits) {
    return converted(value, digits, std::chars_format::scientific, digits);
}

std::string general_text(double value, int digits) {
    return converted(value, digits, std::chars_format::general, digits);
}

std::string printed_text(double value) { return with_point(general_text(value, 16)); }

std::string printed_text(float value) { return with_point(general_text(value, 6)); }

std::string hexadecimal_text(double value, int digits) {
    std::string text = digits < 0 ? converted(value, 0, std::chars_format::hex)
                                  : converted(value, digits, std::chars_format::hex, digits);
    if (std::isfinite(value)) {
        text.insert(text[0] == '-' ? 1 : 0, "0x");
    }
    return text;
}

}  // namespace mql
