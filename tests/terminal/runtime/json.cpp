#include "json.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace terminal {

std::string number_text(double value) {
    if (!std::isfinite(value)) {
        return "null";
    }
    char text[40];
    for (int digits = 15; digits <= 17; ++digits) {
        std::snprintf(text, sizeof text, "%.*g", digits, value);
        if (std::strtod(text, nullptr) == value) {
            break;
        }
    }
    // Some libraries write three digits of an exponent.
    std::string result(text);
    const size_t mark = result.find('e');
    if (mark != std::string::npos && mark + 2 < result.size()) {
        const size_t digits = mark + 2;
        while (result.size() - digits > 2 && result[digits] == '0') {
            result.erase(digits, 1);
        }
    }
    return result;
}

std::string quoted_json(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) {
        const unsigned char code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (c == '\n') {
            result += "\\n";
        } else if (c == '\t') {
            result += "\\t";
        } else if (code < 0x20) {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04x", code);
            result += escape;
        } else {
            result += c;
        }
    }
    return result + "\"";
}

const json* json::find(const std::string& name) const {
    for (const auto& member : members_) {
        if (member.first == name) {
            return &member.second;
        }
    }
    return nullptr;
}

std::string json::text() const {
    if (!scalar_.empty()) {
        return scalar_;
    }
    std::string result = is_array_ ? "[" : "{";
    bool is_first = true;
    for (const auto& [name, value] : members_) {
        if (!is_first) {
            result += ',';
        }
        is_first = false;
        if (!is_array_) {
            result += quoted_json(name) + ":";
        }
        result += value.text();
    }
    return result + (is_array_ ? "]" : "}");
}

}  // namespace terminal
