// Deals: how they change positions and the balance.
#pragma once

#include "records.hpp"

namespace terminal {

struct engine;
struct symbol_state;

struct deal_plan {
    int side = side_buy;
    double lots = 0.0;
    double price = 0.0;
    // The position that is closed, 0 = opens one (or, netting, changes the symbol's).
    uint64_t position = 0;
    uint64_t magic = 0;
    std::string comment;
    int reason = 3;
    double sl = 0.0;
    double tp = 0.0;
};

// Books an order that was filled at once, its deal, and the position. Tells the terminal.
// Returns the deal.
deal_record book_deal(engine& world, symbol_state& symbol, const deal_plan& plan);

// Money paid in or out.
void book_balance(engine& world, money amount, const std::string& comment);

}  // namespace terminal
