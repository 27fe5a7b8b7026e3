// Scenarios: files of commands, one a line; described in ../scenarios/README.md.
#pragma once

#include <string>
#include <vector>

namespace terminal {

// False with the file, the line and the reason when a command is wrong or an expectation fails.
bool run_scenario(const std::string& file, std::string& error);
// One command.
bool run_command(const std::vector<std::string>& words, std::string& error);

}  // namespace terminal
