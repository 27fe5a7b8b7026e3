// A first session: open a replay engine, feed it quotes, print the orders that it asks for.
//
// A real host sends the orders and reports results, deals and positions; this one sends none.
#include <inttypes.h>
#include <stdio.h>

#include "hypertrader.h"

static const char SETTINGS[] = "[engine]\ntrading_enabled = true\n"
                               "[signals.ma_cross]\nfast = 5\nslow = 20\n"
                               "[signals.combine]\nvotes_min = 1\nmin_confidence_frac = 0.0\n";

static int fail(const char *what, int64_t handle) {
    uint8_t text[512];
    ht_last_error(handle, text, sizeof text);
    printf("%s: %s\n", what, (const char *)text);
    return 1;
}

static void print_and_skip(int64_t handle, const HtDecision *decision) {
    HtOrderResult not_sent = {.decision_id = decision->id, .time_msc = decision->time_msc};
    if (decision->action == HT_ACTION_REFUSED) {
        printf("refused with code %d (docs/refusals.md)\n", (int)decision->refusal_code);
        return;
    }
    printf("%s %.2f lots at %.5f, stop %.5f, target %.5f, at risk %.2f USD\n",
        decision->side == HT_SIDE_BUY ? "buy" : "sell", decision->lots, decision->price,
        decision->stop_loss, decision->take_profit, decision->risk_money);
    ht_engine_order_result(handle, &not_sent);
}

int main(void) {
    HtEngineParams params = {.struct_size = sizeof params, .mode = HT_MODE_REPLAY, .magic = 7,
        .login = 42, .period_s = 60, .symbol = "EURUSD"};
    HtSymbol symbol = {.struct_size = sizeof symbol, .digits = 5, .point = 0.00001,
        .tick_size = 0.00001, .tick_value_profit = 1.0, .tick_value_loss = 1.0,
        .contract_size = 100000.0, .volume_min = 0.01, .volume_max = 100.0, .volume_step = 0.01,
        .trade_mode = 4, .execution_mode = 2, .filling_flags = 3, .margin_per_lot_buy = 1100.0,
        .margin_per_lot_sell = 1100.0, .currency_base = "EUR", .currency_profit = "USD",
        .currency_margin = "EUR"};
    HtAccount account = {.struct_size = sizeof account, .margin_mode = 2, .login = 42,
        .balance = 10000.0, .equity = 10000.0, .margin_free = 10000.0, .leverage = 100,
        .trade_allowed = 1, .currency = "USD"};
    HtDecision decision = {.struct_size = sizeof decision};
    const uint8_t *settings = (const uint8_t *)SETTINGS;
    int64_t handle = 0;
    if (ht_engine_open(&params, NULL, 0, settings, sizeof SETTINGS - 1, &handle) < 0) {
        return fail("open", 0);
    }
    if (ht_engine_symbol(handle, &symbol) < 0) {
        return fail("symbol", handle);
    }
    for (int minute = 0; minute < 480; minute++) {
        int swing = minute % 240 < 120 ? minute % 240 : 240 - minute % 240; // two hours up, down
        HtMqlTick tick = {.time_msc = 1700000040000 + minute * INT64_C(60000), .flags = 6};
        tick.bid = (110000 + 5 * swing) / 100000.0;
        tick.ask = tick.bid + 0.00002;
        account.time_msc = tick.time_msc;
        ht_engine_account(handle, &account);
        ht_engine_positions(handle, NULL, 0, tick.time_msc); // there are none
        if (ht_engine_ticks(handle, &tick, 1, 0, 0) < 0) {
            return fail("ticks", handle);
        }
        while (ht_engine_decision(handle, &decision) > 0) {
            print_and_skip(handle, &decision);
        }
    }
    return ht_engine_close(handle) == HT_OK ? 0 : 1;
}
