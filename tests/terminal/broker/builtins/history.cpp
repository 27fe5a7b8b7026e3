// Which part of the history a program has selected.
#include <algorithm>

#include "../engine.hpp"
#include "allocation.hpp"
#include "host.hpp"
#include "selection.hpp"

namespace mql {

using terminal::account_state;
using terminal::deal_record;
using terminal::engine_of_program;
using terminal::order_record;
using terminal::selected;

namespace {

// Tickets of the deals and orders that pass the tests, oldest first.
template <class Deals, class Orders>
bool choose(const Deals& takes_deal, const Orders& takes_order) {
    const account_state& account = engine_of_program().trade.account;
    terminal::selected_records& chosen = selected();
    chosen.deals.clear();
    chosen.orders.clear();
    for (const deal_record& deal : account.deals) {
        if (takes_deal(deal)) {
            chosen.deals.push_back(deal.ticket);
        }
    }
    for (const order_record& order : account.done_orders) {
        if (takes_order(order)) {
            chosen.orders.push_back(order.ticket);
        }
    }
    return true;
}

uint64_t ticket_at(const std::vector<uint64_t>& tickets, int32_t index, int32_t error) {
    if (index < 0 || static_cast<size_t>(index) >= tickets.size()) {
        terminal::set_last_error(error);
        return 0;
    }
    return tickets[static_cast<size_t>(index)];
}

// Selects one record alone.
template <class Records>
bool select_one(const Records& records, uint64_t ticket, std::vector<uint64_t>& chosen,
                int32_t error) {
    const bool is_there = std::any_of(records.begin(), records.end(), [&](const auto& record) {
        return record.ticket == ticket;
    });
    if (!is_there) {
        terminal::set_last_error(error);
        return false;
    }
    chosen.assign(1, ticket);
    return true;
}

}  // namespace

bool HistorySelect(datetime from_date, datetime to_date) {
    const uncounted pause;
    const terminal::world_lock lock;
    const auto is_inside = [&](int64_t msc) {
        return msc / 1000 >= from_date.value && msc / 1000 <= to_date.value;
    };
    return choose([&](const deal_record& deal) { return is_inside(deal.time_msc); },
                  [&](const order_record& order) { return is_inside(order.done_msc); });
}

bool HistorySelectByPosition(int64_t position_id) {
    const uncounted pause;
    const terminal::world_lock lock;
    const auto id = static_cast<uint64_t>(position_id);
    return choose([&](const deal_record& deal) { return deal.position_id == id; },
                  [&](const order_record& order) {
                      return order.position_id == id || order.position_by_id == id;
                  });
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
    return ticket_at(selected().deals, index, ERR_TRADE_DEAL_NOT_FOUND);
}

uint64_t HistoryOrderGetTicket(int32_t index) {
    const terminal::world_lock lock;
    return ticket_at(selected().orders, index, ERR_TRADE_ORDER_NOT_FOUND);
}

bool HistoryDealSelect(uint64_t ticket) {
    const uncounted pause;
    const terminal::world_lock lock;
    return select_one(engine_of_program().trade.account.deals, ticket, selected().deals,
                      ERR_TRADE_DEAL_NOT_FOUND);
}

bool HistoryOrderSelect(uint64_t ticket) {
    const uncounted pause;
    const terminal::world_lock lock;
    return select_one(engine_of_program().trade.account.done_orders, ticket, selected().orders,
                      ERR_TRADE_ORDER_NOT_FOUND);
}

}  // namespace mql
