#include "checks.hpp"

#include <algorithm>
#include <cmath>

#include "engine.hpp"
#include "level_checks.hpp"
#include "lots.hpp"
#include "valuation.hpp"

namespace terminal {

namespace {

// One request on its way through the checks; each step gives 0 or a return code.
class checker {
public:
    checker(const engine& world, const symbol_state& symbol, const trade_request& request,
            check_stage stage)
        : world_(world), account_(world.trade.account), symbol_(symbol), spec_(symbol.spec),
          request_(request), stage_(stage) {}

    uint32_t deal() const;
    uint32_t pending() const;
    uint32_t levels() const;
    uint32_t modification() const;
    uint32_t removal() const;
    uint32_t close_by() const;

private:
    uint32_t is_open() const;
    uint32_t direction(double opened) const;
    uint32_t closing(const position_record& open) const;
    uint32_t opening(double opened) const;
    uint32_t limits(double opened) const;
    double opened_lots(const position_record* open) const;

    const engine& world_;
    const account_state& account_;
    const symbol_state& symbol_;
    const contract_spec& spec_;
    const trade_request& request_;
    check_stage stage_;
};

uint32_t checker::is_open() const {
    if (spec_.trade_mode == mql::SYMBOL_TRADE_MODE_DISABLED) {
        return mql::TRADE_RETCODE_TRADE_DISABLED;
    }
    const bool is_closed =
        stage_ == check_stage::server && !symbol_.is_trading_at(world_.now_msc);
    if (is_closed) {
        return mql::TRADE_RETCODE_MARKET_CLOSED;
    }
    return symbol_.has_quote() ? 0 : mql::TRADE_RETCODE_PRICE_OFF;
}

// Lots of the request that do not close anything.
double checker::opened_lots(const position_record* open) const {
    if (account_.is_hedging) {
        return request_.position != 0 ? 0.0 : request_.volume;
    }
    const bool closes = open != nullptr && open->side != request_.type % 2;
    return closes ? std::max(request_.volume - open->volume, 0.0) : request_.volume;
}

uint32_t checker::direction(double opened) const {
    const int side = request_.type % 2;
    if (opened <= lots_none) {
        return 0;
    }
    switch (spec_.trade_mode) {
        case mql::SYMBOL_TRADE_MODE_CLOSEONLY: return mql::TRADE_RETCODE_CLOSE_ONLY;
        case mql::SYMBOL_TRADE_MODE_LONGONLY:
            return side == side_buy ? 0 : mql::TRADE_RETCODE_LONG_ONLY;
        case mql::SYMBOL_TRADE_MODE_SHORTONLY:
            return side == side_sell ? 0 : mql::TRADE_RETCODE_SHORT_ONLY;
        default: return 0;
    }
}

uint32_t checker::limits(double opened) const {
    const int side = request_.type % 2;
    double same = 0.0;
    bool is_other = false;
    for (const position_record& open : account_.positions) {
        if (open.symbol == spec_.name) {
            same += open.side == side ? open.volume : 0.0;
            is_other = is_other || open.side != side;
        }
    }
    for (const order_record& order : account_.orders) {
        same += order.symbol == spec_.name && order.type % 2 == side ? order.volume_current : 0.0;
    }
    if (spec_.volume_limit > 0.0 && same + opened > spec_.volume_limit + lots_none) {
        return mql::TRADE_RETCODE_LIMIT_VOLUME;
    }
    const auto most = static_cast<size_t>(account_.limit_positions);
    if (account_.is_hedging && most > 0 && account_.positions.size() >= most) {
        return mql::TRADE_RETCODE_LIMIT_POSITIONS;
    }
    if (account_.is_hedging && is_other && !account_.is_hedge_allowed) {
        return mql::TRADE_RETCODE_HEDGE_PROHIBITED;
    }
    return 0;
}

uint32_t checker::closing(const position_record& open) const {
    if (open.symbol != spec_.name || request_.type != opposite(open.side)) {
        return mql::TRADE_RETCODE_INVALID;
    }
    if (request_.volume > open.volume + lots_none) {
        return mql::TRADE_RETCODE_INVALID_CLOSE_VOLUME;
    }
    double waiting = 0.0;
    for (const order_record& order : account_.orders) {
        waiting += order.position_id == open.identifier ? order.volume_current : 0.0;
    }
    if (waiting > 0.0 && waiting + request_.volume > open.volume + lots_none) {
        return mql::TRADE_RETCODE_CLOSE_ORDER_EXIST;
    }
    const double price = closing_price(symbol_, open.side);
    if (is_frozen(symbol_, price, open.sl) || is_frozen(symbol_, price, open.tp)) {
        return mql::TRADE_RETCODE_FROZEN;
    }
    if (account_.is_fifo && stage_ == check_stage::server) {
        for (const position_record& older : account_.positions) {
            if (older.symbol == open.symbol && older.ticket < open.ticket) {
                return mql::TRADE_RETCODE_FIFO_CLOSE;
            }
        }
    }
    return 0;
}

uint32_t checker::opening(double opened) const {
    const int side = request_.type % 2;
    if (const uint32_t code = check_stops(symbol_, side, closing_price(symbol_, side),
                                          request_.sl, request_.tp)) {
        return code;
    }
    if (const uint32_t code = limits(opened)) {
        return code;
    }
    const money more = margin_change(world_, symbol_, request_);
    return more.micros > 0 && sums_of(world_).free < more ? mql::TRADE_RETCODE_NO_MONEY : 0;
}

uint32_t checker::deal() const {
    const position_record* open = position_for(world_, request_);
    if (request_.type != side_buy && request_.type != side_sell) {
        return mql::TRADE_RETCODE_INVALID;
    }
    uint32_t code = check_volume(spec_, request_.volume);
    code = code != 0 ? code : check_order_type(spec_, request_);
    code = code != 0 ? code : check_filling(spec_, request_.type, request_.filling);
    code = code != 0 ? code : is_open();
    if (code != 0) {
        return code;
    }
    if (request_.position != 0 && open == nullptr) {
        return mql::TRADE_RETCODE_POSITION_CLOSED;
    }
    const bool is_priced = spec_.execution == mql::SYMBOL_TRADE_EXECUTION_INSTANT ||
                           spec_.execution == mql::SYMBOL_TRADE_EXECUTION_REQUEST;
    if (is_priced && !(request_.price > 0.0)) {
        return mql::TRADE_RETCODE_INVALID_PRICE;
    }
    const double opened = opened_lots(open);
    code = direction(opened);
    if (code == 0 && request_.position != 0 && account_.is_hedging) {
        code = closing(*open);
    }
    return code != 0 || opened <= lots_none ? code : opening(opened);
}

uint32_t checker::pending() const {
    if (!is_pending_type(request_.type)) {
        return mql::TRADE_RETCODE_INVALID;
    }
    const int side = request_.type % 2;
    const double price =
        is_stop_limit_type(request_.type) ? request_.stoplimit : request_.price;
    uint32_t code = check_volume(spec_, request_.volume);
    code = code != 0 ? code : check_order_type(spec_, request_);
    code = code != 0 ? code : check_filling(spec_, request_.type, request_.filling);
    code = code != 0 ? code : check_expiration(spec_, request_, world_.now_msc);
    code = code != 0 ? code : is_open();
    code = code != 0 ? code : direction(request_.volume);
    code = code != 0 ? code : check_pending_price(symbol_, request_);
    code = code != 0 ? code : check_stops(symbol_, side, price, request_.sl, request_.tp);
    const auto most = static_cast<size_t>(account_.limit_orders);
    if (code == 0 && most > 0 && account_.orders.size() >= most) {
        code = mql::TRADE_RETCODE_LIMIT_ORDERS;
    }
    return code != 0 ? code : limits(request_.volume);
}

uint32_t checker::levels() const {
    const position_record* open = position_for(world_, request_);
    if (open == nullptr) {
        return request_.position == 0 && account_.is_hedging
                   ? mql::TRADE_RETCODE_INVALID
                   : mql::TRADE_RETCODE_POSITION_CLOSED;
    }
    if (open->symbol != spec_.name) {
        return mql::TRADE_RETCODE_INVALID;
    }
    if (const uint32_t code = is_open()) {
        return code;
    }
    if (open->sl == request_.sl && open->tp == request_.tp) {
        return mql::TRADE_RETCODE_NO_CHANGES;
    }
    const double price = closing_price(symbol_, open->side);
    if (is_frozen(symbol_, price, open->sl) || is_frozen(symbol_, price, open->tp)) {
        return mql::TRADE_RETCODE_FROZEN;
    }
    // A level that stays where it is may be too near.
    const double sl = request_.sl == open->sl ? 0.0 : request_.sl;
    const double tp = request_.tp == open->tp ? 0.0 : request_.tp;
    return check_stops(symbol_, open->side, price, sl, tp);
}

uint32_t checker::modification() const {
    const order_record& order = *account_.order(request_.order);
    trade_request changed = request_;
    changed.type = order.type;
    if (const uint32_t code = is_open()) {
        return code;
    }
    if (order.price == changed.price && order.stoplimit == changed.stoplimit &&
        order.sl == changed.sl && order.tp == changed.tp &&
        order.type_time == changed.type_time && order.expiration == changed.expiration) {
        return mql::TRADE_RETCODE_NO_CHANGES;
    }
    if (is_frozen(symbol_, opening_price(symbol_, order.type % 2), order.price)) {
        return mql::TRADE_RETCODE_FROZEN;
    }
    const double price = is_stop_limit_type(order.type) ? changed.stoplimit : changed.price;
    uint32_t code = check_expiration(spec_, changed, world_.now_msc);
    code = code != 0 ? code : check_pending_price(symbol_, changed);
    return code != 0 ? code
                     : check_stops(symbol_, order.type % 2, price, changed.sl, changed.tp);
}

uint32_t checker::removal() const {
    const order_record& order = *account_.order(request_.order);
    if (const uint32_t code = is_open()) {
        return code;
    }
    const double price = opening_price(symbol_, order.type % 2);
    return is_frozen(symbol_, price, order.price) ? mql::TRADE_RETCODE_FROZEN : 0;
}

uint32_t checker::close_by() const {
    const position_record* first = account_.position(request_.position);
    const position_record* second = account_.position(request_.position_by);
    if (first == nullptr || second == nullptr) {
        return mql::TRADE_RETCODE_POSITION_CLOSED;
    }
    if (!account_.is_hedging || first->symbol != second->symbol ||
        first->side == second->side) {
        return mql::TRADE_RETCODE_INVALID;
    }
    const uint32_t code = check_order_type(spec_, request_);
    return code != 0 ? code : is_open();
}

uint32_t check_permissions(const engine& world, const trade_request& request,
                           check_stage stage) {
    const account_state& account = world.trade.account;
    if (!world.is_connected) {
        return mql::TRADE_RETCODE_CONNECTION;
    }
    if (!account.trade_allowed) {
        return mql::TRADE_RETCODE_TRADE_DISABLED;
    }
    if (request.reason == mql::ORDER_REASON_EXPERT && !account.experts_allowed) {
        return mql::TRADE_RETCODE_SERVER_DISABLES_AT;
    }
    const bool is_refused = stage == check_stage::server && !world.trade.faults.is_trading;
    return is_refused ? mql::TRADE_RETCODE_TRADE_DISABLED : 0;
}

// The name of the symbol that a request is about; some name only an order or a position.
std::string name_of(const engine& world, const trade_request& request) {
    const account_state& account = world.trade.account;
    if (request.action == mql::TRADE_ACTION_MODIFY ||
        request.action == mql::TRADE_ACTION_REMOVE) {
        const order_record* order = account.order(request.order);
        return order == nullptr ? "" : order->symbol;
    }
    if (request.action == mql::TRADE_ACTION_CLOSE_BY && request.symbol.empty()) {
        const position_record* open = account.position(request.position);
        return open == nullptr ? "" : open->symbol;
    }
    return request.symbol;
}

}  // namespace

const position_record* position_for(const engine& world, const trade_request& request) {
    const account_state& account = world.trade.account;
    if (request.position != 0) {
        return account.position(request.position);
    }
    return account.is_hedging ? nullptr : account.position_of(request.symbol);
}

money margin_change(const engine& world, const symbol_state& symbol,
                    const trade_request& request) {
    const account_state& account = world.trade.account;
    const int side = request.type % 2;
    const margin_legs before = legs_of(account, symbol.spec.name);
    const position_record* open = position_for(world, request);
    margin_legs after = before;
    double opened = request.volume;
    if (open != nullptr && open->side != side) {
        const double closed = std::min(request.volume, open->volume);
        after.add(open->side, -closed, -open->margin * closed / open->volume);
        opened -= closed;
    }
    if (opened > lots_none) {
        const double price = opening_price(symbol, side);
        after.add(side, opened, margin_of(world, symbol, side, opened, price));
    }
    return money::rounded(margin_of_legs(symbol.spec, after) -
                              margin_of_legs(symbol.spec, before),
                          account.currency_digits);
}

uint32_t check_request(const engine& world, const trade_request& request, check_stage stage) {
    if (const uint32_t code = check_permissions(world, request, stage)) {
        return code;
    }
    const auto found = world.symbols.find(name_of(world, request));
    if (found == world.symbols.end()) {
        return mql::TRADE_RETCODE_INVALID;
    }
    const checker checks(world, found->second, request, stage);
    switch (request.action) {
        case mql::TRADE_ACTION_DEAL: return checks.deal();
        case mql::TRADE_ACTION_PENDING: return checks.pending();
        case mql::TRADE_ACTION_SLTP: return checks.levels();
        case mql::TRADE_ACTION_MODIFY: return checks.modification();
        case mql::TRADE_ACTION_REMOVE: return checks.removal();
        case mql::TRADE_ACTION_CLOSE_BY: return checks.close_by();
        default: return mql::TRADE_RETCODE_INVALID;
    }
}

}  // namespace terminal
