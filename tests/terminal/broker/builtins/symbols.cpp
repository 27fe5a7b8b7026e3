// What SymbolInfo* says of a symbol.
#include "../engine.hpp"
#include "../valuation.hpp"
#include "allocation.hpp"
#include "host.hpp"

namespace mql {

using terminal::contract_spec;
using terminal::symbol_of;
using terminal::symbol_state;

namespace {

int64_t integer_of(const symbol_state& symbol, int32_t id, bool& is_known) {
    const contract_spec& spec = symbol.spec;
    switch (id) {
        case SYMBOL_EXIST: return 1;
        case SYMBOL_SELECT:
        case SYMBOL_VISIBLE: return spec.is_selected ? 1 : 0;
        case SYMBOL_CUSTOM: return spec.is_custom ? 1 : 0;
        case SYMBOL_DIGITS: return spec.digits;
        case SYMBOL_SPREAD: return terminal::spread_points(symbol.shown, spec);
        case SYMBOL_VOLUME: return static_cast<int64_t>(symbol.shown.volume);
        case SYMBOL_VOLUMEHIGH: return static_cast<int64_t>(symbol.day_volume.high);
        case SYMBOL_VOLUMELOW: return static_cast<int64_t>(symbol.day_volume.low);
        case SYMBOL_SPREAD_FLOAT: return spec.is_spread_float ? 1 : 0;
        case SYMBOL_TICKS_BOOKDEPTH: return spec.book_depth;
        case SYMBOL_TRADE_CALC_MODE: return spec.calc_mode;
        case SYMBOL_TRADE_MODE: return spec.trade_mode;
        case SYMBOL_TRADE_STOPS_LEVEL: return spec.stops_level;
        case SYMBOL_TRADE_FREEZE_LEVEL: return spec.freeze_level;
        case SYMBOL_TRADE_EXEMODE: return spec.execution;
        case SYMBOL_SWAP_MODE: return spec.swap_mode;
        case SYMBOL_SWAP_ROLLOVER3DAYS: return spec.swap_triple_day;
        case SYMBOL_EXPIRATION_MODE: return spec.expiration;
        case SYMBOL_FILLING_MODE: return spec.filling;
        case SYMBOL_ORDER_MODE: return spec.order_mode;
        case SYMBOL_ORDER_GTC_MODE: return spec.gtc_mode;
        case SYMBOL_CHART_MODE: return spec.chart_mode;
        case SYMBOL_MARGIN_HEDGED_USE_LEG: return spec.is_hedged_by_leg ? 1 : 0;
        case SYMBOL_TIME: return symbol.shown.time.value;
        case SYMBOL_TIME_MSC: return symbol.shown.time_msc;
        // A symbol without an end, whose exchange says nothing of itself.
        case SYMBOL_START_TIME:
        case SYMBOL_EXPIRATION_TIME:
        case SYMBOL_SESSION_DEALS:
        case SYMBOL_SESSION_BUY_ORDERS:
        case SYMBOL_SESSION_SELL_ORDERS: return 0;
        default: is_known = false; return 0;
    }
}

double real_of(const symbol_state& symbol, int32_t id, bool& is_known) {
    const contract_spec& spec = symbol.spec;
    switch (id) {
        case SYMBOL_BID: return symbol.shown.bid;
        case SYMBOL_ASK: return symbol.shown.ask;
        case SYMBOL_LAST: return symbol.shown.last;
        case SYMBOL_BIDHIGH: return symbol.day_bid.high;
        case SYMBOL_BIDLOW: return symbol.day_bid.low;
        case SYMBOL_ASKHIGH: return symbol.day_ask.high;
        case SYMBOL_ASKLOW: return symbol.day_ask.low;
        case SYMBOL_LASTHIGH: return symbol.day_last.high;
        case SYMBOL_LASTLOW: return symbol.day_last.low;
        case SYMBOL_POINT: return spec.point();
        case SYMBOL_TRADE_TICK_SIZE: return spec.tick_size;
        case SYMBOL_TRADE_TICK_VALUE:
        case SYMBOL_TRADE_TICK_VALUE_PROFIT:
            return terminal::tick_value(terminal::engine_of_program(), symbol);
        case SYMBOL_TRADE_TICK_VALUE_LOSS:
            return terminal::tick_value(terminal::engine_of_program(), symbol, false);
        case SYMBOL_TRADE_CONTRACT_SIZE: return spec.contract_size;
        case SYMBOL_VOLUME_MIN: return spec.volume_min;
        case SYMBOL_VOLUME_MAX: return spec.volume_max;
        case SYMBOL_VOLUME_STEP: return spec.volume_step;
        case SYMBOL_VOLUME_LIMIT: return spec.volume_limit;
        case SYMBOL_SWAP_LONG: return spec.swap_long;
        case SYMBOL_SWAP_SHORT: return spec.swap_short;
        case SYMBOL_MARGIN_INITIAL: return spec.margin_initial;
        case SYMBOL_MARGIN_MAINTENANCE: return spec.margin_maintenance;
        case SYMBOL_MARGIN_HEDGED: return spec.margin_hedged;
        default: is_known = false; return 0.0;
    }
}

const std::string* text_of(const symbol_state& symbol, int32_t id) {
    const contract_spec& spec = symbol.spec;
    switch (id) {
        case SYMBOL_BANK: return &spec.bank;
        case SYMBOL_DESCRIPTION: return &spec.description;
        case SYMBOL_PATH: return &spec.path;
        case SYMBOL_CURRENCY_BASE: return &spec.currency_base;
        case SYMBOL_CURRENCY_PROFIT: return &spec.currency_profit;
        case SYMBOL_CURRENCY_MARGIN: return &spec.currency_margin;
        default: return nullptr;
    }
}

bool session_at(string name, ENUM_DAY_OF_WEEK day, uint32_t index, datetime& from, datetime& to,
                bool is_trade) {
    const uncounted pause;
    const terminal::world_lock lock;
    const symbol_state* symbol = symbol_of(name);
    if (symbol == nullptr) {
        return false;
    }
    const auto& sessions = is_trade ? symbol->spec.trade_sessions : symbol->spec.quote_sessions;
    if (sessions.empty() && index == 0) {
        from = datetime(0);
        to = datetime(86400);
        return true;
    }
    uint32_t seen = 0;
    for (const terminal::session_hours& open : sessions) {
        if (open.day == day && seen++ == index) {
            from = datetime(open.from_s);
            to = datetime(open.to_s);
            return true;
        }
    }
    return false;
}

bool unknown_property() { return terminal::refuse(ERR_MARKET_WRONG_PROPERTY); }

}  // namespace

bool SymbolInfoInteger(string name, ENUM_SYMBOL_INFO_INTEGER property_id, int64_t& value) {
    const uncounted pause;
    const terminal::world_lock lock;
    if (property_id == SYMBOL_EXIST) {
        const std::string asked = terminal::symbol_or_current(to_utf8(name));
        value = terminal::engine_of_program().find(asked) != nullptr ? 1 : 0;
        return true;
    }
    const symbol_state* symbol = symbol_of(name);
    bool is_known = true;
    value = symbol == nullptr ? 0 : integer_of(*symbol, property_id, is_known);
    return symbol != nullptr && (is_known || unknown_property());
}

int64_t SymbolInfoInteger(string name, ENUM_SYMBOL_INFO_INTEGER property_id) {
    int64_t value = 0;
    SymbolInfoInteger(name, property_id, value);
    return value;
}

bool SymbolInfoDouble(string name, ENUM_SYMBOL_INFO_DOUBLE property_id, double& value) {
    const uncounted pause;
    const terminal::world_lock lock;
    const symbol_state* symbol = symbol_of(name);
    bool is_known = true;
    value = symbol == nullptr ? 0.0 : real_of(*symbol, property_id, is_known);
    return symbol != nullptr && (is_known || unknown_property());
}

double SymbolInfoDouble(string name, ENUM_SYMBOL_INFO_DOUBLE property_id) {
    double value = 0.0;
    SymbolInfoDouble(name, property_id, value);
    return value;
}

bool SymbolInfoString(string name, ENUM_SYMBOL_INFO_STRING property_id, string& value) {
    const uncounted pause;
    const terminal::world_lock lock;
    const symbol_state* symbol = symbol_of(name);
    if (symbol == nullptr) {
        return false;
    }
    const std::string* text = text_of(*symbol, property_id);
    if (text == nullptr) {
        return unknown_property();
    }
    value = from_utf8(*text);
    return true;
}

string SymbolInfoString(string name, ENUM_SYMBOL_INFO_STRING property_id) {
    string value(u"");
    SymbolInfoString(name, property_id, value);
    return value;
}

bool SymbolInfoTick(string name, MqlTick& tick) {
    const uncounted pause;
    const terminal::world_lock lock;
    const symbol_state* symbol = symbol_of(name);
    if (symbol == nullptr) {
        return false;
    }
    if (!symbol->spec.is_selected) {
        terminal::set_last_error(ERR_MARKET_NOT_SELECTED);
        return false;
    }
    if (symbol->shown.time_msc == 0) {
        terminal::set_last_error(ERR_MARKET_LASTTIME_UNKNOWN);
        return false;
    }
    tick = symbol->shown;
    return true;
}

bool SymbolInfoMarginRate(string name, ENUM_ORDER_TYPE order_type, double& initial_margin_rate,
                          double& maintenance_margin_rate) {
    const uncounted pause;
    const terminal::world_lock lock;
    initial_margin_rate = 0.0;
    maintenance_margin_rate = 0.0;
    const symbol_state* symbol = symbol_of(name);
    if (symbol == nullptr) {
        return false;
    }
    const contract_spec& spec = symbol->spec;
    switch (order_type) {
        case ORDER_TYPE_BUY:
        case ORDER_TYPE_BUY_LIMIT:
        case ORDER_TYPE_BUY_STOP:
        case ORDER_TYPE_BUY_STOP_LIMIT:
            initial_margin_rate = spec.margin_rate_buy;
            maintenance_margin_rate = spec.maintenance_rate_buy;
            return true;
        case ORDER_TYPE_SELL:
        case ORDER_TYPE_SELL_LIMIT:
        case ORDER_TYPE_SELL_STOP:
        case ORDER_TYPE_SELL_STOP_LIMIT:
            initial_margin_rate = spec.margin_rate_sell;
            maintenance_margin_rate = spec.maintenance_rate_sell;
            return true;
        default: terminal::set_last_error(ERR_INVALID_PARAMETER); return false;
    }
}

bool SymbolInfoSessionTrade(string name, ENUM_DAY_OF_WEEK day_of_week, uint32_t session_index,
                            datetime& from, datetime& to) {
    return session_at(name, day_of_week, session_index, from, to, true);
}

bool SymbolInfoSessionQuote(string name, ENUM_DAY_OF_WEEK day_of_week, uint32_t session_index,
                            datetime& from, datetime& to) {
    return session_at(name, day_of_week, session_index, from, to, false);
}

}  // namespace mql
