// What other parts ask of the host about the program that is calling.
#include "host.hpp"

#include "broker/market.hpp"
#include "chart.hpp"
#include "expert.hpp"
#include "session.hpp"
#include "settings.hpp"

namespace terminal {

namespace {

expert& calling() {
    expert* program = current_expert();
    if (program == nullptr) {
        not_simulated("a built-in was called outside of a program");
    }
    return *program;
}

}  // namespace

bool has_program() { return current_expert() != nullptr; }
market& program_market() { return calling().home().prices(); }
const std::string& program_instance() { return calling().name(); }
const std::string& program_symbol() { return calling().place().symbol; }
int32_t program_period() { return calling().place().period; }
program_store& program_data() { return calling().store; }
bool program_in_tester() { return calling().home().in_tester(); }

bool program_trade_allowed() {
    return program_in_tester() || (settings().algo_trading && calling().allowed().trading);
}

bool refuse(int32_t code) {
    set_last_error(code);
    return false;
}

void set_last_error(int32_t code) { calling().last_error = code; }

std::string symbol_or_current(const std::string& symbol) {
    return symbol.empty() ? program_symbol() : symbol;
}

int32_t period_or_current(int32_t period) { return period == 0 ? program_period() : period; }

void wait_until(int64_t msc) {
    const world_lock lock;
    calling().wait_until(msc);
}

}  // namespace terminal

namespace mql {

void set_last_error(int32_t code) { terminal::set_last_error(code); }

}  // namespace mql
