// Draws the objects of a chart.
#pragma once

#include "charts.hpp"
#include "svg.hpp"
#include "view.hpp"

namespace terminal {

void draw_object(const chart_object& object, const chart_view& view, svg_writer& out);

}  // namespace terminal
