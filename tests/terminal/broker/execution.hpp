// What the trade server does with a request that is in order.
#pragma once

#include "records.hpp"

namespace terminal {

struct engine;
struct symbol_state;
class transaction_batch;

trade_result answer_of(uint32_t retcode);
trade_result execute(engine& world, transaction_batch& batch, const trade_request& request);

// Fills what can be filled of a market order that is still open.
void go_on_filling(engine& world, const symbol_state& symbol);

}  // namespace terminal
