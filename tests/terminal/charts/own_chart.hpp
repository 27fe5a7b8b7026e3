// Charts and objects that a program names; 0 = its own chart.
#pragma once

#include "charts.hpp"
#include "string.hpp"

namespace terminal {

// Null with the terminal's error when there is none.
chart* chart_of(int64_t id);
chart_object* object_of(int64_t id, const mql::string& name);
// A chart has one window only; false with the terminal's error for others.
bool has_window(int32_t number);
// Objects are not kept while the tester shows no picture.
bool keeps_objects();
// Tells the program of the chart.
void post_chart_event(chart& place, int32_t code, int64_t lparam, double dparam,
                      const std::string& sparam);

}  // namespace terminal
