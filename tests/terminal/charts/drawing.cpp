// A chart as an SVG picture, as the terminal would draw it.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

#include "charts.hpp"
#include "number_text.hpp"
#include "prelude.hpp"
#include "templates.hpp"
#include "time_text.hpp"
#include "view.hpp"

namespace terminal {

namespace {

constexpr uint32_t no_color = 0xFFFFFFFF;
constexpr double arrow_px = 14.0;

std::string number(double value) { return mql::fixed_text(value, 1); }

// 0x00BBGGRR as #rrggbb.
std::string color_text(uint32_t code) {
    if (code == no_color) {
        return "none";
    }
    std::ostringstream text;
    text << "rgb(" << (code & 0xFFU) << ',' << ((code >> 8U) & 0xFFU) << ','
         << ((code >> 16U) & 0xFFU) << ')';
    return text.str();
}

std::string escaped(const std::string& text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '&': result += "&amp;"; break;
            case '"': result += "&quot;"; break;
            default: result += c;
        }
    }
    return result;
}

class picture {
public:
    picture(chart& place, std::ostream& out)
        : place_(place), content_(content_of(place)), view_(place), out_(out) {}

    void draw() {
        out_ << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << place_.width_px
             << "\" height=\"" << place_.height_px << "\">\n";
        box(0, 0, place_.width_px, place_.height_px, content_.background, no_color);
        draw_grid();
        draw_bars();
        std::vector<const chart_object*> order;
        for (const chart_object& object : content_.objects) {
            order.push_back(&object);
        }
        std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
            return a->is_back != b->is_back ? a->is_back : a->z_order < b->z_order;
        });
        for (const chart_object* object : order) {
            if (object->periods != 0) {
                draw_object(*object);
            }
        }
        draw_title();
        out_ << "</svg>\n";
    }

private:
    void box(double x, double y, double width, double height, uint32_t fill, uint32_t border) {
        out_ << "<rect x=\"" << number(x) << "\" y=\"" << number(y) << "\" width=\""
             << number(width) << "\" height=\"" << number(height) << "\" fill=\""
             << color_text(fill) << "\" stroke=\"" << color_text(border) << "\"/>\n";
    }

    void line(double x1, double y1, double x2, double y2, uint32_t color, int32_t style,
              int32_t width) {
        constexpr const char* patterns[] = {"none", "8,4", "2,3", "8,3,2,3", "8,3,2,3,2,3"};
        const char* dashes = patterns[std::clamp(style, 0, 4)];
        out_ << "<line x1=\"" << number(x1) << "\" y1=\"" << number(y1) << "\" x2=\"" << number(x2)
             << "\" y2=\"" << number(y2) << "\" stroke=\"" << color_text(color)
             << "\" stroke-width=\"" << width << "\" stroke-dasharray=\"" << dashes << "\"/>\n";
    }

    void letters(double x, double y, const std::string& text, const std::string& font,
                 double size_px, uint32_t color, const char* place = "start") {
        out_ << "<text x=\"" << number(x) << "\" y=\"" << number(y) << "\" font-family=\""
             << escaped(font) << ",sans-serif\" font-size=\"" << number(size_px) << "\" fill=\""
             << color_text(color) << "\" text-anchor=\"" << place
             << "\" xml:space=\"preserve\">" << escaped(text) << "</text>\n";
    }

    void draw_title() {
        std::string period = mql::to_utf8(
            mql::EnumToString(static_cast<mql::ENUM_TIMEFRAMES>(place_.period)));
        period.erase(0, std::string("PERIOD_").size());
        letters(6, 14, place_.symbol + ", " + period, "Arial", 12, content_.foreground);
        std::istringstream lines(place_.comment);
        std::string text;
        for (double y = 30; std::getline(lines, text); y += 15) {
            letters(6, y, text, "Arial", 12, content_.foreground);
        }
    }

    void draw_grid() {
        const uint32_t grid = 0x404040;
        for (int index = 1; index < 8; ++index) {
            const double part = index / 8.0;
            const double price = view_.highest() - part * (view_.highest() - view_.lowest());
            const double y = view_.y_of_price(price);
            if (content_.shows_grid) {
                line(0, y, view_.width(), y, grid, 2, 1);
            }
            letters(view_.width() + 4, y + 4, mql::fixed_text(price, view_.digits()), "Arial", 11,
                    content_.foreground);
        }
        const size_t step = 16;
        for (size_t index = 0; index < view_.bars().size(); index += step) {
            const double x = view_.x_of_bar(index);
            if (content_.shows_grid) {
                line(x, 0, x, view_.height(), grid, 2, 1);
            }
            letters(x, view_.height() + 15, mql::time_text(view_.bars()[index].time.value, 2),
                    "Arial", 11, content_.foreground, "middle");
        }
        line(0, view_.height(), view_.width(), view_.height(), content_.foreground, 0, 1);
        line(view_.width(), 0, view_.width(), view_.height(), content_.foreground, 0, 1);
    }

    void draw_bars() {
        const uint32_t rising = 0x00FF00;
        for (size_t index = 0; index < view_.bars().size(); ++index) {
            const mql::MqlRates& bar = view_.bars()[index];
            const double x = view_.x_of_bar(index);
            line(x, view_.y_of_price(bar.high), x, view_.y_of_price(bar.low), rising, 0, 1);
            const double top = view_.y_of_price(std::max(bar.open, bar.close));
            const double low = view_.y_of_price(std::min(bar.open, bar.close));
            const uint32_t fill = bar.close >= bar.open ? content_.background : 0xFFFFFF;
            const double half = view_.bar_width() / 2 - 1;
            box(x - half, top, 2 * half, std::max(low - top, 1.0), fill, rising);
        }
    }

    void draw_object(const chart_object& object) {
        switch (object.type) {
            case mql::OBJ_HLINE: {
                const double y = view_.y_of_price(object.points[0].price);
                line(0, y, view_.width(), y, object.color, object.style, object.width);
                break;
            }
            case mql::OBJ_VLINE: {
                const double x = view_.x_of_time(object.points[0].time_s);
                line(x, 0, x, view_.height(), object.color, object.style, object.width);
                break;
            }
            case mql::OBJ_TREND: draw_trend(object); break;
            case mql::OBJ_ARROW:
            case mql::OBJ_ARROW_BUY:
            case mql::OBJ_ARROW_UP: draw_arrow(object, 1); break;
            case mql::OBJ_ARROW_SELL:
            case mql::OBJ_ARROW_DOWN: draw_arrow(object, -1); break;
            case mql::OBJ_TEXT:
                letters(view_.x_of_time(object.points[0].time_s),
                        view_.y_of_price(object.points[0].price), object.text, object.font,
                        pixels_of(object.font_size), object.color);
                break;
            case mql::OBJ_LABEL: draw_label(object); break;
            case mql::OBJ_RECTANGLE_LABEL: draw_box(object); break;
            case mql::OBJ_BUTTON:
            case mql::OBJ_EDIT:
                draw_box(object);
                draw_caption(object);
                break;
            default: break;
        }
    }

    void draw_trend(const chart_object& object) {
        const double x1 = view_.x_of_time(object.points[0].time_s);
        const double x2 = object.has_ray_right ? view_.width()
                                               : view_.x_of_time(object.points[1].time_s);
        line(x1, view_.y_of_price(object.points[0].price), x2,
             view_.y_of_price(object.points[1].price), object.color, object.style, object.width);
    }

    // Below the price and pointing up, or above it and pointing down.
    void draw_arrow(const chart_object& object, int direction) {
        const double x = view_.x_of_time(object.points[0].time_s);
        const double y = view_.y_of_price(object.points[0].price);
        const double tail = y + direction * arrow_px;
        out_ << "<path d=\"M" << number(x) << ' ' << number(y) << " L" << number(x - 6) << ' '
             << number(tail) << " L" << number(x + 6) << ' ' << number(tail) << " Z\" fill=\""
             << color_text(object.color) << "\"/>\n";
    }

    // Upper left corner of an object that is placed by pixels.
    void corner_of(const chart_object& object, double& x, double& y) const {
        const bool is_right = object.corner == mql::CORNER_RIGHT_UPPER ||
                              object.corner == mql::CORNER_RIGHT_LOWER;
        const bool is_low = object.corner == mql::CORNER_LEFT_LOWER ||
                            object.corner == mql::CORNER_RIGHT_LOWER;
        x = is_right ? place_.width_px - object.x : object.x;
        y = is_low ? place_.height_px - object.y : object.y;
    }

    void draw_box(const chart_object& object) {
        double x = 0;
        double y = 0;
        corner_of(object, x, y);
        const uint32_t border =
            object.border == no_color && object.border_type == 0 ? object.color : object.border;
        box(x, y, object.width_px, object.height_px, object.background, border);
    }

    void draw_caption(const chart_object& object) {
        double x = 0;
        double y = 0;
        corner_of(object, x, y);
        const double size = pixels_of(object.font_size);
        letters(x + object.width_px / 2.0, y + object.height_px / 2.0 + size * 0.35, object.text,
                object.font, size, object.color, "middle");
    }

    void draw_label(const chart_object& object) {
        double x = 0;
        double y = 0;
        corner_of(object, x, y);
        const double size = pixels_of(object.font_size);
        const bool is_right = object.anchor == mql::ANCHOR_RIGHT_UPPER ||
                              object.anchor == mql::ANCHOR_RIGHT ||
                              object.anchor == mql::ANCHOR_RIGHT_LOWER;
        const bool is_middle = object.anchor == mql::ANCHOR_CENTER ||
                               object.anchor == mql::ANCHOR_UPPER ||
                               object.anchor == mql::ANCHOR_LOWER;
        const bool is_vertical_middle = object.anchor == mql::ANCHOR_LEFT ||
                                        object.anchor == mql::ANCHOR_RIGHT ||
                                        object.anchor == mql::ANCHOR_CENTER;
        const bool is_low = object.anchor == mql::ANCHOR_LEFT_LOWER ||
                            object.anchor == mql::ANCHOR_RIGHT_LOWER ||
                            object.anchor == mql::ANCHOR_LOWER;
        const double rise = is_low ? 0.2 : is_vertical_middle ? -0.35 : -0.95;
        letters(x, y - rise * size, object.text, object.font, size, object.color,
                is_right ? "end" : is_middle ? "middle" : "start");
    }

    chart& place_;
    chart_content& content_;
    chart_view view_;
    std::ostream& out_;
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
