// Numbers that look random and are the same on every platform.
#pragma once

#include <cstdint>

namespace terminal {

// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
class random_numbers {
public:
    explicit random_numbers(uint64_t seed = 1) : state_(seed) {}

    uint64_t next() {
        state_ += 0x9E3779B97F4A7C15ULL;
        uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
        return mixed ^ (mixed >> 31U);
    }
    // 0 to limit - 1.
    uint64_t below(uint64_t limit) { return limit == 0 ? 0 : next() % limit; }
    // 0 up to 1.
    double fraction() { return static_cast<double>(next() >> 11U) / 9007199254740992.0; }

private:
    uint64_t state_;
};

}  // namespace terminal
