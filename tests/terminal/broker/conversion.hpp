// Amounts of other currencies in the account's.
#pragma once

#include <string>

#include "symbol_state.hpp"

namespace terminal {

struct engine;

// Which rate is taken: the one that is worse for the trader, as MetaTrader does.
enum class conversion { of_gain, of_loss };

// Account currency for one unit of the profit currency of a symbol, whose own price is `price`.
double profit_rate_of(const engine& world, const symbol_state& symbol, double price,
                      conversion how);
// The same for the margin currency.
double margin_rate_of(const engine& world, const symbol_state& symbol, double price,
                      conversion how);
// For any currency; searches the symbols each time.
double rate_of(const engine& world, const std::string& currency, const symbol_state& symbol,
               double price, conversion how);

}  // namespace terminal
