// The inside of a market: clock, symbols, things to come, and the trade server.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "market.hpp"
#include "random.hpp"
#include "scheduler.hpp"
#include "symbol_state.hpp"
#include "trade_server.hpp"

namespace terminal {

struct engine {
    engine();

    // No two engines of a run have the same, even when one takes the other's place in memory.
    const uint64_t serial;
    market_events* events = nullptr;
    int64_t now_msc = 0;
    int64_t clock_jump_msc = 0;
    bool is_connected = true;
    // When the connection that is broken now comes back.
    int64_t disconnected_until = 0;
    scheduler future;
    random_numbers random;
    // By name; addresses stay.
    std::map<std::string, symbol_state> symbols;
    trade_server trade;

    symbol_state* find(const std::string& name);
    int64_t next_msc() const;
    void advance_to(int64_t msc);
    // Opens the feed of a symbol; what lies before the present becomes history.
    bool start_feed(symbol_state& symbol, std::string& error);
    void set_connected(bool up);
    void disconnect_for(int64_t msc);
    // Into Market Watch, with what was missed outside of it, or out.
    void select(symbol_state& symbol, bool on);
    // A quote arrives now.
    void take(symbol_state& symbol, const feed_tick& tick);

private:
    symbol_state* next_feed();
    void feed_tick_of(symbol_state& symbol);
    bool reaches_terminal(const symbol_state& symbol) const;
    // Shows what was missed, without a word to programs. True when there was something.
    bool catch_up(symbol_state& symbol);
};

// The symbol that a program names, "" = its own. Null and an error of the terminal when there is
// none.
symbol_state* symbol_of(const mql::string& name);
// Never null: the engine of the calling program.
engine& engine_of_program();

}  // namespace terminal
