#include "scenario.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "calendar.hpp"
#include "charts/charts.hpp"
#include "expect.hpp"
#include "files/folders.hpp"
#include "fuzz.hpp"
#include "globals_store.hpp"
#include "log.hpp"
#include "periods.hpp"
#include "preset.hpp"
#include "settings.hpp"
#include "tester.hpp"
#include "words.hpp"
#include "world.hpp"

namespace terminal {

namespace {

using word_list = std::vector<std::string>;

struct attachment {
    input_list inputs;
    permissions allowed;
};

bool read_attachment(const word_list& words, size_t first, attachment& what, std::string& error) {
    option_list options;
    if (!read_options(words, first, options, error)) {
        return false;
    }
    for (const auto& option : options) {
        bool is_good = true;
        if (option.first == "set") {
            is_good = read_preset(option.second, what.inputs, error);
            for (auto& input : what.inputs) {
                input.second = plain_value(input.second);
            }
        } else if (option.first == "dlls") {
            is_good = read_word(option.second, what.allowed.dlls, error);
        } else if (option.first == "algo") {
            is_good = read_word(option.second, what.allowed.trading, error);
        } else {
            what.inputs.push_back(option);
        }
        if (!is_good) {
            return false;
        }
    }
    return true;
}

bool usage(const std::string& text, std::string& error) {
    error = error.empty() ? "expected " + text : error;
    return false;
}

bool open(const word_list& words, std::string& error) {
    int32_t period = 0;
    if (words.size() != 4 || !read_period(words[3], period, error)) {
        return usage("chart NAME SYMBOL PERIOD", error);
    }
    the_world().open_chart(words[1], words[2], period);
    return true;
}

// attach CHART PROGRAM ... and script CHART PROGRAM ...
bool attach(const word_list& words, std::string& error) {
    attachment what;
    chart* place = words.size() < 3 ? nullptr : the_world().find_chart(words[1], error);
    if (place == nullptr || !read_attachment(words, 3, what, error)) {
        return usage(words[0] + " CHART PROGRAM [option=value ...]", error);
    }
    return words[0] == "script" ? the_world().run_script(*place, words[2], what.inputs,
                                                         what.allowed, error)
                                : the_world().attach(*place, words[2], what.inputs, what.allowed,
                                                     error);
}

bool detach(const word_list& words, std::string& error) {
    int32_t reason = mql::REASON_REMOVE;
    chart* place = words.size() < 2 ? nullptr : the_world().find_chart(words[1], error);
    if (place == nullptr || (words.size() == 3 && !read_word(words[2], reason, error))) {
        return usage("detach CHART [REASON]", error);
    }
    the_world().detach(*place, reason);
    return true;
}

bool change_period(const word_list& words, std::string& error) {
    int32_t period = 0;
    chart* place = words.size() < 3 ? nullptr : the_world().find_chart(words[1], error);
    if (place == nullptr || !read_period(words[2], period, error)) {
        return usage("period CHART PERIOD", error);
    }
    const auto change = [&](std::string&) {
        place->period = period;
        return true;
    };
    return the_world().restart({place}, mql::REASON_CHARTCHANGE, change, error);
}

bool change_symbol(const word_list& words, std::string& error) {
    chart* place = words.size() < 3 ? nullptr : the_world().find_chart(words[1], error);
    if (place == nullptr) {
        return usage("symbol-change CHART SYMBOL", error);
    }
    const auto change = [&](std::string&) {
        place->symbol = words[2];
        return true;
    };
    return the_world().restart({place}, mql::REASON_CHARTCHANGE, change, error);
}

bool change_inputs(const word_list& words, std::string& error) {
    attachment what;
    chart* place = words.size() < 3 ? nullptr : the_world().find_chart(words[1], error);
    if (place == nullptr || !read_attachment(words, 2, what, error)) {
        return usage("inputs CHART Input=Value ...", error);
    }
    const auto change = [&](std::string& problem) {
        for (const auto& input : what.inputs) {
            if (place->program != nullptr &&
                !place->program->set_input(input.first, input.second, problem)) {
                return false;
            }
        }
        return true;
    };
    return the_world().restart({place}, mql::REASON_PARAMETERS, change, error);
}

// Logs in to another account: all programs are initialized again.
bool change_account(const word_list& words, std::string& error) {
    word_list command = words;
    command[0] = "account";
    const auto change = [&](std::string& problem) {
        const world_lock lock;
        return the_world().prices().command(command, problem);
    };
    return the_world().restart(the_world().charts(), mql::REASON_ACCOUNT, change, error);
}

bool run(const word_list& words, std::string& error) {
    session& live = the_world().live();
    int64_t until = 0;
    if (words.size() == 3 && words[1] == "until") {
        if (!read_time(words[2], until, error)) {
            return false;
        }
    } else if (words.size() == 2 && read_duration(words[1], until, error)) {
        until += live.prices().now_msc();
    } else {
        return usage("run DURATION or run until TIME", error);
    }
    const auto settle = [] {
        the_world().settle();
        return false;
    };
    live.run_until(until, settle);
    the_world().settle();
    return true;
}

// The world goes on second by second, and the computer with it, until a chart shows a text, or no
// longer does: for what a library's threads do in time of their own, however busy the computer is.
bool await(const word_list& words, std::string& error) {
    constexpr int seconds_most = 600;
    constexpr std::chrono::milliseconds pause(200);
    if (words.size() != 3) {
        return usage("await CHART TEXT or await-no CHART TEXT", error);
    }
    const std::string expectation = words[0] == "await" ? "expect" : "expect-no";
    const word_list expected = {expectation, "chart", words[1], words[2]};
    for (int second = 0; second < seconds_most; ++second) {
        if (check_expectation(expected, error)) {
            error.clear();
            return true;
        }
        if (!run({"run", "1s"}, error)) {
            return false;
        }
        std::this_thread::sleep_for(pause);
    }
    return check_expectation(expected, error);
}

void tell_chart(chart& place, int32_t code, int64_t number, const std::string& text) {
    if (place.program != nullptr) {
        const world_lock lock;
        event what;
        what.kind = event_kind::chart;
        what.code = code;
        what.lparam = number;
        what.sparam = mql::from_utf8(text);
        place.program->post(what);
    }
    the_world().live().pump();
    the_world().settle();
}

bool click(const word_list& words, std::string& error) {
    chart* place = words.size() != 3 ? nullptr : the_world().find_chart(words[1], error);
    if (place == nullptr || !click_object(*place, words[2], error)) {
        return usage("click CHART OBJECT", error);
    }
    tell_chart(*place, mql::CHARTEVENT_OBJECT_CLICK, 0, words[2]);
    return true;
}

bool press_key(const word_list& words, std::string& error) {
    int64_t code = 0;
    chart* place = words.size() != 3 ? nullptr : the_world().find_chart(words[1], error);
    if (place == nullptr || !read_word(words[2], code, error)) {
        return usage("key CHART CODE", error);
    }
    tell_chart(*place, mql::CHARTEVENT_KEYDOWN, code, "");
    return true;
}

bool screenshot(const word_list& words, std::string& error) {
    chart* place = words.size() != 3 ? nullptr : the_world().find_chart(words[1], error);
    if (place == nullptr || !draw_chart(*place, words[2], error)) {
        return usage("screenshot CHART FILE.svg", error);
    }
    return true;
}

// As a user does who puts a file where programs may read it.
bool copy_file(const word_list& words, std::string& error) {
    const bool is_common = words.size() == 4 && words[3] == "common";
    if (words.size() != 3 && !is_common) {
        return usage("copy FILE NAME [common]", error);
    }
    namespace fs = std::filesystem;
    const fs::path place = fs::path(files_folder(is_common)) / words[2];
    std::error_code problem;
    fs::create_directories(place.parent_path(), problem);
    // MinGW takes a file that is to be replaced for the same one.
    fs::remove(place, problem);
    fs::copy_file(words[1], place, problem);
    error = problem ? words[1] + " cannot be copied: " + problem.message() : "";
    return !problem;
}

bool setting(const word_list& words, std::string& error) {
    if (words.size() != 3) {
        return usage("terminal SETTING VALUE", error);
    }
    return settings().set(words[1], words[2], error);
}

// The process ends at once; what the trade server knows is kept.
bool crash(const word_list& words, std::string& error) {
    if (words.size() != 2 || !the_world().prices().save(words[1], error)) {
        return usage("crash FILE", error);
    }
    std::fflush(stdout);
    std::_Exit(0);
}

bool other(const word_list& words, std::string& error) {
    const std::string& name = words[0];
    // The broker has a command of this name too, with more words.
    if (name == "order" && words.size() == 2 &&
        (words[1] == "parallel" || words[1] == "serial")) {
        set_parallel(words[1] == "parallel");
        return true;
    }
    if (name == "shutdown") {
        the_world().shut_down(mql::REASON_CLOSE);
        drop_temporary_globals();
        return true;
    }
    if (name == "load" && words.size() == 2) {
        return the_world().prices().load(words[1], error);
    }
    if (name == "measure" && words.size() == 2) {
        return read_word(words[1], settings().prints_measurements, error);
    }
    if (name == "mark-memory") {
        mark_memory();
        return true;
    }
    if (name == "global" && words.size() == 3) {
        global_variable& variable = terminal_globals()[words[1]];
        variable.used = the_world().prices().now_msc() / 1000 + settings().local_offset_s;
        return read_word(words[2], variable.value, error);
    }
    const world_lock lock;
    const bool is_done = the_world().prices().command(words, error);
    the_world().live().pump();
    return is_done;
}

}  // namespace

bool run_command(const word_list& words, std::string& error) {
    struct entry {
        const char* name;
        bool (*run)(const word_list&, std::string&);
    };
    constexpr entry entries[] = {
        {"chart", open},           {"attach", attach},         {"script", attach},
        {"detach", detach},        {"period", change_period},  {"symbol-change", change_symbol},
        {"inputs", change_inputs}, {"account-change", change_account},  {"run", run},
        {"click", click},          {"key", press_key},         {"expect-no", check_expectation},
        {"screenshot", screenshot}, {"terminal", setting},     {"copy", copy_file},
        {"await", await},          {"await-no", await},
        {"crash", crash},          {"expect", check_expectation}, {"tester", run_test},
        {"optimise", run_optimization}, {"fuzz", run_fuzz}, {"calendar", calendar_command},
    };
    for (const entry& known : entries) {
        if (words[0] == known.name) {
            return known.run(words, error);
        }
    }
    return other(words, error);
}

bool run_scenario(const std::string& file, std::string& error) {
    std::ifstream in(file);
    if (!in) {
        error = "cannot read " + file;
        return false;
    }
    std::string line;
    std::string problem;
    word_list words;
    for (int number = 1; std::getline(in, line); ++number) {
        if (!split_words(line, words, problem) ||
            (!words.empty() && !run_command(words, problem))) {
            error = file + ":" + std::to_string(number) + ": " + problem;
            return false;
        }
    }
    return true;
}

}  // namespace terminal
