#include "frames.hpp"

#include "allocation.hpp"
#include "builtins/frame.hpp"
#include "expert.hpp"
#include "host.hpp"
#include "prelude.hpp"

namespace terminal {

frame_list& the_frames() {
    static frame_list instance;
    return instance;
}

}  // namespace terminal

namespace mql {

using terminal::current_expert;
using terminal::frame;
using terminal::the_frames;

bool frame_add(const string& name, int64_t id, double value, const void* data, size_t size) {
    const uncounted pause;
    const terminal::world_lock lock;
    const terminal::tester_state* tester = current_expert()->tester;
    if (tester == nullptr || !tester->is_optimization) {
        return false;
    }
    frame made;
    made.pass = tester->pass;
    made.name = to_utf8(name);
    made.id = id;
    made.value = value;
    made.data.assign(static_cast<const char*>(data), size);
    for (const input_info& input : current_expert()->info().inputs) {
        made.inputs.push_back(std::string(input.name) + "=" +
                              current_expert()->input_text(input.name));
    }
    the_frames().frames.push_back(made);
    return true;
}

bool frame_next(uint64_t& pass, string& name, int64_t& id, double& value, std::string& data) {
    const uncounted pause;
    const terminal::world_lock lock;
    terminal::frame_list& list = the_frames();
    const auto is_hidden = [&](const frame& one) {
        return list.has_filter && ((!list.name.empty() && one.name != list.name) ||
                                   (list.id != 0 && one.id != list.id));
    };
    while (list.at < list.frames.size() && is_hidden(list.frames[list.at])) {
        ++list.at;
    }
    if (list.at >= list.frames.size()) {
        return false;
    }
    const frame& next = list.frames[list.at++];
    pass = next.pass;
    name = from_utf8(next.name);
    id = next.id;
    value = next.value;
    data = next.data;
    return true;
}

bool FrameFirst() {
    const terminal::world_lock lock;
    the_frames().at = 0;
    the_frames().has_filter = false;
    return !the_frames().frames.empty();
}

bool FrameFilter(string name, int64_t id) {
    const uncounted pause;
    const terminal::world_lock lock;
    terminal::frame_list& list = the_frames();
    list.at = 0;
    list.name = to_utf8(name);
    list.id = id;
    list.has_filter = true;
    return true;
}

bool FrameInputs(uint64_t pass, array_ref<string> parameters, uint32_t& count) {
    const uncounted pause;
    const terminal::world_lock lock;
    for (const frame& known : the_frames().frames) {
        if (known.pass == pass) {
            count = static_cast<uint32_t>(known.inputs.size());
            parameters.resize(static_cast<int32_t>(count));
            for (uint32_t index = 0; index < count; ++index) {
                parameters.data()[index] = from_utf8(known.inputs[index]);
            }
            return true;
        }
    }
    return false;
}

void TesterStop() {
    const terminal::world_lock lock;
    if (current_expert()->tester != nullptr) {
        current_expert()->tester->is_stopped = true;
    }
}

}  // namespace mql
