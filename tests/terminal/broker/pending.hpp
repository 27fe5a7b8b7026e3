// Orders that wait for their price.
#pragma once

#include <cstdint>

#include "records.hpp"

namespace terminal {

struct engine;
struct symbol_state;
class transaction_batch;

trade_result place_pending(engine& world, transaction_batch& batch, const trade_request& request);
trade_result modify_pending(engine& world, transaction_batch& batch,
                            const trade_request& request);
trade_result remove_pending(engine& world, transaction_batch& batch,
                            const trade_request& request);

// Fills or activates what a new quote has reached.
void check_pending(engine& world, const symbol_state& symbol);
// Takes out what has come to its time; for orders of another run also plans when they will.
void expire_pending(engine& world, bool replans);

}  // namespace terminal
