#include "tester.hpp"

#include <map>

#include "frames.hpp"
#include "log.hpp"
#include "periods.hpp"
#include "preset.hpp"
#include "ranges.hpp"
#include "words.hpp"
#include "world.hpp"

namespace terminal {

namespace {

struct test_plan {
    std::string program;
    std::string symbol;
    int32_t period = 1;
    int64_t from_msc = 0;
    int64_t to_msc = 0;
    bool is_visual = false;
    permissions allowed;
    std::map<std::string, std::string> options;
    input_list inputs;
};

bool take_option(test_plan& plan, const std::string& name, const std::string& value,
                 std::string& error) {
    if (name == "symbol") {
        plan.symbol = value;
    } else if (name == "period") {
        return read_period(value, plan.period, error);
    } else if (name == "from") {
        return read_time(value, plan.from_msc, error);
    } else if (name == "to") {
        return read_time(value, plan.to_msc, error);
    } else if (name == "model") {
        error = value == "ticks" ? "" : "the tester knows only model=ticks";
        return value == "ticks";
    } else if (name == "set") {
        return read_preset(value, plan.inputs, error);
    } else if (name == "visual") {
        return read_word(value, plan.is_visual, error);
    } else if (name == "dlls") {
        return read_word(value, plan.allowed.dlls, error);
    } else if (name == "deposit" || name == "leverage" || name == "currency" ||
               name == "hedging") {
        plan.options[name] = value;
    } else {
        plan.inputs.emplace_back(name, value);
    }
    return true;
}

bool read_plan(const std::vector<std::string>& words, test_plan& plan, std::string& error) {
    option_list options;
    if (words.size() < 2 || !read_options(words, 2, options, error)) {
        error = error.empty() ? "expected " + words[0] + " PROGRAM option=value ..." : error;
        return false;
    }
    plan.program = words[1];
    const bool keeps_ranges = words[0] == "optimise";
    for (const auto& option : options) {
        if (!take_option(plan, option.first, option.second, error)) {
            return false;
        }
    }
    for (auto& input : plan.inputs) {
        input.second = keeps_ranges ? input.second : plain_value(input.second);
    }
    if (plan.symbol.empty() || plan.to_msc <= plan.from_msc) {
        error = "the tester needs symbol=, from= and a later to=";
        return false;
    }
    return true;
}

event only(event_kind kind) {
    event what;
    what.kind = kind;
    return what;
}

// One pass over the prices.
bool run_pass(const test_plan& plan, tester_state state, std::string& error) {
    auto prices = the_world().prices().for_tester(plan.symbol, plan.from_msc, plan.to_msc,
                                                  plan.options, error);
    if (prices == nullptr) {
        return false;
    }
    session home(*prices, true);
    set_active_session(&home);
    state.is_visual = plan.is_visual;
    chart place;
    place.name = "tester";
    place.id = 1;
    place.symbol = plan.symbol;
    place.period = plan.period;
    auto program = the_world().start(plan.program, home, place, plan.inputs, plan.allowed, &state,
                                     error);
    if (program == nullptr) {
        set_active_session(&the_world().live());
        return error.empty();
    }
    home.add(*program);
    const bool is_ready = the_world().initialize(*program);
    if (is_ready) {
        const auto must_stop = [&] {
            return state.is_stopped || program->is_broken || program->wants_removal;
        };
        home.run_until(plan.to_msc, must_stop);
        if (program->handles(event_kind::tester)) {
            home.call(*program, only(event_kind::tester));
        }
    }
    json result = prices->summary();
    log("pass", {{"pass", state.pass},
                 {"init", program->init_code},
                 {"result", program->tester_result},
                 {"summary", result}});
    the_world().finish(std::move(program),
                       is_ready ? mql::REASON_CLOSE : mql::REASON_INITFAILED);
    set_active_session(&the_world().live());
    return true;
}

// The program is also on a chart of the terminal, where only frames reach it.
class frame_watcher {
public:
    frame_watcher(const test_plan& plan, std::string& error) {
        state_.is_frames = true;
        place_.name = "frames";
        place_.id = 2;
        place_.symbol = plan.symbol;
        place_.period = plan.period;
        session& live = the_world().live();
        program_ = the_world().start(plan.program, live, place_, {}, plan.allowed, &state_, error);
        if (program_ != nullptr) {
            live.add(*program_);
            program_->is_initialized = true;
        }
    }
    ~frame_watcher() {
        if (program_ != nullptr) {
            the_world().finish(std::move(program_), mql::REASON_CLOSE);
        }
    }
    frame_watcher(const frame_watcher&) = delete;
    frame_watcher& operator=(const frame_watcher&) = delete;

    bool is_there() const { return program_ != nullptr; }
    void tell(event_kind kind) {
        if (program_->handles(kind)) {
            the_world().live().call(*program_, only(kind));
        }
    }

private:
    tester_state state_;
    chart place_;
    std::unique_ptr<expert> program_;
};

}  // namespace

bool run_test(const std::vector<std::string>& words, std::string& error) {
    test_plan plan;
    return read_plan(words, plan, error) && run_pass(plan, tester_state(), error);
}

bool run_optimization(const std::vector<std::string>& words, std::string& error) {
    test_plan plan;
    if (!read_plan(words, plan, error)) {
        return false;
    }
    the_frames() = frame_list();
    the_ranges().clear();
    for (const auto& input : plan.inputs) {
        the_ranges().emplace_back();
        if (!read_range(input.first, input.second, the_ranges().back(), error)) {
            return false;
        }
    }
    frame_watcher watcher(plan, error);
    if (!watcher.is_there()) {
        return error.empty();
    }
    watcher.tell(event_kind::tester_init);
    tester_state state;
    state.is_optimization = true;
    for (const input_list& inputs : combinations(the_ranges())) {
        plan.inputs = inputs;
        const size_t before = the_frames().frames.size();
        if (!run_pass(plan, state, error)) {
            return false;
        }
        ++state.pass;
        if (the_frames().frames.size() > before) {
            watcher.tell(event_kind::tester_pass);
        }
    }
    watcher.tell(event_kind::tester_deinit);
    return true;
}

}  // namespace terminal
