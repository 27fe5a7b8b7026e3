// Calls of functions in libraries: what crosses by address lies between guard zones.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>

#include "array.hpp"
#include "scalar.hpp"
#include "string.hpp"

namespace mql::dll {

constexpr unsigned char guard_byte = 0xA5;

void fill_guard(void* zone);
// Stops the program when a library wrote outside what it was given.
void check_guard(const void* zone);
// Refuses when calls are not allowed, counts them, and remembers that the thread is outside.
void enter(void* slot);
void leave();

// Passes a number by value.
template <class T>
class by_value {
public:
    explicit by_value(T value) : value_(value) {}
    auto native() {
        if constexpr (std::is_same_v<T, bool>) {
            return static_cast<uint8_t>(value_ ? 1 : 0);
        } else if constexpr (std::is_same_v<T, datetime> || std::is_same_v<T, color>) {
            return value_.value;
        } else if constexpr (std::is_enum_v<T>) {
            return static_cast<int32_t>(value_);
        } else {
            return value_;
        }
    }
    void done() {}

private:
    T value_;
};

// Passes the address of a copy between guard zones, which is copied back.
template <class T>
class by_address {
public:
    explicit by_address(T& target) : target_(&target) {
        fill_guard(zone_);
        std::memcpy(zone_ + guard_size, target_, sizeof(T));
        fill_guard(zone_ + guard_size + sizeof(T));
    }
    std::remove_const_t<T>* native() {
        return reinterpret_cast<std::remove_const_t<T>*>(zone_ + guard_size);
    }
    void done() {
        check_guard(zone_);
        check_guard(zone_ + guard_size + sizeof(T));
        if constexpr (!std::is_const_v<T>) {
            std::memcpy(static_cast<void*>(target_), zone_ + guard_size, sizeof(T));
        }
    }

private:
    T* target_;
    alignas(16) unsigned char zone_[2 * guard_size + sizeof(T)];
};

// Memory of this thread for arrays of fixed size; given back in reverse order.
unsigned char* borrow(size_t size);
void give_back(size_t size);

// Passes the elements of an array, which have zones of their own when it is dynamic.
template <class T>
class by_buffer {
public:
    explicit by_buffer(array_ref<T> source) : source_(source) {
        bytes_ = static_cast<size_t>(source_.size()) * sizeof(T);
        if (source_.is_dynamic()) {
            start_ = reinterpret_cast<unsigned char*>(source_.data());
        } else {
            start_ = borrow(bytes_ + 2 * guard_size) + guard_size;
            std::memcpy(start_, source_.data(), bytes_);
        }
        if (start_ != nullptr) {
            fill_guard(start_ - guard_size);
            fill_guard(start_ + bytes_);
        }
    }
    by_buffer(const by_buffer&) = delete;
    by_buffer& operator=(const by_buffer&) = delete;
    T* native() { return reinterpret_cast<T*>(start_); }
    void done() {
        if (start_ == nullptr) {
            return;
        }
        check_guard(start_ - guard_size);
        check_guard(start_ + bytes_);
        if (!source_.is_dynamic()) {
            std::memcpy(static_cast<void*>(source_.data()), start_, bytes_);
        }
    }
    ~by_buffer() {
        if (!source_.is_dynamic()) {
            give_back(bytes_ + 2 * guard_size);
        }
    }

private:
    array_ref<T> source_;
    unsigned char* start_ = nullptr;
    size_t bytes_ = 0;
};

// Passes the address of text, which a library may change up to the size that it has.
class by_text {
public:
    explicit by_text(string* target, const string& source);
    char16_t* native() { return &buffer_[guard_size / sizeof(char16_t)]; }
    void done();

private:
    string* target_;
    size_t capacity_;
    std::u16string buffer_;
};

template <class T>
by_value<T> value(T value) {
    return by_value<T>(value);
}
template <class T>
by_address<T> structure(T& target) {
    static_assert(std::is_trivially_copyable_v<T>);
    return by_address<T>(target);
}
template <class T>
by_address<T> scalar_ref(T& target) {
    return by_address<T>(target);
}
template <class T>
by_buffer<T> buffer(array_ref<T> source) {
    return by_buffer<T>(source);
}
inline by_text text(const string& source) { return by_text(nullptr, source); }
inline by_text text_ref(string& target) { return by_text(&target, target); }
inline by_text text_ref(const string& target) { return by_text(nullptr, target); }

template <class R>
struct result_of {
    using native = R;
    static R from(native value) { return value; }
};
template <>
struct result_of<bool> {
    using native = uint8_t;
    static bool from(native value) { return value != 0; }
};
template <>
struct result_of<string> {
    using native = const char16_t*;
    static string from(native value) { return value == nullptr ? string() : string(value); }
};
template <>
struct result_of<datetime> {
    using native = int64_t;
    static datetime from(native value) { return datetime(value); }
};
template <>
struct result_of<color> {
    using native = uint32_t;
    static color from(native value) { return color(value); }
};

template <class R, class... A>
R call(void* slot, A&&... arguments) {
    enter(slot);
    if constexpr (std::is_void_v<R>) {
        reinterpret_cast<void (*)(decltype(arguments.native())...)>(slot)(arguments.native()...);
        leave();
        (arguments.done(), ...);
    } else {
        using result = result_of<R>;
        const auto value =
            reinterpret_cast<typename result::native (*)(decltype(arguments.native())...)>(slot)(
                arguments.native()...);
        leave();
        (arguments.done(), ...);
        return result::from(value);
    }
}

}  // namespace mql::dll
