// Conversions of MQL5, explicit and implicit.
#pragma once

#include <cmath>
#include <cstdint>
#include <type_traits>

#include "critical_error.hpp"
#include "enum_table.hpp"
#include "object.hpp"
#include "scalar.hpp"
#include "string.hpp"

namespace mql {

string to_string(const string& value);
string to_string(bool value);
string to_string(double value);
string to_string(float value);
string to_string(datetime value);
string to_string(color value);
string integer_text(int64_t value);
string unsigned_text(uint64_t value);

template <class T, std::enable_if_t<std::is_integral_v<T> || std::is_enum_v<T>, int> = 0>
string to_string(T value) {
    if constexpr (std::is_enum_v<T>) {
        return integer_text(static_cast<int32_t>(value));
    } else if constexpr (std::is_signed_v<T>) {
        return integer_text(value);
    } else {
        return unsigned_text(value);
    }
}

double text_to_double(const string& text);
int64_t text_to_integer(const string& text);
// The beginning of today, and false, when the text is no time.
bool read_time(const string& text, datetime& time);
datetime text_to_time(const string& text);
color text_to_color(const string& text);
bool text_to_bool(const string& text);

// As the processor converts: what does not fit becomes the smallest number.
inline int64_t real_to_integer(double value) {
    constexpr double limit = 9223372036854775808.0;
    if (!(value >= -limit && value < limit)) {
        return INT64_MIN;
    }
    return static_cast<int64_t>(value);
}

inline uint64_t real_to_unsigned(double value) {
    constexpr double limit = 9223372036854775808.0;
    if (value >= limit && value < 2 * limit) {
        return static_cast<uint64_t>(value - limit) + (uint64_t{1} << 63U);
    }
    return static_cast<uint64_t>(real_to_integer(value));
}

// The plain number inside a value.
template <class T>
auto plain(const T& value) {
    if constexpr (std::is_same_v<T, datetime> || std::is_same_v<T, color>) {
        return value.value;
    } else if constexpr (std::is_enum_v<T>) {
        return static_cast<int32_t>(value);
    } else {
        return value;
    }
}

template <class To, class From>
To number_cast(From value) {
    if constexpr (std::is_same_v<To, bool>) {
        return value != 0;
    } else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>) {
        if constexpr (std::is_same_v<To, uint64_t>) {
            return real_to_unsigned(value);
        } else {
            return static_cast<To>(real_to_integer(value));
        }
    } else {
        return static_cast<To>(value);
    }
}

template <class To>
struct caster {
    template <class From>
    static To from(const From& value) {
        if constexpr (std::is_same_v<From, string>) {
            return from_text(value);
        } else if constexpr (std::is_same_v<To, datetime>) {
            return datetime(number_cast<int64_t>(plain(value)));
        } else if constexpr (std::is_same_v<To, color>) {
            return color(number_cast<uint32_t>(plain(value)));
        } else if constexpr (std::is_enum_v<To>) {
            return static_cast<To>(number_cast<int32_t>(plain(value)));
        } else {
            return number_cast<To>(plain(value));
        }
    }

private:
    static To from_text(const string& text) {
        if constexpr (std::is_same_v<To, datetime>) {
            return text_to_time(text);
        } else if constexpr (std::is_same_v<To, color>) {
            return text_to_color(text);
        } else if constexpr (std::is_same_v<To, bool>) {
            return text_to_bool(text);
        } else if constexpr (std::is_floating_point_v<To>) {
            return static_cast<To>(text_to_double(text));
        } else {
            return static_cast<To>(text_to_integer(text));
        }
    }
};

template <>
struct caster<string> {
    template <class From>
    static string from(const From& value) {
        return to_string(value);
    }
};

template <class C>
struct caster<ptr<C>> {
    template <class D>
    static ptr<C> from(const ptr<D>& source) {
        if (source == nullptr) {
            return ptr<C>();
        }
        if constexpr (std::is_base_of_v<C, D>) {
            return ptr<C>(source);
        } else {
            if (!source.is_valid()) {
                fail("invalid pointer access");
            }
            C* target = dynamic_cast<C*>(source.raw());
            if (target == nullptr) {
                fail("incorrect casting of pointers");
            }
            return ptr<C>(target, source.number());
        }
    }
};

template <class To, class From>
To cast(const From& value) {
    return caster<To>::from(value);
}

}  // namespace mql
