// What the tester says about a finished pass.
#pragma once

#include <cstdint>

namespace terminal {

struct engine;

// Of ENUM_STATISTICS.
double statistic_of(const engine& world, int32_t id);

}  // namespace terminal
