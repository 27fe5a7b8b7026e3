// Whether the program of this thread may call libraries, and how often it did.
#pragma once

#include <cstdint>

namespace mql::dll {

void allow_calls(bool on);
uint64_t call_count();
// True while this thread is inside a library.
bool is_outside();

}  // namespace mql::dll
