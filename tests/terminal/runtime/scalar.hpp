// `datetime` and `color`: numbers of their own kind.
#pragma once

#include <cstdint>

namespace mql {

#pragma pack(push, 1)
// Seconds since 1970 on the clock of the trade server.
struct datetime {
    int64_t value;
    datetime() = default;
    explicit constexpr datetime(int64_t seconds) : value(seconds) {}
};

// 0x00BBGGRR, or 0xFFFFFFFF for none.
struct color {
    uint32_t value;
    color() = default;
    explicit constexpr color(uint32_t code) : value(code) {}
};
#pragma pack(pop)

}  // namespace mql
