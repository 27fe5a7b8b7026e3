// Open positions, as programs select and read them.
#include "../engine.hpp"
#include "../valuation.hpp"
#include "allocation.hpp"
#include "host.hpp"
#include "selection.hpp"

namespace mql {

using terminal::engine_of_program;
using terminal::position_record;
using terminal::refuse;
using terminal::selected;

namespace {

std::vector<position_record>& positions() { return engine_of_program().trade.account.positions; }

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

}  // namespace mql
