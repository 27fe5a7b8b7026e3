// Division, which stops the program where MQL5 does.
#pragma once

#include <cstdint>
#include <limits>
#include <type_traits>

#include "critical_error.hpp"

namespace mql {

template <class T>
constexpr bool divides_to_overflow(T left, T right) {
    if constexpr (std::is_signed_v<T> && std::is_integral_v<T>) {
        return right == static_cast<T>(-1) && left == std::numeric_limits<T>::min();
    } else {
        return false;
    }
}

template <class A, class B>
auto divide(A left, B right) {
    using result = decltype(left / right);
    const result a = static_cast<result>(left);
    const result b = static_cast<result>(right);
    if (b == result(0)) {
        fail("zero divide");
    }
    if (divides_to_overflow(a, b)) {
        fail("integer overflow in division");
    }
    return static_cast<result>(a / b);
}

template <class A, class B>
auto modulo(A left, B right) {
    using result = decltype(left / right);
    const result a = static_cast<result>(left);
    const result b = static_cast<result>(right);
    if (b == result(0)) {
        fail("zero divide");
    }
    if (divides_to_overflow(a, b)) {
        return result(0);
    }
    return static_cast<result>(a % b);
}

// A pointer to a function that may be called.
template <class F>
F checked(F function) {
    if (function == nullptr) {
        fail("invalid function pointer call");
    }
    return function;
}

}  // namespace mql
