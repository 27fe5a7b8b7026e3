// Through which symbols amounts of a symbol's currencies become the account's.
#pragma once

#include <cstdint>

namespace terminal {

struct symbol_state;

struct currency_step {
    const symbol_state* via = nullptr;
    // The symbol's profit currency is what is converted.
    bool is_inverse = false;
};

struct currency_path {
    currency_step steps[2];
    int count = 0;
    bool is_known = false;
};

// Kept with each symbol, so that a quote costs no search.
struct currency_paths {
    // Of the trade server when they were looked up, 0 = never.
    uint64_t version = 0;
    currency_path profit;
    currency_path margin;
};

}  // namespace terminal
