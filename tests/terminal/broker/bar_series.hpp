// Bars of one symbol: of a minute as they form, and of every longer timeframe that was asked for.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "prelude.hpp"

namespace terminal {

// What a tick does to the bar that it falls into.
struct bar_tick {
    int64_t second = 0;
    double price = 0.0;
    int32_t spread = 0;
    int64_t real_volume = 0;
};

class bar_series {
public:
    using bar_list = std::vector<mql::MqlRates>;

    // Time never goes back.
    void add(const bar_tick& tick);
    // History: of these bars of a minute, those before all that are there and before a second.
    void put_before(const bar_list& history, int64_t second);
    // Of a timeframe, oldest first, the last one forming.
    const bar_list& of(int32_t period) const;
    const bar_list& minutes() const { return minutes_; }

private:
    bar_list minutes_;
    // Built when first asked for and kept up to date from then on.
    mutable std::map<int32_t, bar_list> longer_;
};

// Seconds of a timeframe.
int32_t period_seconds(int32_t period);
// When the bar of a timeframe begins that this second belongs to.
int64_t bar_begin(int64_t second, int32_t period);

}  // namespace terminal
