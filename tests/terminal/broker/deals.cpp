#include "deals.hpp"

#include <algorithm>
#include <cmath>

#include "engine.hpp"
#include "host.hpp"
#include "transactions.hpp"
#include "valuation.hpp"

namespace terminal {

namespace {

constexpr double lots_none = 1e-9;

order_record filled_order(engine& world, const symbol_state& symbol, const deal_plan& plan) {
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
    order.magic = plan.magic;
    order.reason = plan.reason;
    order.comment = plan.comment;
    order.setup_msc = world.now_msc;
    return order;
}

money charge(const engine& world, double amount) {
    return -money::rounded(amount, world.trade.account.currency_digits);
}

// Takes lots off a position and books what they earned.
void reduce(engine& world, const symbol_state& symbol, position_record& open, double lots,
            deal_record& deal) {
    const int digits = world.trade.account.currency_digits;
    const double earned =
        profit_of(world, symbol, open.side, lots, open.price_open, deal.price);
    deal.profit = money::rounded(earned, digits);
    const bool is_all = lots > open.volume - lots_none;
    deal.swap = is_all ? open.swap
                       : money::rounded(open.swap.units() * lots / open.volume, digits);
    open.swap -= deal.swap;
    open.margin -= open.margin * lots / open.volume;
    open.volume = is_all ? 0.0 : std::round((open.volume - lots) * 1e8) / 1e8;
    open.update_msc = world.now_msc;
}

position_record opened(const engine& world, const symbol_state& symbol, const deal_plan& plan,
                       const deal_record& deal, double lots) {
    position_record position;
    position.ticket = deal.order;
    position.identifier = deal.order;
    position.symbol = deal.symbol;
    position.side = plan.side;
    position.volume = lots;
    position.price_open = deal.price;
    position.sl = plan.sl;
    position.tp = plan.tp;
    position.magic = plan.magic;
    position.reason = plan.reason;
    position.comment = plan.comment;
    position.time_msc = world.now_msc;
    position.update_msc = world.now_msc;
    position.margin = margin_of(world, symbol, plan.side, lots, deal.price);
    return position;
}

void add(const engine& world, const symbol_state& symbol, position_record& open,
         const deal_plan& plan) {
    open.margin += margin_of(world, symbol, plan.side, plan.lots, plan.price);
    const double lots = open.volume + plan.lots;
    open.price_open = (open.price_open * open.volume + plan.price * plan.lots) / lots;
    open.volume = lots;
    open.sl = plan.sl != 0.0 ? plan.sl : open.sl;
    open.tp = plan.tp != 0.0 ? plan.tp : open.tp;
    open.update_msc = world.now_msc;
}

// What the deal does to positions; returns the position as it is afterwards.
position_record apply(engine& world, const symbol_state& symbol, const deal_plan& plan,
                      deal_record& deal) {
    account_state& account = world.trade.account;
    position_record* open = plan.position != 0     ? account.position(plan.position)
                            : account.is_hedging   ? nullptr
                                                   : account.position_of(symbol.spec.name);
    if (open == nullptr) {
        deal.entry = mql::DEAL_ENTRY_IN;
        deal.position_id = deal.order;
        account.positions.push_back(opened(world, symbol, plan, deal, plan.lots));
        return account.positions.back();
    }
    deal.position_id = open->identifier;
    if (open->side == plan.side) {
        deal.entry = mql::DEAL_ENTRY_IN;
        add(world, symbol, *open, plan);
        return *open;
    }
    const double closed = std::min(plan.lots, open->volume);
    const double rest = plan.lots - closed;
    deal.entry = rest > lots_none ? mql::DEAL_ENTRY_INOUT : mql::DEAL_ENTRY_OUT;
    reduce(world, symbol, *open, closed, deal);
    position_record after = *open;
    if (after.volume <= lots_none) {
        account.positions.erase(account.positions.begin() + (open - account.positions.data()));
    }
    if (rest > lots_none) {
        account.positions.push_back(opened(world, symbol, plan, deal, rest));
        return account.positions.back();
    }
    return after;
}

}  // namespace

deal_record book_deal(engine& world, symbol_state& symbol, const deal_plan& plan) {
    account_state& account = world.trade.account;
    transaction_batch batch(world);
    order_record order = filled_order(world, symbol, plan);
    batch.order(mql::TRADE_TRANSACTION_ORDER_ADD, order);

    deal_record deal;
    deal.ticket = account.next_ticket();
    deal.order = order.ticket;
    deal.symbol = order.symbol;
    deal.type = plan.side;
    deal.reason = plan.reason;
    deal.magic = plan.magic;
    deal.time_msc = world.now_msc;
    deal.volume = plan.lots;
    deal.price = plan.price;
    deal.sl = plan.sl;
    deal.tp = plan.tp;
    deal.comment = plan.comment;
    deal.commission = charge(world, plan.lots * symbol.spec.commission_per_lot);
    deal.fee = charge(world, plan.lots * symbol.spec.fee_per_lot + symbol.spec.fee_per_deal);
    const position_record after = apply(world, symbol, plan, deal);
    account.balance += deal.result();
    sum_margin(world);
    account.deals.push_back(deal);
    batch.deal(deal);

    order.state = mql::ORDER_STATE_FILLED;
    order.volume_current = 0.0;
    order.position_id = deal.position_id;
    order.done_msc = world.now_msc;
    account.done_orders.push_back(order);
    batch.order(mql::TRADE_TRANSACTION_ORDER_DELETE, order);
    batch.order(mql::TRADE_TRANSACTION_HISTORY_ADD, order);
    if (deal.entry != mql::DEAL_ENTRY_OUT || after.volume > lots_none) {
        batch.position(after);
    }
    log("deal", {{"ticket", deal.ticket},
                 {"symbol", deal.symbol},
                 {"side", plan.side == side_buy ? "buy" : "sell"},
                 {"entry", deal.entry},
                 {"lots", deal.volume},
                 {"price", deal.price},
                 {"profit", deal.profit.units()},
                 {"reason", deal.reason},
                 {"magic", deal.magic},
                 {"balance", account.balance.units()}});
    batch.deliver();
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
    log("balance", {{"amount", amount.units()}, {"balance", account.balance.units()}});
    transaction_batch batch(world);
    batch.deal(deal);
    batch.deliver();
}

}  // namespace terminal
