// `string`: UTF-16 with value semantics; NULL and empty text differ.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace mql {

class string {
public:
    string() = default;
    explicit string(const char16_t* text) : text_(text), is_null_(false) {}
    explicit string(std::u16string text) : text_(std::move(text)), is_null_(false) {}

    bool is_null() const { return is_null_; }
    const std::u16string& text() const { return text_; }
    // For writing; the string is no longer NULL.
    std::u16string& edit() {
        is_null_ = false;
        return text_;
    }
    void reset() {
        text_.clear();
        is_null_ = true;
    }
    int32_t length() const { return static_cast<int32_t>(text_.size()); }

    string operator+(const string& other) const {
        string result;
        std::u16string& text = result.edit();
        text.reserve(text_.size() + other.text_.size());
        text += text_;
        text += other.text_;
        return result;
    }
    string& operator+=(const string& other) {
        edit() += other.text_;
        return *this;
    }
    // A single character; a position outside stops the program.
    uint16_t operator[](int64_t position) const;

    bool operator==(const string& other) const {
        return text_ == other.text_ && is_null_ == other.is_null_;
    }
    bool operator!=(const string& other) const { return !(*this == other); }
    bool operator<(const string& other) const { return text_ < other.text_; }
    bool operator>(const string& other) const { return other.text_ < text_; }
    bool operator<=(const string& other) const { return !(other < *this); }
    bool operator>=(const string& other) const { return !(*this < other); }

private:
    std::u16string text_;
    bool is_null_ = true;
};

std::string to_utf8(const std::u16string& text);
std::u16string to_utf16(const std::string& text);
inline std::string to_utf8(const string& text) { return to_utf8(text.text()); }
inline string from_utf8(const std::string& text) { return string(to_utf16(text)); }

// Bytes of a code page: CP_UTF8, or Windows-1252 for CP_ACP, or UTF-7 and others refused.
std::string encode(const std::u16string& text, uint32_t codepage);
std::u16string decode(const std::string& bytes, uint32_t codepage);

}  // namespace mql
