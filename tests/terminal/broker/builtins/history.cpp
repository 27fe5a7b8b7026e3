// Finished orders and deals, as programs select and read them.
#include "../engine.hpp"
#include "allocation.hpp"
#include "host.hpp"
#include "selection.hpp"

namespace mql {

using terminal::account_state;
using terminal::deal_record;
using terminal::engine_of_program;

namespace {

terminal::selected_records& selected() {
    return terminal::program_data().get<terminal::selected_records>();
}

const deal_record* deal_of(uint64_t ticket) {
    const std::vector<deal_record>& deals = engine_of_program().trade.account.deals;
    // Tickets grow; what is asked for is usually near the end.
    for (size_t index = deals.size(); index > 0; --index) {
        if (deals[index - 1].ticket == ticket) {
            return &deals[index - 1];
        }
    }
    terminal::set_last_error(ERR_TRADE_DEAL_NOT_FOUND);
    return nullptr;
}

}  // namespace

bool HistorySelect(datetime from_date, datetime to_date) {
    const uncounted pause;
    const terminal::world_lock lock;
    const account_state& account = engine_of_program().trade.account;
    terminal::selected_records& chosen = selected();
    chosen.deals.clear();
    chosen.orders.clear();
    const auto is_inside = [&](int64_t msc) {
        return msc / 1000 >= from_date.value && msc / 1000 <= to_date.value;
    };
    for (const deal_record& deal : account.deals) {
        if (is_inside(deal.time_msc)) {
            chosen.deals.push_back(deal.ticket);
        }
    }
    for (const terminal::order_record& order : account.done_orders) {
        if (is_inside(order.done_msc)) {
            chosen.orders.push_back(order.ticket);
        }
    }
    return true;
}

bool HistorySelectByPosition(int64_t position_id) {
    const uncounted pause;
    const terminal::world_lock lock;
    terminal::selected_records& chosen = selected();
    chosen.deals.clear();
    chosen.orders.clear();
    for (const deal_record& deal : engine_of_program().trade.account.deals) {
        if (deal.position_id == static_cast<uint64_t>(position_id)) {
            chosen.deals.push_back(deal.ticket);
        }
    }
    return true;
}

int32_t HistoryDealsTotal() {
    const terminal::world_lock lock;
    return static_cast<int32_t>(selected().deals.size());
}

int32_t HistoryOrdersTotal() {
    const terminal::world_lock lock;
    return static_cast<int32_t>(selected().orders.size());
}

uint64_t HistoryDealGetTicket(int32_t index) {
    const terminal::world_lock lock;
    const std::vector<uint64_t>& deals = selected().deals;
    if (index < 0 || static_cast<size_t>(index) >= deals.size()) {
        terminal::set_last_error(ERR_TRADE_DEAL_NOT_FOUND);
        return 0;
    }
    return deals[static_cast<size_t>(index)];
}

bool HistoryDealSelect(uint64_t ticket) {
    const uncounted pause;
    const terminal::world_lock lock;
    if (deal_of(ticket) == nullptr) {
        return false;
    }
    selected().deals.assign(1, ticket);
    return true;
}

int64_t HistoryDealGetInteger(uint64_t ticket, ENUM_DEAL_PROPERTY_INTEGER property_id) {
    const terminal::world_lock lock;
    const deal_record* deal = deal_of(ticket);
    if (deal == nullptr) {
        return 0;
    }
    switch (property_id) {
        case DEAL_TICKET: return static_cast<int64_t>(deal->ticket);
        case DEAL_ORDER: return static_cast<int64_t>(deal->order);
        case DEAL_TIME: return deal->time_msc / 1000;
        case DEAL_TIME_MSC: return deal->time_msc;
        case DEAL_TYPE: return deal->type;
        case DEAL_ENTRY: return deal->entry;
        case DEAL_MAGIC: return static_cast<int64_t>(deal->magic);
        case DEAL_POSITION_ID: return static_cast<int64_t>(deal->position_id);
        case DEAL_REASON: return deal->reason;
    }
    terminal::set_last_error(ERR_TRADE_WRONG_PROPERTY);
    return 0;
}

double HistoryDealGetDouble(uint64_t ticket, ENUM_DEAL_PROPERTY_DOUBLE property_id) {
    const terminal::world_lock lock;
    const deal_record* deal = deal_of(ticket);
    if (deal == nullptr) {
        return 0.0;
    }
    switch (property_id) {
        case DEAL_VOLUME: return deal->volume;
        case DEAL_PRICE: return deal->price;
        case DEAL_COMMISSION: return deal->commission.units();
        case DEAL_SWAP: return deal->swap.units();
        case DEAL_PROFIT: return deal->profit.units();
        case DEAL_FEE: return deal->fee.units();
        case DEAL_SL: return deal->sl;
        case DEAL_TP: return deal->tp;
    }
    terminal::set_last_error(ERR_TRADE_WRONG_PROPERTY);
    return 0.0;
}

string HistoryDealGetString(uint64_t ticket, ENUM_DEAL_PROPERTY_STRING property_id) {
    const uncounted pause;
    const terminal::world_lock lock;
    const deal_record* deal = deal_of(ticket);
    if (deal == nullptr) {
        return string(u"");
    }
    switch (property_id) {
        case DEAL_SYMBOL: return from_utf8(deal->symbol);
        case DEAL_COMMENT: return from_utf8(deal->comment);
        case DEAL_EXTERNAL_ID: return string(u"");
    }
    terminal::set_last_error(ERR_TRADE_WRONG_PROPERTY);
    return string(u"");
}

}  // namespace mql
