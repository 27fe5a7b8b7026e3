// Errors that stop an MQL5 program.
#pragma once

#include <stdexcept>
#include <string>

namespace mql {

// What the terminal logs when it stops a program: "array out of range", "zero divide", ...
struct critical_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// While a stopped program is left; its destructors do nothing then, as in the terminal.
bool is_stopped();

[[noreturn]] void fail(const char* text);
[[noreturn]] void fail_index(int64_t index, int64_t size);

}  // namespace mql
