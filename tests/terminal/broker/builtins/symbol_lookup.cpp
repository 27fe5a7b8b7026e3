// Finds the symbol that a program names; the last ones are remembered for each thread.
#include <array>

#include "../engine.hpp"
#include "host.hpp"
#include "thread_objects.hpp"

namespace terminal {

namespace {

struct remembered {
    std::u16string name;
    uint64_t world = 0;
    symbol_state* symbol = nullptr;
};

struct recent_symbols {
    std::array<remembered, 4> symbols;
    size_t oldest = 0;
};

}  // namespace

symbol_state* symbol_of(const mql::string& name) {
    auto& [recent, oldest] = mql::of_thread<recent_symbols>();
    engine& world = engine_of_program();
    for (const remembered& known : recent) {
        if (known.world == world.serial && known.name == name.text() && !known.name.empty()) {
            return known.symbol;
        }
    }
    symbol_state* found =
        world.find(name.text().empty() ? program_symbol() : mql::to_utf8(name));
    if (found == nullptr) {
        set_last_error(mql::ERR_MARKET_UNKNOWN_SYMBOL);
        return nullptr;
    }
    if (!name.text().empty()) {
        recent[oldest] = {name.text(), world.serial, found};
        oldest = (oldest + 1) % recent.size();
    }
    return found;
}

}  // namespace terminal
