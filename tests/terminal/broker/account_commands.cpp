// Commands about the account itself.
#include <algorithm>

#include "commands.hpp"
#include "deals.hpp"
#include "engine.hpp"
#include "valuation.hpp"
#include "words.hpp"

namespace terminal {

namespace {

using word_list = std::vector<std::string>;

// 2 of most currencies.
int digits_of(const std::string& currency) {
    if (currency == "JPY" || currency == "HUF" || currency == "KRW") {
        return 0;
    }
    return currency == "BTC" || currency == "ETH" ? 8 : 2;
}

// Sets what is kept as it is written. False when the account has no such property.
bool plain_option(account_state& account, const std::string& name, const std::string& value,
                  std::string& error) {
    if (name == "server") {
        return read_word(value, account.server, error);
    }
    if (name == "company") {
        return read_word(value, account.company, error);
    }
    if (name == "name") {
        return read_word(value, account.name, error);
    }
    if (name == "leverage") {
        return read_word(value, account.leverage, error) && account.leverage > 0;
    }
    if (name == "digits") {
        return read_word(value, account.currency_digits, error) && account.currency_digits >= 0;
    }
    if (name == "fifo") {
        return read_word(value, account.is_fifo, error);
    }
    if (name == "hedge") {
        return read_word(value, account.is_hedge_allowed, error);
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
    if (name == "margin-call") {
        return read_word(value, account.margin_call_percent, error);
    }
    if (name == "positions-limit") {
        return read_word(value, account.limit_positions, error);
    }
    if (name == "orders-limit") {
        return read_word(value, account.limit_orders, error);
    }
    return false;
}

bool account_option(engine& world, const std::string& name, const std::string& value,
                    std::string& error) {
    account_state& account = world.trade.account;
    double amount = 0.0;
    int64_t login = 0;
    if (name == "login" && read_word(value, login, error)) {
        world.trade.log_in(login);
        return true;
    }
    if (name == "mode" && (value == "hedging" || value == "netting")) {
        account.is_hedging = value == "hedging";
        return true;
    }
    if (name == "currency") {
        account.currency = value;
        account.currency_digits = digits_of(value);
        return true;
    }
    if (name == "credit" && read_word(value, amount, error)) {
        account.credit = money::of(amount);
        return true;
    }
    if (name == "balance" && read_word(value, amount, error)) {
        book_balance(world, money::of(amount) - account.balance, "deposit");
        return true;
    }
    if (plain_option(account, name, value, error)) {
        return true;
    }
    if (error.empty()) {
        error = "an account has no " + name + " that could be " + value;
    }
    return false;
}

bool account(engine& world, const word_list& words, std::string& error) {
    option_list options;
    const bool is_good =
        read_options(words, 1, options, error) &&
        std::all_of(options.begin(), options.end(), [&](const auto& option) {
            return account_option(world, option.first, option.second, error);
        });
    world.trade.forget_rates();
    renew_margin(world);
    return is_good;
}

bool deposit(engine& world, const word_list& words, std::string& error) {
    double amount = 0.0;
    if (words.size() != 2 || !read_word(words[1], amount, error)) {
        error = error.empty() ? "expected deposit AMOUNT" : error;
        return false;
    }
    book_balance(world, money::of(amount), amount < 0.0 ? "withdrawal" : "deposit");
    return true;
}

// trade-allowed account|experts|server SWITCH
bool trade_allowed(engine& world, const word_list& words, std::string& error) {
    const std::string whom = words.size() == 3 ? words[1] : "";
    if (whom == "account") {
        return read_word(words[2], world.trade.account.trade_allowed, error);
    }
    if (whom == "experts") {
        return read_word(words[2], world.trade.account.experts_allowed, error);
    }
    if (whom == "server") {
        return read_word(words[2], world.trade.faults.is_trading, error);
    }
    error = "expected trade-allowed account|experts|server SWITCH";
    return false;
}

}  // namespace

const command_list& account_commands() {
    static const command_list commands{
        {"account", account}, {"deposit", deposit}, {"trade-allowed", trade_allowed}};
    return commands;
}

}  // namespace terminal
