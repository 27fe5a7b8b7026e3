#include "format.hpp"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <string>

#include "number_text.hpp"

namespace mql {

namespace {

struct directive {
    bool left = false;
    bool plus = false;
    bool blank = false;
    bool zero = false;
    bool alternate = false;
    int width = 0;
    int precision = -1;
    // Bytes that the length prefix asks for, 0 without one.
    int bytes = 0;
    char kind = 0;
};

class formatter {
public:
    formatter(const std::string& pattern, std::initializer_list<any> arguments)
        : pattern_(pattern), next_(arguments.begin()), end_(arguments.end()) {}

    std::string run() {
        while (at_ < pattern_.size()) {
            if (pattern_[at_] != '%') {
                result_ += pattern_[at_++];
            } else if (at_ + 1 < pattern_.size() && pattern_[at_ + 1] == '%') {
                result_ += '%';
                at_ += 2;
            } else {
                ++at_;
                append(read());
            }
        }
        return result_;
    }

private:
    char peek() const { return at_ < pattern_.size() ? pattern_[at_] : '\0'; }

    bool take(const char* text) {
        const std::string wanted(text);
        if (pattern_.compare(at_, wanted.size(), wanted) != 0) {
            return false;
        }
        at_ += wanted.size();
        return true;
    }

    int number() {
        if (take("*")) {
            const any* value = argument();
            return value == nullptr ? 0 : static_cast<int>(value->integer());
        }
        int value = 0;
        while (std::isdigit(static_cast<unsigned char>(peek())) != 0 && value < 1000) {
            value = value * 10 + (pattern_[at_++] - '0');
        }
        return value;
    }

    directive read() {
        directive what;
        read_flags(what);
        what.width = number();
        if (what.width < 0) {
            what.left = true;
            what.width = -what.width;
        }
        if (take(".")) {
            what.precision = std::max(number(), 0);
        }
        if (take("I64") || take("ll")) {
            what.bytes = 8;
        } else if (take("I32") || take("l")) {
            what.bytes = 4;
        } else if (take("h")) {
            what.bytes = 2;
        }
        what.kind = peek();
        if (std::string("diouxXcCsSeEfgGaA").find(what.kind) == std::string::npos ||
            what.kind == '\0') {
            fail("wrong format of a text");
        }
        if (what.alternate && what.kind != 'x' && what.kind != 'X') {
            fail("the flag # of a format is simulated for x and X only");
        }
        ++at_;
        return what;
    }

    void read_flags(directive& what) {
        for (;; ++at_) {
            switch (peek()) {
                case '-': what.left = true; break;
                case '+': what.plus = true; break;
                case ' ': what.blank = true; break;
                case '0': what.zero = true; break;
                case '#': what.alternate = true; break;
                default: return;
            }
        }
    }

    // Null when there are no more.
    const any* argument() { return next_ == end_ ? nullptr : next_++; }

    void append(const directive& what) {
        const any* value = argument();
        switch (what.kind) {
            case 's':
            case 'S': append_text(value, what); break;
            case 'c': append_character(static_cast<char16_t>(bits_of(value)), what); break;
            case 'C':
                append_character(decode(std::string(1, static_cast<char>(bits_of(value))), 0)[0],
                                 what);
                break;
            case 'd':
            case 'i':
            case 'o':
            case 'u':
            case 'x':
            case 'X': append_integer(bits_of(value), what); break;
            default: append_real(value, what); break;
        }
    }

    // What the terminal writes for a text that is none.
    static std::string text_of(const any* value) {
        if (value == nullptr) {
            return "(missed string parameter)";
        }
        if (!value->is_text()) {
            return "(non-string passed)";
        }
        return value->text().is_null() ? "(null)" : to_utf8(value->text());
    }

    void append_text(const any* value, const directive& what) {
        std::u16string text = to_utf16(text_of(value));
        if (what.precision >= 0) {
            text = text.substr(0, static_cast<size_t>(what.precision));
        }
        pad(to_utf8(text), "", what, false);
    }

    void append_character(char16_t character, const directive& what) {
        pad(to_utf8(std::u16string(1, character)), "", what, false);
    }

    // A real number is read as the bits that it has in memory; a text and nothing are 0.
    static uint64_t bits_of(const any* value) {
        if (value == nullptr || value->is_text()) {
            return 0;
        }
        if (!value->is_real()) {
            return static_cast<uint64_t>(value->integer());
        }
        const double number = value->real();
        uint64_t bits = 0;
        std::memcpy(&bits, &number, sizeof bits);
        return bits;
    }

    static double real_of(const any* value) {
        if (value != nullptr && value->is_real()) {
            return value->real();
        }
        const uint64_t bits = bits_of(value);
        double number = 0;
        std::memcpy(&number, &bits, sizeof number);
        return number;
    }

    void append_integer(uint64_t raw, const directive& what) {
        const int bits = 8 * (what.bytes != 0 ? what.bytes : 4);
        const bool is_signed = what.kind == 'd' || what.kind == 'i';
        bool negative = false;
        if (bits < 64) {
            raw &= (uint64_t{1} << static_cast<unsigned>(bits)) - 1;
        }
        if (is_signed && ((raw >> static_cast<unsigned>(bits - 1)) & 1U) != 0) {
            negative = true;
            raw = bits < 64 ? (uint64_t{1} << static_cast<unsigned>(bits)) - raw : 0 - raw;
        }
        std::string text = digits_of(raw, what.kind);
        if (what.precision >= 0 && text.size() < static_cast<size_t>(what.precision)) {
            text.insert(0, static_cast<size_t>(what.precision) - text.size(), '0');
        }
        std::string sign = is_signed ? sign_of(negative, what) : "";
        if (what.alternate && raw != 0 && (what.kind == 'x' || what.kind == 'X')) {
            sign = what.kind == 'x' ? "0x" : "0X";
        }
        pad(text, sign, what, what.zero && what.precision < 0);
    }

    static std::string digits_of(uint64_t value, char kind) {
        const unsigned base = kind == 'o' ? 8 : kind == 'x' || kind == 'X' ? 16 : 10;
        const char* symbols = kind == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
        std::string text;
        do {
            text.insert(text.begin(), symbols[value % base]);
            value /= base;
        } while (value != 0);
        return text;
    }

    void append_real(const any* value, const directive& what) {
        const double number = real_of(value);
        const int digits = what.precision < 0 ? 6 : what.precision;
        std::string text;
        switch (what.kind) {
            case 'f': text = fixed_text(number, digits); break;
            case 'e':
            case 'E': text = scientific_text(number, digits); break;
            case 'g':
            case 'G': text = general_text(number, digits == 0 ? 1 : digits); break;
            default: text = hexadecimal_text(number, what.precision); break;
        }
        const bool negative = text[0] == '-';
        if (negative) {
            text.erase(0, 1);
        }
        if (what.kind == 'E' || what.kind == 'G' || what.kind == 'A') {
            std::transform(text.begin(), text.end(), text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        }
        pad(text, sign_of(negative, what), what, what.zero);
    }

    static std::string sign_of(bool negative, const directive& what) {
        return negative ? "-" : what.plus ? "+" : what.blank ? " " : "";
    }

    void pad(const std::string& text, const std::string& sign, const directive& what, bool zeros) {
        const size_t length = to_utf16(text).size() + sign.size();
        const size_t width = static_cast<size_t>(what.width);
        const size_t missing = width > length ? width - length : 0;
        if (what.left) {
            result_ += sign + text + std::string(missing, ' ');
        } else if (zeros) {
            result_ += sign + std::string(missing, '0') + text;
        } else {
            result_ += std::string(missing, ' ') + sign + text;
        }
    }

    const std::string pattern_;
    const any* next_;
    const any* end_;
    size_t at_ = 0;
    std::string result_;
};

}  // namespace

string format(const string& pattern, std::initializer_list<any> arguments) {
    return from_utf8(formatter(to_utf8(pattern), arguments).run());
}

string joined(std::initializer_list<any> arguments) {
    string text;
    for (const any& argument : arguments) {
        text += argument.print();
    }
    return text;
}

string any::print() const {
    switch (kind_) {
        case kind::boolean: return to_string(bits_ != 0);
        case kind::integer: return integer_text(bits_);
        case kind::natural: return unsigned_text(static_cast<uint64_t>(bits_));
        case kind::real: return to_string(real_);
        case kind::real32: return to_string(static_cast<float>(real_));
        case kind::text: return text_;
        case kind::time: return to_string(datetime(bits_));
        case kind::color: return to_string(color(static_cast<uint32_t>(bits_)));
    }
    return text_;
}

}  // namespace mql
