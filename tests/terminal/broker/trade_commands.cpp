// Commands about the account, faults of the broker, and what others do on the account.
#include <algorithm>
#include <array>
#include <cmath>

#include "commands.hpp"
#include "deals.hpp"
#include "engine.hpp"
#include "transactions.hpp"
#include "valuation.hpp"
#include "words.hpp"

namespace terminal {

namespace {

using word_list = std::vector<std::string>;

constexpr std::array<const char*, 14> names{
    "seed",     "account",  "latency",      "slippage", "fault", "partial", "transactions",
    "position", "order",    "close",        "move",     "deposit", "swap",  "experts"};

bool account_option(engine& world, const std::string& name, const std::string& value,
                    std::string& error) {
    account_state& account = world.trade.account;
    if (name == "login") {
        return read_word(value, account.login, error);
    }
    if (name == "server") {
        return read_word(value, account.server, error);
    }
    if (name == "currency") {
        return read_word(value, account.currency, error);
    }
    if (name == "leverage") {
        return read_word(value, account.leverage, error);
    }
    if (name == "fifo") {
        return read_word(value, account.is_fifo, error);
    }
    if (name == "real") {
        return read_word(value, account.is_real, error);
    }
    if (name == "trade") {
        return read_word(value, account.trade_allowed, error);
    }
    if (name == "stop-out") {
        return read_word(value, account.stop_out_percent, error);
    }
    if (name == "positions-limit") {
        return read_word(value, account.limit_positions, error);
    }
    if (name == "mode" && (value == "hedging" || value == "netting")) {
        account.is_hedging = value == "hedging";
        return true;
    }
    double amount = 0.0;
    if (name == "balance" && read_word(value, amount, error)) {
        book_balance(world, money::of(amount) - account.balance, "deposit");
        return true;
    }
    if (error.empty()) {
        error = "an account has no " + name + " that could be " + value;
    }
    return false;
}

bool fault(engine& world, const word_list& words, std::string& error) {
    answer_fault made;
    option_list options;
    if (words.size() == 2 && words[1] == "none") {
        world.trade.faults.answers.clear();
        return true;
    }
    int32_t retcode = 0;
    if (words.size() < 2 || !read_word(words[1], retcode, error) || retcode < 10004 ||
        !read_options(words, 2, options, error)) {
        error = error.empty() ? "expected fault RETCODE [option=value ...] or fault none" : error;
        return false;
    }
    made.retcode = static_cast<uint32_t>(retcode);
    for (const auto& option : options) {
        int64_t duration = 0;
        bool is_good = true;
        if (option.first == "times") {
            is_good = read_word(option.second, made.left, error);
        } else if (option.first == "every") {
            is_good = read_word(option.second, made.every, error) && made.every > 0;
            made.left = 1000000000;
        } else if (option.first == "executed") {
            is_good = read_word(option.second, made.is_executed, error);
        } else if (option.first == "for") {
            is_good = read_duration(option.second, duration, error);
            made.until_msc = world.now_msc + duration;
            made.left = 1000000000;
        } else {
            is_good = false;
        }
        if (!is_good) {
            error = error.empty() ? "a fault has no option " + option.first : error;
            return false;
        }
    }
    world.trade.faults.answers.push_back(made);
    return true;
}

bool transactions(engine& world, const word_list& words, std::string& error) {
    fault_plan& faults = world.trade.faults;
    if (words.size() == 3 && words[1] == "late") {
        return read_duration(words[2], faults.transactions_late_msc, error);
    }
    const std::string how = words.size() == 2 ? words[1] : "";
    if (how == "normal") {
        faults.transactions = delivery::normal;
        faults.transactions_late_msc = 0;
    } else if (how == "reversed") {
        faults.transactions = delivery::reversed;
    } else if (how == "doubled") {
        faults.transactions = delivery::doubled;
    } else if (how == "lost") {
        faults.transactions = delivery::lost;
    } else {
        error = "expected transactions normal, reversed, doubled, lost or late DURATION";
        return false;
    }
    return true;
}

struct by_hand {
    symbol_state* symbol = nullptr;
    deal_plan plan;
};

// SYMBOL buy|sell LOTS [sl= tp= magic= comment=]
bool read_by_hand(engine& world, const word_list& words, by_hand& made, std::string& error) {
    option_list options;
    made.symbol = words.size() < 4 ? nullptr : world.find(words[1]);
    if (made.symbol == nullptr || (words[2] != "buy" && words[2] != "sell") ||
        !read_word(words[3], made.plan.lots, error) || !read_options(words, 4, options, error)) {
        error = error.empty() ? "expected " + words[0] + " SYMBOL buy|sell LOTS" : error;
        return false;
    }
    made.plan.side = words[2] == "buy" ? side_buy : side_sell;
    made.plan.reason = mql::DEAL_REASON_CLIENT;
    made.plan.price = made.plan.side == side_buy ? made.symbol->server.ask
                                                 : made.symbol->server.bid;
    for (const auto& option : options) {
        const bool is_good =
            option.first == "sl"        ? read_word(option.second, made.plan.sl, error)
            : option.first == "tp"      ? read_word(option.second, made.plan.tp, error)
            : option.first == "magic"   ? read_word(option.second, made.plan.magic, error)
            : option.first == "comment" ? read_word(option.second, made.plan.comment, error)
                                        : false;
        if (!is_good) {
            error = error.empty() ? "a position has no option " + option.first : error;
            return false;
        }
    }
    return true;
}

bool position(engine& world, const word_list& words, std::string& error) {
    by_hand made;
    if (!read_by_hand(world, words, made, error)) {
        return false;
    }
    if (!made.symbol->has_quote()) {
        error = words[1] + " has no price yet";
        return false;
    }
    book_deal(world, *made.symbol, made.plan);
    return true;
}

// An order that waits at the broker for ever.
bool waiting_order(engine& world, const word_list& words, std::string& error) {
    by_hand made;
    if (!read_by_hand(world, words, made, error)) {
        return false;
    }
    order_record order;
    order.ticket = world.trade.account.next_ticket();
    order.symbol = words[1];
    order.type = made.plan.side + mql::ORDER_TYPE_BUY_LIMIT;
    order.state = mql::ORDER_STATE_PLACED;
    order.volume_initial = made.plan.lots;
    order.volume_current = made.plan.lots;
    order.magic = made.plan.magic;
    order.comment = made.plan.comment;
    order.setup_msc = world.now_msc;
    world.trade.account.orders.push_back(order);
    transaction_batch batch(world);
    batch.order(mql::TRADE_TRANSACTION_ORDER_ADD, order);
    batch.deliver();
    return true;
}

// close all | own | foreign | SYMBOL [part], by hand.
bool close(engine& world, const word_list& words, std::string& error) {
    double part = 1.0;
    if (words.size() < 2 || (words.size() == 3 && !read_word(words[2], part, error))) {
        error = "expected close all|SYMBOL [PART]";
        return false;
    }
    const std::vector<position_record> open = world.trade.account.positions;
    for (const position_record& position : open) {
        if (words[1] != "all" && words[1] != position.symbol) {
            continue;
        }
        symbol_state& symbol = *world.find(position.symbol);
        const double step = symbol.spec.volume_step;
        deal_plan plan;
        plan.side = opposite(position.side);
        plan.lots = std::max(std::round(position.volume * part / step) * step, step);
        plan.price = closing_price(symbol, position.side);
        plan.position = position.ticket;
        plan.reason = mql::DEAL_REASON_CLIENT;
        book_deal(world, symbol, plan);
    }
    return true;
}

// move SYMBOL sl=PRICE tp=PRICE: somebody changes the levels by hand.
bool move(engine& world, const word_list& words, std::string& error) {
    option_list options;
    if (words.size() < 3 || !read_options(words, 2, options, error)) {
        error = "expected move SYMBOL sl=PRICE tp=PRICE";
        return false;
    }
    for (position_record& position : world.trade.account.positions) {
        if (position.symbol != words[1]) {
            continue;
        }
        for (const auto& option : options) {
            double& level = option.first == "sl" ? position.sl : position.tp;
            if (!read_word(option.second, level, error)) {
                return false;
            }
        }
        transaction_batch batch(world);
        batch.position(position);
        batch.deliver();
    }
    return true;
}

bool latency(engine& world, const word_list& words, std::string& error) {
    fault_plan& faults = world.trade.faults;
    if (words.size() < 2 || !read_duration(words[1], faults.latency_msc, error)) {
        error = error.empty() ? "expected latency DURATION [JITTER]" : error;
        return false;
    }
    faults.jitter_msc = 0;
    return words.size() < 3 || read_duration(words[2], faults.jitter_msc, error);
}

bool account(engine& world, const word_list& words, std::string& error) {
    option_list options;
    return read_options(words, 1, options, error) &&
           std::all_of(options.begin(), options.end(), [&](const auto& option) {
               return account_option(world, option.first, option.second, error);
           });
}

// Commands of one value.
bool simple(engine& world, const word_list& words, std::string& error) {
    const std::string& name = words[0];
    if (name == "swap") {
        world.trade.charge_swaps();
        return true;
    }
    if (words.size() != 2) {
        error = "expected " + name + " VALUE";
        return false;
    }
    if (name == "experts") {
        return read_word(words[1], world.trade.account.experts_allowed, error);
    }
    if (name == "slippage") {
        return read_word(words[1], world.trade.faults.slippage_points, error);
    }
    if (name == "partial") {
        return read_word(words[1], world.trade.faults.fill_part, error);
    }
    if (name == "seed") {
        uint64_t seed = 0;
        const bool is_good = read_word(words[1], seed, error);
        world.random = random_numbers(seed);
        return is_good;
    }
    double amount = 0.0;
    if (!read_word(words[1], amount, error)) {
        return false;
    }
    book_balance(world, money::of(amount), "deposit");
    return true;
}

}  // namespace

bool is_trade_command(const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool trade_command(engine& world, const word_list& words, std::string& error) {
    struct entry {
        const char* name;
        bool (*run)(engine&, const word_list&, std::string&);
    };
    constexpr entry entries[] = {
        {"account", account}, {"latency", latency},     {"fault", fault},
        {"close", close},     {"position", position},   {"order", waiting_order},
        {"move", move},       {"transactions", transactions},
    };
    for (const entry& known : entries) {
        if (words[0] == known.name) {
            return known.run(world, words, error);
        }
    }
    return simple(world, words, error);
}

}  // namespace terminal
