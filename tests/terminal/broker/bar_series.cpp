#include "bar_series.hpp"

#include <algorithm>

#include "civil_time.hpp"

namespace terminal {

namespace {

constexpr int32_t period_minute = 1;
constexpr int32_t period_hours = 0x4000;
constexpr int32_t period_week = 0x8001;
constexpr int32_t period_month = 0xC001;

void extend(bar_series::bar_list& bars, int64_t begin, const bar_tick& tick) {
    if (bars.empty() || bars.back().time.value < begin) {
        mql::MqlRates bar{};
        bar.time = mql::datetime(begin);
        bar.open = tick.price;
        bar.high = tick.price;
        bar.low = tick.price;
        bar.spread = tick.spread;
        bars.push_back(bar);
    }
    mql::MqlRates& bar = bars.back();
    bar.high = std::max(bar.high, tick.price);
    bar.low = std::min(bar.low, tick.price);
    bar.close = tick.price;
    bar.spread = std::min(bar.spread, tick.spread);
    bar.real_volume += tick.real_volume;
    ++bar.tick_volume;
}

// Of a longer timeframe: takes the next bar of a minute in.
void merge(bar_series::bar_list& bars, const mql::MqlRates& minute, int32_t period) {
    const int64_t begin = bar_begin(minute.time.value, period);
    if (bars.empty() || bars.back().time.value != begin) {
        bars.push_back(minute);
        bars.back().time = mql::datetime(begin);
        return;
    }
    mql::MqlRates& bar = bars.back();
    bar.high = std::max(bar.high, minute.high);
    bar.low = std::min(bar.low, minute.low);
    bar.close = minute.close;
    bar.spread = std::min(bar.spread, minute.spread);
    bar.tick_volume += minute.tick_volume;
    bar.real_volume += minute.real_volume;
}

}  // namespace

int32_t period_seconds(int32_t period) {
    if (period == period_month) {
        return 30 * 86400;
    }
    if (period == period_week) {
        return 7 * 86400;
    }
    if ((period & period_hours) != 0) {
        return (period & 0xFF) * 3600;
    }
    return period * 60;
}

int64_t bar_begin(int64_t second, int32_t period) {
    if (period == period_month) {
        const civil_date date = date_of(floor_divide(second, seconds_per_day));
        return days_of({date.year, date.month, 1}) * seconds_per_day;
    }
    if (period == period_week) {
        const int64_t days = floor_divide(second, seconds_per_day);
        return (days - day_of_week(days)) * seconds_per_day;
    }
    const int64_t length = period_seconds(period);
    return floor_divide(second, length) * length;
}

void bar_series::add(const bar_tick& tick) {
    extend(minutes_, bar_begin(tick.second, period_minute), tick);
    for (auto& entry : longer_) {
        extend(entry.second, bar_begin(tick.second, entry.first), tick);
    }
}

void bar_series::put_before(const bar_list& history, int64_t second) {
    // The minute that the second is in has not ended.
    const int64_t ended = bar_begin(second, period_minute);
    const int64_t limit =
        minutes_.empty() ? ended : std::min(ended, minutes_.front().time.value);
    const auto is_before = [](const mql::MqlRates& bar, int64_t at) {
        return bar.time.value < at;
    };
    const auto end = std::lower_bound(history.begin(), history.end(), limit, is_before);
    minutes_.insert(minutes_.begin(), history.begin(), end);
    longer_.clear();
}

const bar_series::bar_list& bar_series::of(int32_t period) const {
    if (period == period_minute) {
        return minutes_;
    }
    const auto known = longer_.find(period);
    if (known != longer_.end()) {
        return known->second;
    }
    bar_list& made = longer_[period];
    for (const mql::MqlRates& minute : minutes_) {
        merge(made, minute, period);
    }
    return made;
}

}  // namespace terminal
