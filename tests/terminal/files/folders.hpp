// Where the terminal keeps the files of programs.
#pragma once

#include <string>

#include "string.hpp"

namespace terminal {

// Of this terminal (or of the agent of the tester that runs the calling program), with MQL5 in it.
std::string data_folder();
// Of all terminals of the computer, with Files in it.
std::string common_folder();
// The folder in which the names that a program uses begin.
std::string files_folder(bool is_common);
// The path of a file. Empty with the terminal's error for names that lead outside or are none.
std::string path_of(const mql::string& name, bool is_common);

}  // namespace terminal
