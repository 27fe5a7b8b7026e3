// The global variables of the terminal.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace terminal {

struct global_variable {
    double value = 0.0;
    int64_t used = 0;
    // Not kept when the terminal closes.
    bool is_temporary = false;
};

// Of the terminal, and those that the calling program sees.
std::map<std::string, global_variable>& terminal_globals();
std::map<std::string, global_variable>& program_globals();
void drop_temporary_globals();

}  // namespace terminal
