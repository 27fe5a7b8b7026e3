#include "view.hpp"

#include <algorithm>

#include "broker/engine.hpp"
#include "host/expert.hpp"
#include "host/session.hpp"
#include "host/world.hpp"

namespace terminal {

namespace {

constexpr double scale_width = 70.0;
constexpr double scale_height = 22.0;

engine& engine_of(const chart& place) {
    return place.program != nullptr ? place.program->home().prices().inside()
                                    : the_world().prices().inside();
}

}  // namespace

chart_view::chart_view(const chart& place)
    : width_(place.width_px - scale_width), height_(place.height_px - scale_height) {
    const symbol_state* symbol = engine_of(place).find(place.symbol);
    period_s_ = period_seconds(place.period);
    if (symbol == nullptr) {
        return;
    }
    digits_ = symbol->spec.digits;
    const auto most = static_cast<size_t>(width_ / bar_width_);
    bars_ = chart_bars(*symbol, place.period, most);
    if (bars_.empty()) {
        return;
    }
    lowest_ = bars_[0].low;
    highest_ = bars_[0].high;
    for (const mql::MqlRates& bar : bars_) {
        lowest_ = std::min(lowest_, bar.low);
        highest_ = std::max(highest_, bar.high);
    }
    const double margin = std::max((highest_ - lowest_) * 0.08, 5 * symbol->spec.point());
    lowest_ -= margin;
    highest_ += margin;
}

double chart_view::x_of_bar(size_t index) const {
    return width_ - (static_cast<double>(bars_.size() - index) - 0.5) * bar_width_;
}

double chart_view::x_of_time(int64_t time_s) const {
    if (bars_.empty()) {
        return 0.0;
    }
    const auto is_before = [](const mql::MqlRates& bar, int64_t time) {
        return bar.time.value <= time;
    };
    const auto after = std::lower_bound(bars_.begin(), bars_.end(), time_s, is_before);
    if (after != bars_.begin()) {
        return x_of_bar(static_cast<size_t>(after - bars_.begin()) - 1);
    }
    const auto missing = static_cast<double>(bars_[0].time.value - time_s);
    return x_of_bar(0) - missing / static_cast<double>(period_s_) * bar_width_;
}

double chart_view::y_of_price(double price) const {
    return (highest_ - price) / (highest_ - lowest_) * height_;
}

}  // namespace terminal
