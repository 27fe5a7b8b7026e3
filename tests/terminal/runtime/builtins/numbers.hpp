// Mathematics and names that depend on the type.
#pragma once

#include "array_size.hpp"

namespace mql {

template <typename T>
T MathAbs(T value) {
    return value < 0 ? static_cast<T>(-value) : value;
}

template <typename T>
T MathMax(T value1, T value2) {
    return plain(value1) > plain(value2) ? value1 : value2;
}

template <typename T>
T MathMin(T value1, T value2) {
    return plain(value1) < plain(value2) ? value1 : value2;
}

template <typename T>
string EnumToString(T value) {
    const char* name = enum_name(value);
    if (name != nullptr) {
        return from_utf8(name);
    }
    const std::string number = std::to_string(static_cast<int32_t>(value));
    return from_utf8(std::string(enum_table<T>::type) + "::" + number);
}

template <typename T>
ENUM_POINTER_TYPE CheckPointer(ptr<T> object) {
    if (!object.is_valid()) {
        return POINTER_INVALID;
    }
    return is_dynamic(object.number()) ? POINTER_DYNAMIC : POINTER_AUTOMATIC;
}

}  // namespace mql
