#include "levels.hpp"

#include <cstdio>
#include <string>

#include "deals.hpp"
#include "engine.hpp"
#include "host.hpp"
#include "valuation.hpp"

namespace terminal {

namespace {

void close_at(engine& world, const position_record& open, double price, int reason,
              const std::string& comment) {
    const symbol_state& symbol = *symbol_of_position(world, open);
    deal_plan plan;
    plan.side = opposite(open.side);
    plan.lots = open.volume;
    plan.price = nearest_price(price, symbol.spec.tick_size, symbol.spec.digits);
    plan.position = open.identifier;
    // What the server does by itself carries the magic number of the position.
    plan.magic = open.magic;
    plan.comment = comment;
    plan.reason = reason;
    book_deal(world, symbol, plan);
}

std::string level_comment(const char* kind, double level, int digits) {
    char text[64];
    std::snprintf(text, sizeof text, "[%s %.*f]", kind, digits, level);
    return text;
}

// Margin level, equity and margin at the stop out.
std::string stop_out_comment(const account_sums& sums) {
    char text[64];
    std::snprintf(text, sizeof text, "[so %.2f%%/%.2f/%.2f]", sums.level, sums.equity.units(),
                  sums.margin.units());
    return text;
}

}  // namespace

// A stop is filled at the quote that reaches it, a target at its own price.
void check_levels(engine& world, const symbol_state& symbol) {
    std::vector<position_record>& positions = world.trade.account.positions;
    const int digits = symbol.spec.digits;
    for (size_t index = 0; index < positions.size();) {
        const bool is_here = symbol_of_position(world, positions[index]) == &symbol;
        const double sl = positions[index].sl;
        const double tp = positions[index].tp;
        if (!is_here || (sl == 0.0 && tp == 0.0)) {
            ++index;
            continue;
        }
        const double price = closing_price(symbol, positions[index].side);
        const double sign = sign_of(positions[index].side);
        const bool is_stopped = sl != 0.0 && sign * (price - sl) <= 0.0;
        const bool is_at_target = tp != 0.0 && sign * (price - tp) >= 0.0;
        const position_record open = positions[index];
        if (is_stopped) {
            close_at(world, open, price, mql::DEAL_REASON_SL, level_comment("sl", sl, digits));
        } else if (is_at_target) {
            close_at(world, open, tp, mql::DEAL_REASON_TP, level_comment("tp", tp, digits));
        } else {
            ++index;
        }
    }
}

bool stop_out_worst(engine& world) {
    const position_record* worst = nullptr;
    money loss;
    for (const position_record& open : world.trade.account.positions) {
        const symbol_state* symbol = symbol_of_position(world, open);
        if (symbol == nullptr || !symbol->has_quote()) {
            continue;
        }
        const money profit = floating_profit(world, open);
        if (worst == nullptr || profit < loss) {
            worst = &open;
            loss = profit;
        }
    }
    if (worst == nullptr) {
        return false;
    }
    const position_record open = *worst;
    ++world.trade.stop_outs;
    close_at(world, open, closing_price(*symbol_of_position(world, open), open.side),
             mql::DEAL_REASON_SO, stop_out_comment(sums_of(world)));
    return true;
}

void check_margin(engine& world) {
    const account_state& account = world.trade.account;
    for (;;) {
        const account_sums sums = sums_of(world);
        const bool has_margin = sums.margin.micros > 0;
        world.trade.note_margin_call(has_margin && sums.level <= account.margin_call_percent);
        if (!has_margin || sums.level > account.stop_out_percent || !stop_out_worst(world)) {
            return;
        }
    }
}

}  // namespace terminal
