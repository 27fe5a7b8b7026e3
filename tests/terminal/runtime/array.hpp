// Arrays: of fixed size, dynamic with the series flag, and views of either for parameters.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "critical_error.hpp"
#include "poison.hpp"

namespace mql {

// Bytes before and behind the elements of a dynamic array, and of copies given to a library.
constexpr size_t guard_size = 32;
// Bytes that the terminal has for one array.
constexpr size_t largest_array = size_t{1} << 30U;

template <class T, int N>
struct fixed_array {
    T data[N];

    T& operator[](int64_t index) {
        if (static_cast<uint64_t>(index) >= static_cast<uint64_t>(N)) {
            fail_index(index, N);
        }
        return data[index];
    }
    const T& operator[](int64_t index) const {
        return const_cast<fixed_array&>(*this)[index];
    }
};

template <class T>
class array {
public:
    array() = default;
    array(const array& other) { assign(other); }
    array(array&& other) noexcept { swap(other); }
    array& operator=(const array& other) {
        if (this != &other) {
            assign(other);
        }
        return *this;
    }
    array& operator=(array&& other) noexcept {
        swap(other);
        return *this;
    }
    // Destructors of the elements may stop the program.
    ~array() noexcept(false) { release(); }

    int32_t size() const { return size_; }
    T* data() { return data_; }
    const T* data() const { return data_; }
    bool is_series() const { return is_series_; }
    void set_series(bool on) { is_series_ = on; }

    // New elements are what fresh memory holds. `reserve` elements more are kept when it must grow.
    bool resize(int32_t size, int32_t reserve) {
        if (size < 0 || static_cast<size_t>(size) > largest_array / sizeof(T)) {
            return false;
        }
        if (size > capacity_) {
            grow(size + (reserve > 0 ? reserve : 0));
        }
        for (int32_t index = size_; index < size; ++index) {
            make(data_ + index);
        }
        for (int32_t index = size; index < size_; ++index) {
            data_[index].~T();
        }
        size_ = size;
        return true;
    }
    void release() {
        for (int32_t index = 0; index < size_; ++index) {
            data_[index].~T();
        }
        ::operator delete(block_);
        block_ = nullptr;
        data_ = nullptr;
        size_ = 0;
        capacity_ = 0;
    }
    void swap(array& other) noexcept {
        std::swap(block_, other.block_);
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
        std::swap(is_series_, other.is_series_);
    }

    T& operator[](int64_t index) {
        if (static_cast<uint64_t>(index) >= static_cast<uint64_t>(size_)) {
            fail_index(index, size_);
        }
        return data_[is_series_ ? size_ - 1 - index : index];
    }
    const T& operator[](int64_t index) const { return const_cast<array&>(*this)[index]; }

private:
    static void make(T* place) {
        if constexpr (std::is_same_v<T, bool>) {
            *place = true;
        } else if constexpr (std::is_trivially_copyable_v<T>) {
            std::memset(static_cast<void*>(place), poison_byte, sizeof(T));
        } else {
            new (place) T();
        }
    }
    void grow(int32_t capacity) {
        const size_t bytes = static_cast<size_t>(capacity) * sizeof(T);
        char* block = static_cast<char*>(::operator new(bytes + 2 * guard_size));
        T* data = reinterpret_cast<T*>(block + guard_size);
        for (int32_t index = 0; index < size_; ++index) {
            new (data + index) T(std::move(data_[index]));
            data_[index].~T();
        }
        ::operator delete(block_);
        block_ = block;
        data_ = data;
        capacity_ = capacity;
    }
    void assign(const array& other) {
        release();
        resize(other.size_, 0);
        for (int32_t index = 0; index < size_; ++index) {
            data_[index] = other.data_[index];
        }
        is_series_ = other.is_series_;
    }

    char* block_ = nullptr;
    T* data_ = nullptr;
    int32_t size_ = 0;
    int32_t capacity_ = 0;
    bool is_series_ = false;
};

// A parameter `T &a[]`: the caller's array, whatever kind it is.
template <class T>
class array_ref {
public:
    array_ref(const array<T>& owner) : owner_(const_cast<array<T>*>(&owner)) {}
    template <int N>
    array_ref(const fixed_array<T, N>& owner)
        : data_(const_cast<T*>(owner.data)), size_(N) {}
    array_ref(T* data, int32_t size) : data_(data), size_(size) {}

    bool is_dynamic() const { return owner_ != nullptr; }
    // Of a dynamic array only.
    array<T>& owner() const { return *owner_; }
    int32_t size() const { return owner_ != nullptr ? owner_->size() : size_; }
    // In memory, the oldest first, whatever the series flag says.
    T* data() const { return owner_ != nullptr ? owner_->data() : data_; }
    bool is_series() const { return owner_ != nullptr && owner_->is_series(); }
    // False when the array cannot hold so many elements.
    bool resize(int32_t size, int32_t reserve = 0) const {
        return owner_ != nullptr ? owner_->resize(size, reserve) : size <= size_;
    }

    T& operator[](int64_t index) const {
        if (owner_ != nullptr) {
            return (*owner_)[index];
        }
        if (static_cast<uint64_t>(index) >= static_cast<uint64_t>(size_)) {
            fail_index(index, size_);
        }
        return data_[index];
    }

private:
    array<T>* owner_ = nullptr;
    T* data_ = nullptr;
    int32_t size_ = 0;
};

}  // namespace mql
