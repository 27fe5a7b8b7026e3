// Bars as programs copy them: CopyRates, CopyTime, CopyOpen and their like.
#include <algorithm>

#include "series_access.hpp"

namespace mql {

namespace {

using bar_list = std::vector<MqlRates>;

struct by_position {
    int32_t start;
    int32_t count;
};
struct by_time {
    datetime start;
    int32_t count;
};
struct by_range {
    datetime start;
    datetime stop;
};

struct slice {
    size_t begin = 0;
    size_t count = 0;
    int32_t error = 0;
};

slice failed(int32_t error) { return {0, 0, error}; }

// The newest `count` of the oldest `end` bars.
slice before(size_t end, int32_t count) {
    if (end == 0) {
        return failed(ERR_HISTORY_NOT_FOUND);
    }
    const size_t taken = std::min(end, static_cast<size_t>(count));
    return {end - taken, taken, 0};
}

// How many bars begin at a moment or before.
size_t begun_at(const bar_list& bars, int64_t second) {
    const auto is_after = [](int64_t at, const MqlRates& bar) { return at < bar.time.value; };
    return static_cast<size_t>(
        std::upper_bound(bars.begin(), bars.end(), second, is_after) - bars.begin());
}

slice chosen(const bar_list& bars, by_position asked) {
    if (asked.start < 0 || asked.count <= 0) {
        return failed(ERR_INVALID_PARAMETER);
    }
    const auto start = static_cast<size_t>(asked.start);
    return before(bars.size() > start ? bars.size() - start : 0, asked.count);
}

slice chosen(const bar_list& bars, by_time asked) {
    if (asked.count <= 0) {
        return failed(ERR_INVALID_PARAMETER);
    }
    return before(begun_at(bars, asked.start.value), asked.count);
}

// Nothing in between is no error; a range that lies outside of what there is, is one.
slice chosen(const bar_list& bars, by_range asked) {
    const int64_t first = std::min(asked.start.value, asked.stop.value);
    const int64_t last = std::max(asked.start.value, asked.stop.value);
    if (bars.empty() || last < bars.front().time.value || first > bars.back().time.value) {
        return failed(ERR_HISTORY_NOT_FOUND);
    }
    const size_t begin = begun_at(bars, first - 1);
    return {begin, begun_at(bars, last) - begin, 0};
}

template <class Asked, class T, class Part>
int32_t copy_bars(const string& symbol, int32_t timeframe, Asked asked,
                  const array_ref<T>& target, Part part) {
    const uncounted pause;
    const terminal::world_lock lock;
    const bar_list* bars = bars_of(symbol, timeframe);
    if (bars == nullptr) {
        return -1;
    }
    const slice found = chosen(*bars, asked);
    if (found.error != 0) {
        terminal::set_last_error(found.error);
        return -1;
    }
    const auto count = static_cast<int32_t>(found.count);
    if (!target.resize(count)) {
        terminal::set_last_error(ERR_ARRAY_RESIZE_ERROR);
        return -1;
    }
    T* to = target.data();
    for (size_t index = 0; index < found.count; ++index) {
        to[index] = part((*bars)[found.begin + index]);
    }
    return count;
}

}  // namespace

// The three forms of one function.
#define COPY_FUNCTIONS(NAME, TYPE, PART)                                                       \
    int32_t NAME(string symbol_name, ENUM_TIMEFRAMES timeframe, int32_t start_pos,             \
                 int32_t count, array_ref<TYPE> target) {                                      \
        return copy_bars(symbol_name, timeframe, by_position{start_pos, count}, target,        \
                         [](const MqlRates& bar) { return PART; });                            \
    }                                                                                          \
    int32_t NAME(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time,           \
                 int32_t count, array_ref<TYPE> target) {                                      \
        return copy_bars(symbol_name, timeframe, by_time{start_time, count}, target,           \
                         [](const MqlRates& bar) { return PART; });                            \
    }                                                                                          \
    int32_t NAME(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time,           \
                 datetime stop_time, array_ref<TYPE> target) {                                 \
        return copy_bars(symbol_name, timeframe, by_range{start_time, stop_time}, target,      \
                         [](const MqlRates& bar) { return PART; });                            \
    }

COPY_FUNCTIONS(CopyRates, MqlRates, bar)
COPY_FUNCTIONS(CopyTime, datetime, bar.time)
COPY_FUNCTIONS(CopyOpen, double, bar.open)
COPY_FUNCTIONS(CopyHigh, double, bar.high)
COPY_FUNCTIONS(CopyLow, double, bar.low)
COPY_FUNCTIONS(CopyClose, double, bar.close)
COPY_FUNCTIONS(CopyTickVolume, int64_t, bar.tick_volume)
COPY_FUNCTIONS(CopyRealVolume, int64_t, bar.real_volume)
COPY_FUNCTIONS(CopySpread, int32_t, bar.spread)

#undef COPY_FUNCTIONS

}  // namespace mql
