#include "engine.hpp"

#include <algorithm>

#include "host.hpp"

namespace terminal {

namespace {

// Markets of passes of the tester come and go, only ever in the thread that holds the world.
uint64_t engines_made = 0;

}  // namespace

engine::engine() : serial(++engines_made), trade(*this) {}

symbol_state* engine::find(const std::string& name) {
    const auto found = symbols.find(name);
    return found == symbols.end() ? nullptr : &found->second;
}

symbol_state* engine::next_feed() {
    symbol_state* first = nullptr;
    for (auto& entry : symbols) {
        symbol_state& symbol = entry.second;
        if (symbol.has_upcoming &&
            (first == nullptr || symbol.upcoming.msc < first->upcoming.msc)) {
            first = &symbol;
        }
    }
    return first;
}

int64_t engine::next_msc() const {
    int64_t next = future.next();
    for (const auto& entry : symbols) {
        if (entry.second.has_upcoming) {
            next = std::min(next, entry.second.upcoming.msc);
        }
    }
    return next;
}

void engine::advance_to(int64_t msc) {
    for (;;) {
        symbol_state* symbol = next_feed();
        const int64_t fed = symbol == nullptr ? INT64_MAX : symbol->upcoming.msc;
        const int64_t planned = future.next();
        const int64_t next = std::min(fed, planned);
        if (next > msc) {
            break;
        }
        const int64_t moment = std::max(next, now_msc);
        trade.on_time(now_msc, moment);
        now_msc = moment;
        if (planned <= fed) {
            future.run_next();
        } else {
            feed_tick_of(*symbol);
        }
    }
    const int64_t moment = std::max(msc, now_msc);
    trade.on_time(now_msc, moment);
    now_msc = moment;
}

void engine::feed_tick_of(symbol_state& symbol) {
    const feed_tick tick = symbol.upcoming;
    symbol.fetch();
    if (now_msc >= symbol.silent_until && symbol.is_quoting_at(now_msc)) {
        take(symbol, tick);
    }
}

bool engine::reaches_terminal(const symbol_state& symbol) const {
    return is_connected && symbol.spec.is_selected;
}

void engine::take(symbol_state& symbol, const feed_tick& tick) {
    symbol.quote(tick, now_msc);
    trade.on_quote(symbol);
    if (!reaches_terminal(symbol)) {
        symbol.miss(symbol.server);
        return;
    }
    symbol.show(symbol.server);
    if (events != nullptr) {
        events->on_tick(symbol.spec.name);
        events->on_book(symbol.spec.name);
    }
}

bool engine::catch_up(symbol_state& symbol) {
    if (symbol.missed.empty() || !reaches_terminal(symbol)) {
        return false;
    }
    for (const mql::MqlTick& tick : symbol.missed) {
        symbol.show(tick);
    }
    symbol.missed.clear();
    symbol.missed.shrink_to_fit();
    return true;
}

void engine::select(symbol_state& symbol, bool on) {
    symbol.spec.is_selected = on;
    catch_up(symbol);
}

bool engine::start_feed(symbol_state& symbol, std::string& error) {
    symbol.source = open_feed(symbol.plan, error);
    if (symbol.source == nullptr) {
        return false;
    }
    symbol.fetch();
    while (symbol.has_upcoming && symbol.upcoming.msc < now_msc) {
        symbol.quote(symbol.upcoming, symbol.upcoming.msc);
        symbol.show(symbol.server);
        symbol.fetch();
    }
    return true;
}

// What was missed arrives at once, and is one event for each symbol.
void engine::set_connected(bool up) {
    if (up == is_connected) {
        return;
    }
    is_connected = up;
    if (events != nullptr) {
        events->on_connection(up);
    }
    if (!up) {
        return;
    }
    for (auto& entry : symbols) {
        if (catch_up(entry.second) && events != nullptr) {
            events->on_tick(entry.first);
        }
    }
}

void engine::disconnect_for(int64_t msc) {
    disconnected_until = std::max(disconnected_until, now_msc + msc);
    set_connected(false);
    future.at(disconnected_until, [this] { set_connected(now_msc >= disconnected_until); });
}

engine& engine_of_program() { return program_market().inside(); }

}  // namespace terminal
