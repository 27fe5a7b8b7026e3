// A market with the programs that watch it: the terminal's own, or that of a pass of the tester.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "broker/market.hpp"
#include "expert.hpp"

namespace terminal {

class session : public market_events {
public:
    session(market& place, bool every_tick);

    market& prices() { return *market_; }
    void add(expert& program) { programs_.push_back(&program); }
    void remove(expert& program);
    bool in_tester() const { return every_tick_; }

    // Lets the world go on to this moment of the server's clock, or until `stop` says so.
    void run_until(int64_t msc, const std::function<bool()>& stop = nullptr);
    // Delivers what waits until all programs are idle.
    void pump();
    // Sends one event and waits until it is done. False when it took longer than allowed.
    bool call(expert& program, const event& what);

    void on_tick(const std::string& symbol) override;
    void on_trade_transaction(const mql::MqlTradeTransaction& transaction,
                              const mql::MqlTradeRequest& request,
                              const mql::MqlTradeResult& result) override;
    void on_trade() override;
    void on_connection(bool up) override;
    void on_book(const std::string& symbol) override;

private:
    bool begin_one(expert& program);
    void wait_until_quiet();
    int64_t next_moment() const;
    void fire_timers();

    market* market_;
    bool every_tick_;
    std::vector<expert*> programs_;
};

// Told by every program that has finished an event or waits.
std::condition_variable_any& program_news();
// Programs run one after another, or all at once.
void set_parallel(bool on);

}  // namespace terminal
