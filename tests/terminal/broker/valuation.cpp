#include "valuation.hpp"

#include <algorithm>
#include <map>

#include "engine.hpp"

namespace terminal {

namespace {

constexpr int mode_forex = 0;
constexpr int mode_futures = 1;
constexpr int mode_cfd_index = 3;
constexpr int mode_cfd_leverage = 4;
constexpr int mode_forex_no_leverage = 5;
constexpr int mode_exchange_futures = 33;

const symbol_state* quoted(const engine& world, const std::string& name) {
    const auto found = world.symbols.find(name);
    return found == world.symbols.end() || !found->second.has_quote() ? nullptr : &found->second;
}

bool counts_ticks(int mode) {
    return mode == mode_futures || mode == mode_cfd_index || mode == mode_exchange_futures;
}

}  // namespace

double account_rate(const engine& world, const std::string& currency, const contract_spec& spec,
                    double price) {
    const std::string& own = world.trade.account.currency;
    if (currency == own) {
        return 1.0;
    }
    if (const symbol_state* direct = quoted(world, currency + own)) {
        return direct->server.bid;
    }
    if (const symbol_state* inverse = quoted(world, own + currency)) {
        return 1.0 / inverse->server.ask;
    }
    // The symbol itself says what its base is worth.
    if (currency == spec.currency_base && spec.currency_profit == own) {
        return price;
    }
    return spec.profit_rate > 0.0 ? spec.profit_rate : 1.0 / price;
}

double profit_of(const engine& world, const symbol_state& symbol, int side, double lots,
                 double open, double close) {
    const contract_spec& spec = symbol.spec;
    const double move = sign_of(side) * (close - open);
    const double units = counts_ticks(spec.calc_mode) && spec.tick_price > 0.0
                             ? move / spec.tick_size * spec.tick_price
                             : move * spec.contract_size;
    return units * lots * account_rate(world, spec.currency_profit, spec, close);
}

double tick_value(const engine& world, const symbol_state& symbol) {
    const contract_spec& spec = symbol.spec;
    const double price = symbol.server.bid;
    if (price <= 0.0) {
        return 0.0;
    }
    const double of_tick = counts_ticks(spec.calc_mode) && spec.tick_price > 0.0
                               ? spec.tick_price
                               : spec.tick_size * spec.contract_size;
    return of_tick * account_rate(world, spec.currency_profit, spec, price);
}

double margin_of(const engine& world, const symbol_state& symbol, int side, double lots,
                 double price) {
    const contract_spec& spec = symbol.spec;
    const int leverage = spec.leverage > 0 ? spec.leverage : world.trade.account.leverage;
    const double rate = side == side_buy ? spec.margin_rate_buy : spec.margin_rate_sell;
    double units = 0.0;
    switch (spec.calc_mode) {
        case mode_forex:
            units = lots * (spec.margin_initial > 0.0 ? spec.margin_initial : spec.contract_size) /
                    leverage;
            break;
        case mode_forex_no_leverage: units = lots * spec.contract_size; break;
        case mode_futures:
        case mode_exchange_futures: units = lots * spec.margin_initial; break;
        case mode_cfd_index:
            units = lots * spec.contract_size * price * spec.tick_price / spec.tick_size;
            break;
        case mode_cfd_leverage: units = lots * spec.contract_size * price / leverage; break;
        default: units = lots * spec.contract_size * price; break;
    }
    return units * rate * account_rate(world, spec.currency_margin, spec, price);
}

double closing_price(const symbol_state& symbol, int side) {
    return side == side_buy ? symbol.server.bid : symbol.server.ask;
}

account_sums sums_of(const engine& world) {
    const account_state& account = world.trade.account;
    account_sums sums;
    // Margin of opposite positions of one symbol: the larger side counts.
    std::map<std::string, std::pair<double, double>> margins;
    for (const position_record& open : account.positions) {
        const auto found = world.symbols.find(open.symbol);
        if (found == world.symbols.end()) {
            continue;
        }
        const symbol_state& symbol = found->second;
        const double now = symbol.has_quote() ? closing_price(symbol, open.side) : open.price_open;
        sums.profit += money::rounded(profit_of(world, symbol, open.side, open.volume,
                                                open.price_open, now),
                                      account.currency_digits)
                           .units();
        sums.swap += open.swap.units();
        auto& sides = margins[open.symbol];
        const double margin = margin_of(world, symbol, open.side, open.volume, open.price_open);
        (open.side == side_buy ? sides.first : sides.second) += margin;
    }
    for (const auto& entry : margins) {
        sums.margin += std::max(entry.second.first, entry.second.second);
    }
    sums.margin = money::rounded(sums.margin, account.currency_digits).units();
    const money floating = money::of(sums.profit) + money::of(sums.swap);
    sums.equity = (account.balance + floating).units();
    sums.free = sums.equity - sums.margin;
    sums.level = sums.margin > 0.0 ? sums.equity / sums.margin * 100.0 : 0.0;
    return sums;
}

}  // namespace terminal
