// `string`: characters, and bytes of code pages.
#include "string.hpp"

#include "critical_error.hpp"

namespace mql {

namespace {

constexpr uint32_t codepage_ansi = 0;
constexpr uint32_t codepage_oem = 1;
constexpr uint32_t codepage_windows = 1252;
constexpr uint32_t codepage_utf8 = 65001;
constexpr char32_t unknown_character = 0xFFFD;

// What Windows-1252 has between 0x80 and 0x9F; 0 = nothing.
constexpr char16_t windows_characters[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

char windows_byte(char16_t character) {
    if (character < 0x80 || (character >= 0xA0 && character <= 0xFF)) {
        return static_cast<char>(character);
    }
    for (int index = 0; index < 32; ++index) {
        if (windows_characters[index] == character) {
            return static_cast<char>(0x80 + index);
        }
    }
    return '?';
}

char16_t windows_character(unsigned char byte) {
    if (byte < 0x80 || byte >= 0xA0) {
        return byte;
    }
    const char16_t character = windows_characters[byte - 0x80];
    return character == 0 ? static_cast<char16_t>(byte) : character;
}

void append_utf8(std::string& bytes, char32_t point) {
    if (point < 0x80) {
        bytes += static_cast<char>(point);
    } else if (point < 0x800) {
        bytes += static_cast<char>(0xC0 | (point >> 6U));
        bytes += static_cast<char>(0x80 | (point & 0x3FU));
    } else if (point < 0x10000) {
        bytes += static_cast<char>(0xE0 | (point >> 12U));
        bytes += static_cast<char>(0x80 | ((point >> 6U) & 0x3FU));
        bytes += static_cast<char>(0x80 | (point & 0x3FU));
    } else {
        bytes += static_cast<char>(0xF0 | (point >> 18U));
        bytes += static_cast<char>(0x80 | ((point >> 12U) & 0x3FU));
        bytes += static_cast<char>(0x80 | ((point >> 6U) & 0x3FU));
        bytes += static_cast<char>(0x80 | (point & 0x3FU));
    }
}

void append_utf16(std::u16string& text, char32_t point) {
    if (point < 0x10000) {
        text += static_cast<char16_t>(point);
    } else {
        text += static_cast<char16_t>(0xD800 + ((point - 0x10000) >> 10U));
        text += static_cast<char16_t>(0xDC00 + ((point - 0x10000) & 0x3FFU));
    }
}

bool continues(const std::string& bytes, size_t at) {
    return at < bytes.size() && (static_cast<unsigned char>(bytes[at]) & 0xC0U) == 0x80;
}

// The character at `at`, which moves behind it.
char32_t take_utf8(const std::string& bytes, size_t& at) {
    const auto first = static_cast<unsigned char>(bytes[at++]);
    if (first < 0x80) {
        return first;
    }
    const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : 0;
    if (more == 0 || first > 0xF4) {
        return unknown_character;
    }
    char32_t point = first & (0x3FU >> static_cast<unsigned>(more));
    for (int index = 0; index < more; ++index) {
        if (!continues(bytes, at)) {
            return unknown_character;
        }
        point = (point << 6U) | (static_cast<unsigned char>(bytes[at++]) & 0x3FU);
    }
    const bool is_long = point >= (more == 3 ? 0x10000U : more == 2 ? 0x800U : 0x80U);
    const bool is_surrogate = point >= 0xD800 && point < 0xE000;
    return is_long && !is_surrogate && point <= 0x10FFFF ? point : unknown_character;
}

}  // namespace

uint16_t string::operator[](int64_t position) const {
    if (static_cast<uint64_t>(position) >= text_.size()) {
        fail_index(position, static_cast<int64_t>(text_.size()));
    }
    return text_[static_cast<size_t>(position)];
}

std::string to_utf8(const std::u16string& text) {
    std::string bytes;
    bytes.reserve(text.size());
    for (size_t at = 0; at < text.size(); ++at) {
        const char32_t unit = text[at];
        const bool is_high = unit >= 0xD800 && unit < 0xDC00;
        if (is_high && at + 1 < text.size() && (text[at + 1] & 0xFC00) == 0xDC00) {
            ++at;
            append_utf8(bytes, 0x10000 + ((unit & 0x3FFU) << 10U) + (text[at] & 0x3FFU));
        } else if (unit >= 0xD800 && unit < 0xE000) {
            append_utf8(bytes, unknown_character);
        } else {
            append_utf8(bytes, unit);
        }
    }
    return bytes;
}

std::u16string to_utf16(const std::string& text) {
    std::u16string units;
    units.reserve(text.size());
    size_t at = 0;
    while (at < text.size()) {
        append_utf16(units, take_utf8(text, at));
    }
    return units;
}

std::string encode(const std::u16string& text, uint32_t codepage) {
    if (codepage == codepage_utf8) {
        return to_utf8(text);
    }
    if (codepage != codepage_ansi && codepage != codepage_oem && codepage != codepage_windows) {
        fail("code page is not simulated");
    }
    std::string bytes;
    for (const char16_t character : text) {
        bytes += windows_byte(character);
    }
    return bytes;
}

std::u16string decode(const std::string& bytes, uint32_t codepage) {
    if (codepage == codepage_utf8) {
        return to_utf16(bytes);
    }
    if (codepage != codepage_ansi && codepage != codepage_oem && codepage != codepage_windows) {
        fail("code page is not simulated");
    }
    std::u16string text;
    for (const char byte : bytes) {
        text += windows_character(static_cast<unsigned char>(byte));
    }
    return text;
}

}  // namespace mql
