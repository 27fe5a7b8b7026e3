// A first session: open a replay engine, feed it a minute of quotes at a time, print what it decides.
//
// A real host also carries the decisions out and reports account, positions, results and deals.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "hypertrader.h"

static const char SETTINGS[] = "[signals.ma_cross]\nfast = 5\nslow = 20\n"
                               "[signals.combine]\nvotes_min = 1\nmin_confidence_frac = 0.0\n";

static int fail(const char *what, int64_t handle) {
    uint8_t text[512];
    ht_last_error(handle, text, sizeof text);
    printf("%s: %s\n", what, (const char *)text);
    return 1;
}

int main(void) {
    HtEngineParams params = {.struct_size = sizeof params, .mode = HT_MODE_REPLAY, .magic = 7,
        .login = 42, .period_s = 60, .symbol = "EURUSD"};
    HtSymbol symbol = {.struct_size = sizeof symbol, .digits = 5, .point = 0.00001,
        .tick_size = 0.00001, .tick_value_profit = 1.0, .tick_value_loss = 1.0,
        .contract_size = 100000.0, .volume_min = 0.01, .volume_max = 100.0, .volume_step = 0.01,
        .trade_mode = 4, .execution_mode = 2, .filling_flags = 3, .currency_base = "EUR",
        .currency_profit = "USD", .currency_margin = "EUR"};
    HtDecision decision = {.struct_size = sizeof decision};
    HtStatus status = {.struct_size = sizeof status};
    int64_t handle = 0;
    if (ht_engine_open(&params, NULL, 0, (const uint8_t *)SETTINGS, sizeof SETTINGS - 1, &handle)
        < 0) {
        return fail("open", 0);
    }
    if (ht_engine_symbol(handle, &symbol) < 0) {
        return fail("symbol", handle);
    }
    for (int minute = 0; minute < 600; minute++) {
        int swing = minute % 120 < 60 ? minute % 120 : 120 - minute % 120; // up an hour, down one
        HtMqlTick tick = {.time_msc = 1700000040000 + minute * INT64_C(60000), .flags = 6};
        tick.bid = (110000 + 5 * swing) / 100000.0;
        tick.ask = tick.bid + 0.00002;
        if (ht_engine_ticks(handle, &tick, 1, 0, 0) < 0) {
            return fail("ticks", handle);
        }
        while (ht_engine_decision(handle, &decision) > 0) {
            printf("decision %" PRIu64 ": %s at %.5f, refusal code %d\n", decision.id,
                decision.side == HT_SIDE_BUY ? "buy" : "sell", tick.bid, (int)decision.refusal_code);
        }
    }
    ht_engine_status(handle, &status);
    printf("%" PRIu64 " ticks, %" PRIu64 " bars, %" PRIu64 " refusals\n", status.ticks,
        status.bars, status.refusals);
    return ht_engine_close(handle) == HT_OK ? 0 : 1;
}
