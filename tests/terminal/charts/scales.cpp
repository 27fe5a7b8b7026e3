#include "scales.hpp"

#include <cmath>

#include "broker/engine.hpp"
#include "civil_time.hpp"

namespace terminal {

namespace {

constexpr double price_step_points = 30.0;
constexpr double time_step_points = 72.0;

// The next of 1, 2, 2.5 and 5 times a power of ten.
double round_up(double wanted) {
    const double power = std::pow(10.0, std::floor(std::log10(wanted)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        if (power * factor >= wanted * (1.0 - 1e-9)) {
            return power * factor;
        }
    }
    return power * 10.0;
}

std::string two_digits(int64_t number) {
    return std::string(number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

std::vector<double> scale_prices(const chart_view& view) {
    std::vector<double> prices;
    const double range = view.highest() - view.lowest();
    const double point = std::pow(10.0, -view.digits());
    const double wanted = range * pixels_of(price_step_points) / view.height();
    const double step = std::max(round_up(wanted), point);
    const auto first = static_cast<int64_t>(std::ceil(view.lowest() / step));
    const auto last = static_cast<int64_t>(std::floor(view.highest() / step));
    for (int64_t number = first; number <= last; ++number) {
        prices.push_back(static_cast<double>(number) * step);
    }
    return prices;
}

std::vector<size_t> scale_bars(const chart_view& view) {
    std::vector<size_t> numbers;
    const double wanted = pixels_of(time_step_points) / view.bar_width();
    const auto step = static_cast<size_t>(std::ceil(wanted));
    for (size_t number = 0; number < view.bars().size(); number += step) {
        numbers.push_back(number);
    }
    return numbers;
}

std::string scale_time(int64_t time_s, int32_t period) {
    constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const int64_t days = time_s / seconds_per_day;
    const civil_date date = date_of(days);
    const std::string day = std::to_string(date.day) + " " + months[date.month - 1] + " ";
    if (period_seconds(period) >= seconds_per_day) {
        return day + std::to_string(date.year);
    }
    const int64_t minutes = time_s % seconds_per_day / 60;
    return day + two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
}

}  // namespace terminal
