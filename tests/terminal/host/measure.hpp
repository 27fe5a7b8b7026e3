// What programs cost: measured, never part of the log.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "json.hpp"

namespace terminal {

struct measurements {
    std::vector<int64_t> tick_ns;
    uint64_t ticks = 0;
    uint64_t tick_allocations_most = 0;
    uint64_t tick_calls_most = 0;
    uint64_t tick_calls_sum = 0;
    uint64_t ticks_without_allocation = 0;
    int64_t deinit_ns_most = 0;

    void note_tick(int64_t took_ns, uint64_t calls, uint64_t allocations);
    void note_deinit(int64_t took_ns);
    json summary();
};

int64_t steady_ns();
// Resident memory of this process in bytes.
int64_t memory_used();

}  // namespace terminal
