// Copying, inserting and removing elements, in the order of memory.
#pragma once

#include <algorithm>
#include <vector>

#include "array_size.hpp"

namespace mql {

// Places and counts are those of single elements, in several dimensions too. A dynamic array grows
// by whole rows.
template <typename T>
int32_t ArrayCopy(array_ref<T> dst, array_ref<T> src, int32_t dst_start, int32_t src_start,
                  int32_t count) {
    using element = typename element_traits<T>::base;
    constexpr int32_t row = element_traits<T>::count;
    const int32_t available = ArraySize(src) - src_start;
    if (dst_start < 0 || src_start < 0 || available < 0) {
        set_last_error(ERR_INVALID_PARAMETER);
        return 0;
    }
    int32_t copied = count < 0 || count > available ? available : count;
    if (!dst.is_dynamic()) {
        copied = std::min(copied, ArraySize(dst) - dst_start);
    } else if (copied > 0 && dst_start + copied > ArraySize(dst)) {
        dst.resize((dst_start + copied + row - 1) / row);
    }
    if (copied <= 0) {
        if (available > 0 && count != 0) {
            set_last_error(ERR_INVALID_ARRAY);
        }
        return 0;
    }
    const auto* from = reinterpret_cast<const element*>(src.data()) + src_start;
    auto* to = reinterpret_cast<element*>(dst.data()) + dst_start;
    if (to > from && to < from + copied) {
        std::copy_backward(from, from + copied, to + copied);
    } else {
        std::copy(from, from + copied, to);
    }
    return copied;
}

template <typename T>
bool ArrayRemove(array_ref<T> array, uint32_t start, uint32_t count) {
    const uint32_t size = static_cast<uint32_t>(array.size());
    if (start >= size) {
        set_last_error(ERR_INVALID_PARAMETER);
        return false;
    }
    const uint32_t removed = std::min(count, size - start);
    T* data = array.data();
    std::copy(data + start + removed, data + size, data + start);
    if (array.is_dynamic()) {
        array.resize(static_cast<int32_t>(size - removed));
    }
    return true;
}

// A static array loses what is pushed out at its end.
template <typename T>
bool ArrayInsert(array_ref<T> dst, array_ref<T> src, uint32_t dst_start, uint32_t src_start,
                 uint32_t count) {
    const uint32_t size = static_cast<uint32_t>(dst.size());
    const uint32_t available = static_cast<uint32_t>(src.size());
    if (dst_start > size || src_start >= available) {
        set_last_error(ERR_INVALID_PARAMETER);
        return false;
    }
    uint32_t added = std::min(count, available - src_start);
    const std::vector<T> values(src.data() + src_start, src.data() + src_start + added);
    if (dst.is_dynamic()) {
        dst.resize(static_cast<int32_t>(size + added));
    } else {
        added = std::min(added, size - dst_start);
    }
    T* data = dst.data();
    T* end = data + dst.size();
    std::copy_backward(data + dst_start, end - added, end);
    std::copy(values.begin(), values.begin() + added, data + dst_start);
    return true;
}

template <typename T>
bool ArrayReverse(array_ref<T> array, uint32_t start, uint32_t count) {
    const uint32_t size = static_cast<uint32_t>(array.size());
    if (start >= size) {
        set_last_error(ERR_INVALID_PARAMETER);
        return false;
    }
    T* data = array.data() + start;
    std::reverse(data, data + std::min(count, size - start));
    return true;
}

}  // namespace mql
