#include "transactions.hpp"

#include <algorithm>

#include "engine.hpp"

namespace terminal {

namespace {

mql::string text(const std::string& bytes) { return mql::from_utf8(bytes); }

mql::MqlTradeTransaction native(const trade_transaction& from) {
    mql::MqlTradeTransaction to{};
    to.deal = from.deal;
    to.order = from.order;
    to.symbol = text(from.symbol);
    to.type = static_cast<mql::ENUM_TRADE_TRANSACTION_TYPE>(from.type);
    to.order_type = static_cast<mql::ENUM_ORDER_TYPE>(from.order_type);
    to.order_state = static_cast<mql::ENUM_ORDER_STATE>(from.order_state);
    to.deal_type = static_cast<mql::ENUM_DEAL_TYPE>(from.deal_type);
    to.time_type = static_cast<mql::ENUM_ORDER_TYPE_TIME>(from.time_type);
    to.time_expiration = mql::datetime(from.expiration);
    to.price = from.price;
    to.price_trigger = from.price_trigger;
    to.price_sl = from.sl;
    to.price_tp = from.tp;
    to.volume = from.volume;
    to.position = from.position;
    to.position_by = from.position_by;
    return to;
}

mql::MqlTradeRequest native(const trade_request& from) {
    mql::MqlTradeRequest to{};
    to.action = static_cast<mql::ENUM_TRADE_REQUEST_ACTIONS>(from.action);
    to.magic = from.magic;
    to.order = from.order;
    to.symbol = text(from.symbol);
    to.volume = from.volume;
    to.price = from.price;
    to.stoplimit = from.stoplimit;
    to.sl = from.sl;
    to.tp = from.tp;
    to.deviation = from.deviation;
    to.type = static_cast<mql::ENUM_ORDER_TYPE>(from.type);
    to.type_filling = static_cast<mql::ENUM_ORDER_TYPE_FILLING>(from.filling);
    to.type_time = static_cast<mql::ENUM_ORDER_TYPE_TIME>(from.type_time);
    to.expiration = mql::datetime(from.expiration);
    to.comment = text(from.comment);
    to.position = from.position;
    to.position_by = from.position_by;
    return to;
}

mql::MqlTradeResult native(const trade_result& from) {
    mql::MqlTradeResult to{};
    to.retcode = from.retcode;
    to.deal = from.deal;
    to.order = from.order;
    to.volume = from.volume;
    to.price = from.price;
    to.bid = from.bid;
    to.ask = from.ask;
    to.comment = text(from.comment);
    to.request_id = from.request_id;
    to.retcode_external = from.retcode_external;
    return to;
}

}  // namespace

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
