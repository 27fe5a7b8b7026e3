#include "symbol_state.hpp"

#include <algorithm>

#include "civil_time.hpp"

namespace terminal {

namespace {

constexpr int64_t msc_per_day = 86400000;

bool is_open(const std::vector<session_hours>& sessions, int64_t msc) {
    if (sessions.empty()) {
        return true;
    }
    const int64_t second = floor_divide(msc, 1000);
    const int64_t days = floor_divide(second, seconds_per_day);
    const auto of_day = static_cast<int>(second - days * seconds_per_day);
    const int today = day_of_week(days);
    return std::any_of(sessions.begin(), sessions.end(), [&](const session_hours& open) {
        return open.day == today && of_day >= open.from_s && of_day < open.to_s;
    });
}

}  // namespace

void day_range::take(double price) {
    high = std::max(high, price);
    low = std::min(low, price);
}

bool symbol_state::is_trading_at(int64_t msc) const { return is_open(spec.trade_sessions, msc); }
bool symbol_state::is_quoting_at(int64_t msc) const { return is_open(spec.quote_sessions, msc); }

void symbol_state::fetch() { has_upcoming = source != nullptr && source->next(upcoming); }

void symbol_state::quote(const feed_tick& tick, int64_t now_msc) {
    const auto on_grid = [this](double price) {
        return nearest_price(price, spec.tick_size, spec.digits);
    };
    const int32_t wider = now_msc < wider_until ? wider_points : 0;
    const double point = spec.point();
    const double bid = on_grid(tick.bid + shift_price);
    const double width = spec.is_spread_float ? tick.ask - tick.bid : spec.spread_points * point;
    const double ask = on_grid(tick.bid + shift_price + width + wider * point);
    uint32_t flags = (bid != server.bid ? mql::TICK_FLAG_BID : 0U) |
                     (ask != server.ask ? mql::TICK_FLAG_ASK : 0U);
    if (tick.last > 0.0) {
        const double last = on_grid(tick.last + shift_price);
        flags |= (last != server.last ? mql::TICK_FLAG_LAST : 0U) |
                 (tick.volume > 0 ? mql::TICK_FLAG_VOLUME : 0U);
        server.last = last;
        server.volume = tick.volume;
        server.volume_real = static_cast<double>(tick.volume);
    }
    // A quote that repeats the one before is a quote all the same.
    server.flags = flags != 0 ? flags : (mql::TICK_FLAG_BID | mql::TICK_FLAG_ASK);
    server.bid = bid;
    server.ask = ask;
    server.time_msc = now_msc;
    server.time = mql::datetime(floor_divide(now_msc, 1000));
}

void symbol_state::keep(std::vector<mql::MqlTick>& list, const mql::MqlTick& tick) const {
    if (list.size() >= 2 * ticks_kept) {
        list.erase(list.begin(), list.end() - static_cast<std::ptrdiff_t>(ticks_kept));
    }
    list.push_back(tick);
}

void symbol_state::miss(const mql::MqlTick& tick) { keep(missed, tick); }

void symbol_state::show(const mql::MqlTick& tick) {
    if (floor_divide(tick.time_msc, msc_per_day) != floor_divide(shown.time_msc, msc_per_day)) {
        day_bid.start(tick.bid);
        day_ask.start(tick.ask);
        day_last.start(tick.last);
        day_volume.start(static_cast<double>(tick.volume));
    }
    day_bid.take(tick.bid);
    day_ask.take(tick.ask);
    if (tick.last > 0.0) {
        day_last.take(tick.last);
        day_volume.take(static_cast<double>(tick.volume));
    }
    keep(ticks, tick);
    shown = tick;
    const bool is_traded = (tick.flags & (mql::TICK_FLAG_LAST | mql::TICK_FLAG_VOLUME)) != 0;
    const bool is_by_last = spec.chart_mode == mql::SYMBOL_CHART_MODE_LAST;
    // Quotes that cannot be are shown, and left out of the bars.
    const bool is_odd = tick.bid <= 0.0 || tick.ask < tick.bid;
    if (is_by_last ? !is_traded : is_odd) {
        return;
    }
    bar_tick step;
    step.second = tick.time.value;
    step.price = is_by_last ? tick.last : tick.bid;
    step.spread = spread_points(tick, spec);
    step.real_volume = is_traded ? static_cast<int64_t>(tick.volume) : 0;
    bars.add(step);
}

int32_t spread_points(const mql::MqlTick& tick, const contract_spec& spec) {
    return static_cast<int32_t>((tick.ask - tick.bid) * spec.points_per_unit() + 0.5);
}

std::vector<mql::MqlRates> chart_bars(const symbol_state& symbol, int32_t period, size_t most) {
    const bar_series::bar_list& all = symbol.bars.of(period);
    const size_t taken = std::min(most, all.size());
    return {all.end() - static_cast<std::ptrdiff_t>(taken), all.end()};
}

}  // namespace terminal
