#include "tester.hpp"

#include <map>

#include "frames.hpp"
#include "log.hpp"
#include "periods.hpp"
#include "preset.hpp"
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
    for (const auto& option : options) {
        if (!take_option(plan, option.first, option.second, error)) {
            return false;
        }
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
                 {"started", is_ready},
                 {"result", program->tester_result},
                 {"summary", result}});
    the_world().finish(std::move(program), mql::REASON_CLOSE);
    set_active_session(&the_world().live());
    return true;
}

// "a|b|c" in its values.
std::vector<std::string> values_of(const std::string& text) {
    std::vector<std::string> values;
    size_t begin = 0;
    for (size_t mark = text.find('|'); mark != std::string::npos; mark = text.find('|', begin)) {
        values.push_back(text.substr(begin, mark - begin));
        begin = mark + 1;
    }
    values.push_back(text.substr(begin));
    return values;
}

std::vector<input_list> combinations(const input_list& inputs) {
    std::vector<input_list> all(1);
    for (const auto& input : inputs) {
        std::vector<input_list> longer;
        for (const input_list& begun : all) {
            for (const std::string& value : values_of(input.second)) {
                longer.push_back(begun);
                longer.back().emplace_back(input.first, value);
            }
        }
        all = longer;
    }
    return all;
}

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
    // The program is also on a chart of the terminal, where only frames reach it.
    tester_state frames;
    frames.is_frames = true;
    chart place;
    place.name = "frames";
    place.id = 2;
    place.symbol = plan.symbol;
    place.period = plan.period;
    session& live = the_world().live();
    auto watcher =
        the_world().start(plan.program, live, place, {}, plan.allowed, &frames, error);
    if (watcher == nullptr) {
        return error.empty();
    }
    live.add(*watcher);
    watcher->is_initialized = true;
    const auto tell = [&](event_kind kind) {
        return !watcher->handles(kind) || live.call(*watcher, only(kind));
    };
    bool is_good = tell(event_kind::tester_init);
    tester_state state;
    state.is_optimization = true;
    const std::vector<input_list> all = combinations(plan.inputs);
    for (const input_list& inputs : all) {
        test_plan one = plan;
        one.inputs = inputs;
        is_good = is_good && run_pass(one, state, error) && tell(event_kind::tester_pass);
        ++state.pass;
    }
    is_good = is_good && tell(event_kind::tester_deinit);
    the_world().finish(std::move(watcher), mql::REASON_CLOSE);
    return is_good;
}

}  // namespace terminal
