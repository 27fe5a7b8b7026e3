// Libraries that programs import: loaded with the first program, freed with the last.
#pragma once

#include <string>

#include "program.hpp"

namespace terminal {

// Fills the slots of all imports. False with the terminal's words when something is missing.
bool load_imports(const mql::program_info& info, std::string& error);
void release_imports(const mql::program_info& info);
// Whether the chosen set of libraries has this one.
bool has_library(const std::string& name);

}  // namespace terminal
