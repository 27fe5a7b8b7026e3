// Arrays and structures in binary files.
#pragma once

#include <algorithm>

#include "array_size.hpp"

namespace mql {

// Bytes written or read at the place of the file; 0 and an error when the file is not for that.
uint32_t file_write_bytes(int32_t handle, const void* data, size_t size);
uint32_t file_read_bytes(int32_t handle, void* data, size_t size);
// Text arrays are written as lines.
uint32_t file_write_text(int32_t handle, const string& line);
bool file_is_binary(int32_t handle);
// Bytes from the place of the file to its end.
uint64_t file_remaining(int32_t handle);

template <typename T>
uint32_t FileWriteArray(int32_t handle, array_ref<T> array, int32_t start, int32_t count) {
    const int32_t available = array.size() - start;
    const int32_t written = count < 0 ? available : std::min(count, available);
    if (start < 0 || written <= 0) {
        return 0;
    }
    if constexpr (std::is_same_v<T, string>) {
        for (int32_t index = start; index < start + written; ++index) {
            file_write_text(handle, array.data()[index]);
        }
        return static_cast<uint32_t>(written);
    } else {
        const size_t bytes = static_cast<size_t>(written) * sizeof(T);
        return file_write_bytes(handle, array.data() + start, bytes) / sizeof(T);
    }
}

template <typename T>
uint32_t FileReadArray(int32_t handle, array_ref<T> array, int32_t start, int32_t count) {
    static_assert(std::is_trivially_copyable_v<T>, "an array of numbers or plain structures");
    if (!file_is_binary(handle)) {
        set_last_error(ERR_FILE_NOTBIN);
        return 0;
    }
    const uint64_t available = file_remaining(handle) / sizeof(T);
    const uint64_t wanted = count < 0 ? available : static_cast<uint64_t>(count);
    const int32_t read = static_cast<int32_t>(std::min(available, wanted));
    if (array.size() < start + read && !array.resize(start + read)) {
        return 0;
    }
    const size_t bytes = static_cast<size_t>(read) * sizeof(T);
    return file_read_bytes(handle, array.data() + start, bytes) / sizeof(T);
}

template <typename T>
uint32_t FileWriteStruct(int32_t handle, const T& struct_object, int32_t size) {
    static_assert(std::is_trivially_copyable_v<T>, "a structure without text and objects");
    const size_t bytes = size < 0 ? sizeof(T) : std::min<size_t>(size, sizeof(T));
    return file_write_bytes(handle, &struct_object, bytes);
}

template <typename T>
uint32_t FileReadStruct(int32_t handle, T& struct_object, int32_t size) {
    static_assert(std::is_trivially_copyable_v<T>, "a structure without text and objects");
    const size_t bytes = size < 0 ? sizeof(T) : std::min<size_t>(size, sizeof(T));
    return file_read_bytes(handle, &struct_object, bytes);
}

}  // namespace mql
