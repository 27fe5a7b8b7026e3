// Where objects that are placed by pixels are on the screen.
#pragma once

#include "charts.hpp"
#include "view.hpp"

namespace terminal {

struct screen_box {
    double x = 0.0;
    double y = 0.0;
    double width = 0.0;
    double height = 0.0;

    bool has(double at_x, double at_y) const {
        return at_x >= x && at_x < x + width && at_y >= y && at_y < y + height;
    }
};

// The part of a size that lies left of and above an anchor: 0, 0.5 or 1.
struct anchor_share {
    double left;
    double above;
};
anchor_share share_of_anchor(int32_t anchor);

screen_box box_of(const chart_object& object, const chart_view& view);

}  // namespace terminal
