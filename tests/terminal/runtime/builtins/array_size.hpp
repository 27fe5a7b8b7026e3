// Size, direction and contents of arrays.
#pragma once

#include "prelude.hpp"

namespace mql {

void set_last_error(int32_t code);

// Elements in all dimensions, and the sizes of the inner ones.
template <class T>
struct element_traits {
    static constexpr int32_t count = 1;
    using base = T;
    static int32_t range(int32_t) { return 0; }
};
template <class T, int N>
struct element_traits<fixed_array<T, N>> {
    static constexpr int32_t count = N * element_traits<T>::count;
    using base = typename element_traits<T>::base;
    static int32_t range(int32_t rank) {
        return rank == 0 ? N : element_traits<T>::range(rank - 1);
    }
};

template <typename T>
int32_t ArraySize(array_ref<T> array) {
    return array.size() * element_traits<T>::count;
}

template <typename T>
int32_t ArrayRange(array_ref<T> array, int32_t rank_index) {
    return rank_index == 0 ? array.size() : element_traits<T>::range(rank_index - 1);
}

template <typename T>
int32_t ArrayResize(array_ref<T> array, int32_t new_size, int32_t reserve_size) {
    if (!array.is_dynamic() || !array.resize(new_size, reserve_size)) {
        set_last_error(ERR_ARRAY_RESIZE_ERROR);
        return -1;
    }
    return new_size * element_traits<T>::count;
}

template <typename T>
void ArrayFree(array_ref<T> array) {
    if (array.is_dynamic()) {
        array.owner().release();
    }
}

template <typename T>
bool ArrayIsDynamic(array_ref<T> array) {
    return array.is_dynamic();
}

// Series of prices are not handed to programs here.
template <typename T>
bool ArrayIsSeries(array_ref<T>) {
    return false;
}

template <typename T>
bool ArraySetAsSeries(array_ref<T> array, bool flag) {
    if (!array.is_dynamic() || element_traits<T>::count != 1) {
        return false;
    }
    array.owner().set_series(flag);
    return true;
}

template <typename T>
bool ArrayGetAsSeries(array_ref<T> array) {
    return array.is_series();
}

template <typename T>
int32_t ArrayInitialize(array_ref<T> array, T value) {
    for (int32_t index = 0; index < array.size(); ++index) {
        array.data()[index] = value;
    }
    return ArraySize(array);
}

// A static array, or one with the memory that ArrayResize gave it, is written in the order of
// memory.
template <typename T>
void ArrayFill(array_ref<T> array, int32_t start, int32_t count, T value) {
    for (int32_t index = start; index < start + count; ++index) {
        if (index < 0 || index >= array.size()) {
            fail_index(index, array.size());
        }
        array.data()[index] = value;
    }
}

template <typename T>
bool ArraySwap(array_ref<T> array1, array_ref<T> array2) {
    if (!array1.is_dynamic() || !array2.is_dynamic()) {
        return false;
    }
    array1.owner().swap(array2.owner());
    return true;
}

}  // namespace mql
