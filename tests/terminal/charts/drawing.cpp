// A chart as an SVG picture, as the terminal would draw it.
#include <algorithm>
#include <fstream>
#include <sstream>

#include "charts.hpp"
#include "host/expert.hpp"
#include "number_text.hpp"
#include "object_drawing.hpp"
#include "scales.hpp"
#include "templates.hpp"

namespace terminal {

namespace {

// Colors of a new chart of the terminal.
constexpr uint32_t grid_color = 0x998877;
constexpr uint32_t bar_color = 0x00FF00;
constexpr uint32_t falling_color = 0xFFFFFF;
constexpr uint32_t bid_color = 0x998877;
constexpr uint32_t ask_color = 0x0000FF;
constexpr double scale_points = 8.0;
constexpr double title_points = 8.0;
constexpr double indent_px = 4.0;

class picture {
public:
    picture(chart& place, std::ostream& file)
        : place_(place),
          content_(content_of(place)),
          view_(place),
          background_(static_cast<uint32_t>(content_.number(mql::CHART_COLOR_BACKGROUND))),
          foreground_(static_cast<uint32_t>(content_.number(mql::CHART_COLOR_FOREGROUND))),
          out_(file, place.width_px, place.height_px) {}

    void draw() {
        out_.fill(0, 0, place_.width_px, place_.height_px, background_);
        out_.begin_clip(view_.width(), view_.height());
        if (shows(mql::CHART_SHOW_GRID)) {
            draw_grid();
        }
        draw_objects(true);
        const bool is_above = shows(mql::CHART_FOREGROUND);
        if (!is_above) {
            draw_prices();
        }
        draw_title();
        draw_objects(false);
        if (is_above) {
            draw_prices();
        }
        out_.end_clip();
        draw_scales();
    }

private:
    bool shows(int32_t id) const { return content_.number(id) != 0; }

    void write(double x, double y, const std::string& text, double points, uint32_t color,
               double left, double above) {
        letters what;
        what.text = text;
        what.size_px = pixels_of(points);
        what.color = color;
        what.left = left;
        what.above = above;
        out_.write(x, y, what);
    }

    void draw_grid() {
        for (const double price : scale_prices(view_)) {
            const double y = view_.y_of_price(price);
            out_.line(0, y, view_.width(), y, grid_color, 1, mql::STYLE_DOT);
        }
        for (const size_t number : scale_bars(view_)) {
            const double x = view_.x_of_bar(number);
            out_.line(x, 0, x, view_.height(), grid_color, 1, mql::STYLE_DOT);
        }
    }

    void draw_prices() {
        for (size_t number = 0; number < view_.bars().size(); ++number) {
            switch (content_.number(mql::CHART_MODE)) {
                case 0: draw_bar(number); break;
                case 1: draw_candle(number); break;
                default: draw_step(number); break;
            }
        }
        if (shows(mql::CHART_SHOW_BID_LINE)) {
            draw_level(view_.bid(), bid_color);
        }
        if (shows(mql::CHART_SHOW_ASK_LINE)) {
            draw_level(view_.ask(), ask_color);
        }
    }

    void draw_level(double price, uint32_t color) {
        if (price > 0.0) {
            const double y = view_.y_of_price(price);
            out_.line(0, y, view_.width(), y, color, 1, mql::STYLE_SOLID);
        }
    }

    void draw_bar(size_t number) {
        const mql::MqlRates& bar = view_.bars()[number];
        const double x = view_.x_of_bar(number);
        const double half = view_.bar_width() / 3.0;
        out_.line(x, view_.y_of_price(bar.high), x, view_.y_of_price(bar.low), bar_color, 1, 0);
        const double open = view_.y_of_price(bar.open);
        const double close = view_.y_of_price(bar.close);
        out_.line(x - half, open, x, open, bar_color, 1, 0);
        out_.line(x, close, x + half, close, bar_color, 1, 0);
    }

    void draw_candle(size_t number) {
        const mql::MqlRates& bar = view_.bars()[number];
        const double x = std::floor(view_.x_of_bar(number));
        out_.line(x, view_.y_of_price(bar.high), x, view_.y_of_price(bar.low), bar_color, 1, 0);
        // An odd width, with room between the bodies.
        const int32_t half = view_.bar_width() * 3 / 8;
        if (half == 0) {
            return;
        }
        const double top = std::floor(view_.y_of_price(std::max(bar.open, bar.close)));
        const double bottom = std::floor(view_.y_of_price(std::min(bar.open, bar.close)));
        const double height = bottom - top + 1;
        out_.fill(x - half, top, 2 * half + 1, height,
                  bar.close < bar.open ? falling_color : background_);
        out_.frame(x - half, top, 2 * half + 1, std::max(height, 2.5), bar_color, 1, 0);
    }

    void draw_step(size_t number) {
        if (number > 0) {
            const auto& bars = view_.bars();
            out_.line(view_.x_of_bar(number - 1), view_.y_of_price(bars[number - 1].close),
                      view_.x_of_bar(number), view_.y_of_price(bars[number].close), bar_color, 1,
                      0);
        }
    }

    // New objects are drawn over older ones; their priority is for clicks only.
    void draw_objects(bool is_back) {
        for (const chart_object& object : content_.objects) {
            if (object.is_back == is_back && object.is_visible(place_.period)) {
                out_.begin_group(object.name, object.tooltip);
                draw_object(object, view_, out_);
                out_.end_group();
            }
        }
    }

    std::string price_text(double price) const { return mql::fixed_text(price, view_.digits()); }

    void draw_title() {
        std::string period = mql::to_utf8(
            mql::EnumToString(static_cast<mql::ENUM_TIMEFRAMES>(place_.period)));
        period.erase(0, std::string("PERIOD_").size());
        std::string title = place_.symbol + "," + period;
        if (shows(mql::CHART_SHOW_OHLC) && !view_.bars().empty()) {
            const mql::MqlRates& bar = view_.bars().back();
            title += "  " + price_text(bar.open) + " " + price_text(bar.high) + " " +
                     price_text(bar.low) + " " + price_text(bar.close);
        }
        write(indent_px, indent_px, title, title_points, foreground_, 0, 0);
        if (place_.program != nullptr) {
            write(view_.width() - indent_px, indent_px, place_.program->info().name, title_points,
                  foreground_, 1, 0);
        }
        std::istringstream lines(place_.comment);
        std::string text;
        const double step = size_of_text("", "Arial", pixels_of(title_points)).height;
        for (double y = indent_px + step; std::getline(lines, text); y += step) {
            write(indent_px, y, text, title_points, foreground_, 0, 0);
        }
    }

    void draw_scales() {
        const int32_t width = view_.width();
        const int32_t height = view_.height();
        out_.line(0, height, width, height, foreground_, 1, 0);
        out_.line(width, 0, width, height, foreground_, 1, 0);
        for (const double price : scale_prices(view_)) {
            const double y = view_.y_of_price(price);
            out_.line(width, y, width + indent_px, y, foreground_, 1, 0);
            write(width + 2 * indent_px, y, price_text(price), scale_points, foreground_, 0, 0.5);
        }
        for (const size_t number : scale_bars(view_)) {
            const double x = view_.x_of_bar(number);
            out_.line(x, height, x, height + indent_px, foreground_, 1, 0);
            write(x, height + indent_px, scale_time(view_.bars()[number].time.value, place_.period),
                  scale_points, foreground_, 0, 0);
        }
        if (shows(mql::CHART_SHOW_BID_LINE) && view_.bid() > 0.0) {
            draw_price_tag(view_.bid(), bid_color);
        }
        if (shows(mql::CHART_SHOW_ASK_LINE) && view_.ask() > 0.0) {
            draw_price_tag(view_.ask(), ask_color);
        }
        for (const chart_object& object : content_.objects) {
            if (object.type == mql::OBJ_HLINE && object.is_visible(place_.period)) {
                draw_price_tag(object.points[0].price, object.color);
            }
        }
    }

    void draw_price_tag(double price, uint32_t color) {
        const double y = view_.y_of_price(price);
        const double height = size_of_text("", "Arial", pixels_of(scale_points)).height;
        if (color == no_color || y < 0 || y > view_.height()) {
            return;
        }
        out_.fill(view_.width() + 1, y - height / 2, price_scale_px() - 1, height, color);
        // Black letters on light colors, white ones on dark.
        const uint32_t light = (color & 0xFFU) + ((color >> 8U) & 0xFFU) + ((color >> 16U) & 0xFFU);
        write(view_.width() + 2 * indent_px, y, price_text(price), scale_points,
              light > 3 * 128 ? 0x000000 : 0xFFFFFF, 0, 0.5);
    }

    chart& place_;
    chart_content& content_;
    chart_view view_;
    uint32_t background_;
    uint32_t foreground_;
    svg_writer out_;
};

}  // namespace

bool draw_chart(chart& place, const std::string& file, std::string& error) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    picture(place, out).draw();
    out.flush();
    if (!out) {
        error = "cannot write " + file;
        return false;
    }
    return true;
}

}  // namespace terminal
