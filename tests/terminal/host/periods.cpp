#include "periods.hpp"

#include "prelude.hpp"

namespace terminal {

bool read_period(const std::string& word, int32_t& period, std::string& error) {
    for (const mql::enum_entry& entry : mql::enum_table<mql::ENUM_TIMEFRAMES>::entries) {
        if ("PERIOD_" + word == entry.name && entry.value != 0) {
            period = entry.value;
            return true;
        }
    }
    error = "expected a timeframe such as M5 or H1, was \"" + word + "\"";
    return false;
}

}  // namespace terminal
