// A program that runs: its thread, its queue of events and what the terminal knows about it.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "event.hpp"
#include "measure.hpp"
#include "program.hpp"
#include "host.hpp"

namespace terminal {

class session;
struct chart;

// How a program was attached.
struct permissions {
    bool dlls = true;
    bool trading = true;
};

// Set by a pass of the Strategy Tester.
struct tester_state {
    bool is_optimization = false;
    bool is_visual = false;
    bool is_frames = false;
    bool is_stopped = false;
    uint64_t pass = 0;
};

enum class activity { idle, running, waiting, finished };

class expert {
public:
    expert(const mql::program_info& info, std::string name, session& home, chart& place,
           permissions allowed);
    ~expert();
    expert(const expert&) = delete;
    expert& operator=(const expert&) = delete;

    const mql::program_info& info() const { return info_; }
    const std::string& name() const { return name_; }
    session& home() const { return *home_; }
    chart& place() const { return *place_; }
    const permissions& allowed() const { return allowed_; }

    // Sets an input by its name; false with the reason.
    bool set_input(const std::string& input, const std::string& text, std::string& error);
    std::string input_text(const std::string& input);

    // Queue; the world is locked. False when the event was merged with one that waits.
    bool post(const event& what);
    bool handles(event_kind kind) const;
    bool has_events() const { return !queue_.empty(); }
    void drop_events() { queue_.clear(); }
    // Hands the oldest event to the thread.
    void begin_next();
    void resume();
    void go_to(chart& place) { place_ = &place; }

    // Called by the program's own thread, the world locked.
    void wait_until(int64_t msc);

    activity state = activity::idle;
    int64_t waits_until = 0;
    bool is_stopping = false;
    bool wants_removal = false;
    bool is_broken = false;
    bool is_initialized = false;
    int32_t init_code = 0;
    int32_t reason = 0;
    int32_t last_error = 0;
    int64_t timer_msc = 0;
    int64_t timer_due = 0;
    double tester_result = 0.0;
    tester_state* tester = nullptr;
    program_store store;
    measurements measured;

private:
    void run_thread();
    void handle(const event& what);
    void call(const event& what);
    void enter_program();
    void make_globals();
    void drop_globals();
    void renew();
    void stop_for(const char* where, const char* text);
    void note_deinit(int64_t took_ns);

    const mql::program_info& info_;
    std::string name_;
    session* home_;
    chart* place_;
    permissions allowed_;
    void* globals_ = nullptr;
    std::deque<event> queue_;
    event current_;
    bool has_current_ = false;
    bool must_end_ = false;
    bool has_globals_ = false;
    bool is_in_globals_ = false;
    // The moment at which the terminal ends a program that is still in OnDeinit.
    int64_t killed_at_ = INT64_MAX;
    std::condition_variable_any wake_;
    std::thread thread_;
};

// The program whose thread this is, or null.
expert* current_expert();

}  // namespace terminal
