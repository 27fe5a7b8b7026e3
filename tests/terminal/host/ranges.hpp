// What an optimisation varies: inputs with their ranges.
#pragma once

#include <string>
#include <vector>

#include "world.hpp"

namespace terminal {

struct input_range {
    std::string name;
    bool is_enabled = false;
    double value = 0.0;
    double start = 0.0;
    double step = 0.0;
    double stop = 0.0;
    // Values one by one, or the only one of an input that is not varied.
    std::vector<std::string> values;
};

// Of the optimisation that runs; programs change them in OnTesterInit.
std::vector<input_range>& the_ranges();
// `a`, `a|b|c` or `value||start||step||stop||Y`; N in the last place leaves the value alone.
bool read_range(const std::string& name, const std::string& text, input_range& range,
                std::string& error);
// All combinations of values, the last input varied first.
std::vector<input_list> combinations(const std::vector<input_range>& ranges);

}  // namespace terminal
