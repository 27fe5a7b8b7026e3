// Presets (.set files): inputs of a program by name.
#pragma once

#include <string>

#include "world.hpp"

namespace terminal {

// Reads `name=value` or `name=value||start||step||stop||Y` lines, UTF-8 or UTF-16.
bool read_preset(const std::string& file, input_list& inputs, std::string& error);

}  // namespace terminal
