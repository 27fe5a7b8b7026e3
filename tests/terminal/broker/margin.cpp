// Margin of contracts and of the account, by the formulas of SYMBOL_TRADE_CALC_MODE.
#include <algorithm>

#include "conversion.hpp"
#include "engine.hpp"
#include "valuation.hpp"

namespace terminal {

namespace {

int leverage_of(const engine& world, const contract_spec& spec) {
    return spec.leverage > 0 ? spec.leverage : world.trade.account.leverage;
}

// Of one lot in the margin currency, before the rate of the symbol.
double units_of_lot(const contract_spec& spec, int leverage, double price) {
    const double contract = spec.contract_size;
    // An amount that the broker has set takes the place of the formulas.
    if (spec.margin_initial > 0.0) {
        return spec.margin_initial;
    }
    switch (spec.calc_mode) {
        case mql::SYMBOL_CALC_MODE_FOREX: return contract / leverage;
        case mql::SYMBOL_CALC_MODE_FOREX_NO_LEVERAGE: return contract;
        case mql::SYMBOL_CALC_MODE_FUTURES:
        case mql::SYMBOL_CALC_MODE_EXCH_FUTURES: return 0.0;
        case mql::SYMBOL_CALC_MODE_CFDLEVERAGE: return contract * price / leverage;
        case mql::SYMBOL_CALC_MODE_CFDINDEX:
            return spec.tick_price > 0.0 ? contract * price * spec.tick_price / spec.tick_size
                                         : contract * price;
        default: return contract * price;
    }
}

// The part of a leg's margin that its covered lots need.
double covered_part(const contract_spec& spec) {
    const double of_lot = spec.margin_initial > 0.0 ? spec.margin_initial : spec.contract_size;
    return of_lot > 0.0 ? spec.margin_hedged / of_lot : 0.0;
}

}  // namespace

double margin_of(const engine& world, const symbol_state& symbol, int side, double lots,
                 double price) {
    const contract_spec& spec = symbol.spec;
    const double rate = side == side_buy ? spec.margin_rate_buy : spec.margin_rate_sell;
    // What is bought is converted at the ask, what is sold at the bid.
    const conversion how = side == side_buy ? conversion::of_loss : conversion::of_gain;
    return units_of_lot(spec, leverage_of(world, spec), price) * lots * rate *
           margin_rate_of(world, symbol, price, how);
}

margin_legs legs_of(const account_state& account, const std::string& symbol) {
    margin_legs legs;
    for (const position_record& open : account.positions) {
        if (open.symbol == symbol) {
            legs.add(open.side, open.volume, open.margin);
        }
    }
    return legs;
}

double margin_of_legs(const contract_spec& spec, const margin_legs& legs) {
    if (legs.lots[0] <= 0.0 || legs.lots[1] <= 0.0) {
        return legs.margin[0] + legs.margin[1];
    }
    if (spec.is_hedged_by_leg) {
        return std::max(legs.margin[0], legs.margin[1]);
    }
    const int larger = legs.lots[0] >= legs.lots[1] ? 0 : 1;
    const double covered = legs.lots[1 - larger];
    const double open_part = 1.0 - covered / legs.lots[larger];
    const double of_covered_lot =
        (legs.margin[0] + legs.margin[1]) / (legs.lots[0] + legs.lots[1]);
    return legs.margin[larger] * open_part + of_covered_lot * covered * covered_part(spec);
}

void sum_margin(engine& world) {
    account_state& account = world.trade.account;
    double sum = 0.0;
    for (size_t index = 0; index < account.positions.size(); ++index) {
        const position_record& open = account.positions[index];
        // Each symbol once, with its first position.
        const bool is_first = account.position_of(open.symbol) == &open;
        const symbol_state* symbol = symbol_of_position(world, open);
        if (is_first && symbol != nullptr) {
            sum += margin_of_legs(symbol->spec, legs_of(account, open.symbol));
        }
    }
    account.margin = money::rounded(sum, account.currency_digits);
}

void renew_margin(engine& world) {
    for (position_record& open : world.trade.account.positions) {
        if (const symbol_state* symbol = symbol_of_position(world, open)) {
            open.margin = margin_of(world, *symbol, open.side, open.volume, open.price_open);
        }
    }
    sum_margin(world);
}

double margin_level(money equity, money margin) {
    return margin.micros > 0 ? equity.units() / margin.units() * 100.0 : 0.0;
}

account_sums sums_of(const engine& world) {
    const account_state& account = world.trade.account;
    account_sums sums;
    for (const position_record& open : account.positions) {
        sums.profit += floating_profit(world, open);
        sums.swap += open.swap;
    }
    sums.margin = account.margin;
    sums.equity = account.balance + account.credit + sums.profit + sums.swap;
    sums.free = sums.equity - sums.margin;
    sums.level = margin_level(sums.equity, sums.margin);
    return sums;
}

}  // namespace terminal
