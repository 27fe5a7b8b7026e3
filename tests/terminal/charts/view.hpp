// Which bars and prices a chart shows, and where they are on the screen.
#pragma once

#include <cstdint>
#include <vector>

#include "charts.hpp"
#include "prelude.hpp"

namespace terminal {

// Pixels of the scale right of the part that shows the prices.
int32_t price_scale_px();

class chart_view {
public:
    explicit chart_view(chart& place);

    const std::vector<mql::MqlRates>& bars() const { return bars_; }
    double lowest() const { return lowest_; }
    double highest() const { return highest_; }
    int32_t digits() const { return digits_; }
    // 0 when there is no price yet.
    double bid() const { return bid_; }
    double ask() const { return ask_; }
    int32_t bar_width() const { return bar_width_; }
    // Pixels of the part without the scales.
    int32_t width() const { return width_; }
    int32_t height() const { return height_; }
    // Bars that there is room for.
    int32_t room() const { return width_ / bar_width_; }
    double x_of_bar(size_t index) const;
    double x_of_time(int64_t time_s) const;
    double y_of_price(double price) const;
    // Opening of the bar at a place, also of those that are still to come.
    int64_t time_at(double x) const;
    double price_at(double y) const;

private:
    void choose_prices(double point);

    std::vector<mql::MqlRates> bars_;
    double lowest_ = 0.0;
    double highest_ = 1.0;
    double bid_ = 0.0;
    double ask_ = 0.0;
    int32_t digits_ = 5;
    int32_t bar_width_;
    int32_t width_;
    int32_t height_;
    // Free pixels right of the last bar.
    int32_t shift_px_ = 0;
    int64_t period_s_ = 60;
};

}  // namespace terminal
