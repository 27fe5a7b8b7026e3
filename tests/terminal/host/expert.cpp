#include "expert.hpp"

#include <algorithm>

#include "allocation.hpp"
#include "chart.hpp"
#include "critical_error.hpp"
#include "dll_calls.hpp"
#include "lock.hpp"
#include "object.hpp"
#include "session.hpp"
#include "thread_objects.hpp"

namespace terminal {

namespace {

thread_local expert* current = nullptr;
// More than so many waiting transactions are dropped, as the terminal does.
constexpr size_t queue_most = 1024;
// OnDeinit may take no longer, on the clock of the world and on that of the computer.
constexpr int64_t deinit_msc_most = 2500;

// Unwinds a program that the terminal ends.
struct killed {};

}  // namespace

const char* name_of(event_kind kind) {
    switch (kind) {
        case event_kind::init: return "OnInit";
        case event_kind::deinit: return "OnDeinit";
        case event_kind::renewal: return "renewal";
        case event_kind::start: return "OnStart";
        case event_kind::tick: return "OnTick";
        case event_kind::timer: return "OnTimer";
        case event_kind::trade: return "OnTrade";
        case event_kind::transaction: return "OnTradeTransaction";
        case event_kind::chart: return "OnChartEvent";
        case event_kind::book: return "OnBookEvent";
        case event_kind::tester: return "OnTester";
        case event_kind::tester_init: return "OnTesterInit";
        case event_kind::tester_pass: return "OnTesterPass";
        case event_kind::tester_deinit: return "OnTesterDeinit";
    }
    return "";
}

expert* current_expert() { return current; }

expert::expert(const mql::program_info& info, std::string name, session& home, chart& place,
               permissions allowed)
    : info_(info), name_(std::move(name)), home_(&home), place_(&place), allowed_(allowed) {
    globals_ = ::operator new(info.globals_size);
    state = activity::running;
    thread_ = std::thread([this] { run_thread(); });
    while (state == activity::running) {
        wait_for(program_news());
    }
}

// The world is locked.
expert::~expert() {
    must_end_ = true;
    wake_.notify_all();
    while (state != activity::finished) {
        wait_for(program_news());
    }
    thread_.join();
    ::operator delete(globals_);
}

void expert::enter_program() {
    info_.bind(globals_);
    mql::dll::allow_calls(allowed_.dlls);
}

// Globals live as long as the thread: they survive a change of symbol, timeframe or inputs.
void expert::run_thread() {
    const world_lock lock;
    current = this;
    enter_program();
    make_globals();
    state = activity::idle;
    program_news().notify_all();
    while (!must_end_) {
        if (!has_current_) {
            wait_for(wake_);
            continue;
        }
        has_current_ = false;
        handle(current_);
        state = activity::idle;
        program_news().notify_all();
    }
    enter_program();
    drop_globals();
    mql::drop_thread_objects();
    state = activity::finished;
    program_news().notify_all();
}

// Constructors and destructors of global objects are code of the program, which may fail.
void expert::make_globals() {
    is_in_globals_ = true;
    try {
        info_.construct(globals_);
        has_globals_ = true;
    } catch (const mql::critical_error& problem) {
        stop_for("globals", problem.what());
    }
    is_in_globals_ = false;
}

void expert::drop_globals() {
    is_in_globals_ = true;
    try {
        if (has_globals_) {
            has_globals_ = false;
            info_.destruct(globals_);
        }
        const int32_t undeleted = mql::undeleted_objects();
        if (undeleted > 0 && !is_broken) {
            log("undeleted", {{"program", name_}, {"count", undeleted}});
        }
        mql::delete_undeleted();
    } catch (const mql::critical_error& problem) {
        stop_for("globals", problem.what());
    }
    is_in_globals_ = false;
}

void expert::stop_for(const char* where, const char* text) {
    is_broken = true;
    timer_msc = 0;
    log("critical", {{"program", name_}, {"in", where}, {"text", text}});
}

bool expert::set_input(const std::string& input, const std::string& text, std::string& error) {
    if (!has_globals_) {
        return true;
    }
    for (const mql::input_info& known : info_.inputs) {
        if (known.name == input) {
            info_.bind(globals_);
            if (known.setter(mql::from_utf8(text))) {
                return true;
            }
            error = "input " + input + ": \"" + text + "\" is no " + known.type;
            return false;
        }
    }
    error = std::string(info_.name) + " has no input " + input;
    return false;
}

std::string expert::input_text(const std::string& input) {
    for (const mql::input_info& known : info_.inputs) {
        if (known.name == input) {
            info_.bind(globals_);
            return mql::to_utf8(known.getter());
        }
    }
    return "";
}

bool expert::handles(event_kind kind) const {
    switch (kind) {
        case event_kind::init:
        case event_kind::deinit:
        case event_kind::renewal: return true;
        case event_kind::start: return info_.on_start != nullptr;
        case event_kind::tick: return info_.on_tick != nullptr;
        case event_kind::timer: return info_.on_timer != nullptr;
        case event_kind::trade: return info_.on_trade != nullptr;
        case event_kind::transaction: return info_.on_trade_transaction != nullptr;
        case event_kind::chart: return info_.on_chart_event != nullptr;
        case event_kind::book: return info_.on_book_event != nullptr;
        case event_kind::tester: return info_.on_tester != nullptr;
        case event_kind::tester_init: return info_.on_tester_init != nullptr;
        case event_kind::tester_pass: return info_.on_tester_pass != nullptr;
        case event_kind::tester_deinit: return info_.on_tester_deinit != nullptr;
    }
    return false;
}

bool expert::post(const event& what) {
    const bool is_early = !is_initialized && what.kind != event_kind::init &&
                          what.kind != event_kind::start && what.kind != event_kind::deinit &&
                          what.kind != event_kind::renewal;
    if (!handles(what.kind) || is_early) {
        return false;
    }
    const auto is_same = [&what](const event& other) { return other.kind == what.kind; };
    const bool merges = what.kind == event_kind::tick || what.kind == event_kind::timer ||
                        what.kind == event_kind::chart;
    const bool is_last = what.kind == event_kind::deinit || what.kind == event_kind::renewal;
    if (is_broken || (is_stopping && !is_last)) {
        return false;
    }
    if (merges) {
        const bool is_handling = state != activity::idle && is_same(current_);
        if (is_handling && !home_->in_tester()) {
            return false;
        }
        for (const event& waiting : queue_) {
            if (is_same(waiting)) {
                return false;
            }
        }
    }
    if (queue_.size() >= queue_most) {
        return false;
    }
    queue_.push_back(what);
    return true;
}

void expert::begin_next() {
    current_ = std::move(queue_.front());
    queue_.pop_front();
    has_current_ = true;
    state = activity::running;
    wake_.notify_all();
}

void expert::resume() {
    state = activity::running;
    wake_.notify_all();
}

void expert::wait_until(int64_t msc) {
    // The terminal does not run while it makes or drops the globals of a program.
    if (is_in_globals_ || msc <= home_->prices().now_msc()) {
        return;
    }
    waits_until = std::min(msc, killed_at_);
    state = activity::waiting;
    program_news().notify_all();
    while (state == activity::waiting) {
        wait_for(wake_);
    }
    if (msc > killed_at_) {
        throw killed();
    }
}

void expert::handle(const event& what) {
    const bool counts = what.kind == event_kind::tick;
    const uint64_t calls = mql::dll::call_count();
    const uint64_t allocations = mql::allocation_count();
    const int64_t begun = steady_ns();
    if (what.kind == event_kind::deinit) {
        killed_at_ = home_->prices().now_msc() + deinit_msc_most;
    }
    try {
        const world_pause pause;
        call(what);
    } catch (const mql::critical_error& problem) {
        stop_for(name_of(what.kind), problem.what());
    } catch (const killed&) {
        is_broken = true;
        log("deinit-killed", {{"program", name_}});
    }
    mql::count_allocations(false);
    const int64_t took = steady_ns() - begun;
    if (counts) {
        measured.note_tick(took, mql::dll::call_count() - calls,
                           mql::allocation_count() - allocations);
    } else if (what.kind == event_kind::timer) {
        measured.timer.note(took);
    } else if (what.kind == event_kind::deinit) {
        note_deinit(took);
    }
}

void expert::note_deinit(int64_t took_ns) {
    killed_at_ = INT64_MAX;
    measured.note_deinit(took_ns);
    if (!is_broken && took_ns > deinit_msc_most * 1000000) {
        is_broken = true;
        log("deinit-killed", {{"program", name_}});
    }
}

void expert::renew() {
    std::vector<mql::string> texts;
    for (const mql::input_info& input : info_.inputs) {
        texts.push_back(input.getter());
    }
    drop_globals();
    make_globals();
    for (size_t index = 0; has_globals_ && index < texts.size(); ++index) {
        info_.inputs[index].setter(texts[index]);
    }
}

void expert::call(const event& what) {
    enter_program();
    const bool was_counting = mql::count_allocations(true);
    switch (what.kind) {
        case event_kind::init: init_code = info_.on_init == nullptr ? 0 : info_.on_init(); break;
        case event_kind::deinit:
            if (info_.on_deinit != nullptr) {
                info_.on_deinit(what.code);
            }
            break;
        case event_kind::renewal: renew(); break;
        case event_kind::start: info_.on_start(); break;
        case event_kind::tick: info_.on_tick(); break;
        case event_kind::timer: info_.on_timer(); break;
        case event_kind::trade: info_.on_trade(); break;
        case event_kind::transaction:
            info_.on_trade_transaction(what.transaction, what.request, what.result);
            break;
        case event_kind::chart:
            info_.on_chart_event(what.code, what.lparam, what.dparam, what.sparam);
            break;
        case event_kind::book: info_.on_book_event(what.sparam); break;
        case event_kind::tester: tester_result = info_.on_tester(); break;
        case event_kind::tester_init: info_.on_tester_init(); break;
        case event_kind::tester_pass: info_.on_tester_pass(); break;
        case event_kind::tester_deinit: info_.on_tester_deinit(); break;
    }
    mql::count_allocations(was_counting);
}

}  // namespace terminal
