// What a program has selected: a position, an order, a part of the history.
#pragma once

#include <cstdint>
#include <vector>

#include "../records.hpp"
#include "host.hpp"

namespace terminal {

struct selected_records {
    position_record position;
    bool has_position = false;
    order_record order;
    bool has_order = false;
    std::vector<uint64_t> deals;
    std::vector<uint64_t> orders;
};

// Of the calling program.
inline selected_records& selected() { return program_data().get<selected_records>(); }

}  // namespace terminal
