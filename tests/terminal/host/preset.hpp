// Presets (.set files): inputs of a program by name.
#pragma once

#include <string>

#include "world.hpp"

namespace terminal {

// Reads `name=value` or `name=value||start||step||stop||Y` lines, UTF-8 or UTF-16, ranges and all.
bool read_preset(const std::string& file, input_list& inputs, std::string& error);
// The value without the range.
std::string plain_value(const std::string& text);

}  // namespace terminal
