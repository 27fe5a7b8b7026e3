// Properties of charts.
#include <cmath>

#include "allocation.hpp"
#include "charts.hpp"
#include "host/expert.hpp"
#include "own_chart.hpp"
#include "prelude.hpp"
#include "view.hpp"

namespace mql {

using terminal::chart;
using terminal::chart_content;
using terminal::chart_of;
using terminal::content_of;

namespace {

// What TextGetSize measures with, for each thread.
thread_local std::string font_name = "Arial";
thread_local double font_px = 16.0;

bool wrong_property() {
    terminal::set_last_error(ERR_CHART_WRONG_PARAMETER);
    return false;
}

}  // namespace

int64_t ChartID() {
    const terminal::world_lock lock;
    return chart_of(0)->id;
}

string ChartSymbol(int64_t chart_id) {
    const uncounted pause;
    const terminal::world_lock lock;
    const chart* place = chart_of(chart_id);
    return place == nullptr ? string(u"") : from_utf8(place->symbol);
}

ENUM_TIMEFRAMES ChartPeriod(int64_t chart_id) {
    const terminal::world_lock lock;
    const chart* place = chart_of(chart_id);
    return static_cast<ENUM_TIMEFRAMES>(place == nullptr ? 0 : place->period);
}

void ChartRedraw(int64_t chart_id) {
    const terminal::world_lock lock;
    if (chart* place = chart_of(chart_id)) {
        ++place->redraws;
    }
}

bool ChartSetInteger(int64_t chart_id, ENUM_CHART_PROPERTY_INTEGER property_id, int64_t value) {
    const terminal::world_lock lock;
    chart* place = chart_of(chart_id);
    if (place == nullptr) {
        return false;
    }
    chart_content& content = content_of(*place);
    switch (property_id) {
        case CHART_COLOR_BACKGROUND: content.background = static_cast<uint32_t>(value); return true;
        case CHART_COLOR_FOREGROUND: content.foreground = static_cast<uint32_t>(value); return true;
        case CHART_SHOW_GRID: content.shows_grid = value != 0; return true;
        case CHART_SHOW_OHLC: content.shows_ohlc = value != 0; return true;
        case CHART_SCALE: content.scale = static_cast<int32_t>(value); return true;
        default: return wrong_property();
    }
}

int64_t ChartGetInteger(int64_t chart_id, ENUM_CHART_PROPERTY_INTEGER property_id, int32_t) {
    const terminal::world_lock lock;
    chart* place = chart_of(chart_id);
    if (place == nullptr) {
        return 0;
    }
    const chart_content& content = content_of(*place);
    switch (property_id) {
        case CHART_WIDTH_IN_PIXELS: return place->width_px;
        case CHART_HEIGHT_IN_PIXELS: return place->height_px;
        case CHART_COLOR_BACKGROUND: return content.background;
        case CHART_COLOR_FOREGROUND: return content.foreground;
        case CHART_SHOW_GRID: return content.shows_grid ? 1 : 0;
        case CHART_SHOW_OHLC: return content.shows_ohlc ? 1 : 0;
        case CHART_SCALE: return content.scale;
        case CHART_WINDOWS_TOTAL: return 1;
        case CHART_IS_OBJECT: return 0;
        default: wrong_property(); return 0;
    }
}

bool ChartSetString(int64_t chart_id, ENUM_CHART_PROPERTY_STRING property_id, string value) {
    const uncounted pause;
    const terminal::world_lock lock;
    chart* place = chart_of(chart_id);
    if (place == nullptr || property_id != CHART_COMMENT) {
        return wrong_property();
    }
    place->comment = to_utf8(value);
    return true;
}

double ChartGetDouble(int64_t chart_id, ENUM_CHART_PROPERTY_DOUBLE property_id, int32_t) {
    const uncounted pause;
    const terminal::world_lock lock;
    chart* place = chart_of(chart_id);
    if (place == nullptr) {
        return 0.0;
    }
    const terminal::chart_view view(*place);
    return property_id == CHART_PRICE_MIN ? view.lowest() : view.highest();
}

bool TextSetFont(string name, int32_t size, uint32_t, int32_t) {
    const uncounted pause;
    // Negative sizes are tenths of a point, positive ones pixels.
    font_name = to_utf8(name);
    font_px = size < 0 ? terminal::pixels_of(-size / 10.0) : size;
    return size != 0;
}

bool TextGetSize(string text, uint32_t& width, uint32_t& height) {
    const uncounted pause;
    const terminal::text_size size = terminal::size_of_text(to_utf8(text), font_name, font_px);
    width = static_cast<uint32_t>(size.width);
    height = static_cast<uint32_t>(size.height);
    return true;
}

}  // namespace mql
