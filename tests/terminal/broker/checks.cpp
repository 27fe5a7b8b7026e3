#include "checks.hpp"

#include <algorithm>
#include <cmath>

#include "engine.hpp"
#include "valuation.hpp"

namespace terminal {

namespace {

constexpr int trade_disabled = 0;
constexpr int trade_long_only = 1;
constexpr int trade_short_only = 2;
constexpr int trade_close_only = 3;
constexpr int execution_market = 2;
constexpr int filling_return = mql::ORDER_FILLING_RETURN;

const position_record* position_of(const engine& world, uint64_t ticket) {
    for (const position_record& open : world.trade.account.positions) {
        if (open.ticket == ticket) {
            return &open;
        }
    }
    return nullptr;
}

bool is_multiple(double volume, double step) {
    const double steps = volume / step;
    return std::fabs(steps - std::round(steps)) < 1e-6;
}

// Open lots of a symbol in one direction, and all of them.
double open_lots(const engine& world, const std::string& symbol, int side) {
    double lots = 0.0;
    for (const position_record& open : world.trade.account.positions) {
        lots += open.symbol == symbol && open.side == side ? open.volume : 0.0;
    }
    return lots;
}

uint32_t check_permissions(const engine& world) {
    if (!world.is_connected) {
        return mql::TRADE_RETCODE_CONNECTION;
    }
    if (!world.trade.account.trade_allowed) {
        return mql::TRADE_RETCODE_TRADE_DISABLED;
    }
    return world.trade.account.experts_allowed ? 0 : mql::TRADE_RETCODE_SERVER_DISABLES_AT;
}

// Stops must be on the right side of the price at which the position would be closed, and at
// least the stops level away from it.
uint32_t check_stops(const symbol_state& symbol, int side, double sl, double tp) {
    const contract_spec& spec = symbol.spec;
    const double price = closing_price(symbol, side);
    const double least = spec.stops_level * spec.point() - 0.1 * spec.point();
    const double sign = sign_of(side);
    if (sl != 0.0 && (sl < 0.0 || sign * (price - sl) < least || sl == price)) {
        return mql::TRADE_RETCODE_INVALID_STOPS;
    }
    if (tp != 0.0 && (tp < 0.0 || sign * (tp - price) < least || tp == price)) {
        return mql::TRADE_RETCODE_INVALID_STOPS;
    }
    return 0;
}

uint32_t check_filling(const contract_spec& spec, int filling) {
    if (filling == filling_return) {
        return spec.execution == execution_market ? mql::TRADE_RETCODE_INVALID_FILL : 0;
    }
    const int flag = filling == mql::ORDER_FILLING_FOK   ? 1
                     : filling == mql::ORDER_FILLING_IOC ? 2
                                                         : 0;
    return (spec.filling & flag) != 0 ? 0 : mql::TRADE_RETCODE_INVALID_FILL;
}

uint32_t check_volume(const contract_spec& spec, double volume) {
    const bool is_good = volume >= spec.volume_min - 1e-9 && volume <= spec.volume_max + 1e-9 &&
                         is_multiple(volume, spec.volume_step);
    return is_good ? 0 : mql::TRADE_RETCODE_INVALID_VOLUME;
}

uint32_t check_direction(const engine& world, const symbol_state& symbol,
                         const trade_request& request, bool closes) {
    const int mode = symbol.spec.trade_mode;
    if (mode == trade_disabled) {
        return mql::TRADE_RETCODE_TRADE_DISABLED;
    }
    if (!symbol.is_trading_at(world.now_msc)) {
        return mql::TRADE_RETCODE_MARKET_CLOSED;
    }
    if (closes) {
        return 0;
    }
    if (mode == trade_close_only) {
        return mql::TRADE_RETCODE_CLOSE_ONLY;
    }
    if (mode == trade_long_only && request.type != side_buy) {
        return mql::TRADE_RETCODE_LONG_ONLY;
    }
    if (mode == trade_short_only && request.type != side_sell) {
        return mql::TRADE_RETCODE_SHORT_ONLY;
    }
    return 0;
}

uint32_t check_closing(const engine& world, const position_record& open,
                       const trade_request& request) {
    if (open.symbol != request.symbol || request.type != opposite(open.side)) {
        return mql::TRADE_RETCODE_INVALID;
    }
    if (request.volume > open.volume + 1e-9) {
        return mql::TRADE_RETCODE_INVALID_CLOSE_VOLUME;
    }
    if (world.trade.account.is_fifo) {
        for (const position_record& older : world.trade.account.positions) {
            if (older.symbol == open.symbol && older.ticket < open.ticket) {
                return mql::TRADE_RETCODE_FIFO_CLOSE;
            }
        }
    }
    return 0;
}

// Everything that a larger position needs: limits, stops and money.
uint32_t check_opening(const engine& world, const symbol_state& symbol,
                       const trade_request& request) {
    const account_state& account = world.trade.account;
    const contract_spec& spec = symbol.spec;
    const double side_lots = open_lots(world, request.symbol, request.type);
    if (spec.volume_limit > 0.0 && side_lots + request.volume > spec.volume_limit + 1e-9) {
        return mql::TRADE_RETCODE_LIMIT_VOLUME;
    }
    const auto most = static_cast<size_t>(account.limit_positions);
    if (most > 0 && account.is_hedging && account.positions.size() >= most) {
        return mql::TRADE_RETCODE_LIMIT_POSITIONS;
    }
    if (const uint32_t code = check_stops(symbol, request.type, request.sl, request.tp)) {
        return code;
    }
    const double price = request.type == side_buy ? symbol.server.ask : symbol.server.bid;
    const double other = open_lots(world, request.symbol, opposite(request.type));
    const double larger = std::max(request.volume - other, 0.0);
    const double margin = margin_of(world, symbol, request.type, larger, price);
    return margin > sums_of(world).free.units() ? mql::TRADE_RETCODE_NO_MONEY : 0;
}

uint32_t check_deal(const engine& world, const symbol_state& symbol,
                    const trade_request& request) {
    if (request.type != side_buy && request.type != side_sell) {
        return mql::TRADE_RETCODE_INVALID_ORDER;
    }
    const position_record* open = position_of(world, request.position);
    const bool closes = request.position != 0;
    if (closes && open == nullptr) {
        return mql::TRADE_RETCODE_POSITION_CLOSED;
    }
    uint32_t code = check_direction(world, symbol, request, closes);
    code = code != 0 ? code : check_volume(symbol.spec, request.volume);
    code = code != 0 ? code : check_filling(symbol.spec, request.filling);
    if (code == 0 && !symbol.has_quote()) {
        code = mql::TRADE_RETCODE_PRICE_OFF;
    }
    if (code == 0 && symbol.spec.execution < execution_market && request.price <= 0.0) {
        code = mql::TRADE_RETCODE_INVALID_PRICE;
    }
    if (code != 0) {
        return code;
    }
    return closes ? check_closing(world, *open, request) : check_opening(world, symbol, request);
}

bool is_frozen(const symbol_state& symbol, const position_record& open) {
    const double near = symbol.spec.freeze_level * symbol.spec.point();
    const double price = closing_price(symbol, open.side);
    const auto is_near = [&](double level) {
        return level != 0.0 && std::fabs(price - level) < near;
    };
    return near > 0.0 && (is_near(open.sl) || is_near(open.tp));
}

uint32_t check_modification(const engine& world, const symbol_state& symbol,
                            const trade_request& request) {
    const position_record* open = position_of(world, request.position);
    if (open == nullptr) {
        return mql::TRADE_RETCODE_POSITION_CLOSED;
    }
    if (!symbol.is_trading_at(world.now_msc)) {
        return mql::TRADE_RETCODE_MARKET_CLOSED;
    }
    if (open->sl == request.sl && open->tp == request.tp) {
        return mql::TRADE_RETCODE_NO_CHANGES;
    }
    if (is_frozen(symbol, *open)) {
        return mql::TRADE_RETCODE_FROZEN;
    }
    // A level that stays where it is may be too near.
    const double sl = request.sl == open->sl ? 0.0 : request.sl;
    const double tp = request.tp == open->tp ? 0.0 : request.tp;
    return check_stops(symbol, open->side, sl, tp);
}

}  // namespace

uint32_t check_request(const engine& world, const trade_request& request) {
    if (const uint32_t code = check_permissions(world)) {
        return code;
    }
    const auto found = world.symbols.find(request.symbol);
    if (found == world.symbols.end()) {
        return mql::TRADE_RETCODE_INVALID;
    }
    if (request.action == mql::TRADE_ACTION_DEAL) {
        return check_deal(world, found->second, request);
    }
    if (request.action == mql::TRADE_ACTION_SLTP) {
        return check_modification(world, found->second, request);
    }
    return mql::TRADE_RETCODE_INVALID;
}

}  // namespace terminal
