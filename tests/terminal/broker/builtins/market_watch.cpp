// Symbols that there are, and Market Watch.
#include <algorithm>

#include "../engine.hpp"
#include "allocation.hpp"
#include "host.hpp"

namespace mql {

using terminal::symbol_of;
using terminal::symbol_state;

namespace {

bool is_in_use(const terminal::account_state& account, const std::string& name) {
    const auto is_of_symbol = [&](const auto& record) { return record.symbol == name; };
    return std::any_of(account.positions.begin(), account.positions.end(), is_of_symbol) ||
           std::any_of(account.orders.begin(), account.orders.end(), is_of_symbol);
}

}  // namespace

// What is in use stays in Market Watch.
bool SymbolSelect(string name, bool select) {
    const uncounted pause;
    const terminal::world_lock lock;
    symbol_state* symbol = symbol_of(name);
    if (symbol == nullptr) {
        return false;
    }
    terminal::engine& world = terminal::engine_of_program();
    if (!select && (symbol->spec.name == terminal::program_symbol() ||
                    is_in_use(world.trade.account, symbol->spec.name))) {
        terminal::set_last_error(ERR_MARKET_SELECT_ERROR);
        return false;
    }
    world.select(*symbol, select);
    return true;
}

int32_t SymbolsTotal(bool selected) {
    const uncounted pause;
    const terminal::world_lock lock;
    int32_t total = 0;
    for (const auto& entry : terminal::engine_of_program().symbols) {
        total += !selected || entry.second.spec.is_selected ? 1 : 0;
    }
    return total;
}

string SymbolName(int32_t pos, bool selected) {
    const uncounted pause;
    const terminal::world_lock lock;
    int32_t at = 0;
    for (const auto& entry : terminal::engine_of_program().symbols) {
        if ((!selected || entry.second.spec.is_selected) && at++ == pos) {
            return from_utf8(entry.first);
        }
    }
    return string(u"");
}

bool SymbolExist(string name, bool& is_custom) {
    const uncounted pause;
    const terminal::world_lock lock;
    const symbol_state* symbol = terminal::engine_of_program().find(to_utf8(name));
    is_custom = symbol != nullptr && symbol->spec.is_custom;
    return symbol != nullptr;
}

bool SymbolIsSynchronized(string name) {
    const uncounted pause;
    const terminal::world_lock lock;
    const symbol_state* symbol = symbol_of(name);
    return symbol != nullptr && symbol->spec.is_synchronized &&
           terminal::engine_of_program().is_connected;
}

}  // namespace mql
