// Properties of charts that are numbers, and what they are in a new chart.
#include "allocation.hpp"
#include "charts.hpp"
#include "own_chart.hpp"
#include "prelude.hpp"
#include "view.hpp"

namespace terminal {

namespace {

constexpr int32_t scale_most = 5;

struct chart_number {
    int32_t id;
    int64_t initial;
    int64_t least;
    int64_t most;
};

constexpr chart_number chart_numbers[] = {
    {mql::CHART_SHOW, 1, 0, 1},
    {mql::CHART_BRING_TO_TOP, 0, 0, 1},
    {mql::CHART_MOUSE_SCROLL, 1, 0, 1},
    {mql::CHART_EVENT_MOUSE_MOVE, 0, 0, 1},
    {mql::CHART_EVENT_OBJECT_CREATE, 0, 0, 1},
    {mql::CHART_EVENT_OBJECT_DELETE, 0, 0, 1},
    {mql::CHART_MODE, 1, 0, 2},
    {mql::CHART_FOREGROUND, 0, 0, 1},
    {mql::CHART_SHIFT, 0, 0, 1},
    {mql::CHART_AUTOSCROLL, 1, 0, 1},
    {mql::CHART_SCALE, 3, 0, scale_most},
    {mql::CHART_SHOW_OHLC, 1, 0, 1},
    {mql::CHART_SHOW_BID_LINE, 1, 0, 1},
    {mql::CHART_SHOW_ASK_LINE, 0, 0, 1},
    {mql::CHART_SHOW_GRID, 1, 0, 1},
    {mql::CHART_SHOW_VOLUMES, 0, 0, 2},
    {mql::CHART_COLOR_BACKGROUND, 0x000000, 0, 0xFFFFFF},
    {mql::CHART_COLOR_FOREGROUND, 0xFFFFFF, 0, 0xFFFFFF},
};

const chart_number* number_of(int32_t id) {
    for (const chart_number& known : chart_numbers) {
        if (known.id == id) {
            return &known;
        }
    }
    return nullptr;
}

// Those that only the terminal changes. False when there is no such property.
bool read_only_number(chart& place, int32_t id, int64_t& value) {
    const chart_view view(place);
    switch (id) {
        case mql::CHART_IS_OBJECT: value = 0; return true;
        case mql::CHART_IS_MAXIMIZED:
        case mql::CHART_WINDOWS_TOTAL: value = 1; return true;
        case mql::CHART_WIDTH_IN_PIXELS: value = view.width(); return true;
        case mql::CHART_HEIGHT_IN_PIXELS: value = view.height(); return true;
        case mql::CHART_WIDTH_IN_BARS: value = view.room(); return true;
        case mql::CHART_VISIBLE_BARS: value = static_cast<int64_t>(view.bars().size()); return true;
        case mql::CHART_FIRST_VISIBLE_BAR:
            value = static_cast<int64_t>(view.bars().size()) - 1;
            return true;
        default: return false;
    }
}

}  // namespace

int64_t chart_content::number(int32_t id) const {
    const auto found = numbers.find(id);
    return found != numbers.end() ? found->second : number_of(id)->initial;
}

}  // namespace terminal

namespace mql {

using terminal::chart;
using terminal::chart_of;
using terminal::content_of;

bool ChartSetInteger(int64_t chart_id, ENUM_CHART_PROPERTY_INTEGER property_id, int64_t value) {
    const uncounted pause;
    const terminal::world_lock lock;
    chart* place = chart_of(chart_id);
    if (place == nullptr) {
        return false;
    }
    const auto* known = terminal::number_of(property_id);
    if (known == nullptr || value < known->least || value > known->most) {
        terminal::set_last_error(known == nullptr ? ERR_CHART_WRONG_PROPERTY
                                                  : ERR_CHART_WRONG_PARAMETER);
        return false;
    }
    content_of(*place).numbers[property_id] = value;
    return true;
}

int64_t ChartGetInteger(int64_t chart_id, ENUM_CHART_PROPERTY_INTEGER property_id,
                        int32_t sub_window) {
    const uncounted pause;
    const terminal::world_lock lock;
    chart* place = chart_of(chart_id);
    if (place == nullptr || !terminal::has_window(sub_window)) {
        return 0;
    }
    int64_t value = 0;
    if (terminal::number_of(property_id) != nullptr) {
        value = content_of(*place).number(property_id);
    } else if (!terminal::read_only_number(*place, property_id, value)) {
        terminal::set_last_error(ERR_CHART_WRONG_PROPERTY);
    }
    return value;
}

}  // namespace mql
