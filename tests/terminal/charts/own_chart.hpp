// Charts and objects that a program names; 0 = its own chart.
#pragma once

#include "charts.hpp"
#include "string.hpp"

namespace terminal {

// Null with the terminal's error when there is none.
chart* chart_of(int64_t id);
chart_object* object_of(int64_t id, const mql::string& name);

}  // namespace terminal
