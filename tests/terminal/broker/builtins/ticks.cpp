// Ticks as programs copy them.
#include <algorithm>

#include "series_access.hpp"

namespace mql {

namespace {

using tick_list = std::vector<MqlTick>;

// When the caller names neither a beginning nor a number.
constexpr uint32_t ticks_default = 2000;
constexpr uint32_t trade_changes = TICK_FLAG_LAST | TICK_FLAG_VOLUME | TICK_FLAG_BUY |
                                   TICK_FLAG_SELL;
constexpr uint32_t quote_changes = TICK_FLAG_BID | TICK_FLAG_ASK;

// The changes that a caller wants to see; 0 = all ticks.
uint32_t wanted_changes(uint32_t flags) {
    const bool quotes = (flags & COPY_TICKS_INFO) != 0;
    const bool trades = (flags & COPY_TICKS_TRADE) != 0;
    return quotes == trades ? 0 : quotes ? quote_changes : trade_changes;
}

bool is_wanted(const MqlTick& tick, uint32_t changes) {
    return changes == 0 || (tick.flags & changes) != 0;
}

// The first tick that is not before a moment. What is asked for is usually near the end.
size_t first_since(const tick_list& ticks, int64_t msc) {
    size_t begin = ticks.size();
    for (size_t steps = 0; steps < 64; ++steps) {
        if (begin == 0 || ticks[begin - 1].time_msc < msc) {
            return begin;
        }
        --begin;
    }
    const auto is_before = [](const MqlTick& tick, int64_t at) { return tick.time_msc < at; };
    return static_cast<size_t>(
        std::lower_bound(ticks.begin(), ticks.end(), msc, is_before) - ticks.begin());
}

// Makes room for so many; an array of fixed size gets what it holds. -1 when there is none.
int32_t room_for(size_t count, const array_ref<MqlTick>& target) {
    const auto wanted = static_cast<int32_t>(count);
    if (target.resize(wanted)) {
        return wanted;
    }
    terminal::set_last_error(ERR_HISTORY_SMALL_BUFFER);
    return target.is_dynamic() ? -1 : target.size();
}

// Ticks from `begin` to before `end`, the oldest `most` of those that are wanted.
int32_t hand_over(const tick_list& ticks, size_t begin, size_t end, size_t most, uint32_t changes,
                  const array_ref<MqlTick>& target) {
    size_t count = std::min(most, end - begin);
    if (changes != 0) {
        count = 0;
        for (size_t index = begin; index < end && count < most; ++index) {
            count += is_wanted(ticks[index], changes) ? 1U : 0U;
        }
    }
    const int32_t room = room_for(count, target);
    MqlTick* to = target.data();
    int32_t copied = 0;
    for (size_t index = begin; copied < room; ++index) {
        if (is_wanted(ticks[index], changes)) {
            to[copied++] = ticks[index];
        }
    }
    return room < 0 ? -1 : copied;
}

// Where the newest `most` wanted ticks begin.
size_t begin_of_newest(const tick_list& ticks, size_t most, uint32_t changes) {
    size_t begin = ticks.size();
    while (begin > 0 && most > 0) {
        --begin;
        most -= is_wanted(ticks[begin], changes) ? 1U : 0U;
    }
    return begin;
}

}  // namespace

int32_t CopyTicks(string symbol_name, array_ref<MqlTick> ticks_array, uint32_t flags,
                  uint64_t from, uint32_t count) {
    const uncounted pause;
    const terminal::world_lock lock;
    const auto* symbol = with_history(symbol_name, ERR_HISTORY_TIMEOUT);
    if (symbol == nullptr) {
        return -1;
    }
    const tick_list& ticks = symbol->ticks;
    const uint32_t changes = wanted_changes(flags);
    const size_t most = count == 0 ? ticks_default : count;
    const size_t begin = from == 0 ? begin_of_newest(ticks, most, changes)
                                   : first_since(ticks, static_cast<int64_t>(from));
    return hand_over(ticks, begin, ticks.size(), most, changes, ticks_array);
}

int32_t CopyTicksRange(string symbol_name, array_ref<MqlTick> ticks_array, uint32_t flags,
                       uint64_t from_msc, uint64_t to_msc) {
    const uncounted pause;
    const terminal::world_lock lock;
    const auto* symbol = with_history(symbol_name, ERR_HISTORY_TIMEOUT);
    if (symbol == nullptr) {
        return -1;
    }
    const tick_list& ticks = symbol->ticks;
    const size_t begin = first_since(ticks, static_cast<int64_t>(from_msc));
    const size_t end =
        to_msc == 0 ? ticks.size() : first_since(ticks, static_cast<int64_t>(to_msc) + 1);
    const size_t to = std::max(begin, end);
    return hand_over(ticks, begin, to, SIZE_MAX, wanted_changes(flags), ticks_array);
}

}  // namespace mql
