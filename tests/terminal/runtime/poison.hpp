// Memory of variables that were never written: a pattern that no correct program can live with.
#pragma once

#include <cstring>
#include <type_traits>

namespace mql {

constexpr unsigned char poison_byte = 0xCD;

template <class T>
T poison() {
    if constexpr (std::is_same_v<T, bool>) {
        // Other patterns than 0 and 1 are not a bool in C++.
        return true;
    } else {
        static_assert(std::is_trivially_copyable_v<T>);
        T value;
        std::memset(static_cast<void*>(&value), poison_byte, sizeof value);
        return value;
    }
}

}  // namespace mql
