/*
 * A C11 host: a full session through the library, as a program other than MetaTrader runs it.
 *
 * Handshake, self-test, two sessions at once, every reader, every kind of misuse, shutdown. Each
 * buffer that the library writes lies between guard zones. The last lines are a digest of all
 * decisions, which must not depend on system or language, and the number of checks.
 */
#include <math.h>
#include <stddef.h>

#include "hypertrader.h"

#include "../support/check.h"
#include "../support/layouts.h"
#include "../support/market.h"

/* While paused, signals are refused with REDUCING (docs/refusals.md). */
enum { PAUSE_AT_TICK = 6000, RESUME_AT_TICK = 7800, REFUSAL_REDUCING = 507 };
enum { SESSION_TICKS = 12000, BUFFER_BYTES = 16384, LISTED_COLUMNS = 5 };

/* --- layouts: the compiler's view --- */

#define ASSERT_SIZE(number, type, size) HT_ASSERT_LAYOUT(sizeof(type) == (size));
#define ASSERT_OFFSET(type, field, offset) HT_ASSERT_LAYOUT(offsetof(type, field) == (offset));
#define ASSERT_STRUCTURE(number, type, size) \
    ASSERT_SIZE(number, type, size) LAYOUT_##type(ASSERT_OFFSET)

LAYOUT_STRUCTURES(ASSERT_STRUCTURE)
LAYOUT_METATRADER_STRUCTURES(ASSERT_STRUCTURE)

/* --- texts --- */

static Guarded buffer;

static uint8_t *fresh_buffer(void) {
    CHECK(guarded_intact(&buffer));
    memset(guarded_bytes(&buffer), FRESH_PATTERN, buffer.size);
    return guarded_bytes(&buffer);
}

static int buffer_holds(const char *part) {
    return strstr((const char *)guarded_bytes(&buffer), part) != NULL;
}

static const uint8_t *bytes_of(const char *text) {
    return (const uint8_t *)text;
}

/* The last failed call was this one: its text names the part. */
static void check_error_names(int64_t handle, const char *part) {
    int32_t length = ht_last_error(handle, fresh_buffer(), BUFFER_BYTES);
    CHECK(length > 0 && length < BUFFER_BYTES);
    if (!buffer_holds(part)) {
        printf("the text was: %s\n", (const char *)guarded_bytes(&buffer));
    }
    CHECK(buffer_holds(part));
}

/* --- handshake --- */

#define OFFSET_OF(type, field, offset) (int32_t)offsetof(type, field),
#define CHECK_STRUCTURE(number, type, size)                                        \
    {                                                                              \
        const int32_t offsets[] = {LAYOUT_##type(OFFSET_OF)};                      \
        check_layout(number, (int32_t)sizeof(type), offsets,                       \
            (int32_t)(sizeof offsets / sizeof offsets[0]));                        \
    }

/* The library agrees with this compiler, and notices each difference. */
static void check_layout(int32_t number, int32_t size, const int32_t *offsets, int32_t count) {
    int32_t changed[64];
    CHECK(count > 0 && count <= 64);
    CHECK_EQUAL(ht_abi_check(number, size, offsets, count), HT_OK);
    CHECK_EQUAL(ht_abi_check(number, size + 8, offsets, count), HT_E_ABI);
    check_error_names(0, "size was");
    CHECK_EQUAL(ht_abi_check(number, size, offsets, count - 1), HT_E_ABI);
    for (int32_t index = 0; index < count; index++) {
        memcpy(changed, offsets, (size_t)count * sizeof changed[0]);
        changed[index] += 4;
        CHECK_EQUAL(ht_abi_check(number, size, changed, count), HT_E_ABI);
    }
    CHECK_EQUAL(ht_abi_check(number, size, NULL, count), HT_E_NULL);
    CHECK_EQUAL(ht_abi_check(number, size, offsets, -1), HT_E_COUNT);
}

static void check_handshake(void) {
    int32_t version = ht_abi_version();
    int32_t offset = 0;
    CHECK_EQUAL(version >> 16, HT_ABI_VERSION >> 16);
    CHECK((version & 0xFFFF) >= (HT_ABI_VERSION & 0xFFFF));
    LAYOUT_STRUCTURES(CHECK_STRUCTURE)
    CHECK_EQUAL(ht_abi_check(0, 8, &offset, 1), HT_E_UNKNOWN);
    CHECK_EQUAL(ht_abi_check(14, 8, &offset, 1), HT_E_UNKNOWN);
}

/* Text out at every capacity: returned length, terminator, nothing beside the buffer. */
static void check_version_text(void) {
    int32_t length = ht_version(NULL, 0);
    CHECK(length > 4);
    for (int32_t capacity = 0; capacity <= length + 2; capacity++) {
        Guarded text = guarded_new((size_t)capacity);
        int32_t kept = capacity > length ? length : capacity - 1;
        CHECK_EQUAL(ht_version(guarded_bytes(&text), capacity), length);
        CHECK(capacity == 0 || strlen((const char *)guarded_bytes(&text)) == (size_t)kept);
        CHECK(capacity == 0 || guarded_fresh_from(&text, (size_t)kept + 1));
        guarded_free(&text);
    }
    CHECK_EQUAL(ht_version(NULL, 10), HT_E_NULL);
    CHECK_EQUAL(ht_version(fresh_buffer(), -1), HT_E_SIZE);
    CHECK(guarded_fresh_from(&buffer, 0));
}

static void check_self_test(void) {
    int32_t code = ht_self_test(fresh_buffer(), BUFFER_BYTES);
    if (code != HT_OK) {
        printf("%s\n", (const char *)guarded_bytes(&buffer));
    }
    CHECK_EQUAL(code, HT_OK);
    CHECK(buffer_holds("PASS "));
    CHECK(!buffer_holds("FAIL "));
}

/* A code of docs/refusals.md, and none. */
static void check_refusal_text(void) {
    const char *expected = "The spread is wider than the cap.";
    CHECK_EQUAL(ht_refusal_text(201, fresh_buffer(), BUFFER_BYTES), (int32_t)strlen(expected));
    CHECK(strcmp((const char *)guarded_bytes(&buffer), expected) == 0);
    CHECK_EQUAL(ht_refusal_text(0, fresh_buffer(), BUFFER_BYTES), HT_E_UNKNOWN);
    CHECK(guarded_fresh_from(&buffer, 0));
    CHECK_EQUAL(ht_refusal_text(201, NULL, 10), HT_E_NULL);
    CHECK_EQUAL(ht_refusal_text(201, fresh_buffer(), -1), HT_E_SIZE);
}

/* --- the history store --- */

static int32_t append_bars(int32_t mode, const char *overrides, const HtMqlRates *rates,
    int32_t count) {
    return ht_history_append(mode, NULL, 0, bytes_of(overrides), (int32_t)strlen(overrides),
        bytes_of("Broker-Demo"), 11, bytes_of("EURUSD"), 6, 60, rates, count);
}

/* The folder may be there from a run before this one. */
static void check_history_store(void) {
    const char *folder = "engine.history_dir = \"host-history\"";
    const int64_t open_s = 1767571200; /* 2026-01-05 00:00 */
    HtMqlRates bars[3];
    memset(bars, 0, sizeof bars);
    for (int index = 0; index < 3; index++) {
        bars[index].time = open_s + index * 60;
        bars[index].open = bars[index].low = 1.1;
        bars[index].high = bars[index].close = 1.2;
        bars[index].tick_volume = 10;
    }
    CHECK(append_bars(HT_MODE_LIVE, folder, bars, 3) >= 0);
    CHECK_EQUAL(append_bars(HT_MODE_PAPER, folder, bars, 3), 0);
    bars[1].close = 1.15;
    CHECK_EQUAL(append_bars(HT_MODE_LIVE, folder, bars, 3), 1);
    bars[2].high = 1.0;
    CHECK_EQUAL(append_bars(HT_MODE_LIVE, folder, bars, 3), HT_E_BAR);
    check_error_names(0, "bar 2 of 3");
    CHECK_EQUAL(append_bars(HT_MODE_LIVE, "", bars, 2), HT_E_CONFIG);
    CHECK_EQUAL(append_bars(HT_MODE_TESTER, folder, bars, 2), HT_E_VALUE);
    CHECK_EQUAL(append_bars(HT_MODE_LIVE, folder, NULL, 2), HT_E_NULL);
}

/* --- one session --- */

typedef struct {
    int64_t handle;
    Market market;
    Broker broker;
    uint64_t digest;
    uint64_t decisions;
    uint64_t refusals;
    uint64_t last_id;
    uint64_t explained_id;
    int32_t attempts_max;
    Guarded decision;
    Guarded status;
} Session;

static int64_t open_engine(const HtEngineParams *params) {
    Guarded handle = guarded_new(sizeof(int64_t));
    int64_t *written = (int64_t *)(void *)guarded_bytes(&handle);
    int64_t opened;
    CHECK_EQUAL(ht_engine_open(params, NULL, 0, bytes_of(SETTINGS), (int32_t)strlen(SETTINGS),
                    written), HT_OK);
    opened = *written;
    CHECK(opened != 0);
    guarded_free(&handle);
    return opened;
}

static void report_snapshots(Session *session) {
    const HtAccount account = broker_account(&session->broker);
    const int32_t count = session->broker.has_position;
    CHECK(ht_engine_account(session->handle, &account) >= 0);
    CHECK(ht_engine_positions(session->handle, count ? &session->broker.position : NULL, count,
              account.time_msc) >= 0);
}

static void report_deal(Session *session, const HtDeal *deal) {
    CHECK(ht_engine_deal(session->handle, deal) >= 0);
    report_snapshots(session);
}

/* What holds for every decision, whatever the market did. */
static void check_decision(const Session *session, const HtDecision *decision) {
    const HtMqlTick *tick = &session->broker.tick;
    CHECK_EQUAL(decision->struct_size, sizeof *decision);
    CHECK(decision->id > session->last_id || decision->attempt > 1);
    CHECK_EQUAL(decision->time_msc, tick->time_msc);
    CHECK(decision->side == HT_SIDE_BUY || decision->side == HT_SIDE_SELL);
    if (decision->action == HT_ACTION_REFUSED) {
        CHECK(decision->refusal_code > 0);
        return;
    }
    CHECK_EQUAL(decision->refusal_code, 0);
    CHECK(decision->expires_msc > decision->time_msc);
    if (decision->action == HT_ACTION_OPEN) {
        int buy = decision->side == HT_SIDE_BUY;
        double direction = buy ? 1.0 : -1.0;
        CHECK(!session->broker.has_position);
        CHECK(decision->price == (buy ? tick->ask : tick->bid));
        CHECK((decision->price - decision->stop_loss) * direction > 0.0);
        CHECK((decision->take_profit - decision->price) * direction > 0.0);
        CHECK(decision->lots >= 0.01 && decision->lots <= 100.0);
        /* risk_frac is 0.02: never more than that of the equity, and not next to nothing. */
        CHECK(decision->risk_money <= 0.02 * broker_account(&session->broker).equity);
        CHECK(decision->risk_money > 0.0);
        return;
    }
    CHECK(decision->action == HT_ACTION_CLOSE || decision->action == HT_ACTION_MODIFY);
    CHECK(session->broker.has_position);
    CHECK_EQUAL(decision->position_ticket, session->broker.position.ticket);
}

static void carry_out(Session *session, const HtDecision *decision) {
    HtOrderResult result;
    HtDeal deal;
    int has_deal = broker_execute(&session->broker, decision, &result, &deal);
    CHECK(ht_engine_order_result(session->handle, &result) >= 0);
    if (has_deal) {
        report_deal(session, &deal);
    } else {
        report_snapshots(session);
    }
}

static void collect_decisions(Session *session) {
    HtDecision *decision = (HtDecision *)(void *)guarded_bytes(&session->decision);
    int32_t code;
    while ((code = ht_engine_decision(session->handle, decision)) > 0) {
        CHECK_EQUAL(code, 1);
        CHECK(guarded_intact(&session->decision));
        session->digest = digest_add(session->digest, decision, sizeof *decision);
        check_decision(session, decision);
        session->last_id = decision->id;
        session->attempts_max =
            decision->attempt > session->attempts_max ? decision->attempt : session->attempts_max;
        if (decision->action == HT_ACTION_REFUSED) {
            session->refusals++;
            continue;
        }
        session->decisions++;
        session->explained_id = decision->id;
        carry_out(session, decision);
    }
    CHECK_EQUAL(code, 0);
}

static void one_tick(Session *session) {
    HtDeal deal;
    session->broker.tick = market_tick(&session->market);
    if (session->market.index % 10 == 0) {
        report_snapshots(session);
    }
    CHECK(ht_engine_ticks(session->handle, &session->broker.tick, 1, 0, 0) >= 0);
    collect_decisions(session);
    if (broker_watch_stops(&session->broker, &deal)) {
        report_deal(session, &deal);
        collect_decisions(session);
    }
}

static void warm_up(Session *session) {
    HtMqlRates bars[HISTORY_BARS];
    const HtSymbol symbol = market_symbol();
    for (int index = 0; index < HISTORY_BARS; index++) {
        bars[index] = market_bar(&session->market);
    }
    session->broker.tick = market_tick(&session->market);
    CHECK_EQUAL(ht_engine_symbol(session->handle, &symbol), HT_OK);
    CHECK_EQUAL(ht_engine_history(session->handle, bars, HISTORY_BARS, 0), HISTORY_BARS);
    report_snapshots(session);
    CHECK_EQUAL(ht_engine_ticks(session->handle, &session->broker.tick, 1, 0, 0), 0);
}

static void check_status(Session *session) {
    HtStatus *status = (HtStatus *)(void *)guarded_bytes(&session->status);
    status->struct_size = sizeof *status;
    CHECK_EQUAL(ht_engine_status(session->handle, status), HT_OK);
    CHECK(guarded_intact(&session->status));
    CHECK_EQUAL(status->state, HT_STATE_ACTIVE);
    CHECK_EQUAL(status->time_msc, session->broker.tick.time_msc);
    CHECK_EQUAL(status->ticks, SESSION_TICKS + 1);
    CHECK_EQUAL(status->ticks_skipped, 0);
    CHECK_EQUAL(status->bars_missing, 0);
    CHECK_EQUAL(status->bars, HISTORY_BARS + SESSION_TICKS / TICKS_PER_BAR);
    CHECK_EQUAL(status->warm, 1);
    CHECK_EQUAL(status->bars_needed, 0);
    CHECK_EQUAL(status->decisions_waiting, 0);
    CHECK_EQUAL(status->order_in_flight, 0);
    CHECK_EQUAL(status->last_decision_id, session->last_id);
    CHECK_EQUAL(status->refusals, session->refusals);
    CHECK_EQUAL(status->refusal_code, REFUSAL_REDUCING);
    CHECK(status->bid == session->broker.tick.bid && status->ask == session->broker.tick.ask);
    CHECK_EQUAL(status->position_ticket,
        session->broker.has_position ? session->broker.position.ticket : 0);
}

/* The whole life of an engine up to, not including, its end; runs on any thread. */
static void run_session(void *raw) {
    Session *session = (Session *)raw;
    const HtEngineParams params = market_params();
    memset(session, 0, sizeof *session);
    session->market = market_new();
    session->broker = broker_new();
    session->digest = DIGEST_START;
    session->decision = guarded_new(sizeof(HtDecision));
    session->status = guarded_new(sizeof(HtStatus));
    ((HtDecision *)(void *)guarded_bytes(&session->decision))->struct_size = sizeof(HtDecision);
    session->handle = open_engine(&params);
    warm_up(session);
    for (int index = 0; index < SESSION_TICKS; index++) {
        if (index == PAUSE_AT_TICK) {
            CHECK(ht_engine_command(session->handle, HT_COMMAND_PAUSE) >= 0);
        } else if (index == RESUME_AT_TICK) {
            CHECK(ht_engine_command(session->handle, HT_COMMAND_RESUME) >= 0);
        }
        one_tick(session);
    }
    check_status(session);
}

/* The made-up market gave every kind of decision, so that each was carried out. */
static void check_variety(const Session *session) {
    CHECK(session->broker.opened >= 10);
    CHECK(session->broker.closed >= 1);
    CHECK(session->broker.modified >= 1);
    CHECK(session->broker.stopped >= 1);
    CHECK(session->broker.requoted >= 1);
    CHECK_EQUAL(session->attempts_max, 2);
    CHECK(session->refusals >= 1);
}

/* --- readers --- */

/* The columns of the settings come first, then those that the rules need besides. */
static void check_names(int64_t handle, int32_t columns) {
    static const char *const listed[LISTED_COLUMNS] = {
        "close", "sma_5", "ema_5", "rsi_5", "atr_5"};
    for (int32_t index = 0; index < columns; index++) {
        int32_t length = ht_feature_name(handle, index, fresh_buffer(), BUFFER_BYTES);
        CHECK_EQUAL(length, strlen((const char *)guarded_bytes(&buffer)));
        CHECK(index >= LISTED_COLUMNS
            || strcmp((const char *)guarded_bytes(&buffer), listed[index]) == 0);
    }
    CHECK_EQUAL(ht_feature_name(handle, -1, fresh_buffer(), 64), HT_E_UNKNOWN);
    CHECK_EQUAL(ht_feature_name(handle, columns, fresh_buffer(), 64), HT_E_UNKNOWN);
    CHECK_EQUAL(ht_feature_name(handle, 0, NULL, 64), HT_E_NULL);
}

static void check_features(const Session *session) {
    const int64_t handle = session->handle;
    const int32_t columns = ht_engine_features(handle, NULL, NULL, 0);
    CHECK(columns > LISTED_COLUMNS && columns <= 64);
    Guarded values = guarded_new((size_t)columns * sizeof(double));
    Guarded valid = guarded_new((size_t)columns);
    double *first = (double *)(void *)guarded_bytes(&values);
    uint8_t *flags = guarded_bytes(&valid);
    CHECK_EQUAL(ht_engine_features(handle, first, flags, columns - 1), columns);
    CHECK_EQUAL(ht_engine_features(handle, NULL, flags, columns), HT_E_NULL);
    CHECK_EQUAL(ht_engine_features(handle, first, NULL, columns), HT_E_NULL);
    CHECK_EQUAL(ht_engine_features(handle, first, flags, -1), HT_E_SIZE);
    CHECK(guarded_fresh_from(&values, 0) && guarded_fresh_from(&valid, 0));
    CHECK_EQUAL(ht_engine_features(handle, first, flags, columns), columns);
    CHECK(all_bytes_are(flags, (size_t)columns, 1));
    /* Close and averages: near the walk. Index: between its ends. Range: some points. */
    CHECK(first[0] > 1.0 && first[0] < 1.3 && first[1] > 1.0 && first[1] < 1.3);
    CHECK(first[3] >= 0.0 && first[3] <= 100.0 && first[4] > 0.0 && first[4] < 0.01);
    guarded_free(&values);
    guarded_free(&valid);
    check_names(handle, columns);
}

static void check_explanation(const Session *session) {
    char id[48];
    int32_t length = ht_engine_explain(session->handle, session->explained_id, fresh_buffer(),
        BUFFER_BYTES);
    CHECK(length > 100 && length < BUFFER_BYTES);
    CHECK_EQUAL(guarded_bytes(&buffer)[0], '{');
    CHECK_EQUAL(guarded_bytes(&buffer)[length - 1], '}');
    snprintf(id, sizeof id, "%" PRIu64, session->explained_id);
    CHECK(buffer_holds(id));
    CHECK(buffer_holds("ma_cross") && buffer_holds("sma_5"));
    CHECK_EQUAL(ht_engine_explain(session->handle, session->explained_id, NULL, 0), length);
    CHECK_EQUAL(ht_engine_explain(session->handle, session->explained_id, fresh_buffer(), 20),
        length);
    CHECK_EQUAL(strlen((const char *)guarded_bytes(&buffer)), 19);
    CHECK(ht_engine_explain(session->handle, 0, fresh_buffer(), BUFFER_BYTES) > 0);
    CHECK_EQUAL(ht_engine_explain(session->handle, UINT64_MAX, fresh_buffer(), BUFFER_BYTES),
        HT_E_UNKNOWN);
    CHECK(guarded_fresh_from(&buffer, 0));
}

static void check_log(const Session *session) {
    int32_t length;
    int lines = 0;
    CHECK_EQUAL(ht_log_drain(session->handle, fresh_buffer(), 511), HT_E_SIZE);
    CHECK_EQUAL(ht_log_drain(session->handle, NULL, 512), HT_E_NULL);
    while ((length = ht_log_drain(session->handle, fresh_buffer(), 512)) > 0) {
        CHECK(length < 512);
        CHECK_EQUAL(strlen((const char *)guarded_bytes(&buffer)), length);
        CHECK_EQUAL(guarded_bytes(&buffer)[length - 1], '\n');
        CHECK(guarded_fresh_from(&buffer, 512));
        lines++;
    }
    CHECK_EQUAL(length, 0);
    CHECK(lines > 0);
}

static int32_t state_of(int64_t handle) {
    HtStatus status;
    status.struct_size = sizeof status;
    CHECK_EQUAL(ht_engine_status(handle, &status), HT_OK);
    return status.state;
}

static void check_commands(Session *session) {
    const HtCalendarEvent event = {
        .id = 1, .time_s = session->broker.tick.time + 86400, .importance = 3, .currency = "USD"};
    CHECK(ht_engine_command(session->handle, HT_COMMAND_PAUSE) >= 0);
    CHECK_EQUAL(state_of(session->handle), HT_STATE_REDUCING);
    CHECK(ht_engine_command(session->handle, HT_COMMAND_RESUME) >= 0);
    CHECK_EQUAL(state_of(session->handle), HT_STATE_ACTIVE);
    CHECK(ht_engine_command(session->handle, HT_COMMAND_HALT) >= 0);
    CHECK_EQUAL(state_of(session->handle), HT_STATE_HALTED);
    CHECK(ht_engine_command(session->handle, HT_COMMAND_RESUME) >= 0);
    CHECK_EQUAL(state_of(session->handle), HT_STATE_HALTED);
    CHECK(ht_engine_command(session->handle, HT_COMMAND_RESET) >= 0);
    CHECK_EQUAL(state_of(session->handle), HT_STATE_ACTIVE);
    CHECK(ht_engine_command(session->handle, HT_COMMAND_FLATTEN) >= 0);
    collect_decisions(session);
    CHECK(!session->broker.has_position);
    CHECK_EQUAL(ht_engine_command(session->handle, 0), HT_E_VALUE);
    CHECK_EQUAL(ht_engine_command(session->handle, 6), HT_E_VALUE);
    CHECK_EQUAL(ht_engine_calendar(session->handle, &event, 1), HT_OK);
    CHECK_EQUAL(ht_engine_calendar(session->handle, NULL, 0), HT_OK);
    CHECK_EQUAL(ht_engine_calendar(session->handle, NULL, 1), HT_E_NULL);
    CHECK(ht_engine_timer(session->handle, session->broker.tick.time_msc + 1000, 0) >= 0);
    CHECK_EQUAL(ht_engine_timer(session->handle, -1, 0), HT_E_VALUE);
}

/* --- misuse --- */

static void check_open_refuses(void) {
    HtEngineParams params = market_params();
    const char *misspelt = "[engine]\ntrading_enabeld = true\n";
    const uint8_t broken[] = {'#', 0xC3, 0x28};
    int64_t handle = 77;
    CHECK_EQUAL(ht_engine_open(NULL, NULL, 0, NULL, 0, &handle), HT_E_NULL);
    CHECK_EQUAL(ht_engine_open(&params, NULL, 0, NULL, 0, NULL), HT_E_NULL);
    CHECK_EQUAL(ht_engine_open(&params, NULL, 0, NULL, 5, &handle), HT_E_NULL);
    CHECK_EQUAL(ht_engine_open(&params, NULL, 0, broken, -1, &handle), HT_E_COUNT);
    CHECK_EQUAL(ht_engine_open(&params, NULL, 0, broken, 3, &handle), HT_E_UTF8);
    CHECK_EQUAL(ht_engine_open(&params, NULL, 0, bytes_of(misspelt), (int32_t)strlen(misspelt),
                    &handle), HT_E_CONFIG);
    check_error_names(0, "trading_enabled");
    CHECK_EQUAL(ht_engine_open(&params, bytes_of("none.toml"), 9, NULL, 0, &handle), HT_E_CONFIG);
    check_error_names(0, "none.toml");
    params.mode = 4;
    CHECK_EQUAL(ht_engine_open(&params, NULL, 0, NULL, 0, &handle), HT_E_VALUE);
    check_error_names(0, "mode was 4");
    params = market_params();
    params.symbol[0] = 0;
    CHECK_EQUAL(ht_engine_open(&params, NULL, 0, NULL, 0, &handle), HT_E_VALUE);
    params = market_params();
    params.struct_size = 8;
    CHECK_EQUAL(ht_engine_open(&params, NULL, 0, NULL, 0, &handle), HT_E_SIZE);
    CHECK_EQUAL(handle, 77);
}

/* No function accepts a handle that is not open. */
static void check_handle_is_refused(int64_t handle) {
    double value = 0.0;
    uint8_t valid = 0;
    HtStatus status;
    HtDecision decision;
    CHECK_EQUAL(ht_engine_symbol(handle, NULL), HT_E_HANDLE);
    CHECK_EQUAL(ht_engine_history(handle, NULL, 0, 0), HT_E_HANDLE);
    CHECK_EQUAL(ht_engine_ticks(handle, NULL, 0, 0, 0), HT_E_HANDLE);
    CHECK_EQUAL(ht_engine_decision(handle, &decision), HT_E_HANDLE);
    CHECK_EQUAL(ht_engine_timer(handle, 0, 0), HT_E_HANDLE);
    CHECK_EQUAL(ht_engine_account(handle, NULL), HT_E_HANDLE);
    CHECK_EQUAL(ht_engine_positions(handle, NULL, 0, 0), HT_E_HANDLE);
    CHECK_EQUAL(ht_engine_order_result(handle, NULL), HT_E_HANDLE);
    CHECK_EQUAL(ht_engine_deal(handle, NULL), HT_E_HANDLE);
    CHECK_EQUAL(ht_engine_calendar(handle, NULL, 0), HT_E_HANDLE);
    CHECK_EQUAL(ht_engine_command(handle, HT_COMMAND_PAUSE), HT_E_HANDLE);
    CHECK_EQUAL(ht_engine_status(handle, &status), HT_E_HANDLE);
    CHECK_EQUAL(ht_engine_features(handle, &value, &valid, 1), HT_E_HANDLE);
    CHECK_EQUAL(ht_feature_name(handle, 0, fresh_buffer(), 64), HT_E_HANDLE);
    CHECK_EQUAL(ht_engine_explain(handle, 0, fresh_buffer(), 64), HT_E_HANDLE);
    CHECK_EQUAL(ht_log_drain(handle, fresh_buffer(), 512), HT_E_HANDLE);
    CHECK(guarded_fresh_from(&buffer, 0));
    CHECK_EQUAL(ht_engine_model(handle, NULL), HT_E_HANDLE);
    CHECK_EQUAL(ht_engine_set_model(handle, NULL, 0), HT_E_HANDLE);
    CHECK_EQUAL(ht_train_start(handle), HT_E_HANDLE);
    CHECK_EQUAL(ht_train_poll(handle, NULL), HT_E_HANDLE);
    CHECK_EQUAL(ht_train_cancel(handle), HT_E_HANDLE);
    CHECK_EQUAL(ht_engine_close(handle), HT_E_HANDLE);
    check_error_names(handle, "handle");
}

static void check_order_of_calls(void) {
    const HtEngineParams params = market_params();
    HtSymbol symbol = market_symbol();
    Market market = market_new();
    const HtMqlTick tick = market_tick(&market);
    const int64_t handle = open_engine(&params);
    CHECK_EQUAL(ht_engine_ticks(handle, &tick, 1, 0, 0), HT_E_ORDER);
    CHECK_EQUAL(ht_engine_history(handle, NULL, 0, 0), HT_E_ORDER);
    CHECK_EQUAL(ht_engine_positions(handle, NULL, 0, tick.time_msc), HT_E_ORDER);
    CHECK_EQUAL(ht_engine_calendar(handle, NULL, 0), HT_E_ORDER);
    CHECK_EQUAL(ht_engine_command(handle, HT_COMMAND_RESET), HT_E_ORDER);
    symbol.point = NAN;
    int32_t code = ht_engine_symbol(handle, &symbol);
    CHECK(code == HT_E_VALUE || code == HT_E_SYMBOL);
    check_error_names(handle, "point");
    symbol = market_symbol();
    symbol.volume_step = 0.0;
    CHECK_EQUAL(ht_engine_symbol(handle, &symbol), HT_E_SYMBOL);
    symbol.struct_size = 4;
    CHECK_EQUAL(ht_engine_symbol(handle, &symbol), HT_E_SIZE);
    CHECK_EQUAL(ht_engine_symbol(handle, NULL), HT_E_NULL);
    CHECK_EQUAL(ht_engine_close(handle), HT_OK);
    check_handle_is_refused(handle);
}

/* Each refused batch leaves the engine as it was. */
static void check_bad_ticks(Session *session) {
    HtMqlTick ticks[2] = {session->broker.tick, session->broker.tick};
    const int64_t handle = session->handle;
    HtStatus before;
    HtStatus after;
    HtMqlRates bar;
    memset(&before, 0, sizeof before);
    memset(&after, 0, sizeof after);
    before.struct_size = after.struct_size = sizeof before;
    CHECK_EQUAL(ht_engine_status(handle, &before), HT_OK);
    ticks[0].time_msc += 5000;
    ticks[1].time_msc += 6000;
    ticks[1].bid = NAN;
    CHECK_EQUAL(ht_engine_ticks(handle, ticks, 2, 0, 0), HT_E_TICK);
    check_error_names(handle, "tick 1 of 2");
    ticks[1].bid = ticks[1].ask + 1.0;
    CHECK_EQUAL(ht_engine_ticks(handle, ticks, 2, 0, 0), HT_E_TICK);
    ticks[1] = ticks[0];
    ticks[1].time_msc -= 1;
    CHECK_EQUAL(ht_engine_ticks(handle, ticks, 2, 0, 0), HT_E_TIME);
    CHECK_EQUAL(ht_engine_ticks(handle, ticks, 2, 0, 4), HT_E_VALUE);
    CHECK_EQUAL(ht_engine_ticks(handle, ticks, -1, 0, 0), HT_E_COUNT);
    CHECK_EQUAL(ht_engine_ticks(handle, NULL, 1, 0, 0), HT_E_NULL);
    CHECK(ht_engine_ticks(handle, NULL, 0, 0, 0) >= 0);
    memset(&bar, 0, sizeof bar);
    CHECK_EQUAL(ht_engine_history(handle, &bar, 1, 0), HT_E_BAR);
    CHECK_EQUAL(ht_engine_history(handle, NULL, 0, 0), HT_E_ORDER);
    CHECK_EQUAL(ht_engine_status(handle, &after), HT_OK);
    CHECK(memcmp(&before, &after, sizeof before) == 0);
    CHECK(ht_engine_ticks(handle, ticks, 2, 0, HT_TICKS_SKIP_BAD) >= 0);
    CHECK_EQUAL(ht_engine_status(handle, &after), HT_OK);
    CHECK_EQUAL(after.ticks_skipped, before.ticks_skipped + 1);
    CHECK_EQUAL(after.ticks, before.ticks + 1);
    session->broker.tick = ticks[0];
}

/* There is none; what cannot be used changes nothing. */
static void check_model(const Session *session) {
    const int64_t handle = session->handle;
    const uint8_t broken[] = {'m', 0xC3, 0x28};
    Guarded out = guarded_new(sizeof(HtModel));
    HtModel *model = (HtModel *)(void *)guarded_bytes(&out);
    CHECK_EQUAL(ht_engine_model(handle, NULL), HT_E_NULL);
    CHECK_EQUAL(ht_engine_model(handle, model), HT_E_SIZE);
    CHECK(guarded_fresh_from(&out, 0));
    CHECK_EQUAL(ht_engine_set_model(handle, NULL, 5), HT_E_NULL);
    CHECK_EQUAL(ht_engine_set_model(handle, broken, -1), HT_E_COUNT);
    CHECK_EQUAL(ht_engine_set_model(handle, broken, 3), HT_E_UTF8);
    CHECK_EQUAL(ht_engine_set_model(handle, bytes_of("none.htm"), 8), HT_E_MODEL);
    check_error_names(handle, "none.htm");
    CHECK_EQUAL(ht_engine_set_model(handle, NULL, 0), HT_OK);
    model->struct_size = sizeof *model;
    CHECK_EQUAL(ht_engine_model(handle, model), HT_OK);
    CHECK(guarded_intact(&out));
    CHECK_EQUAL(model->state, HT_MODEL_NONE);
    CHECK(model->id == 0 && model->columns == 0 && model->buy_prob == 0.0);
    guarded_free(&out);
}

/* It is off, in every engine that does not ask for it. */
static void check_training(const Session *session) {
    const int64_t handle = session->handle;
    Guarded out = guarded_new(sizeof(HtTraining));
    HtTraining *training = (HtTraining *)(void *)guarded_bytes(&out);
    CHECK_EQUAL(ht_train_poll(handle, NULL), HT_E_NULL);
    CHECK_EQUAL(ht_train_poll(handle, training), HT_E_SIZE);
    CHECK(guarded_fresh_from(&out, 0));
    training->struct_size = sizeof *training;
    CHECK_EQUAL(ht_train_poll(handle, training), HT_TRAINING_OFF);
    CHECK(guarded_intact(&out));
    CHECK_EQUAL(training->state, HT_TRAINING_OFF);
    CHECK_EQUAL(training->outcome, HT_TRAINED_NONE);
    guarded_free(&out);
    CHECK_EQUAL(ht_train_start(handle), HT_E_CONFIG);
    check_error_names(handle, "model.retrain.mode");
    CHECK_EQUAL(ht_train_cancel(handle), HT_E_ORDER);
}

static void check_bad_structures(const Session *session) {
    const int64_t handle = session->handle;
    Guarded out = guarded_new(sizeof(HtStatus));
    HtAccount account = broker_account(&session->broker);
    HtOrderResult result;
    HtPosition position;
    CHECK_EQUAL(ht_engine_status(handle, NULL), HT_E_NULL);
    CHECK_EQUAL(ht_engine_decision(handle, NULL), HT_E_NULL);
    CHECK_EQUAL(ht_engine_status(handle, (HtStatus *)(void *)guarded_bytes(&out)), HT_E_SIZE);
    CHECK_EQUAL(ht_engine_decision(handle, (HtDecision *)(void *)guarded_bytes(&out)), HT_E_SIZE);
    CHECK(guarded_fresh_from(&out, 0));
    guarded_free(&out);
    account.login = LOGIN + 1;
    CHECK_EQUAL(ht_engine_account(handle, &account), HT_E_VALUE);
    account.login = LOGIN;
    account.equity = NAN;
    CHECK_EQUAL(ht_engine_account(handle, &account), HT_E_VALUE);
    check_error_names(handle, "equity");
    account.struct_size = 0;
    CHECK_EQUAL(ht_engine_account(handle, &account), HT_E_SIZE);
    CHECK_EQUAL(ht_engine_account(handle, NULL), HT_E_NULL);
    memset(&result, 0, sizeof result);
    result.decision_id = session->last_id + 1000;
    CHECK_EQUAL(ht_engine_order_result(handle, &result), HT_E_UNKNOWN);
    CHECK_EQUAL(ht_engine_order_result(handle, NULL), HT_E_NULL);
    CHECK_EQUAL(ht_engine_deal(handle, NULL), HT_E_NULL);
    memset(&position, 0, sizeof position);
    position.side = 9;
    CHECK_EQUAL(ht_engine_positions(handle, &position, 1, 0), HT_E_VALUE);
    CHECK_EQUAL(ht_engine_positions(handle, NULL, 1, 0), HT_E_NULL);
    CHECK_EQUAL(ht_engine_positions(handle, &position, -5, 0), HT_E_COUNT);
}

/* --- the end --- */

static void check_runtime(int32_t open, int32_t shut_down) {
    Guarded out = guarded_new(sizeof(HtRuntimeStatus));
    HtRuntimeStatus *status = (HtRuntimeStatus *)(void *)guarded_bytes(&out);
    CHECK_EQUAL(ht_runtime_status(NULL), HT_E_NULL);
    CHECK_EQUAL(ht_runtime_status(status), HT_E_SIZE);
    status->struct_size = sizeof *status;
    CHECK_EQUAL(ht_runtime_status(status), HT_OK);
    CHECK_EQUAL(status->engines_open, open);
    CHECK_EQUAL(status->engines_parked, 0);
    CHECK(status->engines_max >= 2);
    CHECK_EQUAL(status->pinned, 0); /* replay engines do not pin */
    CHECK_EQUAL(status->shut_down, shut_down);
    guarded_free(&out);
}

static void close_session(Session *session) {
    CHECK_EQUAL(ht_engine_close(session->handle), HT_OK);
    check_handle_is_refused(session->handle);
}

static void free_session(Session *session) {
    guarded_free(&session->decision);
    guarded_free(&session->status);
}

/* An engine left open is closed; nothing opens afterwards; the rest still answers. */
static void check_shutdown(int64_t left_open) {
    const HtEngineParams params = market_params();
    int64_t handle = 0;
    check_runtime(1, 0);
    CHECK_EQUAL(ht_runtime_shutdown(), HT_OK);
    check_runtime(0, 1);
    check_handle_is_refused(left_open);
    CHECK_EQUAL(ht_engine_open(&params, NULL, 0, NULL, 0, &handle), HT_E_SHUTDOWN);
    CHECK_EQUAL(handle, 0);
    CHECK_EQUAL(ht_runtime_shutdown(), HT_OK);
    CHECK(ht_version(fresh_buffer(), BUFFER_BYTES) > 0);
}

int main(void) {
    static Session first;
    static Session second;
    buffer = guarded_new(BUFFER_BYTES);
    check_handshake();
    check_version_text();
    check_self_test();
    check_refusal_text();
    check_history_store();
    check_handle_is_refused(0);
    check_handle_is_refused(-1);
    check_handle_is_refused(INT64_MAX);
    check_open_refuses();
    check_order_of_calls();
    run_on_two_threads(run_session, &first, &second);
    CHECK(first.handle != second.handle);
    CHECK(first.digest == second.digest && first.decisions == second.decisions);
    check_variety(&first);
    check_features(&first);
    check_explanation(&first);
    check_log(&first);
    check_model(&first);
    check_training(&first);
    check_bad_structures(&first);
    check_bad_ticks(&first);
    const uint64_t digest = first.digest;
    check_commands(&first);
    close_session(&first);
    check_shutdown(second.handle);
    free_session(&first);
    free_session(&second);
    guarded_free(&buffer);
    printf("opened %d, closed %d, changed %d, stopped %d, refused %" PRIu64 "\n",
        second.broker.opened, second.broker.closed, second.broker.modified,
        second.broker.stopped, second.refusals);
    printf("digest %016" PRIx64 "\n", digest);
    printf("host: %ld checks passed\n", checks_passed);
    return 0;
}
