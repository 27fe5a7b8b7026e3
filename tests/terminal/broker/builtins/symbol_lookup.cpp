// Finds the symbol that a program names; the last ones are remembered for each thread.
#include <array>

#include "../engine.hpp"
#include "host.hpp"

namespace terminal {

namespace {

struct remembered {
    std::u16string name;
    const engine* world = nullptr;
    symbol_state* symbol = nullptr;
};

}  // namespace

symbol_state* symbol_of(const mql::string& name) {
    thread_local std::array<remembered, 4> recent;
    thread_local size_t oldest = 0;
    engine& world = engine_of_program();
    if (name.text().empty()) {
        symbol_state* own = world.find(program_symbol());
        if (own == nullptr) {
            set_last_error(mql::ERR_MARKET_UNKNOWN_SYMBOL);
        }
        return own;
    }
    for (const remembered& known : recent) {
        if (known.world == &world && known.name == name.text()) {
            return known.symbol;
        }
    }
    symbol_state* found = world.find(mql::to_utf8(name));
    if (found == nullptr) {
        set_last_error(mql::ERR_MARKET_UNKNOWN_SYMBOL);
        return nullptr;
    }
    recent[oldest] = {name.text(), &world, found};
    oldest = (oldest + 1) % recent.size();
    return found;
}

}  // namespace terminal
