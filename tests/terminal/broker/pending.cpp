#include "pending.hpp"

#include <algorithm>

#include "checks.hpp"
#include "civil_time.hpp"
#include "deals.hpp"
#include "engine.hpp"
#include "execution.hpp"
#include "host.hpp"
#include "level_checks.hpp"
#include "transactions.hpp"
#include "valuation.hpp"

namespace terminal {

namespace {

constexpr int64_t day_msc = seconds_per_day * 1000;

// The first moment at which the order is no more, INT64_MAX = it waits for ever.
int64_t end_of(const order_record& order) {
    switch (order.type_time) {
        case mql::ORDER_TIME_DAY: return (floor_divide(order.setup_msc, day_msc) + 1) * day_msc;
        case mql::ORDER_TIME_SPECIFIED: return order.expiration * 1000;
        case mql::ORDER_TIME_SPECIFIED_DAY:
            return (floor_divide(order.expiration, seconds_per_day) + 1) * day_msc;
        default: return INT64_MAX;
    }
}

void plan_expiry(engine& world, const order_record& order) {
    const int64_t end = end_of(order);
    if (end != INT64_MAX) {
        world.future.at(std::max(end, world.now_msc), [&world] { expire_pending(world, false); });
    }
}

bool is_reached(const symbol_state& symbol, const order_record& order) {
    const int side = order.type % 2;
    const double better = sign_of(side) * (order.price - opening_price(symbol, side));
    return is_limit_type(order.type) ? better >= 0.0 : better <= 0.0;
}

// A limit gives its own price, a stop the one that has reached it.
double fill_price(const symbol_state& symbol, const order_record& order) {
    const double price =
        is_limit_type(order.type) ? order.price : opening_price(symbol, order.type % 2);
    return nearest_price(price, symbol.spec.tick_size, symbol.spec.digits);
}

bool is_affordable(const engine& world, const symbol_state& symbol, const order_record& order) {
    trade_request request;
    request.symbol = order.symbol;
    request.type = order.type;
    request.volume = order.volume_current;
    const money more = margin_change(world, symbol, request);
    return more.micros <= 0 || !(sums_of(world).free < more);
}

// A stop limit order becomes a limit order.
void activate(engine& world, order_record& order) {
    order.type = order.type % 2 + mql::ORDER_TYPE_BUY_LIMIT;
    order.price = order.stoplimit;
    order.stoplimit = 0.0;
    transaction_batch batch(world);
    batch.order(mql::TRADE_TRANSACTION_ORDER_UPDATE, order);
    batch.deliver();
}

void take_out(engine& world, transaction_batch& batch, uint64_t ticket, int state) {
    account_state& account = world.trade.account;
    const order_record order = *account.order(ticket);
    account.remove(*account.order(ticket));
    log("order", {{"ticket", ticket}, {"state", state}, {"symbol", order.symbol}});
    finish_order(world, batch, order, state);
}

void fill(engine& world, const symbol_state& symbol, uint64_t ticket) {
    account_state& account = world.trade.account;
    order_record order = *account.order(ticket);
    transaction_batch batch(world);
    if (is_affordable(world, symbol, order)) {
        const double price = fill_price(symbol, order);
        account.remove(*account.order(ticket));
        fill_order(world, batch, symbol, order, order.volume_current, price);
        finish_order(world, batch, order, mql::ORDER_STATE_FILLED);
    } else {
        take_out(world, batch, ticket, mql::ORDER_STATE_REJECTED);
    }
    batch.deliver();
}

}  // namespace

trade_result place_pending(engine& world, transaction_batch& batch,
                           const trade_request& request) {
    order_record order;
    order.ticket = world.trade.account.next_ticket();
    order.symbol = request.symbol;
    order.type = request.type;
    order.state = mql::ORDER_STATE_PLACED;
    order.volume_initial = request.volume;
    order.volume_current = request.volume;
    order.price = request.price;
    order.stoplimit = request.stoplimit;
    order.sl = request.sl;
    order.tp = request.tp;
    order.filling = request.filling;
    order.type_time = request.type_time;
    order.expiration = request.expiration;
    order.magic = request.magic;
    order.reason = request.reason;
    order.comment = request.comment;
    order.setup_msc = world.now_msc;
    world.trade.account.orders.push_back(order);
    plan_expiry(world, order);
    batch.order(mql::TRADE_TRANSACTION_ORDER_ADD, order);
    trade_result result = answer_of(mql::TRADE_RETCODE_DONE);
    result.order = order.ticket;
    result.volume = order.volume_initial;
    result.price = order.price;
    return result;
}

trade_result modify_pending(engine& world, transaction_batch& batch,
                            const trade_request& request) {
    order_record& order = *world.trade.account.order(request.order);
    order.price = request.price;
    order.stoplimit = request.stoplimit;
    order.sl = request.sl;
    order.tp = request.tp;
    order.type_time = request.type_time;
    order.expiration = request.expiration;
    plan_expiry(world, order);
    batch.order(mql::TRADE_TRANSACTION_ORDER_UPDATE, order);
    trade_result result = answer_of(mql::TRADE_RETCODE_DONE);
    result.order = order.ticket;
    return result;
}

trade_result remove_pending(engine& world, transaction_batch& batch,
                            const trade_request& request) {
    take_out(world, batch, request.order, mql::ORDER_STATE_CANCELED);
    trade_result result = answer_of(mql::TRADE_RETCODE_DONE);
    result.order = request.order;
    return result;
}

void check_pending(engine& world, const symbol_state& symbol) {
    account_state& account = world.trade.account;
    std::vector<uint64_t> reached;
    for (const order_record& order : account.orders) {
        const bool waits = order.state == mql::ORDER_STATE_PLACED && is_pending_type(order.type);
        if (waits && order.symbol == symbol.spec.name && is_reached(symbol, order)) {
            reached.push_back(order.ticket);
        }
    }
    for (const uint64_t ticket : reached) {
        order_record* order = account.order(ticket);
        if (order != nullptr && is_stop_limit_type(order->type)) {
            activate(world, *order);
        } else if (order != nullptr) {
            fill(world, symbol, ticket);
        }
    }
}

void expire_pending(engine& world, bool replans) {
    account_state& account = world.trade.account;
    std::vector<uint64_t> over;
    for (const order_record& order : account.orders) {
        const int64_t end = end_of(order);
        if (end <= world.now_msc) {
            over.push_back(order.ticket);
        } else if (end != INT64_MAX && replans) {
            plan_expiry(world, order);
        }
    }
    for (const uint64_t ticket : over) {
        transaction_batch batch(world);
        take_out(world, batch, ticket, mql::ORDER_STATE_EXPIRED);
        batch.deliver();
    }
}

}  // namespace terminal
