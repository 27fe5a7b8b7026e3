// Numbers as text, the same on every platform.
#pragma once

#include <string>

namespace mql {

// So many digits behind the point, halves to even of the binary value.
std::string fixed_text(double value, int digits);
// One digit before the point, so many behind it, and an exponent of two digits or more.
std::string scientific_text(double value, int digits);
// As C's `%g` with so many digits.
std::string general_text(double value, int digits);
// The shortest text that reads back as the same number.
std::string shortest_text(double value);
std::string shortest_text(float value);

}  // namespace mql
