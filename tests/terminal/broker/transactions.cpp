#include "transactions.hpp"

#include <algorithm>

#include "engine.hpp"
#include "native_records.hpp"

namespace terminal {

void transaction_batch::order(int type, const order_record& order) {
    entry what;
    what.transaction.type = type;
    what.transaction.order = order.ticket;
    what.transaction.symbol = order.symbol;
    what.transaction.order_type = order.type;
    what.transaction.order_state = order.state;
    what.transaction.time_type = order.type_time;
    what.transaction.expiration = order.expiration;
    what.transaction.price = order.price;
    if (order.type == mql::ORDER_TYPE_BUY_STOP_LIMIT ||
        order.type == mql::ORDER_TYPE_SELL_STOP_LIMIT) {
        what.transaction.price = order.stoplimit;
        what.transaction.price_trigger = order.price;
    }
    what.transaction.sl = order.sl;
    what.transaction.tp = order.tp;
    what.transaction.volume = order.volume_current;
    what.transaction.position = order.position_id;
    what.transaction.position_by = order.position_by_id;
    entries_.push_back(what);
}

void transaction_batch::deal(const deal_record& deal) {
    entry what;
    what.transaction.type = mql::TRADE_TRANSACTION_DEAL_ADD;
    what.transaction.deal = deal.ticket;
    what.transaction.order = deal.order;
    what.transaction.symbol = deal.symbol;
    what.transaction.deal_type = deal.type;
    what.transaction.price = deal.price;
    what.transaction.sl = deal.sl;
    what.transaction.tp = deal.tp;
    what.transaction.volume = deal.volume;
    what.transaction.position = deal.position_id;
    entries_.push_back(what);
}

void transaction_batch::position(const position_record& changed) {
    entry what;
    what.transaction.type = mql::TRADE_TRANSACTION_POSITION;
    what.transaction.symbol = changed.symbol;
    what.transaction.price = changed.price_open;
    what.transaction.sl = changed.sl;
    what.transaction.tp = changed.tp;
    what.transaction.volume = changed.volume;
    what.transaction.position = changed.ticket;
    entries_.push_back(what);
}

void transaction_batch::request(const trade_request& request, const trade_result& result) {
    entry what;
    what.transaction.type = mql::TRADE_TRANSACTION_REQUEST;
    what.request = request;
    // The terminal shows the request with the order that the server made of it.
    what.request.order = request.order != 0 ? request.order : result.order;
    what.result = result;
    entries_.push_back(what);
}

void transaction_batch::send(const entry& what) const {
    if (world_.events != nullptr) {
        world_.events->on_trade_transaction(native(what.transaction), native(what.request),
                                            native(what.result));
    }
}

void transaction_batch::deliver() {
    const fault_plan& faults = world_.trade.faults;
    const bool is_heard = world_.events != nullptr && world_.is_connected;
    if (faults.transactions == delivery::lost || !is_heard || entries_.empty()) {
        return;
    }
    if (faults.transactions == delivery::reversed) {
        std::reverse(entries_.begin(), entries_.end());
    }
    const int times = faults.transactions == delivery::doubled ? 2 : 1;
    const auto all = [batch = *this, times] {
        for (const entry& what : batch.entries_) {
            for (int time = 0; time < times; ++time) {
                batch.send(what);
            }
        }
        batch.world_.events->on_trade();
    };
    if (faults.transactions_late_msc > 0) {
        world_.future.at(world_.now_msc + faults.transactions_late_msc, all);
    } else {
        all();
    }
}

}  // namespace terminal
