// Counts the memory that a program's own code asks for, not that of built-ins.
#pragma once

#include <cstdint>

namespace mql {

// Allocations by this thread while it runs the code of a program.
uint64_t allocation_count();
// Switches counting in this thread; returns what it was.
bool count_allocations(bool on);

// Stops counting inside a built-in.
class uncounted {
public:
    uncounted() : was_(count_allocations(false)) {}
    ~uncounted() { count_allocations(was_); }
    uncounted(const uncounted&) = delete;
    uncounted& operator=(const uncounted&) = delete;

private:
    bool was_;
};

}  // namespace mql
