#include "log.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>

#include "session.hpp"
#include "world.hpp"

namespace terminal {

namespace {

struct log_state {
    std::ofstream file;
    std::vector<std::string> lines;
    std::map<std::string, int64_t> kinds;
    session* active = nullptr;
    measurements all;
};

log_state& state() {
    static log_state instance;
    return instance;
}

}  // namespace

bool open_log(const std::string& file) {
    state().file.open(file, std::ios::binary | std::ios::trunc);
    return state().file.is_open();
}

void set_active_session(session* active) { state().active = active; }

const std::vector<std::string>& log_lines() { return state().lines; }

int64_t log_count(const std::string& kind) {
    const auto found = state().kinds.find(kind);
    return found == state().kinds.end() ? 0 : found->second;
}

void log(const std::string& kind, const json& fields) {
    const world_lock lock;
    json line;
    session* active = state().active;
    line.add("t", active == nullptr ? int64_t{0} : active->prices().now_msc());
    line.add("kind", kind);
    if (has_program()) {
        line.add("who", program_instance());
    }
    for (const auto& member : fields.members()) {
        line.add(member.first, member.second);
    }
    ++state().kinds[kind];
    state().lines.push_back(line.text());
    if (state().file.is_open()) {
        state().file << state().lines.back() << '\n' << std::flush;
    }
}

void not_simulated(const std::string& what) {
    std::fprintf(stderr, "terminal: %s\n", what.c_str());
    std::fflush(stderr);
    std::_Exit(3);
}

void note_finished(expert& program) {
    const world_lock lock;
    state().all.add(program.measured);
}

json measurements_summary() { return state().all.summary(); }

}  // namespace terminal
