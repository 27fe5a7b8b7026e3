#include "expect.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "charts/charts.hpp"
#include "expert.hpp"
#include "log.hpp"
#include "words.hpp"
#include "world.hpp"

namespace terminal {

namespace {

int64_t memory_mark = 0;

// Whether one of the lines contains all the words from the first of them on.
bool has_line(const std::vector<std::string>& lines, const std::vector<std::string>& words,
              size_t first) {
    const auto begin = words.begin() + static_cast<std::ptrdiff_t>(first);
    return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
        return std::all_of(begin, words.end(), [&](const std::string& text) {
            return line.find(text) != std::string::npos;
        });
    });
}

// What is written on the objects of a chart.
std::vector<std::string> texts_on(chart& place) {
    std::vector<std::string> texts;
    for (const chart_object& object : content_of(place).objects) {
        texts.push_back(object.shown_text());
    }
    return texts;
}

// `what` is where the texts, the words from the first of them on, were looked for.
bool check_texts(const std::vector<std::string>& lines, const std::vector<std::string>& words,
                 size_t first, const std::string& what, std::string& error) {
    const bool is_wanted = words[0] == "expect";
    if (has_line(lines, words, first) == is_wanted) {
        return true;
    }
    error = (is_wanted ? "no " : "a ") + what + " contains";
    for (size_t index = first; index < words.size(); ++index) {
        error += " \"" + words[index] + "\"";
    }
    return false;
}

bool compare(double value, const std::string& sign, double limit, bool& holds) {
    constexpr double near = 1e-9;
    if (sign == "=") {
        holds = std::fabs(value - limit) < near;
    } else if (sign == "!=") {
        holds = std::fabs(value - limit) >= near;
    } else if (sign == "<") {
        holds = value < limit;
    } else if (sign == ">") {
        holds = value > limit;
    } else if (sign == "<=") {
        holds = value <= limit + near;
    } else if (sign == ">=") {
        holds = value >= limit - near;
    } else {
        return false;
    }
    return true;
}

bool number_of(const json& object, const std::string& key, double& value) {
    const json* found = object.find(key);
    if (found == nullptr) {
        return false;
    }
    value = std::strtod(found->text().c_str(), nullptr);
    return true;
}

}  // namespace

void mark_memory() { memory_mark = memory_used(); }

bool find_number(const std::string& key, double& value) {
    if (key == "memory-growth") {
        value = static_cast<double>(memory_used() - memory_mark);
        return true;
    }
    if (key == "running") {
        const std::vector<chart*> charts = the_world().charts();
        value = static_cast<double>(std::count_if(
            charts.begin(), charts.end(),
            [](const chart* place) { return place->program != nullptr; }));
        return true;
    }
    if (key.compare(0, 6, "count:") == 0) {
        value = static_cast<double>(log_count(key.substr(6)));
        return true;
    }
    return number_of(the_world().prices().summary(), key, value) ||
           number_of(measurements_summary(), key, value);
}

bool check_expectation(const std::vector<std::string>& words, std::string& error) {
    if (words.size() >= 3 && words[1] == "log") {
        return check_texts(log_lines(), words, 2, "line of the log", error);
    }
    if (words.size() >= 4 && words[1] == "chart") {
        chart* place = the_world().find_chart(words[2], error);
        return place != nullptr && check_texts(texts_on(*place), words, 3, "object", error);
    }
    if (words[0] != "expect") {
        error = "expected expect-no log TEXT or expect-no chart CHART TEXT";
        return false;
    }
    double value = 0.0;
    double limit = 0.0;
    bool holds = false;
    if (words.size() != 4 || !find_number(words[1], value) ||
        !read_word(words[3], limit, error) || !compare(value, words[2], limit, holds)) {
        error = error.empty() ? "expected expect KEY OPERATOR NUMBER with a known key" : error;
        return false;
    }
    if (!holds) {
        error = words[1] + " is " + number_text(value) + ", expected " + words[2] + " " + words[3];
    }
    return holds;
}

}  // namespace terminal
