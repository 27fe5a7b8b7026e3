// What the host reads of symbols.
#pragma once

#include <cstdint>
#include <string>

namespace terminal {

int32_t digits_of(const std::string& symbol);
double point_of(const std::string& symbol);
int32_t seconds_of(int32_t period);

}  // namespace terminal
