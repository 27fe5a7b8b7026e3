// terminal [--data DIR] [--libraries DIR] [--log FILE] [--measured FILE] SCENARIO...
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "log.hpp"
#include "scenario.hpp"
#include "settings.hpp"
#include "world.hpp"

namespace {

int fail(const std::string& text) {
    std::fprintf(stderr, "terminal: %s\n", text.c_str());
    std::fflush(stderr);
    // Programs may still run; nothing waits for them.
    std::_Exit(1);
}

void report(const std::string& file) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << terminal::measurements_summary().text() << '\n';
}

}  // namespace

int main(int count, char** words) {
    std::string measured;
    std::vector<std::string> scenarios;
    for (int index = 1; index < count; ++index) {
        const std::string word = words[index];
        const bool is_option = word.compare(0, 2, "--") == 0;
        if (is_option && index + 1 == count) {
            return fail(word + " needs a value");
        }
        if (!is_option) {
            scenarios.push_back(word);
        } else if (word == "--data") {
            terminal::settings().data_folder = words[++index];
        } else if (word == "--libraries") {
            terminal::settings().libraries_root = words[++index];
        } else if (word == "--measured") {
            measured = words[++index];
        } else if (word == "--log") {
            if (!terminal::open_log(words[++index])) {
                return fail(std::string("cannot write ") + words[index]);
            }
        } else {
            return fail("unknown option " + word);
        }
    }
    if (scenarios.empty()) {
        return fail("expected the file of a scenario");
    }
    std::string error;
    for (const std::string& scenario : scenarios) {
        if (!terminal::run_scenario(scenario, error)) {
            return fail(error);
        }
    }
    terminal::the_world().shut_down(mql::REASON_CLOSE);
    if (!measured.empty()) {
        report(measured);
    }
    if (terminal::settings().prints_measurements) {
        std::fprintf(stderr, "%s\n", terminal::measurements_summary().text().c_str());
    }
    std::printf("%s\n", terminal::the_world().prices().summary().text().c_str());
    return 0;
}
