// Clicks on objects and text that is written into fields.
#include "charts.hpp"
#include "own_chart.hpp"
#include "placement.hpp"

namespace terminal {

namespace {

// Null with the reason when a user cannot reach it.
chart_object* reachable(chart& place, const std::string& name, std::string& error) {
    chart_content& content = content_of(place);
    chart_object* object = content.find(name);
    if (object == nullptr) {
        error = "the chart " + place.name + " has no object " + name;
        return nullptr;
    }
    if (!object->is_visible(place.period)) {
        error = name + " is not shown in this timeframe";
        return nullptr;
    }
    if (!object->is_on_screen()) {
        return object;
    }
    const chart_view view(place);
    const screen_box box = box_of(*object, view);
    const double x = box.x + box.width / 2;
    const double y = box.y + box.height / 2;
    if (x < 0 || y < 0 || x >= view.width() || y >= view.height()) {
        error = name + " is outside the chart";
        return nullptr;
    }
    for (const chart_object& other : content.objects) {
        // A click goes to the object with the highest priority.
        if (other.is_on_screen() && other.is_visible(place.period) &&
            other.z_order > object->z_order && box_of(other, view).has(x, y)) {
            error = other.name + " takes the clicks on " + name;
            return nullptr;
        }
    }
    return object;
}

}  // namespace

bool click_object(chart& place, const std::string& name, std::string& error) {
    chart_object* object = reachable(place, name, error);
    if (object == nullptr) {
        return false;
    }
    if (object->type == mql::OBJ_BUTTON) {
        object->is_pressed = !object->is_pressed;
    }
    return true;
}

}  // namespace terminal
