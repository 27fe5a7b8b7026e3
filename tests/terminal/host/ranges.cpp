#include "ranges.hpp"

#include <cmath>

#include "json.hpp"
#include "words.hpp"

namespace terminal {

namespace {

std::vector<std::string> split(const std::string& text, const std::string& mark) {
    std::vector<std::string> parts;
    size_t begin = 0;
    for (size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, begin)) {
        parts.push_back(text.substr(begin, at - begin));
        begin = at + mark.size();
    }
    parts.push_back(text.substr(begin));
    return parts;
}

std::vector<std::string> values_of(const input_range& range) {
    if (!range.is_enabled || !range.values.empty()) {
        return range.values;
    }
    constexpr double near = 1e-9;
    constexpr double decimals = 1e10;
    std::vector<std::string> values;
    const auto steps = static_cast<int>((range.stop - range.start) / range.step + near);
    for (int index = 0; index <= steps; ++index) {
        const double value = range.start + index * range.step;
        values.push_back(number_text(std::round(value * decimals) / decimals));
    }
    return values;
}

}  // namespace

std::vector<input_range>& the_ranges() {
    static std::vector<input_range> instance;
    return instance;
}

bool read_range(const std::string& name, const std::string& text, input_range& range,
                std::string& error) {
    range = input_range();
    range.name = name;
    if (text.find("||") == std::string::npos) {
        range.values = split(text, "|");
        range.is_enabled = range.values.size() > 1;
        return true;
    }
    const std::vector<std::string> parts = split(text, "||");
    if (parts.size() == 5 && parts[4] == "N") {
        range.values = {parts[0]};
        return true;
    }
    if (parts.size() != 5 || parts[4] != "Y" || !read_word(parts[0], range.value, error) ||
        !read_word(parts[1], range.start, error) || !read_word(parts[2], range.step, error) ||
        !read_word(parts[3], range.stop, error) || range.step <= 0.0 ||
        range.stop < range.start) {
        error = name + ": expected value||start||step||stop||Y, was \"" + text + "\"";
        return false;
    }
    range.is_enabled = true;
    return true;
}

std::vector<input_list> combinations(const std::vector<input_range>& ranges) {
    std::vector<input_list> all(1);
    for (const input_range& range : ranges) {
        const std::vector<std::string> values = values_of(range);
        std::vector<input_list> longer;
        for (const input_list& begun : all) {
            for (const std::string& value : values) {
                longer.push_back(begun);
                longer.back().emplace_back(range.name, value);
            }
        }
        all = longer;
    }
    return all;
}

}  // namespace terminal
