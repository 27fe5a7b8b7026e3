// Deals and finished orders of the selected history, as programs read them.
#include <algorithm>

#include "../engine.hpp"
#include "allocation.hpp"
#include "host.hpp"
#include "order_properties.hpp"
#include "selection.hpp"

namespace mql {

using terminal::deal_record;
using terminal::engine_of_program;
using terminal::order_record;
using terminal::refuse;
using terminal::selected;

namespace {

// What is not selected cannot be read. Tickets grow in the selection, mostly in the records too.
template <class Record>
const Record* find(const std::vector<Record>& records, const std::vector<uint64_t>& chosen,
                   uint64_t ticket, int32_t error) {
    if (std::find(chosen.rbegin(), chosen.rend(), ticket) != chosen.rend()) {
        for (size_t index = records.size(); index > 0; --index) {
            if (records[index - 1].ticket == ticket) {
                return &records[index - 1];
            }
        }
    }
    refuse(error);
    return nullptr;
}

const deal_record* deal_of(uint64_t ticket) {
    return find(engine_of_program().trade.account.deals, selected().deals, ticket,
                ERR_TRADE_DEAL_NOT_FOUND);
}

const order_record* order_of(uint64_t ticket) {
    return find(engine_of_program().trade.account.done_orders, selected().orders, ticket,
                ERR_TRADE_ORDER_NOT_FOUND);
}

}  // namespace

bool HistoryDealGetInteger(uint64_t ticket, ENUM_DEAL_PROPERTY_INTEGER property_id,
                           int64_t& value) {
    const terminal::world_lock lock;
    const deal_record* deal = deal_of(ticket);
    if (deal == nullptr) {
        return false;
    }
    switch (property_id) {
        case DEAL_TICKET: value = static_cast<int64_t>(deal->ticket); return true;
        case DEAL_ORDER: value = static_cast<int64_t>(deal->order); return true;
        case DEAL_TIME: value = deal->time_msc / 1000; return true;
        case DEAL_TIME_MSC: value = deal->time_msc; return true;
        case DEAL_TYPE: value = deal->type; return true;
        case DEAL_ENTRY: value = deal->entry; return true;
        case DEAL_MAGIC: value = static_cast<int64_t>(deal->magic); return true;
        case DEAL_POSITION_ID: value = static_cast<int64_t>(deal->position_id); return true;
        case DEAL_REASON: value = deal->reason; return true;
    }
    return refuse(ERR_TRADE_WRONG_PROPERTY);
}

bool HistoryDealGetDouble(uint64_t ticket, ENUM_DEAL_PROPERTY_DOUBLE property_id, double& value) {
    const terminal::world_lock lock;
    const deal_record* deal = deal_of(ticket);
    if (deal == nullptr) {
        return false;
    }
    switch (property_id) {
        case DEAL_VOLUME: value = deal->volume; return true;
        case DEAL_PRICE: value = deal->price; return true;
        case DEAL_COMMISSION: value = deal->commission.units(); return true;
        case DEAL_SWAP: value = deal->swap.units(); return true;
        case DEAL_PROFIT: value = deal->profit.units(); return true;
        case DEAL_FEE: value = deal->fee.units(); return true;
        case DEAL_SL: value = deal->sl; return true;
        case DEAL_TP: value = deal->tp; return true;
    }
    return refuse(ERR_TRADE_WRONG_PROPERTY);
}

bool HistoryDealGetString(uint64_t ticket, ENUM_DEAL_PROPERTY_STRING property_id, string& value) {
    const uncounted pause;
    const terminal::world_lock lock;
    const deal_record* deal = deal_of(ticket);
    if (deal == nullptr) {
        return false;
    }
    switch (property_id) {
        case DEAL_SYMBOL: value = from_utf8(deal->symbol); return true;
        case DEAL_COMMENT: value = from_utf8(deal->comment); return true;
        case DEAL_EXTERNAL_ID: value = string(u""); return true;
    }
    return refuse(ERR_TRADE_WRONG_PROPERTY);
}

bool HistoryOrderGetInteger(uint64_t ticket, ENUM_ORDER_PROPERTY_INTEGER property_id,
                            int64_t& value) {
    const terminal::world_lock lock;
    const order_record* order = order_of(ticket);
    return order != nullptr && (terminal::order_number(*order, property_id, value) ||
                                refuse(ERR_TRADE_WRONG_PROPERTY));
}

bool HistoryOrderGetDouble(uint64_t ticket, ENUM_ORDER_PROPERTY_DOUBLE property_id,
                           double& value) {
    const terminal::world_lock lock;
    const order_record* order = order_of(ticket);
    return order != nullptr && (terminal::order_real(*order, property_id, value) ||
                                refuse(ERR_TRADE_WRONG_PROPERTY));
}

bool HistoryOrderGetString(uint64_t ticket, ENUM_ORDER_PROPERTY_STRING property_id,
                           string& value) {
    const uncounted pause;
    const terminal::world_lock lock;
    const order_record* order = order_of(ticket);
    std::string text;
    if (order == nullptr || !terminal::order_text(*order, property_id, text)) {
        return order != nullptr && refuse(ERR_TRADE_WRONG_PROPERTY);
    }
    value = from_utf8(text);
    return true;
}

int64_t HistoryDealGetInteger(uint64_t ticket, ENUM_DEAL_PROPERTY_INTEGER property_id) {
    int64_t value = 0;
    HistoryDealGetInteger(ticket, property_id, value);
    return value;
}

double HistoryDealGetDouble(uint64_t ticket, ENUM_DEAL_PROPERTY_DOUBLE property_id) {
    double value = 0.0;
    HistoryDealGetDouble(ticket, property_id, value);
    return value;
}

string HistoryDealGetString(uint64_t ticket, ENUM_DEAL_PROPERTY_STRING property_id) {
    string value(u"");
    HistoryDealGetString(ticket, property_id, value);
    return value;
}

int64_t HistoryOrderGetInteger(uint64_t ticket, ENUM_ORDER_PROPERTY_INTEGER property_id) {
    int64_t value = 0;
    HistoryOrderGetInteger(ticket, property_id, value);
    return value;
}

double HistoryOrderGetDouble(uint64_t ticket, ENUM_ORDER_PROPERTY_DOUBLE property_id) {
    double value = 0.0;
    HistoryOrderGetDouble(ticket, property_id, value);
    return value;
}

string HistoryOrderGetString(uint64_t ticket, ENUM_ORDER_PROPERTY_STRING property_id) {
    string value(u"");
    HistoryOrderGetString(ticket, property_id, value);
    return value;
}

}  // namespace mql
