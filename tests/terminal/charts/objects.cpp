// Objects of charts: making, finding, moving and deleting.
#include <algorithm>

#include "allocation.hpp"
#include "broker/market.hpp"
#include "charts.hpp"
#include "host/expert.hpp"
#include "host/world.hpp"
#include "own_chart.hpp"

namespace terminal {

namespace {

constexpr size_t name_longest = 63;

bool is_type(const chart_object& object, int32_t type) {
    return type == -1 || object.type == type;
}

// What differs from type to type in a new object.
void set_usual(chart_object& object) {
    switch (object.type) {
        case mql::OBJ_BUTTON: object.color = 0x000000; break;
        case mql::OBJ_EDIT:
            object.color = 0x000000;
            object.background = 0xFFFFFF;
            break;
        case mql::OBJ_ARROW_BUY: object.color = 0xFF901E; break;
        case mql::OBJ_ARROW_SELL: object.anchor = mql::ANCHOR_BOTTOM; break;
        case mql::OBJ_ARROW: object.arrow = 241; break;
        default: break;
    }
}

bool make(int64_t id, const mql::string& name, int32_t type, int32_t window,
          const chart_point& first, const chart_point& second) {
    chart* place = chart_of(id);
    if (place == nullptr || !has_window(window)) {
        return false;
    }
    const std::string key = mql::to_utf8(name);
    if (name.length() == 0 || static_cast<size_t>(name.length()) > name_longest) {
        return refuse(mql::ERR_OBJECT_ERROR);
    }
    if (!keeps_objects()) {
        return false;
    }
    chart_content& content = content_of(*place);
    ++content.changes;
    if (chart_object* known = content.find(key)) {
        if (known->type != type) {
            return refuse(mql::ERR_OBJECT_ERROR);
        }
        known->points = {first, second};
        return true;
    }
    chart_object object;
    object.name = key;
    object.type = type;
    object.created_s = program_market().now_msc() / 1000;
    object.points = {first, second};
    set_usual(object);
    content.objects.push_back(std::move(object));
    if (content.number(mql::CHART_EVENT_OBJECT_CREATE) != 0) {
        post_chart_event(*place, mql::CHARTEVENT_OBJECT_CREATE, 0, 0.0, key);
    }
    return true;
}

// Deletes all that the condition holds for; the number of them.
template <class Condition>
int32_t remove_if(chart& place, Condition goes) {
    chart_content& content = content_of(place);
    std::vector<std::string> gone;
    for (const chart_object& object : content.objects) {
        if (goes(object)) {
            gone.push_back(object.name);
        }
    }
    content.objects.erase(std::remove_if(content.objects.begin(), content.objects.end(), goes),
                          content.objects.end());
    content.changes += gone.size();
    if (content.number(mql::CHART_EVENT_OBJECT_DELETE) != 0) {
        for (const std::string& name : gone) {
            post_chart_event(place, mql::CHARTEVENT_OBJECT_DELETE, 0, 0.0, name);
        }
    }
    return static_cast<int32_t>(gone.size());
}

int32_t remove_all(int64_t id, const std::string& prefix, int32_t window, int32_t type) {
    chart* place = chart_of(id);
    if (place == nullptr || (window != -1 && !has_window(window))) {
        return -1;
    }
    return remove_if(*place, [&](const chart_object& object) {
        return is_type(object, type) && object.name.compare(0, prefix.size(), prefix) == 0;
    });
}

}  // namespace

bool chart_object::is_on_screen() const {
    return type == mql::OBJ_LABEL || type == mql::OBJ_BUTTON || type == mql::OBJ_EDIT ||
           type == mql::OBJ_RECTANGLE_LABEL;
}

chart_object* chart_content::find(const std::string& name) {
    for (chart_object& object : objects) {
        if (object.name == name) {
            return &object;
        }
    }
    return nullptr;
}

chart_content& content_of(chart& place) { return place.store.get<chart_content>(); }

chart* chart_of(int64_t id) {
    expert* program = current_expert();
    if (id == 0 || program->place().id == id) {
        return &program->place();
    }
    chart* found = the_world().chart_by_id(id);
    if (found == nullptr) {
        set_last_error(mql::ERR_CHART_NOT_FOUND);
    }
    return found;
}

chart_object* object_of(int64_t id, const mql::string& name) {
    chart* place = chart_of(id);
    chart_object* found =
        place == nullptr ? nullptr : content_of(*place).find(mql::to_utf8(name));
    if (place != nullptr && found == nullptr) {
        set_last_error(mql::ERR_OBJECT_NOT_FOUND);
    }
    return found;
}

bool has_window(int32_t number) { return number == 0 || refuse(mql::ERR_CHART_WINDOW_NOT_FOUND); }

bool keeps_objects() {
    const tester_state* tester = current_expert()->tester;
    return tester == nullptr || tester->is_visual;
}

void post_chart_event(chart& place, int32_t code, int64_t lparam, double dparam,
                      const std::string& sparam) {
    if (place.program == nullptr) {
        return;
    }
    event what;
    what.kind = event_kind::chart;
    what.code = code;
    what.lparam = lparam;
    what.dparam = dparam;
    what.sparam = mql::from_utf8(sparam);
    place.program->post(what);
}

}  // namespace terminal

namespace mql {

using terminal::chart_object;
using terminal::chart_of;
using terminal::content_of;

bool ObjectCreate(int64_t chart_id, string name, ENUM_OBJECT type, int32_t sub_window,
                  datetime time1, double price1) {
    const uncounted pause;
    const terminal::world_lock lock;
    return terminal::make(chart_id, name, type, sub_window, {time1.value, price1}, {});
}

bool ObjectCreate(int64_t chart_id, string name, ENUM_OBJECT type, int32_t sub_window,
                  datetime time1, double price1, datetime time2, double price2) {
    const uncounted pause;
    const terminal::world_lock lock;
    return terminal::make(chart_id, name, type, sub_window, {time1.value, price1},
                          {time2.value, price2});
}

bool ObjectDelete(int64_t chart_id, string name) {
    const uncounted pause;
    const terminal::world_lock lock;
    const chart_object* object = terminal::object_of(chart_id, name);
    return object != nullptr &&
           terminal::remove_if(*chart_of(chart_id), [&](const chart_object& other) {
               return other.name == to_utf8(name);
           }) == 1;
}

int32_t ObjectsDeleteAll(int64_t chart_id, int32_t sub_window, int32_t type) {
    const uncounted pause;
    const terminal::world_lock lock;
    return terminal::remove_all(chart_id, "", sub_window, type);
}

int32_t ObjectsDeleteAll(int64_t chart_id, string prefix, int32_t sub_window,
                         int32_t object_type) {
    const uncounted pause;
    const terminal::world_lock lock;
    return terminal::remove_all(chart_id, to_utf8(prefix), sub_window, object_type);
}

int32_t ObjectFind(int64_t chart_id, string name) {
    const uncounted pause;
    const terminal::world_lock lock;
    return terminal::object_of(chart_id, name) == nullptr ? -1 : 0;
}

string ObjectName(int64_t chart_id, int32_t index, int32_t sub_window, int32_t type) {
    const uncounted pause;
    const terminal::world_lock lock;
    terminal::chart* place = chart_of(chart_id);
    if (place == nullptr || (sub_window != -1 && !terminal::has_window(sub_window))) {
        return string(u"");
    }
    int32_t at = 0;
    for (const chart_object& object : content_of(*place).objects) {
        if (terminal::is_type(object, type) && at++ == index) {
            return from_utf8(object.name);
        }
    }
    terminal::set_last_error(ERR_OBJECT_NOT_FOUND);
    return string(u"");
}

int32_t ObjectsTotal(int64_t chart_id, int32_t sub_window, int32_t type) {
    const uncounted pause;
    const terminal::world_lock lock;
    terminal::chart* place = chart_of(chart_id);
    if (place == nullptr || (sub_window != -1 && !terminal::has_window(sub_window))) {
        return 0;
    }
    const auto& objects = content_of(*place).objects;
    return static_cast<int32_t>(
        std::count_if(objects.begin(), objects.end(), [&](const chart_object& object) {
            return terminal::is_type(object, type);
        }));
}

bool ObjectMove(int64_t chart_id, string name, int32_t point_index, datetime time, double price) {
    const uncounted pause;
    const terminal::world_lock lock;
    chart_object* object = terminal::object_of(chart_id, name);
    if (object == nullptr) {
        return false;
    }
    if (object->is_on_screen() || point_index < 0 || point_index > 1) {
        return terminal::refuse(ERR_OBJECT_ERROR);
    }
    object->points[static_cast<size_t>(point_index)] = {time.value, price};
    ++content_of(*chart_of(chart_id)).changes;
    return true;
}

}  // namespace mql
