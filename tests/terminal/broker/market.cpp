#include "market.hpp"

#include "account_file.hpp"
#include "commands.hpp"
#include "deals.hpp"
#include "engine.hpp"
#include "pending.hpp"
#include "statistics.hpp"
#include "words.hpp"

namespace terminal {

market::market() : engine_(std::make_unique<engine>()) {}
market::~market() = default;

void market::attach(market_events& events) { engine_->events = &events; }
int64_t market::now_msc() const { return engine_->now_msc; }
int64_t market::next_msc() const { return engine_->next_msc(); }
void market::advance_to(int64_t msc) { engine_->advance_to(msc); }
bool market::connected() const { return engine_->is_connected; }
json market::summary() { return engine_->trade.summary(); }
double market::statistic(int32_t id) const { return statistic_of(*engine_, id); }

bool market::command(const std::vector<std::string>& words, std::string& error) {
    engine_->trade.forget_rates();
    if (is_feed_command(words[0])) {
        return feed_command(*engine_, words, error);
    }
    if (is_price_command(words[0])) {
        return price_command(*engine_, words, error);
    }
    if (is_trade_command(words[0])) {
        return trade_command(*engine_, words, error);
    }
    error = "unknown command " + words[0];
    return false;
}

bool market::save(const std::string& file, std::string& error) const {
    return save_account(engine_->trade.account, file, error);
}

bool market::load(const std::string& file, std::string& error) {
    const bool is_good = load_account(engine_->trade.account, file, error);
    expire_pending(*engine_, true);
    return is_good;
}

std::unique_ptr<market> market::for_tester(const std::string& symbol, int64_t from_msc,
                                           int64_t to_msc,
                                           const std::map<std::string, std::string>& options,
                                           std::string& error) const {
    if (engine_->symbols.count(symbol) == 0) {
        error = "there is no symbol " + symbol;
        return nullptr;
    }
    auto made = std::make_unique<market>();
    engine& world = *made->engine_;
    world.now_msc = from_msc;
    account_state& account = world.trade.account;
    account = engine_->trade.account;
    account.positions.clear();
    account.orders.clear();
    account.done_orders.clear();
    account.deals.clear();
    account.credit = account.margin = money();
    double deposit = 10000.0;
    for (const auto& option : options) {
        bool is_good = true;
        if (option.first == "deposit") {
            is_good = read_word(option.second, deposit, error);
        } else if (option.first == "leverage") {
            is_good = read_word(option.second, account.leverage, error);
        } else if (option.first == "currency") {
            account.currency = option.second;
        } else if (option.first == "hedging") {
            is_good = read_word(option.second, account.is_hedging, error);
        } else {
            error = "the tester has no option " + option.first;
            is_good = false;
        }
        if (!is_good) {
            return nullptr;
        }
    }
    account.balance = money();
    book_balance(world, money::of(deposit), "deposit");
    for (const auto& entry : engine_->symbols) {
        symbol_state& copy = world.symbols[entry.first];
        copy.spec = entry.second.spec;
        copy.plan = entry.second.plan;
        copy.plan.to_msc = to_msc < copy.plan.to_msc ? to_msc : copy.plan.to_msc;
        if (entry.second.source != nullptr && !world.start_feed(copy, error)) {
            return nullptr;
        }
        copy.bars.put_before(entry.second.bars.minutes(), from_msc / 1000);
    }
    return made;
}

}  // namespace terminal
