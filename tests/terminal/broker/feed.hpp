// Where the prices of a symbol come from: a file of ticks, or a generator.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace terminal {

struct feed_tick {
    int64_t msc = 0;
    double bid = 0.0;
    double ask = 0.0;
    // Of the last deal; 0 where the feed has none.
    double last = 0.0;
    uint64_t volume = 0;
};

// A made-up walk in whole points, the same on every platform.
struct synthetic_walk {
    double price = 1.1;
    double point = 0.00001;
    // Largest step of the bid between two ticks, in points.
    int32_t step_points = 3;
    int32_t spread_points = 10;
    int64_t interval_msc = 500;
    uint64_t seed = 1;
};

// What a feed is made of, so that it can be opened again for the tester.
struct feed_plan {
    // Empty: made up.
    std::string file;
    synthetic_walk walk;
    int64_t from_msc = INT64_MIN;
    int64_t to_msc = INT64_MAX;
    int64_t shift_msc = 0;
};

class feed {
public:
    virtual ~feed() = default;
    // The next tick; false at the end.
    virtual bool next(feed_tick& tick) = 0;
};

// Null with the reason when it cannot be opened. A file that turns out to be damaged ends the run
// with its name and the line.
std::unique_ptr<feed> open_feed(const feed_plan& plan, std::string& error);

}  // namespace terminal
