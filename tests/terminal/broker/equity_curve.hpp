// How far the equity has fallen, for the statistics of the tester.
#pragma once

#include <algorithm>

namespace terminal {

struct equity_curve {
    double highest = 0.0;
    double lowest = 0.0;
    bool has_any = false;
    // The largest fall in money, with its part of the peak before it.
    double fall = 0.0;
    double fall_part = 0.0;
    // The largest fall as a part of the peak, with its money.
    double relative_part = 0.0;
    double relative = 0.0;

    void take(double value) {
        if (!has_any) {
            highest = lowest = value;
            has_any = true;
        }
        highest = std::max(highest, value);
        lowest = std::min(lowest, value);
        const double now = highest - value;
        const double part = highest > 0.0 ? now / highest : 0.0;
        if (now > fall) {
            fall = now;
            fall_part = part;
        }
        if (part > relative_part) {
            relative_part = part;
            relative = now;
        }
    }
};

}  // namespace terminal
