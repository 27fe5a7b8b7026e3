// Properties of the objects of charts.
#include "allocation.hpp"
#include "charts.hpp"
#include "own_chart.hpp"
#include "prelude.hpp"

namespace mql {

using terminal::chart_object;
using terminal::refuse;

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

bool is_point(int32_t modifier) { return modifier == 0 || modifier == 1; }

// The terminal shows no more of a text than this.
constexpr size_t text_longest = 63;

struct limits {
    int64_t least;
    int64_t most;
};

limits limits_of(int32_t id) {
    switch (id) {
        case OBJPROP_STYLE: return {0, 4};
        case OBJPROP_WIDTH: return {0, 5};
        case OBJPROP_FONTSIZE: return {1, 255};
        case OBJPROP_CORNER: return {0, 3};
        case OBJPROP_ANCHOR: return {0, 8};
        case OBJPROP_ALIGN: return {0, 2};
        case OBJPROP_BORDER_TYPE: return {0, 2};
        case OBJPROP_ARROWCODE: return {32, 255};
        case OBJPROP_XSIZE:
        case OBJPROP_YSIZE: return {0, INT32_MAX};
        default: return {INT32_MIN, INT32_MAX};
    }
}

bool is_size(int32_t id) { return id == OBJPROP_XSIZE || id == OBJPROP_YSIZE; }

// The size of a label is that of its text.
int64_t label_size(const chart_object& object, int32_t id) {
    const terminal::text_size size = terminal::size_of_text(
        object.shown_text(), object.font, terminal::pixels_of(object.font_size));
    return id == OBJPROP_XSIZE ? size.width : size.height;
}

bool set_number(chart_object& object, int32_t id, int32_t modifier, int64_t value) {
    if (is_size(id) && object.type == OBJ_LABEL) {
        return refuse(ERR_OBJECT_WRONG_PROPERTY);
    }
    if (int32_t* number = number_of(object, id)) {
        const limits allowed = limits_of(id);
        if (value < allowed.least || value > allowed.most) {
            return refuse(ERR_OBJECT_ERROR);
        }
        *number = static_cast<int32_t>(value);
    } else if (bool* flag = flag_of(object, id)) {
        *flag = value != 0;
    } else if (uint32_t* color = color_of(object, id)) {
        *color = static_cast<uint32_t>(value);
    } else if (id == OBJPROP_TIMEFRAMES) {
        object.periods = value;
    } else if (id == OBJPROP_TIME && is_point(modifier)) {
        object.points[static_cast<size_t>(modifier)].time_s = value;
    } else {
        return refuse(ERR_OBJECT_WRONG_PROPERTY);
    }
    return true;
}

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
    return set_number(*object, property_id, modifier, value);
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
    if (is_size(property_id) && object->type == OBJ_LABEL) {
        return label_size(*object, property_id);
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
    if (property_id == OBJPROP_CREATETIME) {
        return object->created_s;
    }
    if (property_id == OBJPROP_TIMEFRAMES) {
        return object->periods;
    }
    if (property_id == OBJPROP_TIME && is_point(modifier)) {
        return object->points[static_cast<size_t>(modifier)].time_s;
    }
    refuse(ERR_OBJECT_WRONG_PROPERTY);
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
        return refuse(ERR_OBJECT_WRONG_PROPERTY);
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
    if (object == nullptr) {
        return 0.0;
    }
    if (property_id == OBJPROP_PRICE && is_point(modifier)) {
        return object->points[static_cast<size_t>(modifier)].price;
    }
    if (property_id == OBJPROP_ANGLE) {
        return object->angle;
    }
    refuse(ERR_OBJECT_WRONG_PROPERTY);
    return 0.0;
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
        return refuse(ERR_OBJECT_WRONG_PROPERTY);
    }
    terminal::chart_content& content = terminal::content_of(*terminal::chart_of(chart_id));
    const std::u16string units =
        property_id == OBJPROP_TEXT ? value.text().substr(0, text_longest) : value.text();
    const std::string wanted = to_utf8(units);
    const bool is_name = property_id == OBJPROP_NAME;
    if (is_name && (units.empty() || units.size() > text_longest || content.find(wanted))) {
        return refuse(ERR_OBJECT_ERROR);
    }
    *text = wanted;
    ++content.changes;
    return true;
}

string ObjectGetString(int64_t chart_id, string name, ENUM_OBJECT_PROPERTY_STRING property_id,
                       int32_t) {
    const uncounted pause;
    const terminal::world_lock lock;
    chart_object* object = terminal::object_of(chart_id, name);
    if (object == nullptr) {
        return string(u"");
    }
    const std::string* text = text_of(*object, property_id);
    if (text == nullptr) {
        refuse(ERR_OBJECT_WRONG_PROPERTY);
        return string(u"");
    }
    return from_utf8(*text);
}

}  // namespace mql
