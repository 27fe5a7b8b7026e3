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

}  // namespace terminal

namespace mql {

using terminal::global_variable;
using terminal::program_globals;

namespace {

global_variable* find(const string& name) {
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
    return program_globals().erase(to_utf8(name)) != 0;
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
    if (found == nullptr || found->value != check_value) {
        return false;
    }
    found->value = value;
    return true;
}

bool GlobalVariableTemp(string name) {
    const uncounted pause;
    const terminal::world_lock lock;
    return program_globals().emplace(to_utf8(name), global_variable{}).second;
}

int32_t GlobalVariablesTotal() {
    const terminal::world_lock lock;
    return static_cast<int32_t>(program_globals().size());
}

void GlobalVariablesFlush() {}

}  // namespace mql
