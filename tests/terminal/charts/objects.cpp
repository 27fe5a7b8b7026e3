// Objects of charts: making, finding, deleting, clicking.
#include <algorithm>

#include "allocation.hpp"
#include "charts.hpp"
#include "host/expert.hpp"
#include "host/world.hpp"
#include "own_chart.hpp"

namespace terminal {

chart_object* chart_content::find(const std::string& name) {
    for (chart_object& object : objects) {
        if (object.name == name) {
            return &object;
        }
    }
    return nullptr;
}

chart_content& content_of(chart& place) { return place.store.get<chart_content>(); }

bool click_object(chart& place, const std::string& name, std::string& error) {
    chart_object* object = content_of(place).find(name);
    if (object == nullptr) {
        error = "the chart has no object " + name;
        return false;
    }
    if (object->type == mql::OBJ_BUTTON) {
        object->is_pressed = !object->is_pressed;
    }
    return true;
}

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
    if (found == nullptr) {
        set_last_error(mql::ERR_OBJECT_NOT_FOUND);
    }
    return found;
}

namespace {

constexpr int32_t name_longest = 63;

bool make(int64_t id, const mql::string& name, int32_t type, const chart_point& first,
          const chart_point& second) {
    chart* place = chart_of(id);
    if (place == nullptr || name.length() == 0 || name.length() > name_longest) {
        set_last_error(mql::ERR_OBJECT_ERROR);
        return false;
    }
    // Without a picture there are no objects.
    const tester_state* tester = current_expert()->tester;
    if (tester != nullptr && !tester->is_visual) {
        return false;
    }
    chart_content& content = content_of(*place);
    chart_object* object = content.find(mql::to_utf8(name));
    if (object == nullptr) {
        content.objects.emplace_back();
        object = &content.objects.back();
        object->name = mql::to_utf8(name);
        object->type = type;
    }
    object->points = {first, second};
    ++content.changes;
    return object->type == type;
}

bool is_type(const chart_object& object, int32_t type) {
    return type == -1 || object.type == type;
}

int32_t remove_if(int64_t id, const std::string& prefix, int32_t type) {
    chart* place = chart_of(id);
    if (place == nullptr) {
        return -1;
    }
    chart_content& content = content_of(*place);
    const size_t before = content.objects.size();
    const auto goes = [&](const chart_object& object) {
        return is_type(object, type) && object.name.compare(0, prefix.size(), prefix) == 0;
    };
    content.objects.erase(
        std::remove_if(content.objects.begin(), content.objects.end(), goes),
        content.objects.end());
    content.changes += before - content.objects.size();
    return static_cast<int32_t>(before - content.objects.size());
}

}  // namespace

}  // namespace terminal

namespace mql {

using terminal::chart_object;
using terminal::chart_of;
using terminal::content_of;

bool ObjectCreate(int64_t chart_id, string name, ENUM_OBJECT type, int32_t, datetime time1,
                  double price1) {
    const uncounted pause;
    const terminal::world_lock lock;
    return terminal::make(chart_id, name, type, {time1.value, price1}, {});
}

bool ObjectCreate(int64_t chart_id, string name, ENUM_OBJECT type, int32_t, datetime time1,
                  double price1, datetime time2, double price2) {
    const uncounted pause;
    const terminal::world_lock lock;
    return terminal::make(chart_id, name, type, {time1.value, price1}, {time2.value, price2});
}

bool ObjectDelete(int64_t chart_id, string name) {
    const uncounted pause;
    const terminal::world_lock lock;
    const chart_object* object = terminal::object_of(chart_id, name);
    if (object == nullptr) {
        return false;
    }
    terminal::chart_content& content = content_of(*chart_of(chart_id));
    content.objects.erase(content.objects.begin() + (object - content.objects.data()));
    ++content.changes;
    return true;
}

int32_t ObjectsDeleteAll(int64_t chart_id, int32_t, int32_t type) {
    const uncounted pause;
    const terminal::world_lock lock;
    return terminal::remove_if(chart_id, "", type);
}

int32_t ObjectsDeleteAll(int64_t chart_id, string prefix, int32_t, int32_t object_type) {
    const uncounted pause;
    const terminal::world_lock lock;
    return terminal::remove_if(chart_id, to_utf8(prefix), object_type);
}

int32_t ObjectFind(int64_t chart_id, string name) {
    const uncounted pause;
    const terminal::world_lock lock;
    return terminal::object_of(chart_id, name) == nullptr ? -1 : 0;
}

string ObjectName(int64_t chart_id, int32_t index, int32_t, int32_t type) {
    const uncounted pause;
    const terminal::world_lock lock;
    const terminal::chart* place = chart_of(chart_id);
    int32_t at = 0;
    if (place != nullptr) {
        for (const chart_object& object : content_of(*chart_of(chart_id)).objects) {
            if (terminal::is_type(object, type) && at++ == index) {
                return from_utf8(object.name);
            }
        }
    }
    return string(u"");
}

int32_t ObjectsTotal(int64_t chart_id, int32_t, int32_t type) {
    const uncounted pause;
    const terminal::world_lock lock;
    terminal::chart* place = chart_of(chart_id);
    if (place == nullptr) {
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
    if (object == nullptr || point_index < 0 || point_index > 1) {
        return false;
    }
    object->points[static_cast<size_t>(point_index)] = {time.value, price};
    return true;
}

}  // namespace mql
