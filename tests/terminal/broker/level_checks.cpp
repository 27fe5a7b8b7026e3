#include "level_checks.hpp"

#include <cmath>

#include "civil_time.hpp"
#include "lots.hpp"
#include "valuation.hpp"

namespace terminal {

namespace {

constexpr int flag_sl = 16;
constexpr int flag_tp = 32;
constexpr int flag_close_by = 64;
constexpr int flag_fok = 1;
constexpr int flag_ioc = 2;
constexpr int flag_boc = 4;

// At least the stops level away on the right side; never at the price itself.
bool is_far_enough(const contract_spec& spec, double distance) {
    const double point = spec.point();
    return distance >= spec.stops_level * point - 0.1 * point && distance > 0.1 * point;
}

bool is_on_grid(const contract_spec& spec, double price) {
    return is_multiple(price, spec.tick_size);
}

int mode_flag(int action, int type) {
    if (action == mql::TRADE_ACTION_CLOSE_BY) {
        return flag_close_by;
    }
    constexpr int flags[] = {1, 1, 2, 2, 4, 4, 8, 8};
    return type >= 0 && type <= 7 ? flags[type] : 0;
}

}  // namespace

uint32_t check_stops(const symbol_state& symbol, int side, double price, double sl, double tp) {
    const contract_spec& spec = symbol.spec;
    const double sign = sign_of(side);
    const bool is_sl_good = sl == 0.0 || (sl > 0.0 && is_on_grid(spec, sl) &&
                                          is_far_enough(spec, sign * (price - sl)) &&
                                          (spec.order_mode & flag_sl) != 0);
    const bool is_tp_good = tp == 0.0 || (tp > 0.0 && is_on_grid(spec, tp) &&
                                          is_far_enough(spec, sign * (tp - price)) &&
                                          (spec.order_mode & flag_tp) != 0);
    return is_sl_good && is_tp_good ? 0 : mql::TRADE_RETCODE_INVALID_STOPS;
}

uint32_t check_volume(const contract_spec& spec, double volume) {
    const bool is_good = std::isfinite(volume) && volume >= spec.volume_min - lots_none &&
                         volume <= spec.volume_max + lots_none &&
                         is_multiple(volume, spec.volume_step);
    return is_good ? 0 : mql::TRADE_RETCODE_INVALID_VOLUME;
}

// By the table of SYMBOL_FILLING_MODE: return is always there but with market execution; fill or
// kill and immediate or cancel are always there on request and instantly, else by the flags.
uint32_t check_filling(const contract_spec& spec, int type, int filling) {
    const bool is_by_dealer = spec.execution == mql::SYMBOL_TRADE_EXECUTION_REQUEST ||
                              spec.execution == mql::SYMBOL_TRADE_EXECUTION_INSTANT;
    const bool is_pending = is_pending_type(type);
    bool is_good = false;
    switch (filling) {
        case mql::ORDER_FILLING_RETURN:
            is_good = is_pending || spec.execution != mql::SYMBOL_TRADE_EXECUTION_MARKET;
            break;
        case mql::ORDER_FILLING_FOK:
            is_good = is_by_dealer || (spec.filling & flag_fok) != 0;
            break;
        case mql::ORDER_FILLING_IOC:
            is_good = is_by_dealer || (spec.filling & flag_ioc) != 0;
            break;
        case mql::ORDER_FILLING_BOC:
            is_good = (is_limit_type(type) || is_stop_limit_type(type)) &&
                      (spec.filling & flag_boc) != 0;
            break;
        default: break;
    }
    return is_good ? 0 : mql::TRADE_RETCODE_INVALID_FILL;
}

uint32_t check_order_type(const contract_spec& spec, const trade_request& request) {
    const int flag = mode_flag(request.action, request.type);
    return (spec.order_mode & flag) != 0 ? 0 : mql::TRADE_RETCODE_INVALID_ORDER;
}

uint32_t check_expiration(const contract_spec& spec, const trade_request& request,
                          int64_t now_msc) {
    const int kind = request.type_time;
    if (kind < mql::ORDER_TIME_GTC || kind > mql::ORDER_TIME_SPECIFIED_DAY ||
        (spec.expiration & (1 << kind)) == 0) {
        return mql::TRADE_RETCODE_INVALID_EXPIRATION;
    }
    const int64_t now = floor_divide(now_msc, 1000);
    const int64_t today = floor_divide(now, seconds_per_day) * seconds_per_day;
    const bool is_past =
        (kind == mql::ORDER_TIME_SPECIFIED && request.expiration <= now) ||
        (kind == mql::ORDER_TIME_SPECIFIED_DAY && request.expiration < today);
    return is_past ? mql::TRADE_RETCODE_INVALID_EXPIRATION : 0;
}

uint32_t check_pending_price(const symbol_state& symbol, const trade_request& request) {
    const contract_spec& spec = symbol.spec;
    const int side = request.type % 2;
    const double price = request.price;
    if (!(price > 0.0) || !is_on_grid(spec, price)) {
        return mql::TRADE_RETCODE_INVALID_PRICE;
    }
    // Limits wait on the better side of the price, stops on the worse one.
    const double better = sign_of(side) * (opening_price(symbol, side) - price);
    if (!is_far_enough(spec, is_limit_type(request.type) ? better : -better)) {
        return mql::TRADE_RETCODE_INVALID_PRICE;
    }
    if (is_stop_limit_type(request.type)) {
        const double limit = request.stoplimit;
        const bool is_good = limit > 0.0 && is_on_grid(spec, limit) &&
                             is_far_enough(spec, sign_of(side) * (price - limit));
        return is_good ? 0 : mql::TRADE_RETCODE_INVALID_PRICE;
    }
    return 0;
}

bool is_frozen(const symbol_state& symbol, double price, double level) {
    const double near = symbol.spec.freeze_level * symbol.spec.point();
    return near > 0.0 && level != 0.0 && std::fabs(price - level) < near;
}

}  // namespace terminal
