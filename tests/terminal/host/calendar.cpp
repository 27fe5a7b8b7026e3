#include "calendar.hpp"

#include <algorithm>

#include "allocation.hpp"
#include "host.hpp"
#include "prelude.hpp"
#include "words.hpp"

namespace terminal {

calendar& the_calendar() {
    static calendar instance;
    return instance;
}

bool add_calendar_row(const std::vector<std::string>& words, std::string& error) {
    if (words.size() == 2 && words[1] == "off") {
        the_calendar().is_available = false;
        return true;
    }
    constexpr const char* levels[] = {"none", "low", "moderate", "high"};
    calendar_row row;
    int64_t msc = 0;
    if (words.size() != 5 || !read_time(words[1], msc, error)) {
        error = error.empty() ? "expected calendar TIME CURRENCY IMPORTANCE NAME" : error;
        return false;
    }
    const auto level = std::find(std::begin(levels), std::end(levels), words[3]);
    if (level == std::end(levels)) {
        error = "expected none, low, moderate or high, was \"" + words[3] + "\"";
        return false;
    }
    row.id = 840000000 + the_calendar().rows.size();
    row.time_s = msc / 1000;
    row.currency = words[2];
    row.importance = static_cast<int32_t>(level - std::begin(levels));
    row.name = words[4];
    the_calendar().rows.push_back(row);
    return true;
}

}  // namespace terminal

namespace mql {

using terminal::calendar_row;
using terminal::the_calendar;

namespace {

// The tester has no calendar.
bool is_available() {
    if (the_calendar().is_available && !terminal::program_in_tester()) {
        return true;
    }
    terminal::set_last_error(terminal::program_in_tester() ? ERR_FUNCTION_NOT_ALLOWED
                                                           : ERR_CALENDAR_TIMEOUT);
    return false;
}

}  // namespace

int32_t CalendarValueHistory(array_ref<MqlCalendarValue> values, datetime datetime_from,
                             datetime datetime_to, string country_code, string currency) {
    const uncounted pause;
    const terminal::world_lock lock;
    if (!is_available()) {
        return -1;
    }
    if (country_code.length() != 0) {
        terminal::not_simulated("CalendarValueHistory by country");
    }
    const std::string wanted = to_utf8(currency);
    std::vector<const calendar_row*> chosen;
    for (const calendar_row& row : the_calendar().rows) {
        const bool is_inside = row.time_s >= datetime_from.value &&
                               (datetime_to.value == 0 || row.time_s <= datetime_to.value);
        if (is_inside && (wanted.empty() || row.currency == wanted)) {
            chosen.push_back(&row);
        }
    }
    values.resize(static_cast<int32_t>(chosen.size()));
    for (size_t index = 0; index < chosen.size(); ++index) {
        MqlCalendarValue value{};
        value.id = chosen[index]->id * 10;
        value.event_id = chosen[index]->id;
        value.time = datetime(chosen[index]->time_s);
        value.actual_value = INT64_MIN;
        value.prev_value = INT64_MIN;
        value.revised_prev_value = INT64_MIN;
        value.forecast_value = INT64_MIN;
        values.data()[index] = value;
    }
    return static_cast<int32_t>(chosen.size());
}

bool CalendarEventById(uint64_t event_id, MqlCalendarEvent& event) {
    const uncounted pause;
    const terminal::world_lock lock;
    if (!is_available()) {
        return false;
    }
    for (const calendar_row& row : the_calendar().rows) {
        if (row.id == event_id) {
            event = MqlCalendarEvent{};
            event.id = row.id;
            event.importance = static_cast<ENUM_CALENDAR_EVENT_IMPORTANCE>(row.importance);
            event.name = from_utf8(row.name);
            return true;
        }
    }
    terminal::set_last_error(ERR_CALENDAR_NO_DATA);
    return false;
}

}  // namespace mql
