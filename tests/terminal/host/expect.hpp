// What a scenario expects of the run so far.
#pragma once

#include <string>
#include <vector>

namespace terminal {

// expect KEY OPERATOR VALUE | expect log TEXT ... | expect-no log TEXT ...
bool check_expectation(const std::vector<std::string>& words, std::string& error);
// Remembers the memory that is used now.
void mark_memory();
// All numbers that can be expected, by name.
bool find_number(const std::string& key, double& value);

}  // namespace terminal
