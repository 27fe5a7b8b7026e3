// An argument of `Print`, `StringFormat` and their like.
#pragma once

#include <cstdint>
#include <type_traits>

#include "cast.hpp"
#include "scalar.hpp"
#include "string.hpp"

namespace mql {

class any {
public:
    enum class kind { boolean, integer, natural, real, real32, text, time, color };

    explicit any(bool value) : kind_(kind::boolean), size_(1), bits_(value ? 1 : 0) {}
    explicit any(double value) : kind_(kind::real), size_(8), real_(value) {}
    explicit any(float value) : kind_(kind::real32), size_(4), real_(value) {}
    explicit any(const string& value) : kind_(kind::text), size_(0), text_(value) {}
    explicit any(datetime value) : kind_(kind::time), size_(8), bits_(value.value) {}
    explicit any(color value) : kind_(kind::color), size_(4), bits_(value.value) {}
    template <class T, std::enable_if_t<std::is_integral_v<T> || std::is_enum_v<T>, int> = 0>
    explicit any(T value)
        : kind_(std::is_signed_v<T> || std::is_enum_v<T> ? kind::integer : kind::natural),
          size_(sizeof(T)),
          bits_(static_cast<int64_t>(value)) {}

    kind type() const { return kind_; }
    bool is_real() const { return kind_ == kind::real || kind_ == kind::real32; }
    bool is_text() const { return kind_ == kind::text; }
    int size() const { return size_; }
    int64_t integer() const { return is_real() ? real_to_integer(real_) : bits_; }
    double real() const { return is_real() ? real_ : static_cast<double>(bits_); }
    float real32() const { return static_cast<float>(real_); }
    const string& text() const { return text_; }
    // As `Print` writes it.
    string print() const;

private:
    kind kind_;
    int size_;
    int64_t bits_ = 0;
    double real_ = 0;
    string text_;
};

}  // namespace mql
