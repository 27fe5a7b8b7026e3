// What an account is made of: positions, orders and deals, as the server keeps them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "money.hpp"

namespace terminal {

struct symbol_state;

// Buy is 0 and sell 1 in all of MetaTrader's enumerations of direction.
constexpr int side_buy = 0;
constexpr int side_sell = 1;

struct trade_request {
    int action = 0;
    uint64_t magic = 0;
    uint64_t order = 0;
    std::string symbol;
    double volume = 0.0;
    double price = 0.0;
    double stoplimit = 0.0;
    double sl = 0.0;
    double tp = 0.0;
    uint64_t deviation = 0;
    int type = 0;
    int filling = 0;
    int type_time = 0;
    int64_t expiration = 0;
    std::string comment;
    uint64_t position = 0;
    uint64_t position_by = 0;
    // ENUM_ORDER_REASON: who sent it.
    int reason = 3;
};

struct trade_result {
    uint32_t retcode = 0;
    uint64_t deal = 0;
    uint64_t order = 0;
    double volume = 0.0;
    double price = 0.0;
    double bid = 0.0;
    double ask = 0.0;
    std::string comment;
    uint32_t request_id = 0;
    int32_t retcode_external = 0;
};

struct trade_transaction {
    uint64_t deal = 0;
    uint64_t order = 0;
    std::string symbol;
    int type = 0;
    int order_type = 0;
    int order_state = 0;
    int deal_type = 0;
    int time_type = 0;
    int64_t expiration = 0;
    double price = 0.0;
    double price_trigger = 0.0;
    double sl = 0.0;
    double tp = 0.0;
    double volume = 0.0;
    uint64_t position = 0;
    uint64_t position_by = 0;
};

struct position_record {
    uint64_t ticket = 0;
    uint64_t identifier = 0;
    std::string symbol;
    int side = side_buy;
    double volume = 0.0;
    double price_open = 0.0;
    double sl = 0.0;
    double tp = 0.0;
    uint64_t magic = 0;
    int reason = 3;
    std::string comment;
    int64_t time_msc = 0;
    int64_t update_msc = 0;
    money swap;
    // What it needs by itself, in the account's currency at the rates of its opening.
    double margin = 0.0;
    // Its symbol, looked up when it is first needed.
    mutable const symbol_state* market = nullptr;
};

struct order_record {
    uint64_t ticket = 0;
    std::string symbol;
    int type = 0;
    int state = 0;
    double volume_initial = 0.0;
    double volume_current = 0.0;
    double price = 0.0;
    double stoplimit = 0.0;
    double price_current = 0.0;
    double sl = 0.0;
    double tp = 0.0;
    int filling = 0;
    int type_time = 0;
    int64_t expiration = 0;
    uint64_t magic = 0;
    int reason = 3;
    std::string comment;
    uint64_t position_id = 0;
    uint64_t position_by_id = 0;
    int64_t setup_msc = 0;
    int64_t done_msc = 0;
};

struct deal_record {
    uint64_t ticket = 0;
    uint64_t order = 0;
    uint64_t position_id = 0;
    std::string symbol;
    int type = 0;
    int entry = 0;
    int reason = 3;
    uint64_t magic = 0;
    int64_t time_msc = 0;
    double volume = 0.0;
    double price = 0.0;
    double sl = 0.0;
    double tp = 0.0;
    money profit;
    money commission;
    money swap;
    money fee;
    std::string comment;

    money result() const { return profit + commission + swap + fee; }
};

inline int opposite(int side) { return side == side_buy ? side_sell : side_buy; }
// +1 of a long, -1 of a short.
inline double sign_of(int side) { return side == side_buy ? 1.0 : -1.0; }

}  // namespace terminal
