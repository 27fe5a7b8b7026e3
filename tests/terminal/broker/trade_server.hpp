// The trade server: what it does with requests, quotes and the passing of time.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "account.hpp"
#include "faults.hpp"
#include "json.hpp"
#include "records.hpp"

namespace terminal {

struct engine;
struct symbol_state;

class trade_server {
public:
    explicit trade_server(engine& home) : home_(home) {}

    // Time goes on from one moment to another: midnights charge swaps.
    void on_time(int64_t from_msc, int64_t to_msc);
    // A new quote of a symbol: stops, targets, margin.
    void on_quote(symbol_state& symbol);
    // A request that has arrived, after the terminal's own checks.
    trade_result send(const trade_request& request);
    // How long a request is on its way.
    int64_t next_latency_msc();
    void charge_swaps();
    json summary() const;

    // Currencies or symbols have changed: ways from one currency to another are looked up anew.
    void forget_rates() { ++rates_version; }

    account_state account;
    uint64_t rates_version = 1;
    fault_plan faults;
    int64_t requests = 0;
    int64_t refusals = 0;
    // Largest number of open positions with one magic number on one symbol.
    int64_t own_positions_most = 0;
    int64_t stop_outs = 0;
    // For statistics of the tester.
    double equity_highest = 0.0;
    double equity_fall_most = 0.0;
    double equity_fall_most_frac = 0.0;

private:
    bool take_fault(trade_result& result, bool& executes);
    trade_result execute(const trade_request& request);
    trade_result deal(symbol_state& symbol, const trade_request& request);
    trade_result modify(const trade_request& request);
    void close_at(symbol_state& symbol, uint64_t ticket, double price, int reason,
                  const std::string& comment);
    void check_levels(symbol_state& symbol);
    void check_margin();
    void note_equity();
    void note_positions();

    engine& home_;
    uint32_t last_request_ = 0;
};

}  // namespace terminal
