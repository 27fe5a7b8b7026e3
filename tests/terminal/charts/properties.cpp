// Properties of the objects of charts.
#include "allocation.hpp"
#include "charts.hpp"
#include "own_chart.hpp"
#include "prelude.hpp"

namespace mql {

using terminal::chart_object;

namespace {

// The fields behind the properties that are plain numbers; null for others.
int32_t* number_of(chart_object& object, int32_t id) {
    switch (id) {
        case OBJPROP_STYLE: return &object.style;
        case OBJPROP_WIDTH: return &object.width;
        case OBJPROP_FONTSIZE: return &object.font_size;
        case OBJPROP_ZORDER: return &object.z_order;
        case OBJPROP_XDISTANCE: return &object.x;
        case OBJPROP_YDISTANCE: return &object.y;
        case OBJPROP_XSIZE: return &object.width_px;
        case OBJPROP_YSIZE: return &object.height_px;
        case OBJPROP_CORNER: return &object.corner;
        case OBJPROP_ANCHOR: return &object.anchor;
        case OBJPROP_ALIGN: return &object.align;
        case OBJPROP_BORDER_TYPE: return &object.border_type;
        case OBJPROP_ARROWCODE: return &object.arrow;
        default: return nullptr;
    }
}

bool* flag_of(chart_object& object, int32_t id) {
    switch (id) {
        case OBJPROP_BACK: return &object.is_back;
        case OBJPROP_SELECTED: return &object.is_selected;
        case OBJPROP_SELECTABLE: return &object.is_selectable;
        case OBJPROP_HIDDEN: return &object.is_hidden;
        case OBJPROP_STATE: return &object.is_pressed;
        case OBJPROP_READONLY: return &object.is_read_only;
        case OBJPROP_RAY_RIGHT: return &object.has_ray_right;
        case OBJPROP_RAY_LEFT: return &object.has_ray_left;
        case OBJPROP_FILL: return &object.is_filled;
        default: return nullptr;
    }
}

uint32_t* color_of(chart_object& object, int32_t id) {
    switch (id) {
        case OBJPROP_COLOR: return &object.color;
        case OBJPROP_BGCOLOR: return &object.background;
        case OBJPROP_BORDER_COLOR: return &object.border;
        default: return nullptr;
    }
}

std::string* text_of(chart_object& object, int32_t id) {
    switch (id) {
        case OBJPROP_TEXT: return &object.text;
        case OBJPROP_TOOLTIP: return &object.tooltip;
        case OBJPROP_FONT: return &object.font;
        case OBJPROP_NAME: return &object.name;
        default: return nullptr;
    }
}

bool wrong_property() {
    terminal::set_last_error(ERR_OBJECT_WRONG_PROPERTY);
    return false;
}

bool is_point(int32_t modifier) { return modifier == 0 || modifier == 1; }

}  // namespace

bool ObjectSetInteger(int64_t chart_id, string name, ENUM_OBJECT_PROPERTY_INTEGER property_id,
                      int32_t modifier, int64_t value) {
    const uncounted pause;
    const terminal::world_lock lock;
    chart_object* object = terminal::object_of(chart_id, name);
    if (object == nullptr) {
        return false;
    }
    ++terminal::content_of(*terminal::chart_of(chart_id)).changes;
    if (int32_t* number = number_of(*object, property_id)) {
        *number = static_cast<int32_t>(value);
    } else if (bool* flag = flag_of(*object, property_id)) {
        *flag = value != 0;
    } else if (uint32_t* color = color_of(*object, property_id)) {
        *color = static_cast<uint32_t>(value);
    } else if (property_id == OBJPROP_TIMEFRAMES) {
        object->periods = value;
    } else if (property_id == OBJPROP_TIME && is_point(modifier)) {
        object->points[static_cast<size_t>(modifier)].time_s = value;
    } else {
        return wrong_property();
    }
    return true;
}

bool ObjectSetInteger(int64_t chart_id, string name, ENUM_OBJECT_PROPERTY_INTEGER property_id,
                      int64_t value) {
    return ObjectSetInteger(chart_id, name, property_id, 0, value);
}

int64_t ObjectGetInteger(int64_t chart_id, string name, ENUM_OBJECT_PROPERTY_INTEGER property_id,
                         int32_t modifier) {
    const uncounted pause;
    const terminal::world_lock lock;
    chart_object* object = terminal::object_of(chart_id, name);
    if (object == nullptr) {
        return 0;
    }
    if (const int32_t* number = number_of(*object, property_id)) {
        return *number;
    }
    if (const bool* flag = flag_of(*object, property_id)) {
        return *flag ? 1 : 0;
    }
    if (const uint32_t* color = color_of(*object, property_id)) {
        return *color;
    }
    if (property_id == OBJPROP_TYPE) {
        return object->type;
    }
    if (property_id == OBJPROP_TIMEFRAMES) {
        return object->periods;
    }
    if (property_id == OBJPROP_TIME && is_point(modifier)) {
        return object->points[static_cast<size_t>(modifier)].time_s;
    }
    wrong_property();
    return 0;
}

bool ObjectSetDouble(int64_t chart_id, string name, ENUM_OBJECT_PROPERTY_DOUBLE property_id,
                     int32_t modifier, double value) {
    const uncounted pause;
    const terminal::world_lock lock;
    chart_object* object = terminal::object_of(chart_id, name);
    if (object == nullptr) {
        return false;
    }
    ++terminal::content_of(*terminal::chart_of(chart_id)).changes;
    if (property_id == OBJPROP_PRICE && is_point(modifier)) {
        object->points[static_cast<size_t>(modifier)].price = value;
    } else if (property_id == OBJPROP_ANGLE) {
        object->angle = value;
    } else {
        return wrong_property();
    }
    return true;
}

bool ObjectSetDouble(int64_t chart_id, string name, ENUM_OBJECT_PROPERTY_DOUBLE property_id,
                     double value) {
    return ObjectSetDouble(chart_id, name, property_id, 0, value);
}

double ObjectGetDouble(int64_t chart_id, string name, ENUM_OBJECT_PROPERTY_DOUBLE property_id,
                       int32_t modifier) {
    const uncounted pause;
    const terminal::world_lock lock;
    const chart_object* object = terminal::object_of(chart_id, name);
    if (object == nullptr || !is_point(modifier)) {
        return 0.0;
    }
    return property_id == OBJPROP_PRICE ? object->points[static_cast<size_t>(modifier)].price
                                        : object->angle;
}

bool ObjectSetString(int64_t chart_id, string name, ENUM_OBJECT_PROPERTY_STRING property_id,
                     string value) {
    const uncounted pause;
    const terminal::world_lock lock;
    chart_object* object = terminal::object_of(chart_id, name);
    if (object == nullptr) {
        return false;
    }
    std::string* text = text_of(*object, property_id);
    if (text == nullptr) {
        return wrong_property();
    }
    *text = to_utf8(value);
    ++terminal::content_of(*terminal::chart_of(chart_id)).changes;
    return true;
}

string ObjectGetString(int64_t chart_id, string name, ENUM_OBJECT_PROPERTY_STRING property_id,
                       int32_t) {
    const uncounted pause;
    const terminal::world_lock lock;
    chart_object* object = terminal::object_of(chart_id, name);
    const std::string* text = object == nullptr ? nullptr : text_of(*object, property_id);
    return text == nullptr ? string(u"") : from_utf8(*text);
}

}  // namespace mql
