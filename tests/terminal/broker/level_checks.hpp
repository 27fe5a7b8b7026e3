// Rules for prices, volumes and kinds of orders of one symbol.
#pragma once

#include <cstdint>

#include "records.hpp"
#include "symbol_state.hpp"

namespace terminal {

// Each gives 0 or a return code.

// Levels of a position that could be closed at `price`, or of an order that opens one there.
uint32_t check_stops(const symbol_state& symbol, int side, double price, double sl, double tp);
uint32_t check_volume(const contract_spec& spec, double volume);
uint32_t check_filling(const contract_spec& spec, int type, int filling);
uint32_t check_order_type(const contract_spec& spec, const trade_request& request);
uint32_t check_expiration(const contract_spec& spec, const trade_request& request,
                          int64_t now_msc);
uint32_t check_pending_price(const symbol_state& symbol, const trade_request& request);
// Too near to what would be executed now.
bool is_frozen(const symbol_state& symbol, double price, double level);

inline bool is_pending_type(int type) { return type >= 2 && type <= 7; }
inline bool is_limit_type(int type) { return type == 2 || type == 3; }
inline bool is_stop_limit_type(int type) { return type == 6 || type == 7; }

}  // namespace terminal
