// Orders that wait, as programs select and read them.
#include "../engine.hpp"
#include "../valuation.hpp"
#include "allocation.hpp"
#include "host.hpp"
#include "order_properties.hpp"
#include "selection.hpp"

namespace mql {

using terminal::order_record;
using terminal::refuse;
using terminal::selected;

namespace {

const std::vector<order_record>& orders() {
    return terminal::engine_of_program().trade.account.orders;
}

bool select(const order_record* found) {
    if (found == nullptr) {
        return refuse(ERR_TRADE_ORDER_NOT_FOUND);
    }
    selected().order = *found;
    selected().has_order = true;
    return true;
}

const order_record* chosen_order() {
    if (!selected().has_order) {
        refuse(ERR_TRADE_ORDER_NOT_FOUND);
        return nullptr;
    }
    return &selected().order;
}

// What an order would be filled at now.
double current_price(const order_record& order) {
    const terminal::symbol_state* symbol = terminal::engine_of_program().find(order.symbol);
    return symbol == nullptr ? 0.0 : terminal::opening_price(*symbol, order.type % 2);
}

}  // namespace

int32_t OrdersTotal() {
    const terminal::world_lock lock;
    return static_cast<int32_t>(orders().size());
}

bool OrderSelect(uint64_t ticket) {
    const uncounted pause;
    const terminal::world_lock lock;
    return select(terminal::engine_of_program().trade.account.order(ticket));
}

uint64_t OrderGetTicket(int32_t index) {
    const uncounted pause;
    const terminal::world_lock lock;
    const bool is_there = index >= 0 && static_cast<size_t>(index) < orders().size();
    const order_record* found = is_there ? &orders()[static_cast<size_t>(index)] : nullptr;
    return select(found) ? found->ticket : 0;
}

bool OrderGetInteger(ENUM_ORDER_PROPERTY_INTEGER property_id, int64_t& value) {
    const terminal::world_lock lock;
    const order_record* order = chosen_order();
    return order != nullptr && (terminal::order_number(*order, property_id, value) ||
                                refuse(ERR_TRADE_WRONG_PROPERTY));
}

bool OrderGetDouble(ENUM_ORDER_PROPERTY_DOUBLE property_id, double& value) {
    const terminal::world_lock lock;
    const order_record* order = chosen_order();
    if (order == nullptr || !terminal::order_real(*order, property_id, value)) {
        return order != nullptr && refuse(ERR_TRADE_WRONG_PROPERTY);
    }
    value = property_id == ORDER_PRICE_CURRENT ? current_price(*order) : value;
    return true;
}

bool OrderGetString(ENUM_ORDER_PROPERTY_STRING property_id, string& value) {
    const uncounted pause;
    const terminal::world_lock lock;
    const order_record* order = chosen_order();
    std::string text;
    if (order == nullptr || !terminal::order_text(*order, property_id, text)) {
        return order != nullptr && refuse(ERR_TRADE_WRONG_PROPERTY);
    }
    value = from_utf8(text);
    return true;
}

int64_t OrderGetInteger(ENUM_ORDER_PROPERTY_INTEGER property_id) {
    int64_t value = 0;
    OrderGetInteger(property_id, value);
    return value;
}

double OrderGetDouble(ENUM_ORDER_PROPERTY_DOUBLE property_id) {
    double value = 0.0;
    OrderGetDouble(property_id, value);
    return value;
}

string OrderGetString(ENUM_ORDER_PROPERTY_STRING property_id) {
    string value(u"");
    OrderGetString(property_id, value);
    return value;
}

}  // namespace mql
