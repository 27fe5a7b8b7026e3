// Frames: what passes of an optimisation send to the terminal.
#pragma once

#include <string>

#include "array_size.hpp"

namespace mql {

bool frame_add(const string& name, int64_t id, double value, const void* data, size_t size);
// The next frame; `data` receives its bytes.
bool frame_next(uint64_t& pass, string& name, int64_t& id, double& value, std::string& data);

template <typename T>
bool FrameAdd(string name, int64_t id, double value, array_ref<T> data) {
    static_assert(std::is_trivially_copyable_v<T>, "an array of numbers or plain structures");
    return frame_add(name, id, value, data.data(), static_cast<size_t>(data.size()) * sizeof(T));
}

template <typename T>
bool FrameNext(uint64_t& pass, string& name, int64_t& id, double& value, array_ref<T> data) {
    static_assert(std::is_trivially_copyable_v<T>, "an array of numbers or plain structures");
    std::string bytes;
    if (!frame_next(pass, name, id, value, bytes)) {
        return false;
    }
    data.resize(static_cast<int32_t>(bytes.size() / sizeof(T)));
    std::memcpy(static_cast<void*>(data.data()), bytes.data(),
                static_cast<size_t>(data.size()) * sizeof(T));
    return true;
}

}  // namespace mql
