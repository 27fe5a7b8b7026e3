// Global variables of the terminal: numbers by name that all programs see; the tester has its own.
#include <map>

#include "allocation.hpp"
#include "broker/market.hpp"
#include "globals_store.hpp"
#include "host.hpp"

namespace terminal {

std::map<std::string, global_variable>& terminal_globals() {
    static std::map<std::string, global_variable> instance;
    return instance;
}

std::map<std::string, global_variable>& program_globals() {
    if (!program_in_tester()) {
        return terminal_globals();
    }
    return program_data().get<std::map<std::string, global_variable>>();
}

void drop_temporary_globals() {
    const world_lock lock;
    auto& variables = terminal_globals();
    for (auto entry = variables.begin(); entry != variables.end();) {
        entry = entry->second.is_temporary ? variables.erase(entry) : std::next(entry);
    }
}

}  // namespace terminal

namespace mql {

using terminal::global_variable;
using terminal::program_globals;

namespace {

// What nobody has used for four weeks is gone.
constexpr int64_t unused_most_s = 4 * 7 * 86400;

void drop_unused() {
    const int64_t now = TimeLocal().value;
    auto& variables = program_globals();
    for (auto entry = variables.begin(); entry != variables.end();) {
        const bool is_old = now - entry->second.used > unused_most_s;
        entry = is_old ? variables.erase(entry) : std::next(entry);
    }
}

global_variable* find(const string& name) {
    drop_unused();
    const auto found = program_globals().find(to_utf8(name));
    if (found == program_globals().end()) {
        terminal::set_last_error(ERR_GLOBALVARIABLE_NOT_FOUND);
        return nullptr;
    }
    found->second.used = TimeLocal().value;
    return &found->second;
}

}  // namespace

bool GlobalVariableCheck(string name) {
    const uncounted pause;
    const terminal::world_lock lock;
    return find(name) != nullptr;
}

bool GlobalVariableDel(string name) {
    const uncounted pause;
    const terminal::world_lock lock;
    const bool is_gone = program_globals().erase(to_utf8(name)) != 0;
    if (!is_gone) {
        terminal::set_last_error(ERR_GLOBALVARIABLE_NOT_FOUND);
    }
    return is_gone;
}

bool GlobalVariableGet(string name, double& value) {
    const uncounted pause;
    const terminal::world_lock lock;
    const global_variable* found = find(name);
    if (found == nullptr) {
        return false;
    }
    value = found->value;
    return true;
}

double GlobalVariableGet(string name) {
    double value = 0.0;
    GlobalVariableGet(name, value);
    return value;
}

datetime GlobalVariableSet(string name, double value) {
    const uncounted pause;
    const terminal::world_lock lock;
    if (name.length() == 0 || name.length() > 63) {
        terminal::set_last_error(ERR_INVALID_PARAMETER);
        return datetime(0);
    }
    global_variable& variable = program_globals()[to_utf8(name)];
    variable.value = value;
    variable.used = TimeLocal().value;
    return datetime(variable.used);
}

bool GlobalVariableSetOnCondition(string name, double value, double check_value) {
    const uncounted pause;
    const terminal::world_lock lock;
    global_variable* found = find(name);
    if (found == nullptr) {
        return false;
    }
    if (found->value != check_value) {
        terminal::set_last_error(ERR_GLOBALVARIABLE_NOT_MODIFIED);
        return false;
    }
    found->value = value;
    return true;
}

bool GlobalVariableTemp(string name) {
    const uncounted pause;
    const terminal::world_lock lock;
    global_variable made;
    made.used = TimeLocal().value;
    made.is_temporary = true;
    const bool is_new = program_globals().emplace(to_utf8(name), made).second;
    if (!is_new) {
        terminal::set_last_error(ERR_GLOBALVARIABLE_EXISTS);
    }
    return is_new;
}

int32_t GlobalVariablesTotal() {
    const terminal::world_lock lock;
    drop_unused();
    return static_cast<int32_t>(program_globals().size());
}

// The time of the last use is not changed by asking for it.
datetime GlobalVariableTime(string name) {
    const uncounted pause;
    const terminal::world_lock lock;
    drop_unused();
    const auto found = program_globals().find(to_utf8(name));
    if (found == program_globals().end()) {
        terminal::set_last_error(ERR_GLOBALVARIABLE_NOT_FOUND);
        return datetime(0);
    }
    return datetime(found->second.used);
}

string GlobalVariableName(int32_t index) {
    const uncounted pause;
    const terminal::world_lock lock;
    drop_unused();
    if (index < 0 || index >= static_cast<int32_t>(program_globals().size())) {
        terminal::set_last_error(ERR_GLOBALVARIABLE_NOT_FOUND);
        return string(u"");
    }
    return from_utf8(std::next(program_globals().begin(), index)->first);
}

int32_t GlobalVariablesDeleteAll(string prefix, datetime limit) {
    const uncounted pause;
    const terminal::world_lock lock;
    drop_unused();
    const std::string start = to_utf8(prefix);
    auto& variables = program_globals();
    int32_t count = 0;
    for (auto entry = variables.begin(); entry != variables.end();) {
        const bool is_meant = entry->first.compare(0, start.size(), start) == 0 &&
                              (limit.value == 0 || entry->second.used < limit.value);
        count += is_meant ? 1 : 0;
        entry = is_meant ? variables.erase(entry) : std::next(entry);
    }
    return count;
}

// Variables are kept for as long as the process runs, and go with it.
void GlobalVariablesFlush() {}

}  // namespace mql
