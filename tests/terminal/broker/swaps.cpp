// What holding a position over the server's midnight costs.
#include "civil_time.hpp"
#include "conversion.hpp"
#include "engine.hpp"
#include "host.hpp"
#include "trade_server.hpp"
#include "valuation.hpp"

namespace terminal {

namespace {

constexpr int mode_points = 1;
constexpr int mode_base_currency = 2;
constexpr int mode_margin_currency = 3;
constexpr int mode_account_currency = 4;
constexpr int mode_interest_current = 5;
constexpr int mode_interest_open = 6;
constexpr double days_of_a_year = 360.0;

// For one night, in the account's currency.
double swap_of(const engine& world, const symbol_state& symbol, const position_record& open) {
    const contract_spec& spec = symbol.spec;
    const double rate = open.side == side_buy ? spec.swap_long : spec.swap_short;
    const double price = closing_price(symbol, open.side);
    const conversion how = rate >= 0.0 ? conversion::of_gain : conversion::of_loss;
    const double profit_rate = profit_rate_of(world, symbol, price, how);
    switch (spec.swap_mode) {
        case mode_points:
            return rate * spec.point() * spec.contract_size * open.volume * profit_rate;
        case mode_base_currency:
            return rate * open.volume * rate_of(world, spec.currency_base, symbol, price, how);
        case mode_margin_currency:
            return rate * open.volume * margin_rate_of(world, symbol, price, how);
        case mode_account_currency: return rate * open.volume;
        case mode_interest_current:
        case mode_interest_open: {
            const double of = spec.swap_mode == mode_interest_open ? open.price_open : price;
            const double value = of * spec.contract_size * open.volume * profit_rate;
            return value * rate / 100.0 / days_of_a_year;
        }
        default: return 0.0;
    }
}

}  // namespace

void trade_server::charge_swaps() {
    const int64_t days = floor_divide(home_.now_msc, seconds_per_day * 1000);
    for (position_record& open : account.positions) {
        const symbol_state* symbol = home_.find(open.symbol);
        if (symbol == nullptr || !symbol->has_quote()) {
            continue;
        }
        const int nights = day_of_week(days) == symbol->spec.swap_triple_day ? 3 : 1;
        const double amount = nights * swap_of(home_, *symbol, open);
        const money charged = money::rounded(amount, account.currency_digits);
        open.swap += charged;
        if (charged.micros != 0) {
            log("swap", {{"position", open.ticket}, {"amount", charged.units()}});
        }
    }
}

}  // namespace terminal
