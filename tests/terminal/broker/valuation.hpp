// What contracts are worth: profit, margin, and the sums of an account.
#pragma once

#include "account.hpp"
#include "symbol_state.hpp"

namespace terminal {

struct engine;

// False for kinds of contracts that are not simulated (bonds, options, collateral).
bool has_formulas(int calc_mode);

// Of a round trip, in the account's currency before rounding.
double profit_of(const engine& world, const symbol_state& symbol, int side, double lots,
                 double open, double close);
// Of one tick and one lot; a loss may weigh more, because it is converted at another rate.
double tick_value(const engine& world, const symbol_state& symbol, bool is_gain = true);
// Of a new position without any other on the symbol.
double margin_of(const engine& world, const symbol_state& symbol, int side, double lots,
                 double price);
// At which a position would be closed now.
double closing_price(const symbol_state& symbol, int side);
double opening_price(const symbol_state& symbol, int side);

// The symbol of a position; null when the market does not have it.
const symbol_state* symbol_of_position(const engine& world, const position_record& open);
// Profit that is not realised yet, as the account's currency is booked.
money floating_profit(const engine& world, const position_record& open);

// Margin of the two directions of one symbol together.
struct margin_legs {
    double lots[2] = {0.0, 0.0};
    double margin[2] = {0.0, 0.0};

    void add(int side, double volume, double amount) {
        lots[side] += volume;
        margin[side] += amount;
    }
};
margin_legs legs_of(const account_state& account, const std::string& symbol);
double margin_of_legs(const contract_spec& spec, const margin_legs& legs);
// Margin of the whole account, from what its positions hold.
void sum_margin(engine& world);
// The same after leverage or currency have changed.
void renew_margin(engine& world);

struct account_sums {
    money profit;
    money swap;
    money equity;
    money margin;
    money free;
    // Percent; 0 without margin.
    double level = 0.0;
};
account_sums sums_of(const engine& world);
double margin_level(money equity, money margin);

}  // namespace terminal
