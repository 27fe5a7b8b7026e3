// Which prices and times a chart writes at its scales.
#pragma once

#include <string>
#include <vector>

#include "view.hpp"

namespace terminal {

// Round prices, about one for each of so many pixels.
std::vector<double> scale_prices(const chart_view& view);
// Numbers of the bars that get a time.
std::vector<size_t> scale_bars(const chart_view& view);
// "12 Jan 10:30", or "12 Jan 2026" for days and longer.
std::string scale_time(int64_t time_s, int32_t period);

}  // namespace terminal
