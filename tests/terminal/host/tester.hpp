// The Strategy Tester: passes of a program over recorded prices, one after another in one process.
#pragma once

#include <string>
#include <vector>

namespace terminal {

// tester PROGRAM symbol=... period=... from=... to=... [set=FILE] [visual=on] [Input=Value ...]
bool run_test(const std::vector<std::string>& words, std::string& error);
// optimise PROGRAM ... Input=a|b|c: one pass for every combination of values; ranges.hpp.
bool run_optimization(const std::vector<std::string>& words, std::string& error);

}  // namespace terminal
