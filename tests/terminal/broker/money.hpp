// Amounts of the account currency in whole millionths, so that sums are exact.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace terminal {

// Ends the run: money or state would be wrong from here on.
[[noreturn]] inline void broken(const std::string& what) {
    std::fprintf(stderr, "broker: %s\n", what.c_str());
    std::fflush(stderr);
    std::abort();
}

struct money {
    int64_t micros = 0;

    double units() const { return static_cast<double>(micros) / 1e6; }
    money operator+(money other) const { return {micros + other.micros}; }
    money operator-(money other) const { return {micros - other.micros}; }
    money operator-() const { return {-micros}; }
    money& operator+=(money other) {
        micros += other.micros;
        return *this;
    }
    money& operator-=(money other) {
        micros -= other.micros;
        return *this;
    }
    bool operator==(money other) const { return micros == other.micros; }
    bool operator!=(money other) const { return micros != other.micros; }
    bool operator<(money other) const { return micros < other.micros; }

    // To the nearest millionth, ties to even.
    static money of(double units) {
        const double micros = std::nearbyint(units * 1e6);
        if (!(std::fabs(micros) < 9e18)) {
            broken("an amount of money was " + std::to_string(units));
        }
        return {static_cast<int64_t>(micros)};
    }
    // To so many decimal places, halves away from zero, as a trade server books it.
    static money rounded(double units, int digits) {
        if (digits >= 6) {
            return of(units);
        }
        constexpr double scales[] = {1.0, 10.0, 100.0, 1000.0, 10000.0, 100000.0};
        const double scale = scales[digits < 0 ? 0 : digits];
        // What lies within rounding noise of a half counts as the half.
        const double scaled = units * scale;
        return of(std::round(scaled + std::copysign(1e-7, scaled)) / scale);
    }
};

}  // namespace terminal
