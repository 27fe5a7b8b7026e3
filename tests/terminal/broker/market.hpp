// The market and the trade server behind the terminal: what the host sees of them.
#pragma once

#include <cstdint>
#include <map>
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
    // The depth of market is another one; for programs that have subscribed to it.
    virtual void on_book(const std::string&) {}
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
    bool save(const std::string& file, std::string& error) const;
    bool load(const std::string& file, std::string& error);
    json summary();
    bool connected() const;

    // A market of its own for a pass of the Strategy Tester, with the symbols and the prices of
    // this one between two moments; `options` are name and value (deposit, leverage, currency).
    std::unique_ptr<market> for_tester(const std::string& symbol, int64_t from_msc, int64_t to_msc,
                                       const std::map<std::string, std::string>& options,
                                       std::string& error) const;
    // Of ENUM_STATISTICS.
    double statistic(int32_t id) const;

    engine& inside() { return *engine_; }

private:
    std::unique_ptr<engine> engine_;
};

}  // namespace terminal
