// The economic calendar of a run: what a scenario says will be published, and when.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace terminal {

// What is published again and again under one name.
struct calendar_event {
    uint64_t id = 0;
    std::string currency;
    std::string name;
    // ENUM_CALENDAR_EVENT_IMPORTANCE.
    int32_t importance = 0;
};

// One publication. Values are multiplied by a million, INT64_MIN where there is none.
struct calendar_value {
    uint64_t id = 0;
    uint64_t event_id = 0;
    int64_t time_s = 0;
    int64_t actual = INT64_MIN;
    int64_t forecast = INT64_MIN;
    int64_t previous = INT64_MIN;
};

struct calendar_country {
    uint64_t id;
    const char* name;
    const char* code;
    const char* currency;
    const char* sign;
};

struct calendar {
    bool is_available = true;
    std::vector<calendar_event> events;
    // By time.
    std::vector<calendar_value> values;

    const calendar_event* event_by_id(uint64_t id) const;
};

calendar& the_calendar();
const std::vector<calendar_country>& calendar_countries();
// calendar TIME CURRENCY none|low|moderate|high NAME [actual=] [forecast=] [previous=]
// calendar FILE.csv | calendar off | calendar on
bool calendar_command(const std::vector<std::string>& words, std::string& error);

}  // namespace terminal
