#include "symbol_state.hpp"

#include <algorithm>

#include "civil_time.hpp"

namespace terminal {

namespace {

constexpr int32_t period_hours = 0x4000;
constexpr int32_t period_week = 0x8001;
constexpr int32_t period_month = 0xC001;

void extend(std::vector<mql::MqlRates>& bars, int64_t begin, double price, int32_t spread) {
    if (bars.empty() || bars.back().time.value != begin) {
        mql::MqlRates bar{};
        bar.time = mql::datetime(begin);
        bar.open = price;
        bar.high = price;
        bar.low = price;
        bar.spread = spread;
        bars.push_back(bar);
    }
    mql::MqlRates& bar = bars.back();
    bar.high = std::max(bar.high, price);
    bar.low = std::min(bar.low, price);
    bar.close = price;
    bar.spread = std::min(bar.spread, spread);
    ++bar.tick_volume;
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

bool symbol_state::is_trading_at(int64_t msc) const {
    if (spec.trade_sessions.empty()) {
        return true;
    }
    const int64_t second = floor_divide(msc, 1000);
    const int64_t days = floor_divide(second, seconds_per_day);
    const auto of_day = static_cast<int>(second - days * seconds_per_day);
    return std::any_of(spec.trade_sessions.begin(), spec.trade_sessions.end(),
                       [&](const session_hours& open) {
                           return open.day == day_of_week(days) && of_day >= open.from_s &&
                                  of_day < open.to_s;
                       });
}

void symbol_state::fetch() { has_upcoming = source != nullptr && source->next(upcoming); }

void symbol_state::quote(const feed_tick& tick, int64_t now_msc) {
    const int32_t wider = now_msc < wider_until ? wider_points : 0;
    const double step = spec.tick_size;
    const double bid = nearest_price(tick.bid + shift_price, step, spec.digits);
    const double ask =
        nearest_price(tick.ask + shift_price + wider * spec.point(), step, spec.digits);
    server.flags = (bid != server.bid ? mql::TICK_FLAG_BID : 0U) |
                   (ask != server.ask ? mql::TICK_FLAG_ASK : 0U);
    if (floor_divide(now_msc, 86400000) != floor_divide(server.time_msc, 86400000)) {
        day_high = bid;
        day_low = bid;
    }
    day_high = std::max(day_high, bid);
    day_low = std::min(day_low, bid);
    server.bid = bid;
    server.ask = ask;
    server.time_msc = now_msc;
    server.time = mql::datetime(floor_divide(now_msc, 1000));
    const auto spread = static_cast<int32_t>((ask - bid) / spec.point() + 0.5);
    extend(bars, bar_begin(server.time.value, 1), bid, spread);
}

void symbol_state::show(const mql::MqlTick& tick) {
    if (ticks.size() >= 2 * ticks_kept) {
        ticks.erase(ticks.begin(), ticks.end() - static_cast<std::ptrdiff_t>(ticks_kept));
    }
    ticks.push_back(tick);
    shown = tick;
}

std::vector<mql::MqlRates> aggregate(const std::vector<mql::MqlRates>& minutes, int32_t period,
                                     size_t most) {
    std::vector<mql::MqlRates> bars;
    const size_t per_bar = static_cast<size_t>(period_seconds(period) / 60);
    // Days without trading only make it shorter, so this reaches back far enough.
    const size_t wanted = most < minutes.size() / per_bar ? (most + 1) * per_bar : minutes.size();
    size_t begin = minutes.size() - std::min(wanted, minutes.size());
    while (begin > 0 && bar_begin(minutes[begin].time.value, period) ==
                            bar_begin(minutes[begin - 1].time.value, period)) {
        --begin;
    }
    for (size_t index = begin; index < minutes.size(); ++index) {
        const mql::MqlRates& minute = minutes[index];
        const int64_t start = bar_begin(minute.time.value, period);
        if (bars.empty() || bars.back().time.value != start) {
            bars.push_back(minute);
            bars.back().time = mql::datetime(start);
            continue;
        }
        mql::MqlRates& bar = bars.back();
        bar.high = std::max(bar.high, minute.high);
        bar.low = std::min(bar.low, minute.low);
        bar.close = minute.close;
        bar.spread = std::min(bar.spread, minute.spread);
        bar.tick_volume += minute.tick_volume;
    }
    return bars;
}

}  // namespace terminal
