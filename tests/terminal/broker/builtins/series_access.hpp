// What the built-ins of ticks and bars share.
#pragma once

#include <cstdint>
#include <vector>

#include "../engine.hpp"
#include "allocation.hpp"
#include "host.hpp"

namespace mql {

// A symbol whose history has arrived from the server; null with this error when it has not.
inline const terminal::symbol_state* with_history(const string& name, int32_t error_otherwise) {
    const terminal::symbol_state* symbol = terminal::symbol_of(name);
    if (symbol != nullptr && !symbol->spec.is_synchronized) {
        terminal::set_last_error(error_otherwise);
        return nullptr;
    }
    return symbol;
}

// Bars of a timeframe, null with the terminal's error.
inline const std::vector<MqlRates>* bars_of(const string& name, int32_t timeframe) {
    const terminal::symbol_state* symbol = with_history(name, ERR_HISTORY_NOT_FOUND);
    return symbol == nullptr ? nullptr
                             : &symbol->bars.of(terminal::period_or_current(timeframe));
}

}  // namespace mql
