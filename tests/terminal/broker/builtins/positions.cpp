// Open positions and waiting orders, as programs select and read them.
#include "../engine.hpp"
#include "../valuation.hpp"
#include "allocation.hpp"
#include "host.hpp"
#include "selection.hpp"

namespace mql {

using terminal::engine_of_program;
using terminal::order_record;
using terminal::position_record;

namespace {

terminal::selected_records& selected() {
    return terminal::program_data().get<terminal::selected_records>();
}

std::vector<position_record>& positions() { return engine_of_program().trade.account.positions; }
std::vector<order_record>& orders() { return engine_of_program().trade.account.orders; }

bool refuse(int32_t code) {
    terminal::set_last_error(code);
    return false;
}

bool select(const position_record* found) {
    if (found == nullptr) {
        return refuse(ERR_TRADE_POSITION_NOT_FOUND);
    }
    selected().position = *found;
    selected().has_position = true;
    return true;
}

const position_record* chosen_position() {
    if (!selected().has_position) {
        refuse(ERR_TRADE_POSITION_NOT_FOUND);
        return nullptr;
    }
    return &selected().position;
}

const order_record* chosen_order() {
    if (!selected().has_order) {
        refuse(ERR_TRADE_ORDER_NOT_FOUND);
        return nullptr;
    }
    return &selected().order;
}

double current_price(const position_record& open) {
    const terminal::symbol_state* symbol =
        terminal::symbol_of_position(engine_of_program(), open);
    return symbol == nullptr ? 0.0 : terminal::closing_price(*symbol, open.side);
}

double current_profit(const position_record& open) {
    return terminal::floating_profit(engine_of_program(), open).units();
}

}  // namespace

int32_t PositionsTotal() {
    const terminal::world_lock lock;
    return static_cast<int32_t>(positions().size());
}

uint64_t PositionGetTicket(int32_t index) {
    const uncounted pause;
    const terminal::world_lock lock;
    const bool is_there = index >= 0 && static_cast<size_t>(index) < positions().size();
    const position_record* found = is_there ? &positions()[static_cast<size_t>(index)] : nullptr;
    return select(found) ? found->ticket : 0;
}

string PositionGetSymbol(int32_t index) {
    const uncounted pause;
    return PositionGetTicket(index) == 0 ? string(u"") : from_utf8(selected().position.symbol);
}

bool PositionSelect(string symbol) {
    const uncounted pause;
    const terminal::world_lock lock;
    const std::string name = to_utf8(symbol);
    const position_record* found = nullptr;
    for (const position_record& open : positions()) {
        if (open.symbol == name && (found == nullptr || open.ticket < found->ticket)) {
            found = &open;
        }
    }
    return select(found);
}

bool PositionSelectByTicket(uint64_t ticket) {
    const uncounted pause;
    const terminal::world_lock lock;
    return select(engine_of_program().trade.account.position(ticket));
}

bool PositionGetInteger(ENUM_POSITION_PROPERTY_INTEGER property_id, int64_t& value) {
    const terminal::world_lock lock;
    const position_record* open = chosen_position();
    if (open == nullptr) {
        return false;
    }
    switch (property_id) {
        case POSITION_TIME: value = open->time_msc / 1000; return true;
        case POSITION_TIME_MSC: value = open->time_msc; return true;
        case POSITION_TIME_UPDATE: value = open->update_msc / 1000; return true;
        case POSITION_TIME_UPDATE_MSC: value = open->update_msc; return true;
        case POSITION_TYPE: value = open->side; return true;
        case POSITION_MAGIC: value = static_cast<int64_t>(open->magic); return true;
        case POSITION_IDENTIFIER: value = static_cast<int64_t>(open->identifier); return true;
        case POSITION_TICKET: value = static_cast<int64_t>(open->ticket); return true;
        case POSITION_REASON: value = open->reason; return true;
    }
    return refuse(ERR_TRADE_WRONG_PROPERTY);
}

int64_t PositionGetInteger(ENUM_POSITION_PROPERTY_INTEGER property_id) {
    int64_t value = 0;
    PositionGetInteger(property_id, value);
    return value;
}

bool PositionGetDouble(ENUM_POSITION_PROPERTY_DOUBLE property_id, double& value) {
    const uncounted pause;
    const terminal::world_lock lock;
    const position_record* open = chosen_position();
    if (open == nullptr) {
        return false;
    }
    switch (property_id) {
        case POSITION_VOLUME: value = open->volume; return true;
        case POSITION_PRICE_OPEN: value = open->price_open; return true;
        case POSITION_SL: value = open->sl; return true;
        case POSITION_TP: value = open->tp; return true;
        case POSITION_PRICE_CURRENT: value = current_price(*open); return true;
        case POSITION_SWAP: value = open->swap.units(); return true;
        case POSITION_PROFIT: value = current_profit(*open); return true;
    }
    return refuse(ERR_TRADE_WRONG_PROPERTY);
}

double PositionGetDouble(ENUM_POSITION_PROPERTY_DOUBLE property_id) {
    double value = 0.0;
    PositionGetDouble(property_id, value);
    return value;
}

bool PositionGetString(ENUM_POSITION_PROPERTY_STRING property_id, string& value) {
    const uncounted pause;
    const terminal::world_lock lock;
    const position_record* open = chosen_position();
    if (open == nullptr) {
        return false;
    }
    switch (property_id) {
        case POSITION_SYMBOL: value = from_utf8(open->symbol); return true;
        case POSITION_COMMENT: value = from_utf8(open->comment); return true;
        case POSITION_EXTERNAL_ID: value = string(u""); return true;
    }
    return refuse(ERR_TRADE_WRONG_PROPERTY);
}

string PositionGetString(ENUM_POSITION_PROPERTY_STRING property_id) {
    string value(u"");
    PositionGetString(property_id, value);
    return value;
}

int32_t OrdersTotal() {
    const terminal::world_lock lock;
    return static_cast<int32_t>(orders().size());
}

bool OrderSelect(uint64_t ticket) {
    const uncounted pause;
    const terminal::world_lock lock;
    for (const order_record& order : orders()) {
        if (order.ticket == ticket) {
            selected().order = order;
            selected().has_order = true;
            return true;
        }
    }
    return refuse(ERR_TRADE_ORDER_NOT_FOUND);
}

uint64_t OrderGetTicket(int32_t index) {
    const terminal::world_lock lock;
    if (index < 0 || static_cast<size_t>(index) >= orders().size()) {
        refuse(ERR_TRADE_ORDER_NOT_FOUND);
        return 0;
    }
    const uint64_t ticket = orders()[static_cast<size_t>(index)].ticket;
    OrderSelect(ticket);
    return ticket;
}

int64_t OrderGetInteger(ENUM_ORDER_PROPERTY_INTEGER property_id) {
    const terminal::world_lock lock;
    const order_record* order = chosen_order();
    if (order == nullptr) {
        return 0;
    }
    switch (property_id) {
        case ORDER_TICKET: return static_cast<int64_t>(order->ticket);
        case ORDER_TYPE: return order->type;
        case ORDER_STATE: return order->state;
        case ORDER_MAGIC: return static_cast<int64_t>(order->magic);
        case ORDER_POSITION_ID: return static_cast<int64_t>(order->position_id);
        case ORDER_TIME_SETUP: return order->setup_msc / 1000;
        case ORDER_TIME_SETUP_MSC: return order->setup_msc;
        case ORDER_REASON: return order->reason;
        default: refuse(ERR_TRADE_WRONG_PROPERTY); return 0;
    }
}

double OrderGetDouble(ENUM_ORDER_PROPERTY_DOUBLE property_id) {
    const terminal::world_lock lock;
    const order_record* order = chosen_order();
    if (order == nullptr) {
        return 0.0;
    }
    switch (property_id) {
        case ORDER_VOLUME_INITIAL: return order->volume_initial;
        case ORDER_VOLUME_CURRENT: return order->volume_current;
        case ORDER_PRICE_OPEN: return order->price;
        case ORDER_SL: return order->sl;
        case ORDER_TP: return order->tp;
        default: refuse(ERR_TRADE_WRONG_PROPERTY); return 0.0;
    }
}

string OrderGetString(ENUM_ORDER_PROPERTY_STRING property_id) {
    const uncounted pause;
    const terminal::world_lock lock;
    const order_record* order = chosen_order();
    if (order == nullptr) {
        return string(u"");
    }
    switch (property_id) {
        case ORDER_SYMBOL: return from_utf8(order->symbol);
        case ORDER_COMMENT: return from_utf8(order->comment);
        default: refuse(ERR_TRADE_WRONG_PROPERTY); return string(u"");
    }
}

}  // namespace mql
