#include "execution.hpp"

#include <cmath>

#include "checks.hpp"
#include "deals.hpp"
#include "engine.hpp"
#include "host.hpp"
#include "lots.hpp"
#include "pending.hpp"
#include "transactions.hpp"
#include "valuation.hpp"

namespace terminal {

namespace {

// The price that the dealer gives now; slippage is against the trader.
double price_now(engine& world, const symbol_state& symbol, int side) {
    const auto worst = static_cast<uint64_t>(world.trade.faults.slippage_points + 1);
    const double slipped = static_cast<double>(world.random.below(worst)) * symbol.spec.point();
    return nearest_price(opening_price(symbol, side) + sign_of(side) * slipped,
                         symbol.spec.tick_size, symbol.spec.digits);
}

// On request and instantly a price is asked for; how far away the dealer's may be is the
// deviation. Other kinds of execution take the price as it is.
bool is_requoted(const contract_spec& spec, const trade_request& request, double price) {
    const bool is_priced = spec.execution == mql::SYMBOL_TRADE_EXECUTION_INSTANT ||
                           spec.execution == mql::SYMBOL_TRADE_EXECUTION_REQUEST;
    const double allowed = (static_cast<double>(request.deviation) + 0.1) * spec.point();
    return is_priced && std::fabs(price - request.price) > allowed;
}

// How many of these lots find a counterparty now.
double available(const engine& world, const contract_spec& spec, double lots) {
    const double part = world.trade.faults.fill_part;
    if (part >= 1.0) {
        return lots;
    }
    const double some = whole_lots(lots * part, spec.volume_step);
    return some < spec.volume_min - lots_none ? 0.0 : some;
}

void wait_for_rest(engine& world, transaction_batch& batch, order_record order) {
    order.state = mql::ORDER_STATE_PARTIAL;
    world.trade.account.orders.push_back(order);
    batch.order(mql::TRADE_TRANSACTION_ORDER_UPDATE, order);
}

uint64_t position_id_of(const engine& world, const trade_request& request) {
    const position_record* open = request.position == 0 ? nullptr : position_for(world, request);
    return open == nullptr ? 0 : open->identifier;
}

trade_result deal(engine& world, transaction_batch& batch, const trade_request& request) {
    const symbol_state& symbol = *world.find(request.symbol);
    const double price = price_now(world, symbol, request.type);
    const double lots = available(world, symbol.spec, request.volume);
    const bool is_whole = lots > request.volume - lots_none;
    trade_result result;
    if (is_requoted(symbol.spec, request, price)) {
        result = answer_of(mql::TRADE_RETCODE_REQUOTE);
        result.price = price;
        return result;
    }
    if (lots <= 0.0 || (!is_whole && request.filling == mql::ORDER_FILLING_FOK)) {
        return answer_of(mql::TRADE_RETCODE_REJECT);
    }
    deal_plan plan;
    plan.side = request.type;
    plan.lots = request.volume;
    plan.price = price;
    plan.position = position_id_of(world, request);
    plan.magic = request.magic;
    plan.comment = request.comment;
    plan.reason = request.reason;
    plan.sl = request.sl;
    plan.tp = request.tp;
    plan.filling = request.filling;
    order_record order = order_of(world, symbol, plan);
    batch.order(mql::TRADE_TRANSACTION_ORDER_ADD, order);
    const deal_record booked = fill_order(world, batch, symbol, order, lots, price);
    if (is_whole) {
        finish_order(world, batch, order, mql::ORDER_STATE_FILLED);
    } else if (request.filling == mql::ORDER_FILLING_RETURN) {
        wait_for_rest(world, batch, order);
    } else {
        finish_order(world, batch, order, mql::ORDER_STATE_PARTIAL);
    }
    result = answer_of(is_whole ? mql::TRADE_RETCODE_DONE : mql::TRADE_RETCODE_DONE_PARTIAL);
    result.deal = booked.ticket;
    result.order = booked.order;
    result.volume = booked.volume;
    result.price = booked.price;
    return result;
}

trade_result change_levels(engine& world, transaction_batch& batch,
                           const trade_request& request) {
    account_state& account = world.trade.account;
    position_record& open = *account.position(position_for(world, request)->ticket);
    open.sl = request.sl;
    open.tp = request.tp;
    open.update_msc = world.now_msc;
    batch.position(open);
    log("modify", {{"position", open.ticket}, {"sl", open.sl}, {"tp", open.tp}});
    return answer_of(mql::TRADE_RETCODE_DONE);
}

trade_result close_by(engine& world, transaction_batch& batch, const trade_request& request) {
    const position_record& first = *world.trade.account.position(request.position);
    const symbol_state& symbol = *world.find(first.symbol);
    const deal_record booked = book_close_by(world, batch, symbol, request);
    trade_result result = answer_of(mql::TRADE_RETCODE_DONE);
    result.deal = booked.ticket;
    result.order = booked.order;
    result.volume = booked.volume;
    result.price = booked.price;
    return result;
}

}  // namespace

trade_result answer_of(uint32_t retcode) {
    trade_result result;
    result.retcode = retcode;
    return result;
}

trade_result execute(engine& world, transaction_batch& batch, const trade_request& request) {
    switch (request.action) {
        case mql::TRADE_ACTION_DEAL: return deal(world, batch, request);
        case mql::TRADE_ACTION_SLTP: return change_levels(world, batch, request);
        case mql::TRADE_ACTION_CLOSE_BY: return close_by(world, batch, request);
        case mql::TRADE_ACTION_PENDING: return place_pending(world, batch, request);
        case mql::TRADE_ACTION_MODIFY: return modify_pending(world, batch, request);
        case mql::TRADE_ACTION_REMOVE: return remove_pending(world, batch, request);
        default: return answer_of(mql::TRADE_RETCODE_INVALID);
    }
}

void go_on_filling(engine& world, const symbol_state& symbol) {
    account_state& account = world.trade.account;
    for (size_t index = 0; index < account.orders.size();) {
        order_record order = account.orders[index];
        if (order.symbol != symbol.spec.name || order.state != mql::ORDER_STATE_PARTIAL) {
            ++index;
            continue;
        }
        // At least one step, so that the order comes to an end.
        const double some = available(world, symbol.spec, order.volume_current);
        const double lots = some > 0.0 ? some : order.volume_current;
        transaction_batch batch(world);
        const double price = price_now(world, symbol, order.type % 2);
        fill_order(world, batch, symbol, order, lots, price);
        if (order.volume_current <= lots_none) {
            account.remove(account.orders[index]);
            finish_order(world, batch, order, mql::ORDER_STATE_FILLED);
        } else {
            account.orders[index] = order;
            batch.order(mql::TRADE_TRANSACTION_ORDER_UPDATE, order);
            ++index;
        }
        batch.deliver();
    }
}

}  // namespace terminal
