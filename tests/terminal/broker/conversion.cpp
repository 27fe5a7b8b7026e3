#include "conversion.hpp"

#include "engine.hpp"

namespace terminal {

namespace {

constexpr const char* cross_currency = "USD";

bool is_pair(const symbol_state& symbol, const std::string& base, const std::string& profit) {
    return symbol.spec.currency_base == base && symbol.spec.currency_profit == profit;
}

// The symbol itself if it is such a pair, else the first currency pair of the market.
bool find_step(const engine& world, const symbol_state& own, const std::string& from,
               const std::string& to, currency_step& step) {
    for (const bool is_inverse : {false, true}) {
        if (is_inverse ? is_pair(own, to, from) : is_pair(own, from, to)) {
            step = {&own, is_inverse};
            return true;
        }
    }
    for (const bool is_inverse : {false, true}) {
        for (const auto& entry : world.symbols) {
            const symbol_state& other = entry.second;
            const bool fits = is_inverse ? is_pair(other, to, from) : is_pair(other, from, to);
            if (fits && other.spec.is_forex()) {
                step = {&other, is_inverse};
                return true;
            }
        }
    }
    return false;
}

currency_path find_path(const engine& world, const symbol_state& own, const std::string& from) {
    const std::string& to = world.trade.account.currency;
    currency_path path;
    if (from == to) {
        path.is_known = true;
    } else if (find_step(world, own, from, to, path.steps[0])) {
        path.count = 1;
        path.is_known = true;
    } else if (from != cross_currency && to != cross_currency &&
               find_step(world, own, from, cross_currency, path.steps[0]) &&
               find_step(world, own, cross_currency, to, path.steps[1])) {
        path.count = 2;
        path.is_known = true;
    }
    return path;
}

// 0 when a symbol on the way has no price.
double rate_along(const currency_path& path, const symbol_state& own, double price,
                  conversion how) {
    double rate = path.is_known ? 1.0 : 0.0;
    for (int index = 0; index < path.count; ++index) {
        const currency_step& step = path.steps[index];
        const mql::MqlTick& quote = step.via->server;
        const bool is_bid = (how == conversion::of_gain) != step.is_inverse;
        const double factor = step.via == &own ? price : is_bid ? quote.bid : quote.ask;
        if (factor <= 0.0) {
            return 0.0;
        }
        rate = step.is_inverse ? rate / factor : rate * factor;
    }
    return rate;
}

// What the specification says where no symbol does.
double rate_of_spec(const contract_spec& spec, double price) {
    return spec.profit_rate > 0.0 ? spec.profit_rate : 1.0 / price;
}

const currency_paths& paths_of(const engine& world, const symbol_state& symbol) {
    currency_paths& known = symbol.paths;
    if (known.version != world.trade.rates_version) {
        known.profit = find_path(world, symbol, symbol.spec.currency_profit);
        known.margin = find_path(world, symbol, symbol.spec.currency_margin);
        known.version = world.trade.rates_version;
    }
    return known;
}

}  // namespace

double profit_rate_of(const engine& world, const symbol_state& symbol, double price,
                      conversion how) {
    const double rate = rate_along(paths_of(world, symbol).profit, symbol, price, how);
    return rate > 0.0 ? rate : rate_of_spec(symbol.spec, price);
}

double margin_rate_of(const engine& world, const symbol_state& symbol, double price,
                      conversion how) {
    const double rate = rate_along(paths_of(world, symbol).margin, symbol, price, how);
    if (rate > 0.0) {
        return rate;
    }
    // The price says what the base is worth in the profit currency.
    const contract_spec& spec = symbol.spec;
    const bool is_base = spec.currency_margin == spec.currency_base &&
                         spec.currency_base != spec.currency_profit;
    return (is_base ? price : 1.0) * profit_rate_of(world, symbol, price, how);
}

double rate_of(const engine& world, const std::string& currency, const symbol_state& symbol,
               double price, conversion how) {
    const double rate = rate_along(find_path(world, symbol, currency), symbol, price, how);
    if (rate > 0.0) {
        return rate;
    }
    const bool is_base = currency == symbol.spec.currency_base &&
                         currency != symbol.spec.currency_profit;
    return (is_base ? price : 1.0) * profit_rate_of(world, symbol, price, how);
}

}  // namespace terminal
