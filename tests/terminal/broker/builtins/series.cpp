// Ticks and bars as programs copy them.
#include <algorithm>

#include "../engine.hpp"
#include "allocation.hpp"
#include "host.hpp"

namespace mql {

using terminal::symbol_of;
using terminal::symbol_state;

namespace {

constexpr uint32_t ticks_default = 2000;

// A symbol whose history has arrived from the server; null with the terminal's error.
const symbol_state* with_history(const string& name) {
    const symbol_state* symbol = symbol_of(name);
    if (symbol != nullptr && !symbol->spec.is_synchronized) {
        terminal::set_last_error(ERR_HISTORY_TIMEOUT);
        return nullptr;
    }
    return symbol;
}

template <class T>
int32_t hand_over(const T* from, size_t count, array_ref<T> target) {
    const auto wanted = static_cast<int32_t>(count);
    if (!target.resize(wanted)) {
        terminal::set_last_error(ERR_ARRAY_RESIZE_ERROR);
        return -1;
    }
    std::copy(from, from + count, target.data());
    return wanted;
}

std::vector<MqlRates> bars_of(const symbol_state& symbol, int32_t timeframe, size_t most) {
    return terminal::aggregate(symbol.bars, terminal::period_or_current(timeframe), most);
}

}  // namespace

int32_t CopyTicks(string symbol_name, array_ref<MqlTick> ticks_array, uint32_t, uint64_t from,
                  uint32_t count) {
    const uncounted pause;
    const terminal::world_lock lock;
    const symbol_state* symbol = with_history(symbol_name);
    if (symbol == nullptr) {
        return -1;
    }
    const std::vector<MqlTick>& ticks = symbol->ticks;
    const size_t most = count == 0 ? ticks_default : count;
    if (from == 0) {
        const size_t taken = std::min(most, ticks.size());
        return hand_over(ticks.data() + (ticks.size() - taken), taken, ticks_array);
    }
    // What is asked for is usually at the end.
    size_t begin = ticks.size();
    const auto from_msc = static_cast<int64_t>(from);
    while (begin > 0 && ticks[begin - 1].time_msc >= from_msc && ticks.size() - begin < 64) {
        --begin;
    }
    if (begin > 0 && ticks[begin - 1].time_msc >= from_msc) {
        const auto is_before = [](const MqlTick& tick, int64_t msc) { return tick.time_msc < msc; };
        begin = static_cast<size_t>(
            std::lower_bound(ticks.begin(), ticks.end(), from_msc, is_before) - ticks.begin());
    }
    return hand_over(ticks.data() + begin, std::min(most, ticks.size() - begin), ticks_array);
}

int32_t CopyTicksRange(string symbol_name, array_ref<MqlTick> ticks_array, uint32_t,
                       uint64_t from_msc, uint64_t to_msc) {
    const uncounted pause;
    const terminal::world_lock lock;
    const symbol_state* symbol = with_history(symbol_name);
    if (symbol == nullptr) {
        return -1;
    }
    std::vector<MqlTick> chosen;
    for (const MqlTick& tick : symbol->ticks) {
        const auto msc = static_cast<uint64_t>(tick.time_msc);
        if (msc >= from_msc && (to_msc == 0 || msc <= to_msc)) {
            chosen.push_back(tick);
        }
    }
    return hand_over(chosen.data(), chosen.size(), ticks_array);
}

int32_t CopyRates(string symbol_name, ENUM_TIMEFRAMES timeframe, int32_t start_pos, int32_t count,
                  array_ref<MqlRates> rates_array) {
    const uncounted pause;
    const terminal::world_lock lock;
    const symbol_state* symbol = with_history(symbol_name);
    if (symbol == nullptr) {
        return -1;
    }
    if (start_pos < 0 || count <= 0) {
        terminal::set_last_error(ERR_INVALID_PARAMETER);
        return -1;
    }
    const size_t wanted = static_cast<size_t>(start_pos) + static_cast<size_t>(count);
    const std::vector<MqlRates> bars = bars_of(*symbol, timeframe, wanted);
    if (bars.size() <= static_cast<size_t>(start_pos)) {
        terminal::set_last_error(ERR_HISTORY_NOT_FOUND);
        return -1;
    }
    const size_t end = bars.size() - static_cast<size_t>(start_pos);
    const size_t taken = std::min(end, static_cast<size_t>(count));
    return hand_over(bars.data() + (end - taken), taken, rates_array);
}

int32_t CopyRates(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time,
                  int32_t count, array_ref<MqlRates> rates_array) {
    const uncounted pause;
    const terminal::world_lock lock;
    const symbol_state* symbol = with_history(symbol_name);
    if (symbol == nullptr) {
        return -1;
    }
    std::vector<MqlRates> bars = bars_of(*symbol, timeframe, SIZE_MAX);
    while (!bars.empty() && bars.back().time.value > start_time.value) {
        bars.pop_back();
    }
    const size_t taken = std::min(bars.size(), static_cast<size_t>(std::max(count, 0)));
    return hand_over(bars.data() + (bars.size() - taken), taken, rates_array);
}

int32_t CopyRates(string symbol_name, ENUM_TIMEFRAMES timeframe, datetime start_time,
                  datetime stop_time, array_ref<MqlRates> rates_array) {
    const uncounted pause;
    const terminal::world_lock lock;
    const symbol_state* symbol = with_history(symbol_name);
    if (symbol == nullptr) {
        return -1;
    }
    const int64_t first = std::min(start_time.value, stop_time.value);
    const int64_t last = std::max(start_time.value, stop_time.value);
    std::vector<MqlRates> chosen;
    for (const MqlRates& bar : bars_of(*symbol, timeframe, SIZE_MAX)) {
        if (bar.time.value >= first && bar.time.value <= last) {
            chosen.push_back(bar);
        }
    }
    return hand_over(chosen.data(), chosen.size(), rates_array);
}

datetime iTime(string symbol, ENUM_TIMEFRAMES timeframe, int32_t shift) {
    array<MqlRates> bar;
    const bool is_found = CopyRates(symbol, timeframe, shift, 1, array_ref<MqlRates>(bar)) == 1;
    return datetime(is_found ? bar[0].time.value : 0);
}

int32_t Bars(string symbol_name, ENUM_TIMEFRAMES timeframe) {
    const uncounted pause;
    const terminal::world_lock lock;
    const symbol_state* symbol = with_history(symbol_name);
    return symbol == nullptr ? 0
                             : static_cast<int32_t>(bars_of(*symbol, timeframe, SIZE_MAX).size());
}

int64_t SeriesInfoInteger(string symbol_name, ENUM_TIMEFRAMES timeframe,
                          ENUM_SERIES_INFO_INTEGER prop_id) {
    const uncounted pause;
    const terminal::world_lock lock;
    const symbol_state* symbol = symbol_of(symbol_name);
    if (symbol == nullptr) {
        return 0;
    }
    const std::vector<MqlRates>& bars = symbol->bars;
    switch (prop_id) {
        case SERIES_SYNCHRONIZED: return symbol->spec.is_synchronized ? 1 : 0;
        case SERIES_BARS_COUNT: return Bars(symbol_name, timeframe);
        case SERIES_LASTBAR_DATE: return iTime(symbol_name, timeframe, 0).value;
        case SERIES_FIRSTDATE:
        case SERIES_SERVER_FIRSTDATE:
        case SERIES_TERMINAL_FIRSTDATE: return bars.empty() ? 0 : bars.front().time.value;
    }
    return 0;
}

}  // namespace mql
