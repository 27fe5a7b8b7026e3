// The economic calendar of a run: events of a scenario.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace terminal {

struct calendar_row {
    uint64_t id = 0;
    int64_t time_s = 0;
    std::string currency;
    // ENUM_CALENDAR_EVENT_IMPORTANCE.
    int32_t importance = 0;
    std::string name;
};

struct calendar {
    bool is_available = true;
    std::vector<calendar_row> rows;
};

calendar& the_calendar();
// calendar TIME CURRENCY none|low|moderate|high NAME | calendar off
bool add_calendar_row(const std::vector<std::string>& words, std::string& error);

}  // namespace terminal
