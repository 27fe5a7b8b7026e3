#include "world.hpp"

#include "library.hpp"
#include "log.hpp"
#include "settings.hpp"

namespace terminal {

namespace {

event only(event_kind kind, int32_t code = 0) {
    event what;
    what.kind = kind;
    what.code = code;
    return what;
}

}  // namespace

world& the_world() {
    static world instance;
    return instance;
}

const mql::program_info* find_program(const std::string& name) {
    for (const mql::program_info* info : mql::programs()) {
        if (info->name == name) {
            return info;
        }
    }
    return nullptr;
}

world::world() : live_(market_, false) { set_active_session(&live_); }

chart& world::open_chart(const std::string& name, const std::string& symbol, int32_t period) {
    auto& place = charts_[name];
    if (place == nullptr) {
        place = std::make_unique<chart>();
        place->name = name;
        place->id = ++last_chart_id_;
        order_.push_back(place.get());
    }
    place->symbol = symbol;
    place->period = period;
    return *place;
}

chart* world::find_chart(const std::string& name, std::string& error) {
    const auto found = charts_.find(name);
    if (found == charts_.end()) {
        error = "there is no chart " + name;
        return nullptr;
    }
    return found->second.get();
}

chart* world::chart_by_id(int64_t id) {
    for (chart* place : order_) {
        if (place->id == id) {
            return place;
        }
    }
    return nullptr;
}

std::vector<chart*> world::charts() { return order_; }

std::unique_ptr<expert> world::start(const std::string& program, session& home, chart& place,
                                     const input_list& inputs, permissions allowed,
                                     tester_state* tester, std::string& error) {
    const mql::program_info* info = find_program(program);
    if (info == nullptr) {
        error = "there is no program " + program;
        return nullptr;
    }
    std::string refusal;
    if (!info->imports.empty() && !(allowed.dlls && settings().dlls_allowed)) {
        refusal = "DLL loading is not allowed";
    } else if (!load_imports(*info, refusal)) {
        refusal = refusal.empty() ? "imports cannot be loaded" : refusal;
    }
    if (!refusal.empty()) {
        log("not-loaded", {{"program", program}, {"chart", place.name}, {"text", refusal}});
        return nullptr;
    }
    const world_lock lock;
    auto started =
        std::make_unique<expert>(*info, program + "@" + place.name, home, place, allowed);
    started->tester = tester;
    for (const auto& input : inputs) {
        if (!started->set_input(input.first, input.second, error)) {
            started.reset();
            release_imports(*info);
            return nullptr;
        }
    }
    return started;
}

// OnInit; a program that fails gets OnDeinit with REASON_INITFAILED from its caller.
bool world::initialize(expert& program) {
    program.home().call(program, only(event_kind::init));
    program.is_initialized = !program.is_broken && program.init_code == 0;
    if (!program.is_initialized && !program.is_broken) {
        log("init-failed", {{"program", program.name()}, {"code", program.init_code}});
    }
    return program.is_initialized;
}

void world::finish(std::unique_ptr<expert> program, int32_t reason) {
    const bool is_watcher = program->tester != nullptr && program->tester->is_frames;
    if (!program->is_broken && !is_watcher && program->info().on_start == nullptr) {
        program->reason = reason;
        program->is_stopping = true;
        program->drop_events();
        program->home().call(*program, only(event_kind::deinit, reason));
    }
    log("removed", {{"program", program->name()}, {"reason", reason}});
    program->home().remove(*program);
    const mql::program_info& info = program->info();
    note_finished(*program);
    {
        const world_lock lock;
        program.reset();
    }
    if (!info.imports.empty()) {
        release_imports(info);
    }
}

bool world::attach(chart& place, const std::string& program, const input_list& inputs,
                   permissions allowed, std::string& error) {
    if (place.program != nullptr) {
        detach(place, mql::REASON_REMOVE);
    }
    auto started = start(program, live_, place, inputs, allowed, nullptr, error);
    if (started == nullptr) {
        return error.empty();
    }
    place.program = std::move(started);
    live_.add(*place.program);
    if (!initialize(*place.program)) {
        detach(place, mql::REASON_INITFAILED);
    }
    settle();
    return true;
}

bool world::run_script(chart& place, const std::string& program, const input_list& inputs,
                       permissions allowed, std::string& error) {
    auto started = start(program, live_, place, inputs, allowed, nullptr, error);
    if (started == nullptr) {
        return error.empty();
    }
    live_.add(*started);
    live_.call(*started, only(event_kind::start));
    finish(std::move(started), mql::REASON_PROGRAM);
    return true;
}

void world::detach(chart& place, int32_t reason) {
    if (place.program != nullptr) {
        finish(std::move(place.program), reason);
    }
}

bool world::restart(const std::vector<chart*>& places, int32_t reason,
                    const std::function<bool(std::string&)>& change, std::string& error) {
    for (chart* place : places) {
        if (place->program != nullptr) {
            suspend(*place->program, reason);
        }
    }
    if (!change(error)) {
        return false;
    }
    for (chart* place : places) {
        expert* program = place->program.get();
        if (program != nullptr && (program->is_broken || !initialize(*program))) {
            detach(*place, mql::REASON_INITFAILED);
        }
    }
    settle();
    return true;
}

// OnDeinit of a program that will go on.
void world::suspend(expert& program, int32_t reason) {
    program.reason = reason;
    program.drop_events();
    program.is_stopping = true;
    live_.call(program, only(event_kind::deinit, reason));
    program.timer_msc = 0;
    if (settings().fresh_globals) {
        live_.call(program, only(event_kind::renewal));
    }
    program.is_stopping = false;
    program.is_initialized = false;
}

void world::shut_down(int32_t reason) {
    for (chart* place : order_) {
        detach(*place, reason);
    }
}

void world::settle() {
    if (is_settling_) {
        return;
    }
    is_settling_ = true;
    for (chart* place : order_) {
        expert* program = place->program.get();
        if (program != nullptr && (program->is_broken || program->wants_removal)) {
            detach(*place, mql::REASON_PROGRAM);
        }
    }
    is_settling_ = false;
}

}  // namespace terminal
