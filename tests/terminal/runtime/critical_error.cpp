#include "critical_error.hpp"

#include <exception>

namespace mql {

bool is_stopped() { return std::uncaught_exceptions() > 0; }

void fail(const char* text) { throw critical_error(text); }

void fail_index(int64_t index, int64_t size) {
    throw critical_error("array out of range: index " + std::to_string(index) + ", size " +
                         std::to_string(size));
}

}  // namespace mql
