// Charts: what they show, their texts, and places on them.
#include <cmath>

#include "allocation.hpp"
#include "charts.hpp"
#include "host/expert.hpp"
#include "own_chart.hpp"
#include "prelude.hpp"
#include "view.hpp"

namespace mql {

using terminal::chart;
using terminal::chart_of;
using terminal::refuse;

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

bool ChartSetString(int64_t chart_id, ENUM_CHART_PROPERTY_STRING property_id, string value) {
    const uncounted pause;
    const terminal::world_lock lock;
    chart* place = chart_of(chart_id);
    if (place == nullptr) {
        return false;
    }
    if (property_id != CHART_COMMENT) {
        return refuse(ERR_CHART_WRONG_PROPERTY);
    }
    place->comment = to_utf8(value);
    return true;
}

string ChartGetString(int64_t chart_id, ENUM_CHART_PROPERTY_STRING property_id) {
    const uncounted pause;
    const terminal::world_lock lock;
    const chart* place = chart_of(chart_id);
    if (place == nullptr) {
        return string(u"");
    }
    const bool is_script = property_id == CHART_SCRIPT_NAME;
    const mql::program_info* running =
        place->program == nullptr ? nullptr : &place->program->info();
    switch (property_id) {
        case CHART_COMMENT: return from_utf8(place->comment);
        case CHART_EXPERT_NAME:
        case CHART_SCRIPT_NAME:
            return running != nullptr && (running->kind == program_kind::script) == is_script
                       ? from_utf8(running->name)
                       : string(u"");
        default: refuse(ERR_CHART_WRONG_PROPERTY); return string(u"");
    }
}

double ChartGetDouble(int64_t chart_id, ENUM_CHART_PROPERTY_DOUBLE property_id,
                      int32_t sub_window) {
    const uncounted pause;
    const terminal::world_lock lock;
    chart* place = chart_of(chart_id);
    if (place == nullptr || !terminal::has_window(sub_window)) {
        return 0.0;
    }
    const terminal::chart_view view(*place);
    switch (property_id) {
        case CHART_PRICE_MIN: return view.lowest();
        case CHART_PRICE_MAX: return view.highest();
        default: refuse(ERR_CHART_WRONG_PROPERTY); return 0.0;
    }
}

bool ChartXYToTimePrice(int64_t chart_id, int32_t x, int32_t y, int32_t& sub_window,
                        datetime& time, double& price) {
    const uncounted pause;
    const terminal::world_lock lock;
    chart* place = chart_of(chart_id);
    if (place == nullptr) {
        return false;
    }
    const terminal::chart_view view(*place);
    if (x < 0 || y < 0 || x >= view.width() || y >= view.height()) {
        return refuse(ERR_CHART_WRONG_PARAMETER);
    }
    sub_window = 0;
    time = datetime(view.time_at(x));
    price = view.price_at(y);
    return true;
}

bool ChartTimePriceToXY(int64_t chart_id, int32_t sub_window, datetime time, double price,
                        int32_t& x, int32_t& y) {
    const uncounted pause;
    const terminal::world_lock lock;
    chart* place = chart_of(chart_id);
    if (place == nullptr || !terminal::has_window(sub_window)) {
        return false;
    }
    const terminal::chart_view view(*place);
    x = static_cast<int32_t>(std::lround(view.x_of_time(time.value)));
    y = static_cast<int32_t>(std::lround(view.y_of_price(price)));
    return true;
}

}  // namespace mql
