/*
 * A made-up market and a small broker, the same for every host: the same ticks, the same fills, so
 * the same decisions. Whole numbers decide everything that can be decided with whole numbers.
 *
 * Nothing here calls the library; the hosts hand over what these functions fill in.
 */
#ifndef HYPERTRADER_TESTS_MARKET_H
#define HYPERTRADER_TESTS_MARKET_H

#include <stdint.h>
#include <string.h>

#include "hypertrader.h"

enum { TICK_EVERY_MSC = 2000, PERIOD_S = 60, TICKS_PER_BAR = 30, SPREAD_POINTS = 2 };
enum { MAGIC = 7, LOGIN = 42, HISTORY_BARS = 60, RETCODE_REQUOTE = 10004, RETCODE_DONE = 10009 };

/* One rule with short averages, so that there is something to decide every few bars. */
static const char SETTINGS[] =
    "[engine]\n"
    "trading_enabled = true\n"
    "[features]\n"
    "columns = [\"close\", \"sma_5\", \"ema_5\", \"rsi_5\", \"atr_5\"]\n"
    "[signals.ma_cross]\n"
    "fast = 3\n"
    "slow = 8\n"
    "[signals.rsi]\n"
    "enabled = false\n"
    "[signals.macd]\n"
    "enabled = false\n"
    "[signals.bollinger]\n"
    "enabled = false\n"
    "[signals.combine]\n"
    "votes_min = 1\n"
    "min_confidence_frac = 0.0\n"
    "[signals.stops]\n"
    "atr_period = 5\n"
    "atr_multiple = 3.0\n"
    "reward_to_risk = 3.0\n"
    "[risk]\n"
    "opposite = \"exit\"\n"
    "[risk.limits]\n"
    "loss_streak_max = 0\n"
    "daily_loss_max_frac = 1.0\n"
    "weekly_loss_max_frac = 1.0\n"
    "drawdown_max_frac = 1.0\n"
    "[trailing]\n"
    "enabled = true\n"
    "unit = \"atr\"\n"
    "breakeven_after = 2.0\n"
    "trail_after = 3.0\n"
    "trail_distance = 2.5\n"
    "step_min = 0.2\n";

/* --- prices --- */

typedef struct {
    uint32_t random;
    int32_t index;
    int32_t bid_points;
    int64_t now_msc;
} Market;

/* 2023-11-14 22:14:00, the open of a bar. */
static inline Market market_new(void) {
    Market market;
    market.random = 1;
    market.index = 0;
    market.bid_points = 110000;
    market.now_msc = 1700000040000;
    return market;
}

static inline double price_of(int32_t points) {
    return (double)points / 100000.0;
}

/* The next quote of a walk that rises for twenty bars and falls for the next twenty. */
static inline HtMqlTick market_tick(Market *market) {
    HtMqlTick tick;
    int32_t drift = (market->index / (20 * TICKS_PER_BAR)) % 2 == 0 ? 1 : -1;
    market->random = market->random * 1664525u + 1013904223u;
    market->bid_points += (int32_t)(market->random >> 8) % 13 - 6;
    market->bid_points += market->index % 2 == 0 ? drift : 0;
    memset(&tick, 0, sizeof tick);
    tick.time_msc = market->now_msc + (int64_t)market->index * TICK_EVERY_MSC;
    tick.time = tick.time_msc / 1000;
    tick.bid = price_of(market->bid_points);
    tick.ask = price_of(market->bid_points + SPREAD_POINTS);
    tick.flags = 6; /* bid and ask changed */
    market->index++;
    return tick;
}

/* The next thirty quotes as one bar. */
static inline HtMqlRates market_bar(Market *market) {
    HtMqlRates bar;
    memset(&bar, 0, sizeof bar);
    for (int index = 0; index < TICKS_PER_BAR; index++) {
        HtMqlTick tick = market_tick(market);
        if (index == 0) {
            bar.time = tick.time;
            bar.open = tick.bid;
            bar.high = tick.bid;
            bar.low = tick.bid;
        }
        bar.high = tick.bid > bar.high ? tick.bid : bar.high;
        bar.low = tick.bid < bar.low ? tick.bid : bar.low;
        bar.close = tick.bid;
    }
    bar.tick_volume = TICKS_PER_BAR;
    bar.spread = SPREAD_POINTS;
    return bar;
}

/* --- what the host knows about symbol and engine --- */

/* Text into a field of the library's structures; it must fit. */
static inline void put_text(uint8_t *field, const char *text) {
    memcpy(field, text, strlen(text) + 1);
}

static inline HtSymbol market_symbol(void) {
    HtSymbol symbol;
    memset(&symbol, 0, sizeof symbol);
    symbol.struct_size = sizeof symbol;
    symbol.digits = 5;
    symbol.point = 0.00001;
    symbol.tick_size = 0.00001;
    symbol.tick_value_profit = 1.0;
    symbol.tick_value_loss = 1.0;
    symbol.contract_size = 100000.0;
    symbol.volume_min = 0.01;
    symbol.volume_max = 100.0;
    symbol.volume_step = 0.01;
    symbol.margin_per_lot_buy = 1100.0;
    symbol.margin_per_lot_sell = 1100.0;
    symbol.trade_mode = 4;
    symbol.execution_mode = 2;
    symbol.filling_flags = 3;
    symbol.swap_triple_day = 3;
    put_text(symbol.currency_base, "EUR");
    put_text(symbol.currency_profit, "USD");
    put_text(symbol.currency_margin, "EUR");
    return symbol;
}

static inline HtEngineParams market_params(void) {
    HtEngineParams params;
    memset(&params, 0, sizeof params);
    params.struct_size = sizeof params;
    params.mode = HT_MODE_REPLAY;
    params.magic = MAGIC;
    params.login = LOGIN;
    params.period_s = PERIOD_S;
    put_text(params.symbol, "EURUSD");
    return params;
}

/* --- the broker --- */

typedef struct {
    HtMqlTick tick;
    HtPosition position;
    int has_position;
    double balance;
    uint64_t next_ticket;
    int orders;
    int opened;
    int closed;
    int modified;
    int stopped;
    int requoted;
} Broker;

static inline Broker broker_new(void) {
    Broker broker;
    memset(&broker, 0, sizeof broker);
    broker.balance = 100000.0;
    broker.next_ticket = 1;
    return broker;
}

/* The account at the last quote. */
static inline HtAccount broker_account(const Broker *broker) {
    HtAccount account;
    double floating = 0.0;
    if (broker->has_position) {
        int buy = broker->position.side == HT_SIDE_BUY;
        double gain = buy ? broker->tick.bid - broker->position.open_price
                          : broker->position.open_price - broker->tick.ask;
        floating = gain * 100000.0 * broker->position.lots;
    }
    memset(&account, 0, sizeof account);
    account.struct_size = sizeof account;
    account.margin_mode = 2;
    account.login = LOGIN;
    account.time_msc = broker->tick.time_msc;
    account.balance = broker->balance;
    account.equity = broker->balance + floating;
    account.margin = broker->has_position ? broker->position.lots * 1100.0 : 0.0;
    account.margin_free = account.equity - account.margin;
    account.leverage = 100;
    account.trade_allowed = 1;
    put_text(account.currency, "USD");
    return account;
}

static inline HtDeal broker_deal(Broker *broker, int side, int entry, double price) {
    HtDeal deal;
    memset(&deal, 0, sizeof deal);
    deal.ticket = broker->next_ticket++;
    deal.order_ticket = deal.ticket;
    deal.position_ticket = broker->position.ticket;
    deal.magic = MAGIC;
    deal.time_msc = broker->tick.time_msc;
    deal.lots = broker->position.lots;
    deal.price = price;
    deal.side = side;
    deal.entry = entry;
    put_text(deal.symbol, "EURUSD");
    return deal;
}

static inline HtDeal broker_close(Broker *broker, double price) {
    int buy = broker->position.side == HT_SIDE_BUY;
    double gain = buy ? price - broker->position.open_price : broker->position.open_price - price;
    HtDeal deal = broker_deal(broker, buy ? HT_SIDE_SELL : HT_SIDE_BUY, 1, price);
    deal.profit = gain * 100000.0 * broker->position.lots;
    broker->balance += deal.profit;
    broker->has_position = 0;
    return deal;
}

/* Stop loss and take profit, as the trade server watches them. Returns 1 with the deal. */
static inline int broker_watch_stops(Broker *broker, HtDeal *deal) {
    if (!broker->has_position) {
        return 0;
    }
    int buy = broker->position.side == HT_SIDE_BUY;
    double price = buy ? broker->tick.bid : broker->tick.ask;
    double stop_loss = broker->position.stop_loss;
    double target = broker->position.take_profit;
    int stopped = stop_loss > 0.0 && (buy ? price <= stop_loss : price >= stop_loss);
    int taken = target > 0.0 && (buy ? price >= target : price <= target);
    if (!stopped && !taken) {
        return 0;
    }
    *deal = broker_close(broker, price);
    broker->stopped++;
    return 1;
}

static inline void broker_open(Broker *broker, const HtDecision *decision, double price) {
    memset(&broker->position, 0, sizeof broker->position);
    broker->position.ticket = broker->next_ticket;
    broker->position.magic = MAGIC;
    broker->position.time_msc = broker->tick.time_msc;
    broker->position.lots = decision->lots;
    broker->position.open_price = price;
    broker->position.stop_loss = decision->stop_loss;
    broker->position.take_profit = decision->take_profit;
    broker->position.side = decision->side;
    put_text(broker->position.symbol, "EURUSD");
    broker->has_position = 1;
}

/* Answers a decision; every fifth opening is requoted first. Returns 1 if there is a deal. */
static inline int broker_execute(
    Broker *broker, const HtDecision *decision, HtOrderResult *result, HtDeal *deal) {
    int requote = decision->action == HT_ACTION_OPEN && decision->attempt == 1
        && broker->opened % 5 == 2;
    double price = decision->side == HT_SIDE_BUY ? broker->tick.ask : broker->tick.bid;
    memset(result, 0, sizeof *result);
    result->decision_id = decision->id;
    result->time_msc = broker->tick.time_msc;
    result->retcode = requote ? RETCODE_REQUOTE : RETCODE_DONE;
    broker->orders++;
    if (requote) {
        broker->requoted++;
        return 0;
    }
    result->order_ticket = broker->next_ticket;
    result->price = price;
    result->lots = decision->lots;
    if (decision->action == HT_ACTION_MODIFY) {
        broker->position.stop_loss = decision->stop_loss;
        broker->position.take_profit = decision->take_profit;
        broker->modified++;
        return 0;
    }
    result->deal_ticket = broker->next_ticket;
    if (decision->action == HT_ACTION_CLOSE) {
        *deal = broker_close(broker, price);
        broker->closed++;
        return 1;
    }
    broker_open(broker, decision, price);
    *deal = broker_deal(broker, decision->side, 0, price);
    broker->opened++;
    return 1;
}

#endif
