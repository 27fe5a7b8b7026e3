#include "placement.hpp"

namespace terminal {

namespace {

constexpr int32_t timeframes[] = {
    mql::PERIOD_M1,  mql::PERIOD_M2,  mql::PERIOD_M3,  mql::PERIOD_M4, mql::PERIOD_M5,
    mql::PERIOD_M6,  mql::PERIOD_M10, mql::PERIOD_M12, mql::PERIOD_M15, mql::PERIOD_M20,
    mql::PERIOD_M30, mql::PERIOD_H1,  mql::PERIOD_H2,  mql::PERIOD_H3, mql::PERIOD_H4,
    mql::PERIOD_H6,  mql::PERIOD_H8,  mql::PERIOD_H12, mql::PERIOD_D1, mql::PERIOD_W1,
    mql::PERIOD_MN1};

}  // namespace

bool chart_object::is_visible(int32_t period) const {
    int64_t bit = 1;
    for (const int32_t timeframe : timeframes) {
        if (timeframe == period) {
            return (periods & bit) != 0;
        }
        bit <<= 1;
    }
    return false;
}

std::string chart_object::shown_text() const {
    if (!text.empty()) {
        return text;
    }
    // The terminal shows what kind of object it is when it has no text.
    return type == mql::OBJ_LABEL ? "Label" : type == mql::OBJ_TEXT ? "Text" : "";
}

anchor_share share_of_anchor(int32_t anchor) {
    switch (anchor) {
        case mql::ANCHOR_LEFT: return {0.0, 0.5};
        case mql::ANCHOR_LEFT_LOWER: return {0.0, 1.0};
        case mql::ANCHOR_LOWER: return {0.5, 1.0};
        case mql::ANCHOR_RIGHT_LOWER: return {1.0, 1.0};
        case mql::ANCHOR_RIGHT: return {1.0, 0.5};
        case mql::ANCHOR_RIGHT_UPPER: return {1.0, 0.0};
        case mql::ANCHOR_UPPER: return {0.5, 0.0};
        case mql::ANCHOR_CENTER: return {0.5, 0.5};
        default: return {0.0, 0.0};
    }
}

screen_box box_of(const chart_object& object, const chart_view& view) {
    const bool is_right = object.corner == mql::CORNER_RIGHT_UPPER ||
                          object.corner == mql::CORNER_RIGHT_LOWER;
    const bool is_low = object.corner == mql::CORNER_LEFT_LOWER ||
                        object.corner == mql::CORNER_RIGHT_LOWER;
    screen_box box;
    box.x = is_right ? view.width() - object.x : object.x;
    box.y = is_low ? view.height() - object.y : object.y;
    box.width = object.width_px;
    box.height = object.height_px;
    if (object.type == mql::OBJ_LABEL) {
        const text_size size =
            size_of_text(object.shown_text(), object.font, pixels_of(object.font_size));
        const anchor_share share = share_of_anchor(object.anchor);
        box.width = size.width;
        box.height = size.height;
        box.x -= share.left * box.width;
        box.y -= share.above * box.height;
    }
    return box;
}

}  // namespace terminal
