#include "deals.hpp"

#include <algorithm>
#include <cmath>

#include "engine.hpp"
#include "host.hpp"
#include "lots.hpp"
#include "transactions.hpp"
#include "valuation.hpp"

namespace terminal {

namespace {

money charge(const engine& world, double amount) {
    return -money::rounded(amount, world.trade.account.currency_digits);
}

// Takes lots off a position and books what they earned.
void reduce(engine& world, const symbol_state& symbol, position_record& open, double lots,
            deal_record& deal) {
    const int digits = world.trade.account.currency_digits;
    const double earned = profit_of(world, symbol, open.side, lots, open.price_open, deal.price);
    const double part = lots / open.volume;
    const bool is_all = lots > open.volume - lots_none;
    deal.profit = money::rounded(earned, digits);
    deal.swap = is_all ? open.swap : money::rounded(open.swap.units() * part, digits);
    deal.sl = open.sl;
    deal.tp = open.tp;
    open.swap -= deal.swap;
    open.margin -= open.margin * part;
    open.volume = is_all ? 0.0 : plain_lots(open.volume - lots);
    open.update_msc = world.now_msc;
}

// Makes a position of an order: a new one, or, netting, the other direction of the one there.
void open_with(const engine& world, const symbol_state& symbol, const order_record& order,
               double lots, double price, position_record& position) {
    position.ticket = order.ticket;
    position.symbol = order.symbol;
    position.side = order.type % 2;
    position.volume = lots;
    position.price_open = price;
    position.sl = order.sl;
    position.tp = order.tp;
    position.magic = order.magic;
    position.reason = order.reason;
    position.comment = order.comment;
    position.time_msc = world.now_msc;
    position.update_msc = world.now_msc;
    position.margin = margin_of(world, symbol, position.side, lots, price);
    position.market = &symbol;
}

void enlarge(const engine& world, const symbol_state& symbol, const order_record& order,
             double lots, double price, position_record& open) {
    const double all = plain_lots(open.volume + lots);
    open.price_open = (open.price_open * open.volume + price * lots) / (open.volume + lots);
    open.volume = all;
    open.sl = order.sl != 0.0 ? order.sl : open.sl;
    open.tp = order.tp != 0.0 ? order.tp : open.tp;
    open.update_msc = world.now_msc;
    open.margin += margin_of(world, symbol, open.side, lots, price);
}

// The position that an order closes or changes, or null.
position_record* target_of(account_state& account, const order_record& order) {
    if (order.position_id != 0) {
        return account.position_by_id(order.position_id);
    }
    return account.is_hedging ? nullptr : account.position_of(order.symbol);
}

void apply(engine& world, const symbol_state& symbol, const order_record& order,
           deal_record& deal) {
    account_state& account = world.trade.account;
    position_record* open = target_of(account, order);
    if (open == nullptr) {
        position_record made;
        made.identifier = order.ticket;
        open_with(world, symbol, order, deal.volume, deal.price, made);
        deal.entry = mql::DEAL_ENTRY_IN;
        deal.position_id = made.identifier;
        account.positions.push_back(made);
        return;
    }
    deal.position_id = open->identifier;
    if (open->side == deal.type) {
        deal.entry = mql::DEAL_ENTRY_IN;
        enlarge(world, symbol, order, deal.volume, deal.price, *open);
        return;
    }
    const double closed = std::min(deal.volume, open->volume);
    const double rest = plain_lots(deal.volume - closed);
    deal.entry = rest > lots_none ? mql::DEAL_ENTRY_INOUT : mql::DEAL_ENTRY_OUT;
    reduce(world, symbol, *open, closed, deal);
    if (rest > lots_none) {
        // The position turns round: another ticket, the same identifier.
        deal.sl = order.sl;
        deal.tp = order.tp;
        open_with(world, symbol, order, rest, deal.price, *open);
    } else if (open->volume <= lots_none) {
        account.remove(*open);
    }
}

deal_record deal_of(engine& world, const symbol_state& symbol, const order_record& order,
                    double lots, double price) {
    deal_record deal;
    deal.ticket = world.trade.account.next_ticket();
    deal.order = order.ticket;
    deal.symbol = order.symbol;
    deal.type = order.type % 2;
    deal.reason = order.reason;
    deal.magic = order.magic;
    deal.time_msc = world.now_msc;
    deal.volume = lots;
    deal.price = price;
    deal.sl = order.sl;
    deal.tp = order.tp;
    deal.comment = order.comment;
    deal.commission = charge(world, lots * symbol.spec.commission_per_lot);
    deal.fee = charge(world, lots * symbol.spec.fee_per_lot + symbol.spec.fee_per_deal);
    return deal;
}

void settle(engine& world, transaction_batch& batch, const deal_record& deal) {
    account_state& account = world.trade.account;
    account.balance += deal.result();
    account.deals.push_back(deal);
    sum_margin(world);
    world.trade.note_positions();
    batch.deal(deal);
    log("deal", {{"ticket", deal.ticket},
                 {"symbol", deal.symbol},
                 {"side", deal.type == side_buy ? "buy" : "sell"},
                 {"entry", deal.entry},
                 {"lots", deal.volume},
                 {"price", deal.price},
                 {"profit", deal.profit.units()},
                 {"reason", deal.reason},
                 {"magic", deal.magic},
                 {"position", deal.position_id},
                 {"balance", account.balance.units()}});
}

// One of the two deals that close positions against each other.
deal_record close_against(engine& world, transaction_batch& batch, const symbol_state& symbol,
                          const order_record& order, position_record& open, double lots,
                          double price) {
    deal_record deal = deal_of(world, symbol, order, lots, price);
    deal.type = opposite(open.side);
    deal.entry = mql::DEAL_ENTRY_OUT_BY;
    deal.position_id = open.identifier;
    reduce(world, symbol, open, lots, deal);
    settle(world, batch, deal);
    return deal;
}

}  // namespace

order_record order_of(engine& world, const symbol_state& symbol, const deal_plan& plan) {
    order_record order;
    order.ticket = world.trade.account.next_ticket();
    order.symbol = symbol.spec.name;
    order.type = plan.side;
    order.state = mql::ORDER_STATE_STARTED;
    order.volume_initial = plan.lots;
    order.volume_current = plan.lots;
    order.price = plan.price;
    order.price_current = plan.price;
    order.sl = plan.sl;
    order.tp = plan.tp;
    order.filling = plan.filling;
    order.magic = plan.magic;
    order.reason = plan.reason;
    order.comment = plan.comment;
    order.position_id = plan.position;
    order.setup_msc = world.now_msc;
    return order;
}

deal_record fill_order(engine& world, transaction_batch& batch, const symbol_state& symbol,
                       order_record& order, double lots, double price) {
    deal_record deal = deal_of(world, symbol, order, lots, price);
    apply(world, symbol, order, deal);
    order.position_id = deal.position_id;
    order.price_current = price;
    order.volume_current = plain_lots(order.volume_current - lots);
    settle(world, batch, deal);
    return deal;
}

void finish_order(engine& world, transaction_batch& batch, order_record order, int state) {
    order.state = state;
    order.done_msc = world.now_msc;
    world.trade.account.done_orders.push_back(order);
    batch.order(mql::TRADE_TRANSACTION_ORDER_DELETE, order);
    batch.order(mql::TRADE_TRANSACTION_HISTORY_ADD, order);
}

deal_record book_deal(engine& world, transaction_batch& batch, const symbol_state& symbol,
                      const deal_plan& plan) {
    order_record order = order_of(world, symbol, plan);
    batch.order(mql::TRADE_TRANSACTION_ORDER_ADD, order);
    const deal_record deal = fill_order(world, batch, symbol, order, plan.lots, plan.price);
    finish_order(world, batch, order, mql::ORDER_STATE_FILLED);
    return deal;
}

deal_record book_deal(engine& world, const symbol_state& symbol, const deal_plan& plan) {
    transaction_batch batch(world);
    const deal_record deal = book_deal(world, batch, symbol, plan);
    batch.deliver();
    return deal;
}

deal_record book_close_by(engine& world, transaction_batch& batch, const symbol_state& symbol,
                          const trade_request& request) {
    account_state& account = world.trade.account;
    position_record& first = *account.position(request.position);
    position_record& second = *account.position(request.position_by);
    deal_plan plan;
    plan.lots = std::min(first.volume, second.volume);
    plan.price = second.price_open;
    plan.position = first.identifier;
    plan.magic = request.magic;
    plan.comment = request.comment;
    plan.reason = request.reason;
    order_record order = order_of(world, symbol, plan);
    order.type = mql::ORDER_TYPE_CLOSE_BY;
    order.position_by_id = second.identifier;
    batch.order(mql::TRADE_TRANSACTION_ORDER_ADD, order);
    // The first deal carries what both earned, as the terminal shows it.
    const deal_record deal =
        close_against(world, batch, symbol, order, first, plan.lots, second.price_open);
    close_against(world, batch, symbol, order, second, plan.lots, second.price_open);
    for (const uint64_t ticket : {request.position, request.position_by}) {
        position_record* open = account.position(ticket);
        if (open->volume <= lots_none) {
            account.remove(*open);
        }
    }
    sum_margin(world);
    order.volume_current = 0.0;
    finish_order(world, batch, order, mql::ORDER_STATE_FILLED);
    return deal;
}

void book_balance(engine& world, money amount, const std::string& comment) {
    account_state& account = world.trade.account;
    deal_record deal;
    deal.ticket = account.next_ticket();
    deal.type = mql::DEAL_TYPE_BALANCE;
    deal.time_msc = world.now_msc;
    deal.profit = amount;
    deal.comment = comment;
    account.balance += amount;
    account.deals.push_back(deal);
    world.trade.equity.take(sums_of(world).equity.units());
    log("balance", {{"amount", amount.units()}, {"balance", account.balance.units()}});
    transaction_batch batch(world);
    batch.deal(deal);
    batch.deliver();
}

}  // namespace terminal
