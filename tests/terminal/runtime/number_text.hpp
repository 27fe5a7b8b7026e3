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
// As C's `%a`; a negative number of digits asks for all of them.
std::string hexadecimal_text(double value, int digits);
// As `Print` writes real numbers: sixteen digits (six of a float), and ".0" behind whole ones.
std::string printed_text(double value);
std::string printed_text(float value);

}  // namespace mql
