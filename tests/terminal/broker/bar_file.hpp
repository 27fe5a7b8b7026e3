// Bars of a minute from a file, as history before a feed.
#pragma once

#include <cstdint>
#include <string>

#include "bar_series.hpp"

namespace terminal {

// Columns time (or date and time), open, high, low, close or bid_open, ..., and if there are any
// tick_volume or tickvol, spread, real_volume or vol. False with file and line of what is wrong.
bool read_bars(const std::string& file, int64_t shift_s, bar_series::bar_list& bars,
               std::string& error);

}  // namespace terminal
