// Memory of variables: zeroes, and structures as bytes.
#pragma once

#include "array_size.hpp"

namespace mql {

template <class T>
void zero_elements(T* data, int32_t count);

// Numbers become 0, text NULL, dynamic arrays keep their size.
template <typename T>
void ZeroMemory(T& variable) {
    if constexpr (std::is_trivially_copyable_v<T>) {
        std::memset(static_cast<void*>(&variable), 0, sizeof(T));
    } else if constexpr (std::is_same_v<T, string>) {
        variable.reset();
    } else {
        variable = T{};
    }
}

template <typename T>
void ZeroMemory(array<T>& variable) {
    zero_elements(variable.data(), variable.size());
}

template <typename T>
void ZeroMemory(array_ref<T>& variable) {
    zero_elements(variable.data(), variable.size());
}

template <class T>
void zero_elements(T* data, int32_t count) {
    for (int32_t index = 0; index < count; ++index) {
        ZeroMemory(data[index]);
    }
}

template <typename T>
bool StructToCharArray(const T& struct_object, array_ref<uint8_t> char_array,
                       uint32_t start_pos) {
    static_assert(std::is_trivially_copyable_v<T>, "a structure without text and objects");
    const int32_t end = static_cast<int32_t>(start_pos + sizeof(T));
    if (char_array.size() < end && !char_array.resize(end)) {
        set_last_error(ERR_INVALID_PARAMETER);
        return false;
    }
    std::memcpy(char_array.data() + start_pos, &struct_object, sizeof(T));
    return true;
}

template <typename T>
bool CharArrayToStruct(T& struct_object, array_ref<uint8_t> char_array, uint32_t start_pos) {
    static_assert(std::is_trivially_copyable_v<T>, "a structure without text and objects");
    if (static_cast<size_t>(char_array.size()) < start_pos + sizeof(T)) {
        set_last_error(ERR_INVALID_PARAMETER);
        return false;
    }
    std::memcpy(static_cast<void*>(&struct_object), char_array.data() + start_pos, sizeof(T));
    return true;
}

}  // namespace mql
