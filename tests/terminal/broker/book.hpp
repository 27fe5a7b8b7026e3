// Depth of market: which programs look at it, and what they see.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "symbol_state.hpp"

namespace terminal {

// Kept for each program; an OnBookEvent is for those that have the symbol here.
struct book_subscriptions {
    std::set<std::string> symbols;
};

// Made up of the quote and the depth that the symbol has: a level each tick of the price, asks from
// the highest down, then bids. Empty without a quote.
std::vector<mql::MqlBookInfo> book_of(const symbol_state& symbol);

}  // namespace terminal
