// Commands about what others do on the account: the trader by hand, another program, the broker.
#include <algorithm>
#include <array>
#include <cmath>

#include "civil_time.hpp"
#include "commands.hpp"
#include "deals.hpp"
#include "engine.hpp"
#include "levels.hpp"
#include "lots.hpp"
#include "pending.hpp"
#include "transactions.hpp"
#include "valuation.hpp"
#include "words.hpp"

namespace terminal {

namespace {

using word_list = std::vector<std::string>;

constexpr std::array<const char*, 8> order_types{
    "buy", "sell", "buy-limit", "sell-limit", "buy-stop", "sell-stop", "buy-stop-limit",
    "sell-stop-limit"};

bool request_option(trade_request& made, const std::string& name, const std::string& value,
                    std::string& error) {
    int64_t expiration = 0;
    if (name == "price") {
        return read_word(value, made.price, error);
    }
    if (name == "limit") {
        return read_word(value, made.stoplimit, error);
    }
    if (name == "sl") {
        return read_word(value, made.sl, error);
    }
    if (name == "tp") {
        return read_word(value, made.tp, error);
    }
    if (name == "magic") {
        return read_word(value, made.magic, error);
    }
    if (name == "comment") {
        return read_word(value, made.comment, error);
    }
    if (name == "until" && read_time(value, expiration, error)) {
        made.type_time = mql::ORDER_TIME_SPECIFIED;
        made.expiration = expiration / 1000;
        return true;
    }
    return false;
}

// SYMBOL TYPE LOTS [option=value ...], with types from one number to another.
bool read_request(engine& world, const word_list& words, int first, int last,
                  trade_request& made, std::string& error) {
    option_list options;
    const symbol_state* symbol = words.size() < 4 ? nullptr : world.find(words[1]);
    const auto type = std::find(order_types.begin(), order_types.end(),
                                words.size() < 4 ? std::string() : words[2]);
    made.type = static_cast<int>(type - order_types.begin());
    if (symbol == nullptr || made.type < first || made.type > last ||
        !read_word(words[3], made.volume, error) || !read_options(words, 4, options, error)) {
        error = error.empty() ? "expected " + words[0] + " SYMBOL TYPE LOTS [option=value ...]"
                              : error;
        return false;
    }
    made.symbol = words[1];
    made.reason = mql::DEAL_REASON_CLIENT;
    for (const auto& option : options) {
        if (!request_option(made, option.first, option.second, error)) {
            error = error.empty() ? words[0] + " has no option " + option.first : error;
            return false;
        }
    }
    if (!symbol->has_quote()) {
        error = words[1] + " has no price yet";
        return false;
    }
    return true;
}

bool position(engine& world, const word_list& words, std::string& error) {
    trade_request made;
    if (!read_request(world, words, side_buy, side_sell, made, error)) {
        return false;
    }
    const symbol_state& symbol = *world.find(made.symbol);
    deal_plan plan;
    plan.side = made.type;
    plan.lots = made.volume;
    plan.price = opening_price(symbol, made.type);
    plan.magic = made.magic;
    plan.comment = made.comment;
    plan.reason = made.reason;
    plan.sl = made.sl;
    plan.tp = made.tp;
    book_deal(world, symbol, plan);
    return true;
}

// Without a price the order waits where prices do not come: at half or twice the price.
double far_price(const symbol_state& symbol, int type) {
    const bool is_above = (type == mql::ORDER_TYPE_SELL_LIMIT) || type == mql::ORDER_TYPE_BUY_STOP;
    return nearest_price(symbol.server.bid * (is_above ? 2.0 : 0.5), symbol.spec.tick_size,
                         symbol.spec.digits);
}

bool pending(engine& world, const word_list& words, std::string& error) {
    trade_request made;
    if (!read_request(world, words, mql::ORDER_TYPE_BUY_LIMIT, mql::ORDER_TYPE_SELL_STOP_LIMIT,
                      made, error)) {
        return false;
    }
    made.price = made.price > 0.0 ? made.price : far_price(*world.find(made.symbol), made.type);
    transaction_batch batch(world);
    place_pending(world, batch, made);
    batch.deliver();
    return true;
}

// Whether a command with this word is about a position: all, its symbol, or its ticket.
bool is_meant(const position_record& open, const std::string& which) {
    return which == "all" || which == open.symbol || which == std::to_string(open.ticket);
}

// close all|SYMBOL|TICKET [PART]
bool close(engine& world, const word_list& words, std::string& error) {
    double part = 1.0;
    if (words.size() < 2 || (words.size() == 3 && !read_word(words[2], part, error))) {
        error = "expected close all|SYMBOL|TICKET [PART]";
        return false;
    }
    const std::vector<position_record> before = world.trade.account.positions;
    for (const position_record& open : before) {
        const symbol_state* symbol = symbol_of_position(world, open);
        if (!is_meant(open, words[1]) || symbol == nullptr) {
            continue;
        }
        const double step = symbol->spec.volume_step;
        deal_plan plan;
        plan.side = opposite(open.side);
        plan.lots = std::max(plain_lots(std::round(open.volume * part / step) * step), step);
        plan.price = closing_price(*symbol, open.side);
        plan.position = open.identifier;
        plan.reason = mql::DEAL_REASON_CLIENT;
        book_deal(world, *symbol, plan);
    }
    return true;
}

// cancel all|SYMBOL|TICKET: orders that wait.
bool cancel(engine& world, const word_list& words, std::string& error) {
    if (words.size() != 2) {
        error = "expected cancel all|SYMBOL|TICKET";
        return false;
    }
    const std::vector<order_record> before = world.trade.account.orders;
    for (const order_record& order : before) {
        if (words[1] == "all" || words[1] == order.symbol ||
            words[1] == std::to_string(order.ticket)) {
            trade_request request;
            request.order = order.ticket;
            transaction_batch batch(world);
            remove_pending(world, batch, request);
            batch.deliver();
        }
    }
    return true;
}

// move all|SYMBOL|TICKET sl=PRICE tp=PRICE
bool move(engine& world, const word_list& words, std::string& error) {
    option_list options;
    if (words.size() < 3 || !read_options(words, 2, options, error)) {
        error = "expected move all|SYMBOL|TICKET sl=PRICE tp=PRICE";
        return false;
    }
    for (position_record& open : world.trade.account.positions) {
        if (!is_meant(open, words[1])) {
            continue;
        }
        for (const auto& option : options) {
            double& level = option.first == "sl" ? open.sl : open.tp;
            if (!read_word(option.second, level, error)) {
                return false;
            }
        }
        open.update_msc = world.now_msc;
        transaction_batch batch(world);
        batch.position(open);
        batch.deliver();
    }
    return true;
}

bool swap(engine& world, const word_list&, std::string&) {
    world.trade.charge_swaps(floor_divide(world.now_msc, seconds_per_day * 1000));
    return true;
}

// The broker takes away so much credit that the margin level is just below the call.
bool margin_call(engine& world, const word_list&, std::string& error) {
    const account_sums sums = sums_of(world);
    if (sums.margin.micros <= 0) {
        error = "there is no position that needs margin";
        return false;
    }
    account_state& account = world.trade.account;
    const double wanted = sums.margin.units() * (account.margin_call_percent - 1.0) / 100.0;
    account.credit += money::rounded(wanted, account.currency_digits) - sums.equity;
    check_margin(world);
    return true;
}

bool stop_out(engine& world, const word_list&, std::string& error) {
    if (stop_out_worst(world)) {
        return true;
    }
    error = "there is no position that could be closed";
    return false;
}

}  // namespace

const command_list& hand_commands() {
    static const command_list commands{
        {"position", position}, {"pending", pending}, {"close", close},
        {"cancel", cancel},     {"move", move},       {"swap", swap},
        {"stop-out", stop_out}, {"margin-call", margin_call}};
    return commands;
}

}  // namespace terminal
