// What the terminal and the trade server refuse, and with which return code.
#pragma once

#include <cstdint>

#include "records.hpp"

namespace terminal {

struct engine;

// 0 when nothing speaks against the request, else the return code of what was found first.
uint32_t check_request(const engine& world, const trade_request& request);

}  // namespace terminal
