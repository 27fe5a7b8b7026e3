// What holding a position over the server's midnight costs.
#include "civil_time.hpp"
#include "conversion.hpp"
#include "engine.hpp"
#include "host.hpp"
#include "trade_server.hpp"
#include "valuation.hpp"

namespace terminal {

namespace {

constexpr double days_of_a_year = 360.0;

// For one night, in the account's currency.
double swap_of(const engine& world, const symbol_state& symbol, const position_record& open) {
    const contract_spec& spec = symbol.spec;
    const double rate = open.side == side_buy ? spec.swap_long : spec.swap_short;
    const double price = closing_price(symbol, open.side);
    const conversion how = rate >= 0.0 ? conversion::of_gain : conversion::of_loss;
    const double profit_rate = profit_rate_of(world, symbol, price, how);
    switch (spec.swap_mode) {
        case mql::SYMBOL_SWAP_MODE_POINTS:
            return rate * spec.point() * spec.contract_size * open.volume * profit_rate;
        case mql::SYMBOL_SWAP_MODE_CURRENCY_SYMBOL:
            return rate * open.volume * rate_of(world, spec.currency_base, symbol, price, how);
        case mql::SYMBOL_SWAP_MODE_CURRENCY_MARGIN:
            return rate * open.volume * margin_rate_of(world, symbol, price, how);
        case mql::SYMBOL_SWAP_MODE_CURRENCY_DEPOSIT: return rate * open.volume;
        case mql::SYMBOL_SWAP_MODE_INTEREST_CURRENT:
        case mql::SYMBOL_SWAP_MODE_INTEREST_OPEN: {
            const bool is_open = spec.swap_mode == mql::SYMBOL_SWAP_MODE_INTEREST_OPEN;
            const double of = is_open ? open.price_open : price;
            const double value = of * spec.contract_size * open.volume * profit_rate;
            return value * rate / 100.0 / days_of_a_year;
        }
        case mql::SYMBOL_SWAP_MODE_CURRENCY_PROFIT: return rate * open.volume * profit_rate;
        case mql::SYMBOL_SWAP_MODE_DISABLED: return 0.0;
        default: not_simulated("swap mode " + std::to_string(spec.swap_mode));
    }
}

}  // namespace

void trade_server::charge_swaps(int64_t day) {
    for (position_record& open : account.positions) {
        const symbol_state* symbol = symbol_of_position(home_, open);
        if (symbol == nullptr || !symbol->has_quote()) {
            continue;
        }
        const int nights = day_of_week(day) == symbol->spec.swap_triple_day ? 3 : 1;
        const double amount = nights * swap_of(home_, *symbol, open);
        const money charged = money::rounded(amount, account.currency_digits);
        open.swap += charged;
        if (charged.micros != 0) {
            log("swap", {{"position", open.ticket}, {"amount", charged.units()}});
        }
    }
}

}  // namespace terminal
