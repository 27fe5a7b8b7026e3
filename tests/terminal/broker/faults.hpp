// What a broker does wrong, as a scenario asks for it.
#pragma once

#include <cstdint>
#include <deque>

namespace terminal {

// An answer that does not say what happened.
struct answer_fault {
    uint32_t retcode = 0;
    // The request is carried out all the same.
    bool is_executed = false;
    int left = 1;
    // Only every so many requests.
    int every = 1;
    int64_t until_msc = INT64_MAX;
};

enum class delivery { normal, reversed, doubled, lost };

struct fault_plan {
    std::deque<answer_fault> answers;
    int64_t latency_msc = 0;
    int64_t jitter_msc = 0;
    // Worst slippage against the trader, in points.
    int slippage_points = 0;
    // Part of the volume that finds a counterparty.
    double fill_part = 1.0;
    // The server trades at all; programs do not see it before they try.
    bool is_trading = true;
    // Every request is rejected.
    bool rejects_all = false;
    int64_t transactions_late_msc = 0;
    delivery transactions = delivery::normal;
};

}  // namespace terminal
