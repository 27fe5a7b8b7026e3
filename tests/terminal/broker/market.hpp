// The market and the trade server behind the terminal: what the host sees of them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "json.hpp"
#include "prelude.hpp"

namespace terminal {

struct engine;

// What the host is told. Called while the world is locked, in the order in which things happen.
struct market_events {
    virtual ~market_events() = default;
    virtual void on_tick(const std::string& symbol) = 0;
    virtual void on_trade_transaction(const mql::MqlTradeTransaction& transaction,
                                      const mql::MqlTradeRequest& request,
                                      const mql::MqlTradeResult& result) = 0;
    virtual void on_trade() = 0;
    virtual void on_connection(bool up) = 0;
};

class market {
public:
    market();
    ~market();
    market(const market&) = delete;
    market& operator=(const market&) = delete;

    void attach(market_events& events);
    // The trade server's clock. Zero until the first command gives it a time.
    int64_t now_msc() const;
    // When the next thing happens, INT64_MAX if nothing is known to come.
    int64_t next_msc() const;
    // Makes everything happen up to this moment, in order.
    void advance_to(int64_t msc);
    // A scenario command, see README.md. False with the reason when it is not one, or wrong.
    bool command(const std::vector<std::string>& words, std::string& error);
    // The account with its positions, orders and history, as the server keeps it.
    void save(const std::string& file);
    void load(const std::string& file);
    json summary();

    bool connected() const;
    int64_t ping_us() const;
    // How far the server's clock has been moved by `clock jump`.
    int64_t clock_jump_msc() const;
    // Requests that reached the broker, for measuring.
    int64_t requests() const;
    // Cash paid in or taken out by TesterDeposit and TesterWithdrawal.
    bool change_balance(double amount, const std::string& comment);

    engine& inside() { return *engine_; }

private:
    std::unique_ptr<engine> engine_;
};

// The only market of the process, used by the built-ins.
market& the_market();

}  // namespace terminal
