// A C++17 host: a full session through hypertrader.hpp.
//
// The market, the broker and so the digest of all decisions are those of tests/c/host.c. What that
// program checks of the C functions is not repeated here; this one checks the layer above them:
// ownership, texts, layouts, loops.
#include <cmath>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

#include "hypertrader.hpp"

#include "../support/check.h"
#include "../support/layouts.h"
#include "../support/market.h"

namespace {

constexpr int session_ticks = 12000;
constexpr int pause_at_tick = 6000;
constexpr int resume_at_tick = 7800;
constexpr int listed_columns = 5;

// --- layouts: the compiler's view ---

#define ASSERT_OFFSET(type, field, offset) HT_ASSERT_LAYOUT(offsetof(type, field) == (offset));
#define ASSERT_STRUCTURE(number, type, size)       \
    HT_ASSERT_LAYOUT(sizeof(type) == (size));      \
    static_assert(std::is_standard_layout_v<type>); \
    LAYOUT_##type(ASSERT_OFFSET)

LAYOUT_STRUCTURES(ASSERT_STRUCTURE)
LAYOUT_METATRADER_STRUCTURES(ASSERT_STRUCTURE)

static_assert(!std::is_copy_constructible_v<ht::Engine> && !std::is_copy_assignable_v<ht::Engine>);
static_assert(std::is_nothrow_move_constructible_v<ht::Engine>);
static_assert(std::is_nothrow_move_assignable_v<ht::Engine>);
static_assert(std::is_nothrow_destructible_v<ht::Engine>);
static_assert(noexcept(std::declval<ht::Engine &>().ticks(nullptr, 0)));
static_assert(noexcept(std::declval<ht::Engine &>().decision(std::declval<HtDecision &>())));

// --- handshake ---

#define OFFSET_OF(type, field, offset) static_cast<std::int32_t>(offsetof(type, field)),
#define CHECK_STRUCTURE(id, type, bytes)                                             \
    {                                                                                \
        const std::int32_t offsets[] = {LAYOUT_##type(OFFSET_OF)};                   \
        check_layout(ht::detail::layouts[id - 1], id, bytes, offsets, sizeof offsets); \
    }

void check_layout(const ht::detail::Layout &own, std::int32_t number, std::int32_t size,
    const std::int32_t *offsets, std::size_t offsets_size) {
    CHECK_EQUAL(own.number, number);
    CHECK_EQUAL(own.size, size);
    CHECK_EQUAL(static_cast<std::size_t>(own.count) * sizeof *offsets, offsets_size);
    CHECK(std::memcmp(own.offsets, offsets, offsets_size) == 0);
    CHECK_EQUAL(ht_abi_check(number, size, offsets, own.count), HT_OK);
    CHECK_EQUAL(ht_abi_check(number, size + 8, offsets, own.count), HT_E_ABI);
}

void check_handshake() {
    const ht::Error error = ht::check_library();
    if (error) {
        std::printf("%s\n", error.text.c_str());
    }
    CHECK(!error && error.code == HT_OK && error.text.empty());
    LAYOUT_STRUCTURES(CHECK_STRUCTURE)
    CHECK(ht::last_error().find("size was") != std::string::npos);
    CHECK(ht::version().size() > 4 && ht::version().back() == ')');
    const ht::Result<std::string> report = ht::self_test();
    CHECK(bool(report));
    CHECK(report.value().find("PASS ") != std::string::npos);
    CHECK(report.value().find("FAIL ") == std::string::npos);
}

void check_refusal_text() {
    CHECK(ht::refusal_text(201) == "The spread is wider than the cap.");
    CHECK(ht::refusal_text(0).empty());
}

void check_history_store() {
    ht::HistorySeries series;
    series.overrides = "engine.history_dir = \"host-history-cpp\"";
    series.source = "Broker-Demo";
    series.symbol = "EURUSD";
    auto bar = ht::make<HtMqlRates>();
    bar.time = 1767571200; // 2026-01-05 00:00
    bar.open = bar.high = bar.low = bar.close = 1.1;
    CHECK(ht::history_append(series, &bar, 1) >= 0);
    CHECK_EQUAL(ht::history_append(series, &bar, 1), 0);
    bar.tick_volume = 7;
    CHECK_EQUAL(ht::history_append(series, &bar, 1), 1);
    series.mode = HT_MODE_REPLAY;
    CHECK_EQUAL(ht::history_append(series, &bar, 1), HT_E_VALUE);
    CHECK(ht::last_error().find("mode was 3") != std::string::npos);
}

// --- helpers of the layer ---

void check_text_fields() {
    struct {
        unsigned char before[GUARD_BYTES];
        std::uint8_t field[8];
        unsigned char after[GUARD_BYTES];
    } zone;
    std::memset(&zone, GUARD_PATTERN, sizeof zone);
    CHECK(ht::set_text(zone.field, "EURUSD"));
    CHECK(ht::text_of(zone.field) == "EURUSD");
    CHECK(ht::set_text(zone.field, "1234567"));
    CHECK(!ht::set_text(zone.field, "12345678"));
    CHECK(!ht::set_text(zone.field, std::string_view("a\0b", 3)));
    CHECK(ht::text_of(zone.field) == "1234567");
    CHECK(ht::set_text(zone.field, ""));
    CHECK(all_bytes_are(zone.field, sizeof zone.field, 0));
    std::memset(zone.field, 'x', sizeof zone.field);
    CHECK(ht::text_of(zone.field) == "xxxxxxxx");
    CHECK(all_bytes_are(zone.before, GUARD_BYTES, GUARD_PATTERN));
    CHECK(all_bytes_are(zone.after, GUARD_BYTES, GUARD_PATTERN));
}

void check_made_structures() {
    CHECK_EQUAL(ht::make<HtStatus>().struct_size, sizeof(HtStatus));
    CHECK_EQUAL(ht::make<HtEngineParams>().struct_size, sizeof(HtEngineParams));
    const auto deal = ht::make<HtDeal>(); // has no struct_size
    CHECK(all_bytes_are(reinterpret_cast<const unsigned char *>(&deal), sizeof deal, 0));
}

int engines_open() {
    auto status = ht::make<HtRuntimeStatus>();
    CHECK_EQUAL(ht_runtime_status(&status), HT_OK);
    return status.engines_open;
}

ht::Engine open_engine() {
    ht::Result<ht::Engine> opened = ht::Engine::open(market_params(), {}, SETTINGS);
    CHECK(bool(opened));
    CHECK_EQUAL(opened.error().code, HT_OK);
    return std::move(opened.value());
}

void check_ownership() {
    const int before = engines_open();
    {
        ht::Engine first = open_engine();
        ht::Engine second = open_engine();
        CHECK(first.is_open() && second.is_open() && first.handle() != second.handle());
        CHECK_EQUAL(engines_open(), before + 2);
        const std::int64_t kept = first.handle();
        second = std::move(first); // closes what second held
        CHECK(!first.is_open());
        CHECK_EQUAL(second.handle(), kept);
        CHECK_EQUAL(engines_open(), before + 1);
        ht::Engine third(std::move(second));
        CHECK(!second.is_open() && third.is_open());
        auto status = ht::make<HtStatus>();
        CHECK_EQUAL(second.status(status), HT_E_HANDLE);
        CHECK_EQUAL(third.status(status), HT_OK);
        CHECK_EQUAL(third.outcome(), HT_OK);
        CHECK_EQUAL(third.close(), HT_OK);
        CHECK_EQUAL(third.close(), HT_OK);
        CHECK_EQUAL(ht_engine_close(kept), HT_E_HANDLE);
        ht::Engine left_to_the_destructor = open_engine();
        CHECK_EQUAL(engines_open(), before + 1);
    }
    CHECK_EQUAL(engines_open(), before);
}

void check_open_refuses() {
    ht::Result<ht::Engine> refused =
        ht::Engine::open(market_params(), {}, "[engine]\ntrading_enabeld = true\n");
    CHECK(!refused);
    CHECK_EQUAL(refused.error().code, HT_E_CONFIG);
    CHECK(refused.error().text.find("trading_enabled") != std::string::npos);
    HtEngineParams params = market_params();
    params.mode = 9;
    refused = ht::Engine::open(params);
    CHECK_EQUAL(refused.error().code, HT_E_VALUE);
    CHECK(refused.error().text.find("mode was 9") != std::string::npos);
    const std::string missing = "no_such_file.toml";
    refused = ht::Engine::open(market_params(), missing);
    CHECK_EQUAL(refused.error().code, HT_E_CONFIG);
    CHECK(refused.error().text.find(missing) != std::string::npos);
}

// --- one session ---

struct Session {
    ht::Engine engine;
    Market market = market_new();
    Broker broker = broker_new();
    std::uint64_t digest = DIGEST_START;
    std::uint64_t last_id = 0;
    std::uint64_t explained_id = 0;
    int decisions = 0;
    int refusals = 0;

    void report_snapshots() {
        const HtAccount account = broker_account(&broker);
        CHECK(engine.account(account) >= 0);
        CHECK(engine.positions(&broker.position, broker.has_position, account.time_msc) >= 0);
    }

    void carry_out(const HtDecision &decision) {
        HtOrderResult result;
        HtDeal deal;
        const int has_deal = broker_execute(&broker, &decision, &result, &deal);
        CHECK(engine.order_result(result) >= 0);
        if (has_deal) {
            CHECK(engine.deal(deal) >= 0);
        }
        report_snapshots();
    }

    void collect() {
        const int before = decisions;
        const std::int32_t count = engine.for_each_decision([this](const HtDecision &decision) {
            digest = digest_add(digest, &decision, sizeof decision);
            CHECK(decision.id > last_id);
            CHECK_EQUAL(decision.time_msc, broker.tick.time_msc);
            last_id = decision.id;
            decisions++;
            if (decision.action == HT_ACTION_REFUSED) {
                refusals++;
            } else {
                explained_id = decision.id;
                carry_out(decision);
            }
        });
        CHECK_EQUAL(count, decisions - before);
    }

    void one_tick() {
        broker.tick = market_tick(&market);
        if (market.index % 10 == 0) {
            report_snapshots();
        }
        CHECK(engine.ticks(&broker.tick, 1) >= 0);
        collect();
        HtDeal deal;
        if (broker_watch_stops(&broker, &deal)) {
            CHECK(engine.deal(deal) >= 0);
            report_snapshots();
            collect();
        }
    }

    void warm_up() {
        HtMqlRates bars[HISTORY_BARS];
        for (HtMqlRates &bar : bars) {
            bar = market_bar(&market);
        }
        broker.tick = market_tick(&market);
        CHECK_EQUAL(engine.symbol(market_symbol()), HT_OK);
        CHECK_EQUAL(engine.history(bars, HISTORY_BARS), HISTORY_BARS);
        report_snapshots();
        CHECK_EQUAL(engine.ticks(&broker.tick, 1), 0);
    }

    void run() {
        engine = open_engine();
        warm_up();
        for (int index = 0; index < session_ticks; index++) {
            if (index == pause_at_tick) {
                CHECK(engine.command(HT_COMMAND_PAUSE) >= 0);
            } else if (index == resume_at_tick) {
                CHECK(engine.command(HT_COMMAND_RESUME) >= 0);
            }
            one_tick();
        }
    }
};

// --- readers ---

void check_status(const Session &session) {
    auto status = ht::make<HtStatus>();
    status.struct_size = 0; // set by the layer
    CHECK_EQUAL(session.engine.status(status), HT_OK);
    CHECK_EQUAL(status.ticks, session_ticks + 1);
    CHECK_EQUAL(status.last_decision_id, session.last_id);
    CHECK_EQUAL(status.refusals, session.refusals);
    CHECK_EQUAL(status.decisions, session.decisions - session.refusals);
    CHECK(session.refusals >= 1);
    CHECK(status.bid == session.broker.tick.bid);
}

void check_columns(const Session &session) {
    static const char *const listed[listed_columns] = {
        "close", "sma_5", "ema_5", "rsi_5", "atr_5"};
    const std::int32_t columns = session.engine.features(nullptr, nullptr, 0);
    CHECK(columns > listed_columns);
    for (std::int32_t index = 0; index < listed_columns; index++) {
        CHECK(session.engine.feature_name(index) == std::string(listed[index]));
    }
    CHECK(!session.engine.feature_name(columns).has_value());
    Guarded values = guarded_new(static_cast<std::size_t>(columns) * sizeof(double));
    Guarded valid = guarded_new(static_cast<std::size_t>(columns));
    CHECK_EQUAL(session.engine.features(reinterpret_cast<double *>(guarded_bytes(&values)),
                    guarded_bytes(&valid), columns), columns);
    CHECK(all_bytes_are(guarded_bytes(&valid), static_cast<std::size_t>(columns), 1));
    guarded_free(&values);
    guarded_free(&valid);
}

void check_texts(Session &session) {
    const std::optional<std::string> explained = session.engine.explain(session.explained_id);
    CHECK(explained.has_value());
    CHECK(explained->size() > 255); // longer than the first buffer that is tried
    CHECK(explained->front() == '{' && explained->back() == '}');
    CHECK(explained->find("ma_cross") != std::string::npos);
    CHECK(explained->find('\0') == std::string::npos);
    CHECK(session.engine.explain().has_value());
    CHECK(!session.engine.explain(session.last_id + 1000).has_value());
    CHECK(session.engine.last_error().find("decision") != std::string::npos);
    const std::string lines = session.engine.drain_log();
    CHECK(!lines.empty() && lines.back() == '\n');
    CHECK(session.engine.drain_log().empty());
}

// There is no model, and training is off.
void check_model(Session &session) {
    auto model = ht::make<HtModel>();
    model.struct_size = 0; // set by the layer
    model.id = 7;
    CHECK_EQUAL(session.engine.model(model), HT_OK);
    CHECK_EQUAL(model.state, HT_MODEL_NONE);
    CHECK_EQUAL(model.id, 0);
    CHECK_EQUAL(session.engine.set_model("no_such_model.htm"), HT_E_MODEL);
    CHECK(session.engine.last_error().find("no_such_model.htm") != std::string::npos);
    CHECK_EQUAL(session.engine.set_model({}), HT_OK);
    auto training = ht::make<HtTraining>();
    training.struct_size = 0; // set by the layer
    CHECK_EQUAL(session.engine.train_poll(training), HT_TRAINING_OFF);
    CHECK_EQUAL(training.outcome, HT_TRAINED_NONE);
    CHECK_EQUAL(session.engine.train_start(), HT_E_CONFIG);
    CHECK(session.engine.last_error().find("model.retrain.mode") != std::string::npos);
    CHECK_EQUAL(session.engine.train_cancel(), HT_E_ORDER);
    ht::Engine none;
    CHECK_EQUAL(none.model(model), HT_E_HANDLE);
    CHECK_EQUAL(none.set_model({}), HT_E_HANDLE);
    CHECK_EQUAL(none.train_poll(training), HT_E_HANDLE);
    CHECK_EQUAL(none.train_start(), HT_E_HANDLE);
    CHECK_EQUAL(none.train_cancel(), HT_E_HANDLE);
}

void check_misuse(Session &session) {
    HtMqlTick bad = session.broker.tick;
    bad.bid = std::nan("");
    CHECK_EQUAL(session.engine.ticks(&bad, 1), HT_E_TICK);
    CHECK(session.engine.last_error().find("tick 0 of 1") != std::string::npos);
    CHECK_EQUAL(session.engine.ticks(nullptr, 1), HT_E_NULL);
    CHECK(session.engine.ticks(nullptr, 0) >= 0);
    CHECK_EQUAL(session.engine.history(nullptr, 0), HT_E_ORDER);
    CHECK_EQUAL(session.engine.command(17), HT_E_VALUE);
    HtAccount account = broker_account(&session.broker);
    account.login++;
    CHECK_EQUAL(session.engine.account(account), HT_E_VALUE);
    CHECK_EQUAL(session.engine.timer(-1), HT_E_VALUE);
    CHECK_EQUAL(session.engine.calendar(nullptr, 0), HT_OK);
    HtDeal deal = ht::make<HtDeal>();
    deal.side = 5;
    CHECK_EQUAL(session.engine.deal(deal), HT_E_VALUE);
    ht::Engine none;
    CHECK_EQUAL(none.ticks(nullptr, 0), HT_E_HANDLE);
    CHECK_EQUAL(none.for_each_decision([](const HtDecision &) {}), HT_E_HANDLE);
    CHECK(none.drain_log().empty() && !none.explain().has_value());
    CHECK_EQUAL(none.close(), HT_OK);
}

void run_session(void *raw) {
    static_cast<Session *>(raw)->run();
}

void check_shutdown(Session &session) {
    CHECK_EQUAL(engines_open(), 1);
    CHECK_EQUAL(ht_runtime_shutdown(), HT_OK);
    auto status = ht::make<HtStatus>();
    CHECK_EQUAL(session.engine.status(status), HT_E_HANDLE);
    CHECK_EQUAL(session.engine.close(), HT_E_HANDLE);
    CHECK(!session.engine.is_open());
    const ht::Result<ht::Engine> late = ht::Engine::open(market_params());
    CHECK_EQUAL(late.error().code, HT_E_SHUTDOWN);
}

} // namespace

int main() {
    check_handshake();
    check_refusal_text();
    check_history_store();
    check_text_fields();
    check_made_structures();
    check_ownership();
    check_open_refuses();
    Session first;
    Session second;
    run_on_two_threads(run_session, &first, &second);
    CHECK(first.digest == second.digest && first.decisions == second.decisions);
    check_status(first);
    check_columns(first);
    check_texts(first);
    check_model(first);
    check_misuse(first);
    CHECK_EQUAL(first.engine.close(), HT_OK);
    check_shutdown(second);
    std::printf("decisions %d, refused %d\n", first.decisions, first.refusals);
    std::printf("digest %016" PRIx64 "\n", first.digest);
    std::printf("host: %ld checks passed\n", checks_passed);
    return 0;
}
