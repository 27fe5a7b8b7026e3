// The trade server: what it does with requests, quotes and the passing of time.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "account.hpp"
#include "equity_curve.hpp"
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
    // A new quote of a symbol: orders, stops, targets, margin.
    void on_quote(symbol_state& symbol);
    // A request that has arrived, after the terminal's own checks.
    trade_result receive(const trade_request& request, uint32_t request_id);
    uint32_t next_request_id() { return ++last_request_; }
    // How long a request and its answer are on their way.
    int64_t next_latency_msc();
    // Swaps for the night after a day, counted from 1970.
    void charge_swaps(int64_t day);
    // Currencies or symbols have changed: ways from one currency to another are looked up anew.
    void forget_rates() { ++rates_version; }
    void note_positions();
    void note_margin_call(bool is_low);
    json summary() const;

    // Another account: what the one before holds is kept for when it comes back.
    void log_in(int64_t login);

    account_state account;
    uint64_t rates_version = 1;
    fault_plan faults;
    equity_curve equity;
    int64_t requests = 0;
    int64_t refusals = 0;
    std::map<uint32_t, int64_t> refusals_by_code;
    // Largest number of open positions with one magic number on one symbol.
    int64_t own_positions_most = 0;
    int64_t stop_outs = 0;
    int64_t margin_calls = 0;

private:
    bool take_fault(trade_result& result, bool& executes);
    void note_answer(const trade_request& request, const trade_result& result);

    engine& home_;
    std::map<int64_t, account_state> others_;
    uint32_t last_request_ = 0;
    bool is_margin_low_ = false;
};

}  // namespace terminal
