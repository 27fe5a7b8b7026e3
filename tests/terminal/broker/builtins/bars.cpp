// Single bars and what is known of a series: iTime and its like, Bars, SeriesInfoInteger.
#include <algorithm>

#include "series_access.hpp"

namespace mql {

namespace {

using bar_list = std::vector<MqlRates>;

// The bar so many before the newest; null with the terminal's error.
template <class T, class Part>
T part_of_bar(const string& symbol, int32_t timeframe, int32_t shift, Part part) {
    const uncounted pause;
    const terminal::world_lock lock;
    const bar_list* bars = bars_of(symbol, timeframe);
    if (bars == nullptr) {
        return T();
    }
    if (shift < 0 || static_cast<size_t>(shift) >= bars->size()) {
        terminal::set_last_error(shift < 0 ? ERR_INVALID_PARAMETER : ERR_HISTORY_NOT_FOUND);
        return T();
    }
    return part((*bars)[bars->size() - 1 - static_cast<size_t>(shift)]);
}

double value_of(const MqlRates& bar, int32_t type) {
    switch (type) {
        case MODE_OPEN: return bar.open;
        case MODE_LOW: return bar.low;
        case MODE_HIGH: return bar.high;
        case MODE_CLOSE: return bar.close;
        case MODE_VOLUME: return static_cast<double>(bar.tick_volume);
        case MODE_REAL_VOLUME: return static_cast<double>(bar.real_volume);
        default: return bar.spread;
    }
}

// How far back the extreme is, the newest of equal ones; `sign` is -1 for the lowest.
int32_t extreme(const string& symbol, int32_t timeframe, int32_t type, int32_t count,
                int32_t start, double sign) {
    const uncounted pause;
    const terminal::world_lock lock;
    const bar_list* bars = bars_of(symbol, timeframe);
    if (bars == nullptr) {
        return -1;
    }
    const auto total = static_cast<int32_t>(bars->size());
    if (start < 0 || start >= total || type < MODE_OPEN || type > MODE_SPREAD) {
        terminal::set_last_error(ERR_INVALID_PARAMETER);
        return -1;
    }
    const int32_t end = count <= 0 || count > total - start ? total : start + count;
    const auto at = [&](int32_t shift) {
        return sign * value_of((*bars)[static_cast<size_t>(total - 1 - shift)], type);
    };
    int32_t best = start;
    for (int32_t shift = start + 1; shift < end; ++shift) {
        best = at(shift) > at(best) ? shift : best;
    }
    return best;
}

int64_t first_date(const bar_list& bars) { return bars.empty() ? 0 : bars.front().time.value; }

}  // namespace

datetime iTime(string symbol, ENUM_TIMEFRAMES timeframe, int32_t shift) {
    return part_of_bar<datetime>(symbol, timeframe, shift,
                                 [](const MqlRates& bar) { return bar.time; });
}
double iOpen(string symbol, ENUM_TIMEFRAMES timeframe, int32_t shift) {
    return part_of_bar<double>(symbol, timeframe, shift,
                               [](const MqlRates& bar) { return bar.open; });
}
double iHigh(string symbol, ENUM_TIMEFRAMES timeframe, int32_t shift) {
    return part_of_bar<double>(symbol, timeframe, shift,
                               [](const MqlRates& bar) { return bar.high; });
}
double iLow(string symbol, ENUM_TIMEFRAMES timeframe, int32_t shift) {
    return part_of_bar<double>(symbol, timeframe, shift,
                               [](const MqlRates& bar) { return bar.low; });
}
double iClose(string symbol, ENUM_TIMEFRAMES timeframe, int32_t shift) {
    return part_of_bar<double>(symbol, timeframe, shift,
                               [](const MqlRates& bar) { return bar.close; });
}
int64_t iTickVolume(string symbol, ENUM_TIMEFRAMES timeframe, int32_t shift) {
    return part_of_bar<int64_t>(symbol, timeframe, shift,
                                [](const MqlRates& bar) { return bar.tick_volume; });
}
int64_t iVolume(string symbol, ENUM_TIMEFRAMES timeframe, int32_t shift) {
    return iTickVolume(symbol, timeframe, shift);
}
int64_t iRealVolume(string symbol, ENUM_TIMEFRAMES timeframe, int32_t shift) {
    return part_of_bar<int64_t>(symbol, timeframe, shift,
                                [](const MqlRates& bar) { return bar.real_volume; });
}
int32_t iSpread(string symbol, ENUM_TIMEFRAMES timeframe, int32_t shift) {
    return part_of_bar<int32_t>(symbol, timeframe, shift,
                                [](const MqlRates& bar) { return bar.spread; });
}

int32_t iHighest(string symbol, ENUM_TIMEFRAMES timeframe, ENUM_SERIESMODE type, int32_t count,
                 int32_t start) {
    return extreme(symbol, timeframe, type, count, start, 1.0);
}
int32_t iLowest(string symbol, ENUM_TIMEFRAMES timeframe, ENUM_SERIESMODE type, int32_t count,
                int32_t start) {
    return extreme(symbol, timeframe, type, count, start, -1.0);
}

int32_t Bars(string symbol_name, ENUM_TIMEFRAMES timeframe) {
    const uncounted pause;
    const terminal::world_lock lock;
    const bar_list* bars = bars_of(symbol_name, timeframe);
    return bars == nullptr ? 0 : static_cast<int32_t>(bars->size());
}

int32_t Bars(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time,
             datetime stop_time) {
    const uncounted pause;
    const terminal::world_lock lock;
    const bar_list* bars = bars_of(symbol_name, timeframe);
    if (bars == nullptr) {
        return 0;
    }
    const int64_t first = std::min(start_time.value, stop_time.value);
    const int64_t last = std::max(start_time.value, stop_time.value);
    return static_cast<int32_t>(
        std::count_if(bars->begin(), bars->end(), [&](const MqlRates& bar) {
            return bar.time.value >= first && bar.time.value <= last;
        }));
}

int32_t iBars(string symbol, ENUM_TIMEFRAMES timeframe) { return Bars(symbol, timeframe); }

// The bar that a moment belongs to: when it is missing, the one before it, or with `exact` none.
int32_t iBarShift(string symbol, ENUM_TIMEFRAMES timeframe, datetime time, bool exact) {
    const uncounted pause;
    const terminal::world_lock lock;
    const bar_list* bars = bars_of(symbol, timeframe);
    if (bars == nullptr) {
        return -1;
    }
    const auto is_after = [](int64_t at, const MqlRates& bar) { return at < bar.time.value; };
    const auto next = std::upper_bound(bars->begin(), bars->end(), time.value, is_after);
    const int32_t period = terminal::period_or_current(timeframe);
    const bool is_there = next != bars->begin() && (next - 1)->time.value ==
                                                       terminal::bar_begin(time.value, period);
    if (bars->empty() || (exact && !is_there)) {
        terminal::set_last_error(ERR_HISTORY_NOT_FOUND);
        return -1;
    }
    // Older than all there are: the oldest.
    const auto newer = bars->end() - (next == bars->begin() ? next + 1 : next);
    return static_cast<int32_t>(newer);
}

bool SeriesInfoInteger(string symbol_name, ENUM_TIMEFRAMES timeframe,
                       ENUM_SERIES_INFO_INTEGER prop_id, int64_t& value) {
    const uncounted pause;
    const terminal::world_lock lock;
    value = 0;
    const terminal::symbol_state* symbol = terminal::symbol_of(symbol_name);
    if (symbol == nullptr) {
        return false;
    }
    if (prop_id == SERIES_SYNCHRONIZED || !symbol->spec.is_synchronized) {
        value = symbol->spec.is_synchronized ? 1 : 0;
        return prop_id == SERIES_SYNCHRONIZED;
    }
    const bar_list& bars = symbol->bars.of(terminal::period_or_current(timeframe));
    switch (prop_id) {
        case SERIES_BARS_COUNT: value = static_cast<int64_t>(bars.size()); return true;
        case SERIES_LASTBAR_DATE: value = bars.empty() ? 0 : bars.back().time.value; return true;
        case SERIES_FIRSTDATE: value = first_date(bars); return true;
        case SERIES_SERVER_FIRSTDATE:
        case SERIES_TERMINAL_FIRSTDATE: value = first_date(symbol->bars.minutes()); return true;
        default: terminal::set_last_error(ERR_HISTORY_WRONG_PROPERTY); return false;
    }
}

int64_t SeriesInfoInteger(string symbol_name, ENUM_TIMEFRAMES timeframe,
                          ENUM_SERIES_INFO_INTEGER prop_id) {
    int64_t value = 0;
    SeriesInfoInteger(symbol_name, timeframe, prop_id, value);
    return value;
}

}  // namespace mql
