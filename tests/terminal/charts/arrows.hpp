// Draws the signs that stand at a time and a price.
#pragma once

#include "charts.hpp"
#include "svg.hpp"

namespace terminal {

void draw_arrow(const chart_object& object, double x, double y, svg_writer& out);

}  // namespace terminal
