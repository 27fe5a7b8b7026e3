// Built-ins between text and arrays of characters.
#include <algorithm>

#include "prelude.hpp"

namespace mql {

void set_last_error(int32_t code);

namespace {

// Copies characters into an array. Without a count the terminating zero comes along, and what does
// not fit into an array of fixed size is left out.
template <class T, class S>
int32_t copy_characters(const S& text, array_ref<T> array, int32_t start, int32_t count) {
    if (start < 0) {
        set_last_error(ERR_INVALID_PARAMETER);
        return 0;
    }
    const int32_t length = static_cast<int32_t>(text.size());
    const int32_t wanted = count < 0 ? length + 1 : std::min(count, length + 1);
    if (array.size() < start + wanted && array.is_dynamic()) {
        array.resize(start + wanted);
    }
    const int32_t copied = std::max(std::min(wanted, array.size() - start), 0);
    for (int32_t index = 0; index < copied; ++index) {
        const auto place = static_cast<size_t>(index);
        array.data()[start + index] = index < length ? static_cast<T>(text[place]) : T(0);
    }
    return copied;
}

// Characters of an array up to a zero.
template <class S, class T>
S characters(array_ref<T> array, int32_t start, int32_t count) {
    S text;
    const int32_t size = array.size();
    const int32_t end = count < 0 ? size : static_cast<int32_t>(std::min<int64_t>(
                                               size, int64_t{start} + count));
    for (int32_t index = std::max(start, 0); index < end && array.data()[index] != 0; ++index) {
        text += static_cast<typename S::value_type>(array.data()[index]);
    }
    return text;
}

}  // namespace

int32_t StringToCharArray(string text, array_ref<uint8_t> array, int32_t start, int32_t count,
                          uint32_t codepage) {
    return copy_characters(encode(text.text(), codepage), array, start, count);
}

string CharArrayToString(array_ref<uint8_t> array, int32_t start, int32_t count,
                         uint32_t codepage) {
    return string(decode(characters<std::string>(array, start, count), codepage));
}

int32_t StringToShortArray(string text, array_ref<uint16_t> array, int32_t start, int32_t count) {
    return copy_characters(text.text(), array, start, count);
}

string ShortArrayToString(array_ref<uint16_t> array, int32_t start, int32_t count) {
    return string(characters<std::u16string>(array, start, count));
}

string CharToString(uint8_t code) {
    return string(decode(std::string(1, static_cast<char>(code)), CP_ACP));
}

string ShortToString(uint16_t code) {
    return string(std::u16string(1, static_cast<char16_t>(code)));
}

}  // namespace mql
