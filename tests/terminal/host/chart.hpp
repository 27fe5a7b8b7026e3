// A chart of the terminal: what it shows and which program runs on it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "host.hpp"

namespace terminal {

class expert;

struct chart {
    std::string name;
    int64_t id = 0;
    std::string symbol;
    int32_t period = 1;
    int32_t width_px = 1200;
    int32_t height_px = 700;
    std::string comment;
    uint64_t redraws = 0;
    std::unique_ptr<expert> program;
    // Objects and what else other parts keep for a chart.
    program_store store;
};

}  // namespace terminal
