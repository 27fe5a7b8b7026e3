#include "words.hpp"

#include <charconv>

#include "time_text.hpp"

namespace terminal {

namespace {

template <class T>
bool read_number(const std::string& word, T& value, std::string& error) {
    const char* end = word.data() + word.size();
    const auto result = std::from_chars(word.data(), end, value);
    if (word.empty() || result.ec != std::errc() || result.ptr != end) {
        error = "expected a number, was \"" + word + "\"";
        return false;
    }
    return true;
}

}  // namespace

bool read_word(const std::string& word, double& value, std::string& error) {
    return read_number(word, value, error);
}
bool read_word(const std::string& word, int64_t& value, std::string& error) {
    return read_number(word, value, error);
}
bool read_word(const std::string& word, int32_t& value, std::string& error) {
    return read_number(word, value, error);
}
bool read_word(const std::string& word, uint64_t& value, std::string& error) {
    return read_number(word, value, error);
}
bool read_word(const std::string& word, bool& value, std::string& error) {
    value = word == "on" || word == "yes";
    if (!value && word != "off" && word != "no") {
        error = "expected on or off, was \"" + word + "\"";
        return false;
    }
    return true;
}
bool read_word(const std::string& word, std::string& value, std::string&) {
    value = word;
    return true;
}

bool read_time(const std::string& word, int64_t& msc, std::string& error) {
    int64_t seconds = 0;
    if (word.find_first_of("./-") == std::string::npos ||
        !mql::parse_time(word, 0, seconds)) {
        error = "expected a time such as 2026.01.12T10:30, was \"" + word + "\"";
        return false;
    }
    msc = seconds * 1000;
    return true;
}

bool read_duration(const std::string& word, int64_t& msc, std::string& error) {
    const size_t digits = word.find_first_not_of("0123456789");
    const std::string unit = digits == std::string::npos ? "" : word.substr(digits);
    const int64_t factor = unit == "ms"  ? 1
                           : unit == "s" ? 1000
                           : unit == "m" ? 60000
                           : unit == "h" ? 3600000
                           : unit == "d" ? 86400000
                                         : 0;
    std::string ignored;
    if (factor == 0 || digits == 0 || !read_number(word.substr(0, digits), msc, ignored)) {
        error = "expected a duration such as 250ms, 90s, 5m, 2h or 3d, was \"" + word + "\"";
        return false;
    }
    msc *= factor;
    return true;
}

bool split_option(const std::string& word, std::string& name, std::string& value) {
    const size_t mark = word.find('=');
    if (mark == std::string::npos || mark == 0) {
        return false;
    }
    name = word.substr(0, mark);
    value = word.substr(mark + 1);
    return true;
}

bool read_options(const std::vector<std::string>& words, size_t first, option_list& options,
                  std::string& error) {
    for (size_t index = first; index < words.size(); ++index) {
        options.emplace_back();
        if (!split_option(words[index], options.back().first, options.back().second)) {
            error = "expected name=value, was \"" + words[index] + "\"";
            return false;
        }
    }
    return true;
}

bool split_words(const std::string& line, std::vector<std::string>& words, std::string& error) {
    words.clear();
    bool is_quoted = false;
    bool has_word = false;
    for (const char c : line) {
        if (c == '"') {
            is_quoted = !is_quoted;
        }
        if (c == '#' && !is_quoted) {
            break;
        }
        const bool separates = !is_quoted && (c == ' ' || c == '\t' || c == '\r');
        if (separates) {
            has_word = false;
            continue;
        }
        if (!has_word) {
            words.emplace_back();
            has_word = true;
        }
        if (c != '"') {
            words.back() += c;
        }
    }
    if (is_quoted) {
        error = "a quotation mark is not closed";
        return false;
    }
    return true;
}

}  // namespace terminal
