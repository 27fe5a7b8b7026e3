// Names of enumerations, for EnumToString and for inputs.
#pragma once

#include <cstdint>

namespace mql {

struct enum_entry {
    const char* name;
    int32_t value;
};

template <class E>
struct enum_table;

// The name of a value, or null.
template <class E>
const char* enum_name(E value) {
    for (const enum_entry& entry : enum_table<E>::entries) {
        if (entry.value == static_cast<int32_t>(value)) {
            return entry.name;
        }
    }
    return nullptr;
}

}  // namespace mql
