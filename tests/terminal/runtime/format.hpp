// `StringFormat` and `Print`: text of a format and its arguments.
#pragma once

#include <initializer_list>

#include "any.hpp"

namespace mql {

// As `PrintFormat` writes it, with the texts of the terminal for arguments that are missing or of
// another kind. A wrong specification stops the program.
string format(const string& pattern, std::initializer_list<any> arguments);
// As `Print` writes it: all arguments without anything between them.
string joined(std::initializer_list<any> arguments);

}  // namespace mql
