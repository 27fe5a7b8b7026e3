#include "object_drawing.hpp"

#include <algorithm>
#include <cmath>

#include "arrows.hpp"
#include "placement.hpp"

namespace terminal {

namespace {

constexpr uint32_t light_edge = 0xFFFFFF;
constexpr uint32_t dark_edge = 0x808080;
constexpr double text_indent_px = 3.0;

letters letters_of(const chart_object& object, double left, double above) {
    letters text;
    text.text = object.shown_text();
    text.font = object.font;
    text.size_px = pixels_of(object.font_size);
    text.color = object.color;
    text.left = left;
    text.above = above;
    text.angle = object.angle;
    return text;
}

void draw_text(const chart_object& object, double x, double y, svg_writer& out) {
    const anchor_share share = share_of_anchor(object.anchor);
    out.write(x, y, letters_of(object, share.left, share.above));
}

void draw_label(const chart_object& object, const chart_view& view, svg_writer& out) {
    const screen_box box = box_of(object, view);
    const anchor_share share = share_of_anchor(object.anchor);
    draw_text(object, box.x + share.left * box.width, box.y + share.above * box.height, out);
}

// Two edges light and two dark, as if it were raised, or the other way round.
void draw_relief(const screen_box& box, bool is_raised, svg_writer& out) {
    const uint32_t upper = is_raised ? light_edge : dark_edge;
    const uint32_t lower = is_raised ? dark_edge : light_edge;
    out.fill(box.x, box.y, box.width, 1, upper);
    out.fill(box.x, box.y, 1, box.height, upper);
    out.fill(box.x, box.y + box.height - 1, box.width, 1, lower);
    out.fill(box.x + box.width - 1, box.y, 1, box.height, lower);
}

void draw_panel(const chart_object& object, const chart_view& view, svg_writer& out) {
    const screen_box box = box_of(object, view);
    out.fill(box.x, box.y, box.width, box.height, object.background);
    if (object.border_type == mql::BORDER_FLAT) {
        out.frame(box.x, box.y, box.width, box.height, object.color, object.width, object.style);
    } else {
        draw_relief(box, object.border_type == mql::BORDER_RAISED, out);
    }
}

void draw_button(const chart_object& object, const chart_view& view, svg_writer& out) {
    const screen_box box = box_of(object, view);
    const bool is_pressed = object.is_pressed;
    out.fill(box.x, box.y, box.width, box.height, object.background);
    if (object.border == no_color) {
        draw_relief(box, !is_pressed, out);
    } else {
        out.frame(box.x, box.y, box.width, box.height, object.border, 1, 0);
    }
    const double moved = is_pressed ? 1.0 : 0.0;
    out.write(box.x + box.width / 2 + moved, box.y + box.height / 2 + moved,
              letters_of(object, 0.5, 0.5));
}

void draw_field(const chart_object& object, const chart_view& view, svg_writer& out) {
    const screen_box box = box_of(object, view);
    out.fill(box.x, box.y, box.width, box.height, object.background);
    out.frame(box.x, box.y, box.width, box.height,
              object.border == no_color ? dark_edge : object.border, 1, 0);
    const double part = object.align == mql::ALIGN_LEFT     ? 0.0
                        : object.align == mql::ALIGN_CENTER ? 0.5
                                                            : 1.0;
    const double indent = (1.0 - 2.0 * part) * text_indent_px;
    out.write(box.x + part * box.width + indent, box.y + box.height / 2,
              letters_of(object, part, 0.5));
}

void draw_trend(const chart_object& object, const chart_view& view, svg_writer& out) {
    double x1 = view.x_of_time(object.points[0].time_s);
    double y1 = view.y_of_price(object.points[0].price);
    double x2 = view.x_of_time(object.points[1].time_s);
    double y2 = view.y_of_price(object.points[1].price);
    if (x1 > x2) {
        std::swap(x1, x2);
        std::swap(y1, y2);
    }
    const double slope = x2 > x1 ? (y2 - y1) / (x2 - x1) : 0.0;
    if (object.has_ray_left && x1 > 0) {
        y1 -= slope * x1;
        x1 = 0;
    }
    if (object.has_ray_right && x2 < view.width()) {
        y2 += slope * (view.width() - x2);
        x2 = view.width();
    }
    out.line(x1, y1, x2, y2, object.color, object.width, object.style);
}

void draw_rectangle(const chart_object& object, const chart_view& view, svg_writer& out) {
    const double x1 = view.x_of_time(object.points[0].time_s);
    const double x2 = view.x_of_time(object.points[1].time_s);
    const double y1 = view.y_of_price(object.points[0].price);
    const double y2 = view.y_of_price(object.points[1].price);
    const double width = std::fabs(x2 - x1);
    const double height = std::fabs(y2 - y1);
    if (object.is_filled) {
        out.fill(std::min(x1, x2), std::min(y1, y2), width, height, object.color);
    } else {
        out.frame(std::min(x1, x2), std::min(y1, y2), width, height, object.color, object.width,
                  object.style);
    }
}

}  // namespace

void draw_object(const chart_object& object, const chart_view& view, svg_writer& out) {
    const double x = view.x_of_time(object.points[0].time_s);
    const double y = view.y_of_price(object.points[0].price);
    switch (object.type) {
        case mql::OBJ_HLINE:
            out.line(0, y, view.width(), y, object.color, object.width, object.style);
            break;
        case mql::OBJ_VLINE:
            out.line(x, 0, x, view.height(), object.color, object.width, object.style);
            break;
        case mql::OBJ_TREND: draw_trend(object, view, out); break;
        case mql::OBJ_RECTANGLE: draw_rectangle(object, view, out); break;
        case mql::OBJ_TEXT: draw_text(object, x, y, out); break;
        case mql::OBJ_LABEL: draw_label(object, view, out); break;
        case mql::OBJ_RECTANGLE_LABEL: draw_panel(object, view, out); break;
        case mql::OBJ_BUTTON: draw_button(object, view, out); break;
        case mql::OBJ_EDIT: draw_field(object, view, out); break;
        default: draw_arrow(object, x, y, out); break;
    }
}

}  // namespace terminal
