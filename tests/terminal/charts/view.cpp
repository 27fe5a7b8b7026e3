#include "view.hpp"

#include <algorithm>
#include <cmath>

#include "broker/engine.hpp"
#include "host/expert.hpp"
#include "host/session.hpp"
#include "host/world.hpp"

namespace terminal {

namespace {

constexpr int32_t margin_points = 5;
constexpr double margin_frac = 0.08;
constexpr int32_t shift_frac = 5;
constexpr double price_scale_points = 52.0;
constexpr double time_scale_points = 16.5;

engine& engine_of(const chart& place) {
    return place.program != nullptr ? place.program->home().prices().inside()
                                    : the_world().prices().inside();
}

int32_t time_scale_px() { return static_cast<int32_t>(pixels_of(time_scale_points)); }

}  // namespace

int32_t price_scale_px() { return static_cast<int32_t>(pixels_of(price_scale_points)); }

chart_view::chart_view(chart& place)
    : bar_width_(1 << content_of(place).number(mql::CHART_SCALE)),
      width_(std::max(place.width_px - price_scale_px(), 1)),
      height_(std::max(place.height_px - time_scale_px(), 1)) {
    const symbol_state* symbol = engine_of(place).find(place.symbol);
    period_s_ = period_seconds(place.period);
    if (content_of(place).number(mql::CHART_SHIFT) != 0) {
        shift_px_ = width_ / shift_frac;
    }
    if (symbol == nullptr) {
        return;
    }
    digits_ = symbol->spec.digits;
    bid_ = symbol->shown.bid;
    ask_ = symbol->shown.ask;
    bars_ = chart_bars(*symbol, place.period,
                       static_cast<size_t>(std::max((width_ - shift_px_) / bar_width_, 1)));
    choose_prices(symbol->spec.point());
}

void chart_view::choose_prices(double point) {
    if (bars_.empty()) {
        return;
    }
    lowest_ = bars_[0].low;
    highest_ = bars_[0].high;
    for (const mql::MqlRates& bar : bars_) {
        lowest_ = std::min(lowest_, bar.low);
        highest_ = std::max(highest_, bar.high);
    }
    const double margin = std::max((highest_ - lowest_) * margin_frac, margin_points * point);
    lowest_ -= margin;
    highest_ += margin;
}

double chart_view::x_of_bar(size_t index) const {
    const auto from_right = static_cast<double>(bars_.size() - index);
    return width_ - shift_px_ - (from_right - 0.5) * bar_width_;
}

double chart_view::x_of_time(int64_t time_s) const {
    if (bars_.empty()) {
        return 0.0;
    }
    const auto is_before = [](const mql::MqlRates& bar, int64_t time) {
        return bar.time.value <= time;
    };
    const auto after = std::lower_bound(bars_.begin(), bars_.end(), time_s, is_before);
    const auto later = static_cast<size_t>(after - bars_.begin());
    const size_t index = later == 0 ? 0 : later - 1;
    // Inside the chart at the bar that the time belongs to, outside by the length of bars.
    const bool is_outside = after == bars_.begin() || after == bars_.end();
    const int64_t seconds = is_outside ? time_s - bars_[index].time.value : 0;
    const double whole_bars =
        std::floor(static_cast<double>(seconds) / static_cast<double>(period_s_));
    return x_of_bar(index) + whole_bars * bar_width_;
}

double chart_view::y_of_price(double price) const {
    return (highest_ - price) / (highest_ - lowest_) * height_;
}

int64_t chart_view::time_at(double x) const {
    if (bars_.empty()) {
        return 0;
    }
    const auto steps =
        static_cast<int64_t>(std::floor((x - x_of_bar(0)) / bar_width_ + 0.5));
    const auto last = static_cast<int64_t>(bars_.size()) - 1;
    if (steps < 0) {
        return bars_[0].time.value + steps * period_s_;
    }
    return steps <= last ? bars_[static_cast<size_t>(steps)].time.value
                         : bars_.back().time.value + (steps - last) * period_s_;
}

double chart_view::price_at(double y) const {
    return highest_ - y / height_ * (highest_ - lowest_);
}

}  // namespace terminal
