// Orders that become deals: how deals change positions and the balance.
#pragma once

#include "records.hpp"

namespace terminal {

struct engine;
struct symbol_state;
class transaction_batch;

// An order that is filled at once.
struct deal_plan {
    int side = side_buy;
    double lots = 0.0;
    double price = 0.0;
    // Identifier of the position that is closed, 0 = opens one (or, netting, changes the symbol's).
    uint64_t position = 0;
    uint64_t magic = 0;
    std::string comment;
    int reason = 3;
    double sl = 0.0;
    double tp = 0.0;
    int filling = 0;
};

order_record order_of(engine& world, const symbol_state& symbol, const deal_plan& plan);
// Fills a part of an order, or all of it: books the deal and changes the position.
deal_record fill_order(engine& world, transaction_batch& batch, const symbol_state& symbol,
                       order_record& order, double lots, double price);
// Moves an order into the history.
void finish_order(engine& world, transaction_batch& batch, order_record order, int state);

// All of it at once, in its own batch unless one is given. Returns the deal.
deal_record book_deal(engine& world, const symbol_state& symbol, const deal_plan& plan);
deal_record book_deal(engine& world, transaction_batch& batch, const symbol_state& symbol,
                      const deal_plan& plan);
// Closes a position against an opposite one of the same symbol. Returns the first deal.
deal_record book_close_by(engine& world, transaction_batch& batch, const symbol_state& symbol,
                          const trade_request& request);

// Money paid in or out.
void book_balance(engine& world, money amount, const std::string& comment);

}  // namespace terminal
