// Sorting and searching.
#pragma once

#include <algorithm>

#include "array_size.hpp"

namespace mql {

// Ascending as the program sees the array; several dimensions by their first column.
template <typename T>
bool ArraySort(array_ref<T> array) {
    const auto less = [](const T& left, const T& right) {
        if constexpr (element_traits<T>::count != 1) {
            return plain(left[0]) < plain(right[0]);
        } else {
            return plain(left) < plain(right);
        }
    };
    T* data = array.data();
    std::stable_sort(data, data + array.size(), less);
    if (array.is_series()) {
        std::reverse(data, data + array.size());
    }
    return true;
}

// The place of the value in a sorted array, or of the element that is nearest to it.
template <typename T>
int32_t ArrayBsearch(array_ref<T> array, T value) {
    if (array.size() == 0) {
        set_last_error(ERR_ZEROSIZE_ARRAY);
        return -1;
    }
    const auto wanted = plain(value);
    int32_t low = 0;
    int32_t high = array.size() - 1;
    while (low <= high) {
        const int32_t middle = low + (high - low) / 2;
        const auto found = plain(array[middle]);
        if (found == wanted) {
            return middle;
        }
        if (found < wanted) {
            low = middle + 1;
        } else {
            high = middle - 1;
        }
    }
    if (high < 0 || low >= array.size()) {
        return high < 0 ? 0 : high;
    }
    return wanted - plain(array[high]) <= plain(array[low]) - wanted ? high : low;
}

template <typename T, class Better>
int32_t array_extreme(array_ref<T> array, int32_t start, int32_t count, Better better) {
    const int32_t size = array.size();
    if (start < 0 || start >= size || count == 0) {
        set_last_error(ERR_INVALID_PARAMETER);
        return -1;
    }
    const int32_t end = count < 0 ? size : std::min(size, start + count);
    int32_t best = start;
    for (int32_t index = start + 1; index < end; ++index) {
        if (better(plain(array[index]), plain(array[best]))) {
            best = index;
        }
    }
    return best;
}

template <typename T>
int32_t ArrayMaximum(array_ref<T> array, int32_t start, int32_t count) {
    return array_extreme(array, start, count, [](auto a, auto b) { return a > b; });
}

template <typename T>
int32_t ArrayMinimum(array_ref<T> array, int32_t start, int32_t count) {
    return array_extreme(array, start, count, [](auto a, auto b) { return a < b; });
}

template <typename T>
int32_t order_of(const T& left, const T& right) {
    if constexpr (std::is_same_v<T, string>) {
        const int32_t order = StringCompare(left, right, true);
        // NULL comes before an empty text.
        return order != 0 ? order : right.is_null() - left.is_null();
    } else {
        return plain(left) < plain(right) ? -1 : plain(right) < plain(left) ? 1 : 0;
    }
}

// -1, 0 or 1 as the first array is less, equal or greater; -2 for wrong places.
template <typename T>
int32_t ArrayCompare(array_ref<T> array1, array_ref<T> array2, int32_t start1, int32_t start2,
                     int32_t count) {
    if (start1 < 0 || start2 < 0 || start1 > array1.size() || start2 > array2.size()) {
        return -2;
    }
    int32_t length1 = array1.size() - start1;
    int32_t length2 = array2.size() - start2;
    if (count >= 0) {
        length1 = std::min(length1, count);
        length2 = std::min(length2, count);
    }
    for (int32_t index = 0; index < std::min(length1, length2); ++index) {
        const int32_t order = order_of(array1[start1 + index], array2[start2 + index]);
        if (order != 0) {
            return order;
        }
    }
    return length1 == length2 ? 0 : (length1 < length2 ? -1 : 1);
}

}  // namespace mql
