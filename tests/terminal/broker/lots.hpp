// Volumes without the noise of binary fractions.
#pragma once

#include <cmath>

namespace terminal {

// Less than this is nothing.
constexpr double lots_none = 1e-9;

inline double plain_lots(double lots) { return std::round(lots * 1e8) / 1e8; }

inline bool is_multiple(double lots, double step) {
    const double steps = lots / step;
    return std::fabs(steps - std::round(steps)) < 1e-6;
}

// The largest multiple of the step that is not above.
inline double whole_lots(double lots, double step) {
    return plain_lots(std::floor(lots / step + 1e-6) * step);
}

}  // namespace terminal
