// AccountInfo*, OrderCalc*.
#include "../engine.hpp"
#include "../valuation.hpp"
#include "allocation.hpp"
#include "host.hpp"

namespace mql {

using terminal::account_state;
using terminal::engine;
using terminal::engine_of_program;

namespace {

// Margin and profit are those of a direction; a pending order counts as what it becomes.
bool is_order(int32_t action) {
    return action >= ORDER_TYPE_BUY && action <= ORDER_TYPE_SELL_STOP_LIMIT;
}

// Stops the run for contracts that have no formulas here.
void require_formulas(const terminal::symbol_state& symbol) {
    if (!terminal::has_formulas(symbol.spec.calc_mode)) {
        terminal::not_simulated("calculation mode " + std::to_string(symbol.spec.calc_mode));
    }
}

}  // namespace

int64_t AccountInfoInteger(ENUM_ACCOUNT_INFO_INTEGER property_id) {
    const terminal::world_lock lock;
    const account_state& account = engine_of_program().trade.account;
    switch (property_id) {
        case ACCOUNT_LOGIN: return account.login;
        case ACCOUNT_TRADE_MODE:
            return account.is_real ? ACCOUNT_TRADE_MODE_REAL : ACCOUNT_TRADE_MODE_DEMO;
        case ACCOUNT_LEVERAGE: return account.leverage;
        case ACCOUNT_LIMIT_ORDERS: return account.limit_orders;
        case ACCOUNT_MARGIN_SO_MODE: return ACCOUNT_STOPOUT_MODE_PERCENT;
        case ACCOUNT_TRADE_ALLOWED: return account.trade_allowed ? 1 : 0;
        case ACCOUNT_TRADE_EXPERT: return account.experts_allowed ? 1 : 0;
        case ACCOUNT_MARGIN_MODE:
            return account.is_hedging ? ACCOUNT_MARGIN_MODE_RETAIL_HEDGING
                                      : ACCOUNT_MARGIN_MODE_RETAIL_NETTING;
        case ACCOUNT_CURRENCY_DIGITS: return account.currency_digits;
        case ACCOUNT_FIFO_CLOSE: return account.is_fifo ? 1 : 0;
        case ACCOUNT_HEDGE_ALLOWED:
            return account.is_hedging && account.is_hedge_allowed ? 1 : 0;
    }
    terminal::set_last_error(ERR_ACCOUNT_WRONG_PROPERTY);
    return 0;
}

double AccountInfoDouble(ENUM_ACCOUNT_INFO_DOUBLE property_id) {
    const uncounted pause;
    const terminal::world_lock lock;
    const engine& world = engine_of_program();
    const account_state& account = world.trade.account;
    switch (property_id) {
        case ACCOUNT_BALANCE: return account.balance.units();
        case ACCOUNT_PROFIT: return terminal::sums_of(world).profit.units();
        case ACCOUNT_EQUITY: return terminal::sums_of(world).equity.units();
        case ACCOUNT_MARGIN: return account.margin.units();
        case ACCOUNT_MARGIN_FREE: return terminal::sums_of(world).free.units();
        case ACCOUNT_MARGIN_LEVEL: return terminal::sums_of(world).level;
        case ACCOUNT_MARGIN_SO_CALL: return account.margin_call_percent;
        case ACCOUNT_MARGIN_SO_SO: return account.stop_out_percent;
        case ACCOUNT_CREDIT: return account.credit.units();
        case ACCOUNT_MARGIN_INITIAL:
        case ACCOUNT_MARGIN_MAINTENANCE: return account.margin.units();
        case ACCOUNT_ASSETS:
        case ACCOUNT_LIABILITIES:
        case ACCOUNT_COMMISSION_BLOCKED: return 0.0;
    }
    terminal::set_last_error(ERR_ACCOUNT_WRONG_PROPERTY);
    return 0.0;
}

string AccountInfoString(ENUM_ACCOUNT_INFO_STRING property_id) {
    const uncounted pause;
    const terminal::world_lock lock;
    const account_state& account = engine_of_program().trade.account;
    switch (property_id) {
        case ACCOUNT_NAME: return from_utf8(account.name);
        case ACCOUNT_SERVER: return from_utf8(account.server);
        case ACCOUNT_CURRENCY: return from_utf8(account.currency);
        case ACCOUNT_COMPANY: return from_utf8(account.company);
    }
    terminal::set_last_error(ERR_ACCOUNT_WRONG_PROPERTY);
    return string(u"");
}

bool OrderCalcMargin(ENUM_ORDER_TYPE action, string symbol, double volume, double price,
                     double& margin) {
    const uncounted pause;
    const terminal::world_lock lock;
    const terminal::symbol_state* found = terminal::symbol_of(symbol);
    if (found == nullptr || !is_order(action) || !(price > 0.0) || !(volume > 0.0)) {
        terminal::set_last_error(ERR_TRADE_CALC_FAILED);
        return false;
    }
    require_formulas(*found);
    const engine& world = engine_of_program();
    const double units = terminal::margin_of(world, *found, action & 1, volume, price);
    margin = terminal::money::rounded(units, world.trade.account.currency_digits).units();
    return true;
}

bool OrderCalcProfit(ENUM_ORDER_TYPE action, string symbol, double volume, double price_open,
                     double price_close, double& profit) {
    const uncounted pause;
    const terminal::world_lock lock;
    const terminal::symbol_state* found = terminal::symbol_of(symbol);
    if (found == nullptr || !is_order(action) || !(price_open > 0.0) || !(price_close > 0.0) ||
        !(volume > 0.0)) {
        terminal::set_last_error(ERR_TRADE_CALC_FAILED);
        return false;
    }
    require_formulas(*found);
    const engine& world = engine_of_program();
    const double units =
        terminal::profit_of(world, *found, action & 1, volume, price_open, price_close);
    profit = terminal::money::rounded(units, world.trade.account.currency_digits).units();
    return true;
}

}  // namespace mql
