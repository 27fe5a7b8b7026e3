// What programs cost: measured, never part of the log.
#pragma once

#include <array>
#include <cstdint>

#include "json.hpp"

namespace terminal {

// Counts of durations in a fixed amount of memory; percentiles are right to 1 in 32.
class durations {
public:
    void note(int64_t ns);
    void add(const durations& other);
    // The duration that this share of all does not exceed.
    int64_t at(double share) const;
    int64_t most() const { return most_; }

private:
    static constexpr int parts = 32;
    static constexpr int doublings = 40;

    static size_t place_of(int64_t ns);
    static int64_t upper_of(size_t place);

    std::array<uint32_t, size_t{parts} * doublings> counts_{};
    uint64_t total_ = 0;
    int64_t most_ = 0;
};

struct measurements {
    durations tick;
    durations timer;
    uint64_t ticks = 0;
    uint64_t tick_allocations_most = 0;
    uint64_t tick_calls_most = 0;
    uint64_t tick_calls_sum = 0;
    uint64_t ticks_without_allocation = 0;
    int64_t deinit_ns_most = 0;

    void note_tick(int64_t took_ns, uint64_t calls, uint64_t allocations);
    void note_deinit(int64_t took_ns);
    void add(const measurements& other);
    json summary() const;
};

int64_t steady_ns();
// Memory of this process in bytes that cannot be given back without it.
int64_t memory_used();

}  // namespace terminal
