#include "calendar.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>

#include "words.hpp"

namespace terminal {

namespace {

constexpr uint64_t first_event = 840010001;
constexpr uint64_t first_value = 150001;
constexpr double scale = 1e6;

uint64_t event_of(const std::string& currency, int32_t importance, const std::string& name) {
    std::vector<calendar_event>& events = the_calendar().events;
    for (const calendar_event& known : events) {
        if (known.currency == currency && known.name == name) {
            return known.id;
        }
    }
    events.push_back({first_event + events.size(), currency, name, importance});
    return events.back().id;
}

bool read_importance(const std::string& word, int32_t& importance, std::string& error) {
    constexpr const char* levels[] = {"none", "low", "moderate", "high"};
    const auto level = std::find(std::begin(levels), std::end(levels), word);
    importance = static_cast<int32_t>(level - std::begin(levels));
    if (level == std::end(levels)) {
        error = "expected none, low, moderate or high, was \"" + word + "\"";
        return false;
    }
    return true;
}

bool read_scaled(const std::string& word, int64_t& value, std::string& error) {
    double number = 0.0;
    if (word.empty()) {
        return true;
    }
    if (!read_word(word, number, error)) {
        return false;
    }
    value = std::llround(number * scale);
    return true;
}

void insert(calendar_value value) {
    std::vector<calendar_value>& values = the_calendar().values;
    value.id = first_value + values.size();
    const auto later = [](int64_t time_s, const calendar_value& other) {
        return time_s < other.time_s;
    };
    values.insert(std::upper_bound(values.begin(), values.end(), value.time_s, later), value);
}

// TIME CURRENCY IMPORTANCE NAME, from words[first] on.
bool read_event(const std::vector<std::string>& words, size_t first, calendar_value& value,
                std::string& error) {
    int32_t importance = 0;
    int64_t msc = 0;
    if (!read_time(words[first], msc, error) ||
        !read_importance(words[first + 2], importance, error)) {
        return false;
    }
    value.time_s = msc / 1000;
    value.event_id = event_of(words[first + 1], importance, words[first + 3]);
    return true;
}

bool add_event(const std::vector<std::string>& words, std::string& error) {
    calendar_value value;
    option_list options;
    if (!read_event(words, 1, value, error) || !read_options(words, 5, options, error)) {
        return false;
    }
    for (const auto& option : options) {
        int64_t* field = option.first == "actual"     ? &value.actual
                         : option.first == "forecast" ? &value.forecast
                         : option.first == "previous" ? &value.previous
                                                      : nullptr;
        if (field == nullptr) {
            error = "a calendar event has no " + option.first;
            return false;
        }
        if (!read_scaled(option.second, *field, error)) {
            return false;
        }
    }
    insert(value);
    return true;
}

std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells(1);
    for (const char c : line) {
        if (c == ',') {
            cells.emplace_back();
        } else if (c != '\r') {
            cells.back() += c;
        }
    }
    return cells;
}

// Lines time,currency,importance,name,actual,forecast,previous after a first line of names.
bool read_file(const std::string& file, std::string& error) {
    std::ifstream in(file);
    std::string line;
    if (!in || !std::getline(in, line)) {
        error = "cannot read " + file;
        return false;
    }
    for (int number = 2; std::getline(in, line); ++number) {
        const std::vector<std::string> cells = cells_of(line);
        calendar_value value;
        if (cells.size() != 7) {
            error = "expected time,currency,importance,name,actual,forecast,previous";
        }
        if (cells.size() != 7 || !read_event(cells, 0, value, error) ||
            !read_scaled(cells[4], value.actual, error) ||
            !read_scaled(cells[5], value.forecast, error) ||
            !read_scaled(cells[6], value.previous, error)) {
            error = file + ":" + std::to_string(number) + ": " + error;
            return false;
        }
        insert(value);
    }
    return true;
}

}  // namespace

calendar& the_calendar() {
    static calendar instance;
    return instance;
}

const calendar_event* calendar::event_by_id(uint64_t id) const {
    const auto found = std::find_if(events.begin(), events.end(),
                                    [id](const calendar_event& known) { return known.id == id; });
    return found == events.end() ? nullptr : &*found;
}

const std::vector<calendar_country>& calendar_countries() {
    static const std::vector<calendar_country> countries{
        {36, "Australia", "AU", "AUD", "$"},      {124, "Canada", "CA", "CAD", "$"},
        {156, "China", "CN", "CNY", "Y"},         {392, "Japan", "JP", "JPY", "Y"},
        {554, "New Zealand", "NZ", "NZD", "$"},   {756, "Switzerland", "CH", "CHF", "F"},
        {826, "United Kingdom", "GB", "GBP", "L"}, {840, "United States", "US", "USD", "$"},
        {999, "European Union", "EU", "EUR", "E"},
    };
    return countries;
}

bool calendar_command(const std::vector<std::string>& words, std::string& error) {
    if (words.size() == 2 && (words[1] == "off" || words[1] == "on")) {
        the_calendar().is_available = words[1] == "on";
        return true;
    }
    if (words.size() == 2) {
        return read_file(words[1], error);
    }
    if (words.size() < 5) {
        error = "expected calendar TIME CURRENCY IMPORTANCE NAME, calendar FILE or calendar off";
        return false;
    }
    return add_event(words, error);
}

}  // namespace terminal
