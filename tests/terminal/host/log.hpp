// The log of a run: one JSON object a line, the same on every platform.
#pragma once

#include <string>
#include <vector>

#include "expert.hpp"

namespace terminal {

// Lines go into this file; false when it cannot be written.
bool open_log(const std::string& file);
const std::vector<std::string>& log_lines();
// How many lines of a kind there are.
int64_t log_count(const std::string& kind);
// Adds what a program cost to the measurements of this run.
void note_finished(expert& program);
json measurements_summary();

}  // namespace terminal
