// The terminal: charts, the programs on them, and the session with the broker's market.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "chart.hpp"
#include "session.hpp"

namespace terminal {

using input_list = std::vector<std::pair<std::string, std::string>>;

class world {
public:
    world();

    market& prices() { return market_; }
    session& live() { return live_; }

    chart& open_chart(const std::string& name, const std::string& symbol, int32_t period);
    // Null with the reason when there is none of that name.
    chart* find_chart(const std::string& name, std::string& error);
    chart* chart_by_id(int64_t id);
    std::vector<chart*> charts();

    // Loads a program onto a chart. A program that does not start is logged, and no error.
    bool attach(chart& place, const std::string& program, const input_list& inputs,
                permissions allowed, std::string& error);
    bool run_script(chart& place, const std::string& program, const input_list& inputs,
                    permissions allowed, std::string& error);
    void detach(chart& place, int32_t reason);
    // Deinitializes the programs of these charts, changes something, initializes them again: the
    // same programs, with their globals unless the settings say otherwise.
    bool restart(const std::vector<chart*>& places, int32_t reason,
                 const std::function<bool(std::string&)>& change, std::string& error);
    void shut_down(int32_t reason);
    // Removes programs that have stopped or asked for it.
    void settle();

    // Starts a program on a session of its own; used by the tester. Null when it does not start.
    std::unique_ptr<expert> start(const std::string& program, session& home, chart& place,
                                  const input_list& inputs, permissions allowed,
                                  tester_state* tester, std::string& error);
    bool initialize(expert& program);
    void finish(std::unique_ptr<expert> program, int32_t reason);

private:
    void suspend(expert& program, int32_t reason);

    market market_;
    session live_;
    std::map<std::string, std::unique_ptr<chart>> charts_;
    std::vector<chart*> order_;
    int64_t last_chart_id_ = 131000000000000000;
    bool is_settling_ = false;
};

world& the_world();

const mql::program_info* find_program(const std::string& name);

// Which session the log takes its time from.
void set_active_session(session* active);

}  // namespace terminal
