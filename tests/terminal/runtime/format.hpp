// `StringFormat` and `Print`: text of a format and its arguments.
#pragma once

#include <initializer_list>

#include "any.hpp"

namespace mql {

// As `PrintFormat` writes it. What the format asks for and the arguments lack stops the program.
string format(const string& pattern, std::initializer_list<any> arguments);
// As `Print` writes it: all arguments without anything between them.
string joined(std::initializer_list<any> arguments);

}  // namespace mql
