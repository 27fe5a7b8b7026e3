// What the trade server tells the terminal about orders, deals and positions.
#pragma once

#include "records.hpp"

namespace terminal {

struct engine;

// Collects the transactions of one event and delivers them as the faults of the broker want it.
class transaction_batch {
public:
    explicit transaction_batch(engine& world) : world_(world) {}
    void order(int type, const order_record& order);
    void deal(const deal_record& deal);
    void position(const position_record& changed);
    void request(const trade_request& request, const trade_result& result);
    void deliver();

private:
    struct entry {
        trade_transaction transaction;
        trade_request request;
        trade_result result;
    };
    void send(const entry& what) const;

    engine& world_;
    std::vector<entry> entries_;
};

}  // namespace terminal
