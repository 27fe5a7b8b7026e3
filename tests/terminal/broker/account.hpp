// An account as the trade server keeps it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "money.hpp"
#include "records.hpp"

namespace terminal {

struct account_state {
    int64_t login = 5000001;
    std::string server = "Simulated-Demo";
    std::string company = "Simulated Broker";
    std::string name = "Trader";
    std::string currency = "USD";
    int currency_digits = 2;
    money balance;
    money credit;
    // Of all positions together.
    money margin;
    int leverage = 100;
    bool is_hedging = true;
    bool is_fifo = false;
    // Positions in both directions of a symbol.
    bool is_hedge_allowed = true;
    bool is_real = false;
    // Allowed on the server: by the account, for Expert Advisors.
    bool trade_allowed = true;
    bool experts_allowed = true;
    double margin_call_percent = 100.0;
    double stop_out_percent = 50.0;
    int limit_orders = 0;
    int limit_positions = 0;

    uint64_t last_ticket = 100000;
    std::vector<position_record> positions;
    std::vector<order_record> orders;
    std::vector<order_record> done_orders;
    std::vector<deal_record> deals;

    uint64_t next_ticket() { return ++last_ticket; }
    // Null when it is not there.
    position_record* position(uint64_t ticket);
    const position_record* position(uint64_t ticket) const;
    position_record* position_by_id(uint64_t identifier);
    // The only position of a symbol on a netting account, or the first one.
    position_record* position_of(const std::string& symbol);
    const position_record* position_of(const std::string& symbol) const;
    void remove(const position_record& open);
    // One that waits; null when it is not there.
    order_record* order(uint64_t ticket);
    const order_record* order(uint64_t ticket) const;
    void remove(const order_record& waiting);
};

}  // namespace terminal
