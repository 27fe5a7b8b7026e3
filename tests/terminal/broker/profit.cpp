// Profit of contracts and of positions, by the formulas of SYMBOL_TRADE_CALC_MODE.
#include "conversion.hpp"
#include "engine.hpp"
#include "valuation.hpp"

namespace terminal {

namespace {

// The formulas of these count ticks: profit = ticks * price of a tick * lots.
bool counts_ticks(int mode) {
    return mode == mql::SYMBOL_CALC_MODE_FUTURES || mode == mql::SYMBOL_CALC_MODE_EXCH_FUTURES;
}

// What one lot earns in the profit currency when the price moves so far.
double units_of_move(const contract_spec& spec, double move) {
    if (counts_ticks(spec.calc_mode) && spec.tick_price > 0.0) {
        return move / spec.tick_size * spec.tick_price;
    }
    return move * spec.contract_size;
}

}  // namespace

bool has_formulas(int calc_mode) {
    switch (calc_mode) {
        case mql::SYMBOL_CALC_MODE_FOREX:
        case mql::SYMBOL_CALC_MODE_FOREX_NO_LEVERAGE:
        case mql::SYMBOL_CALC_MODE_FUTURES:
        case mql::SYMBOL_CALC_MODE_CFD:
        case mql::SYMBOL_CALC_MODE_CFDINDEX:
        case mql::SYMBOL_CALC_MODE_CFDLEVERAGE:
        case mql::SYMBOL_CALC_MODE_EXCH_STOCKS:
        case mql::SYMBOL_CALC_MODE_EXCH_FUTURES: return true;
        default: return false;
    }
}

double profit_of(const engine& world, const symbol_state& symbol, int side, double lots,
                 double open, double close) {
    const double units = units_of_move(symbol.spec, sign_of(side) * (close - open)) * lots;
    const conversion how = units >= 0.0 ? conversion::of_gain : conversion::of_loss;
    return units * profit_rate_of(world, symbol, close, how);
}

double tick_value(const engine& world, const symbol_state& symbol, bool is_gain) {
    const double price = symbol.server.bid;
    if (price <= 0.0) {
        return 0.0;
    }
    const conversion how = is_gain ? conversion::of_gain : conversion::of_loss;
    return units_of_move(symbol.spec, symbol.spec.tick_size) *
           profit_rate_of(world, symbol, price, how);
}

double closing_price(const symbol_state& symbol, int side) {
    return side == side_buy ? symbol.server.bid : symbol.server.ask;
}

double opening_price(const symbol_state& symbol, int side) {
    return closing_price(symbol, opposite(side));
}

const symbol_state* symbol_of_position(const engine& world, const position_record& open) {
    if (open.market == nullptr) {
        const auto found = world.symbols.find(open.symbol);
        open.market = found == world.symbols.end() ? nullptr : &found->second;
    }
    return open.market;
}

money floating_profit(const engine& world, const position_record& open) {
    const symbol_state* symbol = symbol_of_position(world, open);
    if (symbol == nullptr || !symbol->has_quote()) {
        return {};
    }
    const double profit = profit_of(world, *symbol, open.side, open.volume, open.price_open,
                                    closing_price(*symbol, open.side));
    return money::rounded(profit, world.trade.account.currency_digits);
}

}  // namespace terminal
