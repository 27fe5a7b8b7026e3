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
    text = std::isnan(value) ? "nan" : "inf";
    if (std::signbit(value)) {
        text.insert(0, "-");
    }
    return true;
}

template <class... A>
std::string converted(double value, A... how) {
    std::string text;
    if (is_odd(value, text)) {
        return text;
    }
    char buffer[512];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, how...).ptr;
    return std::string(buffer, end);
}

}  // namespace

std::string fixed_text(double value, int digits) {
    return converted(value, std::chars_format::fixed, digits);
}

std::string scientific_text(double value, int digits) {
    return converted(value, std::chars_format::scientific, digits);
}

std::string general_text(double value, int digits) {
    return converted(value, std::chars_format::general, digits);
}

std::string shortest_text(double value) {
    // No exponent where sixteen digits say it all, as the terminal prints.
    if (value == std::trunc(value) && std::fabs(value) < 1e15) {
        return fixed_text(value, 0) + ".0";
    }
    const double size = std::fabs(value);
    if (size >= 1e-5 && size < 1e15) {
        return converted(value, std::chars_format::fixed);
    }
    return converted(value);
}

std::string shortest_text(float value) {
    std::string text;
    const double wide = value;
    if (is_odd(wide, text)) {
        return text;
    }
    if (wide == std::trunc(wide) && std::fabs(wide) < 1e7) {
        return fixed_text(wide, 0) + ".0";
    }
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    return std::string(buffer, end);
}

}  // namespace mql
