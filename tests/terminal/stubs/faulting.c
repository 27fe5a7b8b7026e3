/*
 * The real library, until an engine has taken so many batches of ticks: then that engine is as
 * after an internal fault. The failing call says HT_E_PANIC, all later ones HT_E_FAULTED, except
 * those that work on a faulted engine; other engines run on.  HT_STUB_TICKS=N in the environment
 * sets the number of batches; 2000 without it.
 */
#include "stub.h"

#include <stdio.h>
#include <stdlib.h>

#include "forward.h"

#define ENGINES 64

static int64_t handles[ENGINES];
static int batches[ENGINES];

/* Batches that an engine has taken; an engine is looked up by its handle, and added when new. */
static int *batches_of(int64_t handle) {
    int index;
    for (index = 0; index < ENGINES; index++) {
        if (handles[index] == 0) {
            handles[index] = handle;
        }
        if (handles[index] == handle) {
            return &batches[index];
        }
    }
    fprintf(stderr, "stub: more than %d engines\n", ENGINES);
    abort();
}

static int batches_allowed(void) {
    const char *text = getenv("HT_STUB_TICKS");
    return text == NULL ? 2000 : atoi(text);
}

static int is_faulted(int64_t handle) {
    return *batches_of(handle) > batches_allowed();
}

/* Calls the real function; one that takes risk or data is refused on a faulted engine. */
#define REAL(name, parameters) ((int32_t(*) parameters)real(#name))
#define LATCHED(name, parameters, arguments)                                           \
    EXPORT int32_t name parameters {                                                   \
        return is_faulted(handle) ? HT_E_FAULTED : REAL(name, parameters) arguments;   \
    }

EXPORT int32_t ht_engine_ticks(int64_t handle, const HtMqlTick *ticks, int32_t count,
                               int64_t now_msc, int32_t flags) {
    if (is_faulted(handle)) {
        return HT_E_FAULTED;
    }
    if (++*batches_of(handle) > batches_allowed()) {
        return HT_E_PANIC;
    }
    return REAL(ht_engine_ticks, (int64_t, const HtMqlTick *, int32_t, int64_t, int32_t))(
        handle, ticks, count, now_msc, flags);
}

EXPORT int32_t ht_engine_status(int64_t handle, HtStatus *status) {
    int32_t code = REAL(ht_engine_status, (int64_t, HtStatus *))(handle, status);
    if (code == HT_OK && is_faulted(handle)) {
        status->state = HT_STATE_FAULTED;
    }
    return code;
}

EXPORT int32_t ht_last_error(int64_t handle, uint8_t *buffer, int32_t capacity) {
    if (handle != 0 && is_faulted(handle)) {
        return write_text("an internal fault of the stand-in", buffer, capacity);
    }
    return REAL(ht_last_error, (int64_t, uint8_t *, int32_t))(handle, buffer, capacity);
}

LATCHED(ht_engine_symbol, (int64_t handle, const HtSymbol *symbol), (handle, symbol))
LATCHED(ht_engine_history,
        (int64_t handle, const HtMqlRates *rates, int32_t count, int32_t flags),
        (handle, rates, count, flags))
LATCHED(ht_engine_decision, (int64_t handle, HtDecision *decision), (handle, decision))
LATCHED(ht_engine_timer, (int64_t handle, int64_t server_msc, int64_t utc_s),
        (handle, server_msc, utc_s))
LATCHED(ht_engine_account, (int64_t handle, const HtAccount *account), (handle, account))
LATCHED(ht_engine_positions,
        (int64_t handle, const HtPosition *positions, int32_t count, int64_t time_msc),
        (handle, positions, count, time_msc))
LATCHED(ht_engine_order_result, (int64_t handle, const HtOrderResult *result), (handle, result))
LATCHED(ht_engine_deal, (int64_t handle, const HtDeal *deal), (handle, deal))
LATCHED(ht_engine_calendar, (int64_t handle, const HtCalendarEvent *events, int32_t count),
        (handle, events, count))
LATCHED(ht_engine_command, (int64_t handle, int32_t command), (handle, command))
LATCHED(ht_engine_features,
        (int64_t handle, double *values, uint8_t *valid, int32_t capacity),
        (handle, values, valid, capacity))
