// Which bars and prices a chart shows, and where they are on the screen.
#pragma once

#include <cstdint>
#include <vector>

#include "charts.hpp"
#include "prelude.hpp"

namespace terminal {

class chart_view {
public:
    explicit chart_view(const chart& place);

    const std::vector<mql::MqlRates>& bars() const { return bars_; }
    double lowest() const { return lowest_; }
    double highest() const { return highest_; }
    int32_t digits() const { return digits_; }
    double bar_width() const { return bar_width_; }
    // Pixels of the part without the scales.
    double width() const { return width_; }
    double height() const { return height_; }
    double x_of_bar(size_t index) const;
    double x_of_time(int64_t time_s) const;
    double y_of_price(double price) const;

private:
    std::vector<mql::MqlRates> bars_;
    double lowest_ = 0.0;
    double highest_ = 1.0;
    int32_t digits_ = 5;
    double bar_width_ = 8.0;
    double width_;
    double height_;
    int64_t period_s_ = 60;
};

}  // namespace terminal
