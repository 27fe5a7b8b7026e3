// What contracts are worth: profit, margin and conversion into the account's currency.
#pragma once

#include "account.hpp"
#include "symbol_state.hpp"

namespace terminal {

struct engine;

// Units of the account's currency for one unit of another.
double account_rate(const engine& world, const std::string& currency, const contract_spec& spec,
                    double price);
// Of a round trip, in the account's currency before rounding.
double profit_of(const engine& world, const symbol_state& symbol, int side, double lots,
                 double open, double close);
// Profit and loss of one tick and one lot.
double tick_value(const engine& world, const symbol_state& symbol);
// Of a new position.
double margin_of(const engine& world, const symbol_state& symbol, int side, double lots,
                 double price);
// At which a position would be closed now.
double closing_price(const symbol_state& symbol, int side);

struct account_sums {
    double profit = 0.0;
    double swap = 0.0;
    double equity = 0.0;
    double margin = 0.0;
    double free = 0.0;
    // Percent; 0 without margin.
    double level = 0.0;
};
account_sums sums_of(const engine& world);

}  // namespace terminal
