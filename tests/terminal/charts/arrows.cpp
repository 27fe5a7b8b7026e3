#include "arrows.hpp"

#include "number_text.hpp"
#include "prelude.hpp"

namespace terminal {

namespace {

// Signs are drawn on a square of 12 units that grows with the width of the object.
constexpr double sign_units = 12.0;
constexpr double sign_px = 10.0;
constexpr double growth_px = 4.0;

enum class sign { up, down, thumb, cross, check, ball, square, rhomb, dot };

sign sign_of_code(int32_t code) {
    switch (code) {
        // Wingdings.
        case 217: case 225: case 233: case 241: case 246: case 248: return sign::up;
        case 218: case 226: case 234: case 242: case 238: case 240: return sign::down;
        case 67: return sign::thumb;
        case 251: case 253: return sign::cross;
        case 252: case 254: return sign::check;
        case 108: case 164: return sign::ball;
        case 110: case 167: return sign::square;
        case 117: case 116: return sign::rhomb;
        default: return sign::dot;
    }
}

sign sign_of(const chart_object& object) {
    switch (object.type) {
        case mql::OBJ_ARROW_BUY:
        case mql::OBJ_ARROW_UP: return sign::up;
        case mql::OBJ_ARROW_SELL:
        case mql::OBJ_ARROW_DOWN: return sign::down;
        case mql::OBJ_ARROW_THUMB_UP: return sign::thumb;
        case mql::OBJ_ARROW_STOP: return sign::cross;
        case mql::OBJ_ARROW_CHECK: return sign::check;
        default: return sign_of_code(object.arrow);
    }
}

// Points of the outline, pairs of x and y.
const char* outline_of(sign what) {
    switch (what) {
        case sign::up: return "6 0 12 7 8 7 8 12 4 12 4 7 0 7";
        case sign::down: return "6 12 12 5 8 5 8 0 4 0 4 5 0 5";
        case sign::thumb: return "0 6 3 6 6 0 8 1 7 5 12 5 11 12 3 12 0 12";
        case sign::cross: return "2 0 6 4 10 0 12 2 8 6 12 10 10 12 6 8 2 12 0 10 4 6 0 2";
        case sign::check: return "0 6 2 4 5 8 10 1 12 3 5 12";
        case sign::square: return "1 1 11 1 11 11 1 11";
        case sign::rhomb: return "6 0 12 6 6 12 0 6";
        case sign::ball: return "4 0 8 0 12 4 12 8 8 12 4 12 0 8 0 4";
        case sign::dot: return "5 4 7 4 8 5 8 7 7 8 5 8 4 7 4 5";
    }
    return "";
}

std::string path_of(const char* points, double x, double y, double scale) {
    std::string path;
    bool is_x = true;
    for (const char* at = points; *at != '\0';) {
        double value = 0.0;
        for (; *at >= '0' && *at <= '9'; ++at) {
            value = value * 10 + (*at - '0');
        }
        at += *at == ' ' ? 1 : 0;
        path += is_x ? (path.empty() ? "M" : " L") : " ";
        path += mql::fixed_text((is_x ? x : y) + value * scale, 2);
        is_x = !is_x;
    }
    return path + " Z";
}

}  // namespace

void draw_arrow(const chart_object& object, double x, double y, svg_writer& out) {
    const double size = sign_px + growth_px * (object.width - 1);
    // The point is the upper or the lower end of the sign.
    const double top = object.anchor == mql::ANCHOR_BOTTOM ? y - size : y;
    out.shape(path_of(outline_of(sign_of(object)), x - size / 2, top, size / sign_units),
              object.color);
}

}  // namespace terminal
