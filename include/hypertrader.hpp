// A small C++17 layer over hypertrader.h: engines that close themselves, texts of the right length,
// layouts checked in one call. Header-only; nothing is hidden, every C function stays usable.
//
//     if (ht::Error error = ht::check_library()) { ... error.text ... }
//     ht::Result<ht::Engine> opened = ht::Engine::open(params, "hypertrader.toml");
//     if (!opened) { ... opened.error().text ... }
//     ht::Engine engine = std::move(opened.value());
//     each tick:  if (engine.ticks(&tick, 1) > 0)
//                     engine.for_each_decision([&](const HtDecision &decision) { ... });
//
// Calls return the numbers of hypertrader.h: below 0 is an error, and Engine::last_error() has its
// text. Only std::bad_alloc is ever thrown, and only by what returns texts; the calls of a tick are
// noexcept and do not allocate.
//
// Threads: as hypertrader.h says of handles. One thread at a time uses an Engine.

#ifndef HYPERTRADER_HPP
#define HYPERTRADER_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "hypertrader.h"

namespace ht {

// Why something failed. True when it did: code is one of HT_E_*, text says what was found.
struct Error {
    std::int32_t code = HT_OK;
    std::string text;

    explicit operator bool() const noexcept { return code < 0; }
};

// A value, or why there is none. Ask before taking either.
template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : value_(std::move(value)) {}
    Result(Error error) : error_(std::move(error)) {}

    explicit operator bool() const noexcept { return value_.has_value(); }
    // Only when there is one.
    T &value() noexcept { return *value_; }
    const T &value() const noexcept { return *value_; }
    // Its code is HT_OK when there is a value.
    const Error &error() const noexcept { return error_; }

private:
    std::optional<T> value_;
    Error error_;
};

namespace detail {

template <typename S, typename = void>
struct HasStructSize : std::false_type {};

template <typename S>
struct HasStructSize<S, std::void_t<decltype(std::declval<S &>().struct_size)>> : std::true_type {};

// The whole of a text that `call(buffer, capacity)` writes, or its error code.
template <typename Call>
std::int32_t read_text(std::string &text, Call call) {
    text.assign(255, '\0');
    for (;;) {
        // A std::string ends with room for one terminator.
        const auto capacity = static_cast<std::int32_t>(text.size()) + 1;
        const std::int32_t length = call(reinterpret_cast<std::uint8_t *>(&text[0]), capacity);
        if (length < 0) {
            text.clear();
            return length;
        }
        text.resize(static_cast<std::size_t>(length));
        if (length < capacity) {
            return length;
        }
    }
}

inline const std::uint8_t *bytes_of(std::string_view text) noexcept {
    return reinterpret_cast<const std::uint8_t *>(text.data());
}

// A length that is too large for the interface is refused by the library as a count.
inline std::int32_t length_of(std::string_view text) noexcept {
    constexpr auto most = static_cast<std::size_t>((std::numeric_limits<std::int32_t>::max)());
    return text.size() > most ? -1 : static_cast<std::int32_t>(text.size());
}

// Where this compiler puts every field, in order.
#define HT_AT(field) static_cast<std::int32_t>(offsetof(HtEngineParams, field))
inline constexpr std::int32_t offsets_of_HtEngineParams[] = {
    HT_AT(struct_size), HT_AT(mode), HT_AT(magic), HT_AT(login), HT_AT(risk_group),
    HT_AT(period_s), HT_AT(reserved), HT_AT(instance_key), HT_AT(symbol)};
#undef HT_AT

#define HT_AT(field) static_cast<std::int32_t>(offsetof(HtSession, field))
inline constexpr std::int32_t offsets_of_HtSession[] = {
    HT_AT(day), HT_AT(from_s), HT_AT(to_s), HT_AT(reserved)};
#undef HT_AT

#define HT_AT(field) static_cast<std::int32_t>(offsetof(HtSymbol, field))
inline constexpr std::int32_t offsets_of_HtSymbol[] = {
    HT_AT(struct_size), HT_AT(digits), HT_AT(point), HT_AT(tick_size), HT_AT(tick_value_profit),
    HT_AT(tick_value_loss), HT_AT(contract_size), HT_AT(volume_min), HT_AT(volume_max),
    HT_AT(volume_step), HT_AT(volume_limit), HT_AT(margin_initial), HT_AT(margin_maintenance),
    HT_AT(margin_per_lot_buy), HT_AT(margin_per_lot_sell), HT_AT(swap_long), HT_AT(swap_short),
    HT_AT(calc_mode), HT_AT(trade_mode), HT_AT(execution_mode), HT_AT(filling_flags),
    HT_AT(stops_level_points), HT_AT(freeze_level_points), HT_AT(chart_mode), HT_AT(swap_mode),
    HT_AT(swap_triple_day), HT_AT(reserved), HT_AT(sessions), HT_AT(currency_base),
    HT_AT(currency_profit), HT_AT(currency_margin), HT_AT(reserved_text)};
#undef HT_AT

#define HT_AT(field) static_cast<std::int32_t>(offsetof(HtAccount, field))
inline constexpr std::int32_t offsets_of_HtAccount[] = {
    HT_AT(struct_size), HT_AT(margin_mode), HT_AT(login), HT_AT(time_msc), HT_AT(balance),
    HT_AT(equity), HT_AT(margin), HT_AT(margin_free), HT_AT(leverage), HT_AT(trade_allowed),
    HT_AT(currency), HT_AT(reserved)};
#undef HT_AT

#define HT_AT(field) static_cast<std::int32_t>(offsetof(HtPosition, field))
inline constexpr std::int32_t offsets_of_HtPosition[] = {
    HT_AT(ticket), HT_AT(magic), HT_AT(time_msc), HT_AT(lots), HT_AT(open_price),
    HT_AT(stop_loss), HT_AT(take_profit), HT_AT(side), HT_AT(reserved), HT_AT(symbol)};
#undef HT_AT

#define HT_AT(field) static_cast<std::int32_t>(offsetof(HtOrderResult, field))
inline constexpr std::int32_t offsets_of_HtOrderResult[] = {
    HT_AT(decision_id), HT_AT(order_ticket), HT_AT(deal_ticket), HT_AT(lots), HT_AT(price),
    HT_AT(time_msc), HT_AT(retcode), HT_AT(reserved)};
#undef HT_AT

#define HT_AT(field) static_cast<std::int32_t>(offsetof(HtDeal, field))
inline constexpr std::int32_t offsets_of_HtDeal[] = {
    HT_AT(ticket), HT_AT(order_ticket), HT_AT(position_ticket), HT_AT(magic), HT_AT(time_msc),
    HT_AT(lots), HT_AT(price), HT_AT(profit), HT_AT(commission), HT_AT(swap), HT_AT(side),
    HT_AT(entry), HT_AT(symbol)};
#undef HT_AT

#define HT_AT(field) static_cast<std::int32_t>(offsetof(HtCalendarEvent, field))
inline constexpr std::int32_t offsets_of_HtCalendarEvent[] = {
    HT_AT(id), HT_AT(time_s), HT_AT(importance), HT_AT(reserved), HT_AT(currency)};
#undef HT_AT

#define HT_AT(field) static_cast<std::int32_t>(offsetof(HtDecision, field))
inline constexpr std::int32_t offsets_of_HtDecision[] = {
    HT_AT(struct_size), HT_AT(action), HT_AT(id), HT_AT(time_msc), HT_AT(bar_time_s),
    HT_AT(expires_msc), HT_AT(position_ticket), HT_AT(lots), HT_AT(price), HT_AT(stop_loss),
    HT_AT(take_profit), HT_AT(confidence_frac), HT_AT(risk_money), HT_AT(refusal_actual),
    HT_AT(refusal_limit), HT_AT(side), HT_AT(deviation_points), HT_AT(refusal_code),
    HT_AT(attempt)};
#undef HT_AT

#define HT_AT(field) static_cast<std::int32_t>(offsetof(HtStatus, field))
inline constexpr std::int32_t offsets_of_HtStatus[] = {
    HT_AT(struct_size), HT_AT(state), HT_AT(time_msc), HT_AT(bar_time_s), HT_AT(ticks),
    HT_AT(ticks_skipped), HT_AT(ticks_repeated), HT_AT(bars), HT_AT(bars_missing),
    HT_AT(decisions), HT_AT(refusals), HT_AT(last_decision_id), HT_AT(bid), HT_AT(ask),
    HT_AT(confidence_frac), HT_AT(equity), HT_AT(daily_loss_frac), HT_AT(weekly_loss_frac),
    HT_AT(drawdown_frac), HT_AT(open_risk), HT_AT(open_risk_total), HT_AT(open_risk_limit),
    HT_AT(position_ticket), HT_AT(position_lots), HT_AT(position_open_price),
    HT_AT(position_stop_loss), HT_AT(position_take_profit), HT_AT(refusal_actual),
    HT_AT(refusal_limit), HT_AT(refusal_code), HT_AT(signal_side), HT_AT(position_side),
    HT_AT(warm), HT_AT(bars_needed), HT_AT(decisions_waiting), HT_AT(order_in_flight),
    HT_AT(losses_in_row)};
#undef HT_AT

#define HT_AT(field) static_cast<std::int32_t>(offsetof(HtRuntimeStatus, field))
inline constexpr std::int32_t offsets_of_HtRuntimeStatus[] = {
    HT_AT(struct_size), HT_AT(engines_open), HT_AT(engines_parked), HT_AT(engines_max),
    HT_AT(pinned), HT_AT(shut_down)};
#undef HT_AT

#define HT_AT(field) static_cast<std::int32_t>(offsetof(HtModel, field))
inline constexpr std::int32_t offsets_of_HtModel[] = {
    HT_AT(struct_size), HT_AT(state), HT_AT(id), HT_AT(created_s),
    HT_AT(trained_from_s), HT_AT(trained_until_s), HT_AT(expires_s),
    HT_AT(trained_rows), HT_AT(buy_prob), HT_AT(sell_prob), HT_AT(drift),
    HT_AT(log_loss), HT_AT(prior_log_loss), HT_AT(calibration_error), HT_AT(fresh_bars),
    HT_AT(columns)};
#undef HT_AT

#define HT_AT(field) static_cast<std::int32_t>(offsetof(HtTraining, field))
inline constexpr std::int32_t offsets_of_HtTraining[] = {
    HT_AT(struct_size), HT_AT(state), HT_AT(candidate_id), HT_AT(started_s),
    HT_AT(progress_frac), HT_AT(left_s), HT_AT(auc_ovr), HT_AT(newer_log_loss),
    HT_AT(older_log_loss), HT_AT(fresh_bars), HT_AT(fresh_bars_needed),
    HT_AT(window_bars), HT_AT(outcome)};
#undef HT_AT

struct Layout {
    std::int32_t number;
    std::int32_t size;
    const std::int32_t *offsets;
    std::int32_t count;
    const char *name;
};

#define HT_LAYOUT(number, type)                                                          \
    Layout {                                                                             \
        number, static_cast<std::int32_t>(sizeof(type)), offsets_of_##type,              \
            static_cast<std::int32_t>(sizeof offsets_of_##type / sizeof(std::int32_t)), #type \
    }
inline constexpr Layout layouts[] = {
    HT_LAYOUT(1, HtEngineParams),
    HT_LAYOUT(2, HtSession),
    HT_LAYOUT(3, HtSymbol),
    HT_LAYOUT(4, HtAccount),
    HT_LAYOUT(5, HtPosition),
    HT_LAYOUT(6, HtOrderResult),
    HT_LAYOUT(7, HtDeal),
    HT_LAYOUT(8, HtCalendarEvent),
    HT_LAYOUT(9, HtDecision),
    HT_LAYOUT(10, HtStatus),
    HT_LAYOUT(11, HtRuntimeStatus),
    HT_LAYOUT(12, HtModel),
    HT_LAYOUT(13, HtTraining)
};
#undef HT_LAYOUT

}  // namespace detail

// A structure of the interface: all zero, its struct_size set where it has one.
template <typename S>
S make() noexcept {
    static_assert(std::is_trivial_v<S> && std::is_standard_layout_v<S>);
    S value;
    std::memset(&value, 0, sizeof value);
    if constexpr (detail::HasStructSize<S>::value) {
        value.struct_size = static_cast<std::uint32_t>(sizeof value);
    }
    return value;
}

// Puts text into a field and clears the rest of it. False, and the field untouched, when the text
// is too long (one byte is the terminator) or holds a zero byte.
template <std::size_t Size>
[[nodiscard]] bool set_text(std::uint8_t (&field)[Size], std::string_view text) noexcept {
    if (text.size() >= Size || text.find('\0') != std::string_view::npos) {
        return false;
    }
    std::memset(field, 0, Size);
    if (!text.empty()) {
        std::memcpy(field, text.data(), text.size());
    }
    return true;
}

// The text of a field up to its terminator, as long as the field lives.
template <std::size_t Size>
std::string_view text_of(const std::uint8_t (&field)[Size]) noexcept {
    const void *end = std::memchr(field, 0, Size);
    const std::size_t length =
        end == nullptr ? Size
                       : static_cast<std::size_t>(static_cast<const std::uint8_t *>(end) - field);
    return std::string_view(reinterpret_cast<const char *>(field), length);
}

// Text of the last call on this thread that failed and concerned no engine.
inline std::string last_error() {
    std::string text;
    detail::read_text(text, [](std::uint8_t *buffer, std::int32_t capacity) {
        return ht_last_error(0, buffer, capacity);
    });
    return text;
}

// Version of the library, such as "0.1.0 (a1b2c3d4e5f6)".
inline std::string version() {
    std::string text;
    detail::read_text(text, ht_version);
    return text;
}

// What a refusal code means, in a sentence; empty if there is no such code.
inline std::string refusal_text(std::int32_t code) {
    std::string text;
    detail::read_text(text, [code](std::uint8_t *buffer, std::int32_t capacity) {
        return ht_refusal_text(code, buffer, capacity);
    });
    return text;
}

// Where bars are stored: the first arguments of ht_history_append.
struct HistorySeries {
    std::int32_t mode = HT_MODE_LIVE;
    std::string_view config_path;
    std::string_view overrides;
    std::string_view source;
    std::string_view symbol;
    std::int32_t period_s = 60;
};

// Stores closed bars. The number of new or different ones, or an error whose text is last_error().
inline std::int32_t history_append(
    const HistorySeries &series, const HtMqlRates *rates, std::int32_t count) noexcept {
    using detail::bytes_of;
    using detail::length_of;
    return ht_history_append(series.mode, bytes_of(series.config_path),
        length_of(series.config_path), bytes_of(series.overrides), length_of(series.overrides),
        bytes_of(series.source), length_of(series.source), bytes_of(series.symbol),
        length_of(series.symbol), series.period_s, rates, count);
}

// Whether the library that was found fits this header: version, and every structure field by
// field. Call it once before anything else.
inline Error check_library() {
    const std::int32_t found = ht_abi_version();
    const bool same_major = found >> 16 == HT_ABI_VERSION >> 16;
    if (!same_major || (found & 0xFFFF) < (HT_ABI_VERSION & 0xFFFF)) {
        return Error{HT_E_ABI, "interface version was " + std::to_string(found) + ", expected "
                + std::to_string(HT_ABI_VERSION)};
    }
    for (const detail::Layout &layout : detail::layouts) {
        const std::int32_t code =
            ht_abi_check(layout.number, layout.size, layout.offsets, layout.count);
        if (code < 0) {
            return Error{code, std::string(layout.name) + ": " + last_error()};
        }
    }
    return Error{};
}

// The report of the self-test, or, if a check failed, an error whose text is the report.
inline Result<std::string> self_test() {
    std::string report(8191, '\0');
    const std::int32_t code = ht_self_test(
        reinterpret_cast<std::uint8_t *>(&report[0]), static_cast<std::int32_t>(report.size()));
    report.resize(std::strlen(report.c_str()));
    if (code < 0) {
        return Error{code, report.empty() ? last_error() : report};
    }
    return report;
}

// One engine. Movable, not copyable; closes itself.
class Engine {
public:
    // An engine that is not open: every call gives HT_E_HANDLE.
    Engine() noexcept = default;

    // Opens an engine. config_path and overrides may be empty. outcome() of the result tells
    // whether a warm engine was taken over.
    static Result<Engine> open(const HtEngineParams &params, std::string_view config_path = {},
        std::string_view overrides = {}) {
        Engine engine;
        engine.outcome_ = ht_engine_open(&params, detail::bytes_of(config_path),
            detail::length_of(config_path), detail::bytes_of(overrides),
            detail::length_of(overrides), &engine.handle_);
        if (engine.outcome_ < 0) {
            return Error{engine.outcome_, ht::last_error()};
        }
        return engine;
    }

    Engine(const Engine &) = delete;
    Engine &operator=(const Engine &) = delete;

    Engine(Engine &&other) noexcept
        : handle_(std::exchange(other.handle_, 0)), outcome_(other.outcome_) {}

    Engine &operator=(Engine &&other) noexcept {
        if (this != &other) {
            close();
            handle_ = std::exchange(other.handle_, 0);
            outcome_ = other.outcome_;
        }
        return *this;
    }

    ~Engine() { close(); }

    // Closes the engine now. HT_E_BUSY: another thread is inside and the engine stays open.
    std::int32_t close() noexcept {
        const std::int32_t code = handle_ == 0 ? HT_OK : ht_engine_close(handle_);
        if (code != HT_E_BUSY) {
            handle_ = 0;
        }
        return code;
    }

    bool is_open() const noexcept { return handle_ != 0; }
    // For the functions of hypertrader.h.
    std::int64_t handle() const noexcept { return handle_; }
    // HT_OK, HT_REATTACHED or HT_REATTACHED_COLD.
    std::int32_t outcome() const noexcept { return outcome_; }

    std::int32_t symbol(const HtSymbol &symbol) noexcept {
        return ht_engine_symbol(handle_, &symbol);
    }

    std::int32_t history(const HtMqlRates *rates, std::int32_t count,
        std::int32_t flags = 0) noexcept {
        return ht_engine_history(handle_, rates, count, flags);
    }

    std::int32_t ticks(const HtMqlTick *ticks, std::int32_t count, std::int64_t now_msc = 0,
        std::int32_t flags = 0) noexcept {
        return ht_engine_ticks(handle_, ticks, count, now_msc, flags);
    }

    std::int32_t timer(std::int64_t server_msc, std::int64_t utc_s = 0) noexcept {
        return ht_engine_timer(handle_, server_msc, utc_s);
    }

    std::int32_t account(const HtAccount &account) noexcept {
        return ht_engine_account(handle_, &account);
    }

    std::int32_t positions(const HtPosition *positions, std::int32_t count,
        std::int64_t time_msc) noexcept {
        return ht_engine_positions(handle_, positions, count, time_msc);
    }

    std::int32_t order_result(const HtOrderResult &result) noexcept {
        return ht_engine_order_result(handle_, &result);
    }

    std::int32_t deal(const HtDeal &deal) noexcept { return ht_engine_deal(handle_, &deal); }

    std::int32_t calendar(const HtCalendarEvent *events, std::int32_t count) noexcept {
        return ht_engine_calendar(handle_, events, count);
    }

    std::int32_t command(std::int32_t command) noexcept {
        return ht_engine_command(handle_, command);
    }

    // Sets struct_size itself. 1 and the decision, 0 when none waits, or an error.
    std::int32_t decision(HtDecision &decision) noexcept {
        decision.struct_size = static_cast<std::uint32_t>(sizeof decision);
        return ht_engine_decision(handle_, &decision);
    }

    // Sets struct_size itself.
    std::int32_t status(HtStatus &status) const noexcept {
        status.struct_size = static_cast<std::uint32_t>(sizeof status);
        return ht_engine_status(handle_, &status);
    }

    // Sets struct_size itself.
    std::int32_t model(HtModel &model) const noexcept {
        model.struct_size = static_cast<std::uint32_t>(sizeof model);
        return ht_engine_model(handle_, &model);
    }

    // An empty path: no model.
    std::int32_t set_model(std::string_view path) noexcept {
        return ht_engine_set_model(handle_, detail::bytes_of(path), detail::length_of(path));
    }

    std::int32_t train_start() noexcept { return ht_train_start(handle_); }

    // Sets struct_size itself. HtTraining.state, or an error.
    std::int32_t train_poll(HtTraining &training) noexcept {
        training.struct_size = static_cast<std::uint32_t>(sizeof training);
        return ht_train_poll(handle_, &training);
    }

    std::int32_t train_cancel() noexcept { return ht_train_cancel(handle_); }

    std::int32_t features(double *values, std::uint8_t *valid,
        std::int32_t capacity) const noexcept {
        return ht_engine_features(handle_, values, valid, capacity);
    }

    // Hands every waiting decision to `visit(const HtDecision &)`, also those that its own calls
    // add. Returns how many there were, or the error that ended the loop.
    template <typename Visit>
    std::int32_t for_each_decision(Visit &&visit) noexcept(
        noexcept(visit(std::declval<const HtDecision &>()))) {
        HtDecision next = make<HtDecision>();
        std::int32_t count = 0;
        for (;;) {
            const std::int32_t code = decision(next);
            if (code <= 0) {
                return code < 0 ? code : count;
            }
            count++;
            visit(static_cast<const HtDecision &>(next));
        }
    }

    // Text of the last failed call on this engine.
    std::string last_error() const {
        return text([this](std::uint8_t *buffer, std::int32_t capacity) {
            return ht_last_error(handle_, buffer, capacity);
        }).value_or(std::string());
    }

    // Everything about one decision as JSON; 0 = the newest evaluation.
    std::optional<std::string> explain(std::uint64_t decision_id = 0) const {
        return text([this, decision_id](std::uint8_t *buffer, std::int32_t capacity) {
            return ht_engine_explain(handle_, decision_id, buffer, capacity);
        });
    }

    // Name of a feature column.
    std::optional<std::string> feature_name(std::int32_t index) const {
        return text([this, index](std::uint8_t *buffer, std::int32_t capacity) {
            return ht_feature_name(handle_, index, buffer, capacity);
        });
    }

    // Moves all log lines out, each ending with a line feed.
    std::string drain_log() {
        std::string lines;
        char buffer[4096];
        std::int32_t length = 0;
        while ((length = ht_log_drain(handle_, reinterpret_cast<std::uint8_t *>(buffer),
                    static_cast<std::int32_t>(sizeof buffer))) > 0) {
            lines.append(buffer, static_cast<std::size_t>(length));
        }
        return lines;
    }

private:
    template <typename Call>
    static std::optional<std::string> text(Call call) {
        std::string text;
        if (detail::read_text(text, call) < 0) {
            return std::nullopt;
        }
        return text;
    }

    std::int64_t handle_ = 0;
    std::int32_t outcome_ = HT_OK;
};

}  // namespace ht

#endif  // HYPERTRADER_HPP
