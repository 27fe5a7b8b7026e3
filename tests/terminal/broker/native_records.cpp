#include "native_records.hpp"

namespace terminal {

namespace {

mql::string text(const std::string& bytes) { return mql::from_utf8(bytes); }

}  // namespace

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

}  // namespace terminal
