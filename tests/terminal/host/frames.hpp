// Frames that passes of an optimisation have sent.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace terminal {

struct frame {
    uint64_t pass = 0;
    std::string name;
    int64_t id = 0;
    double value = 0.0;
    std::string data;
    std::vector<std::string> inputs;
};

struct frame_list {
    std::vector<frame> frames;
    size_t at = 0;
    // Only frames of this name and number are read, when they are given.
    std::string name;
    int64_t id = 0;
    bool has_filter = false;
};

frame_list& the_frames();

}  // namespace terminal
