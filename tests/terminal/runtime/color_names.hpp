// Names of colors.
#pragma once

#include <cstdint>
#include <string>

namespace mql {

// "clrRed" for 0x0000FF, null for a color without a name.
const char* color_name(uint32_t code);
// "255,0,0": red, green, blue.
std::string numbers_of_color(uint32_t code);
bool color_of_name(const std::string& name, uint32_t& code);

}  // namespace mql
