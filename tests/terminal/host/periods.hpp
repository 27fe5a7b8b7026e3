// Timeframes by name.
#pragma once

#include <cstdint>
#include <string>

namespace terminal {

// M1, M5, H1, D1, ... False with the reason for anything else.
bool read_period(const std::string& word, int32_t& period, std::string& error);

}  // namespace terminal
