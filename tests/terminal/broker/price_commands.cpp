// Commands about the clock and what happens to prices.
#include <algorithm>
#include <array>

#include "commands.hpp"
#include "engine.hpp"
#include "words.hpp"

namespace terminal {

namespace {

using word_list = std::vector<std::string>;

constexpr std::array<const char*, 8> names{"clock",      "spread",       "gap",    "silence",
                                           "disconnect", "synchronized", "select", "tick"};

bool clock(engine& world, const word_list& words, std::string& error) {
    if (words.size() == 3 && words[1] == "jump") {
        int64_t seconds = 0;
        if (!read_word(words[2], seconds, error)) {
            return false;
        }
        world.clock_jump_msc += seconds * 1000;
        return true;
    }
    if (words.size() != 2) {
        error = "expected clock TIME or clock jump SECONDS";
        return false;
    }
    int64_t now_msc = 0;
    if (!read_time(words[1], now_msc, error)) {
        return false;
    }
    if (now_msc < world.now_msc) {
        error = "expected a time that is not in the past, was \"" + words[1] + "\"";
        return false;
    }
    world.now_msc = now_msc;
    return true;
}

// COMMAND SYMBOL VALUE [for DURATION]; without one it is for ever.
struct disturbance {
    std::string name;
    symbol_state* symbol = nullptr;
    std::string value;
    bool is_for_a_while = false;
    int64_t until_msc = INT64_MAX;
};

bool read_disturbance(engine& world, const word_list& words, disturbance& what,
                      std::string& error) {
    what.name = words[0];
    what.is_for_a_while = words.size() == 5 && words[3] == "for";
    if (words.size() != 3 && !what.is_for_a_while) {
        error = "expected " + words[0] + " SYMBOL VALUE [for DURATION]";
        return false;
    }
    what.symbol = world.find(words[1]);
    if (what.symbol == nullptr) {
        error = "expected a symbol that is known, was \"" + words[1] + "\"";
        return false;
    }
    what.value = words[2];
    int64_t duration = 0;
    if (what.is_for_a_while) {
        if (!read_duration(words[4], duration, error)) {
            return false;
        }
        what.until_msc = world.now_msc + duration;
    }
    return true;
}

bool silence(engine& world, const disturbance& what, std::string& error) {
    int64_t duration = 0;
    if (!read_duration(what.value, duration, error)) {
        return false;
    }
    what.symbol->silent_until = world.now_msc + duration;
    return true;
}

bool widen_or_jump(const disturbance& what, std::string& error) {
    int32_t points = 0;
    if (!read_word(what.value, points, error)) {
        return false;
    }
    if (what.name == "spread") {
        what.symbol->wider_points = points;
        what.symbol->wider_until = what.until_msc;
    } else {
        what.symbol->shift_price += points * what.symbol->spec.point();
    }
    return true;
}

// In Market Watch, or synchronized with the server; afterwards the other way round.
bool switch_on_or_off(engine& world, const disturbance& what, std::string& error) {
    bool on = false;
    if (!read_word(what.value, on, error)) {
        return false;
    }
    const auto change = [&world, symbol = what.symbol, name = what.name](bool to) {
        if (name == "select") {
            world.select(*symbol, to);
        } else {
            symbol->spec.is_synchronized = to;
        }
    };
    change(on);
    if (what.is_for_a_while) {
        world.future.at(what.until_msc, [change, on] { change(!on); });
    }
    return true;
}

bool disturb(engine& world, const word_list& words, std::string& error) {
    disturbance what;
    if (!read_disturbance(world, words, what, error)) {
        return false;
    }
    if (what.name == "silence") {
        return silence(world, what, error);
    }
    if (what.name == "synchronized" || what.name == "select") {
        return switch_on_or_off(world, what, error);
    }
    return widen_or_jump(what, error);
}

bool disconnect(engine& world, const word_list& words, std::string& error) {
    int64_t duration = 0;
    if (words.size() != 2 || !read_duration(words[1], duration, error)) {
        error = error.empty() ? "expected disconnect DURATION" : error;
        return false;
    }
    world.disconnect_for(duration);
    return true;
}

// One tick by hand, at once.
bool tick(engine& world, const word_list& words, std::string& error) {
    feed_tick next;
    symbol_state* symbol = words.size() == 4 ? world.find(words[1]) : nullptr;
    if (symbol == nullptr || !read_word(words[2], next.bid, error) ||
        !read_word(words[3], next.ask, error)) {
        error = error.empty() ? "expected tick SYMBOL BID ASK" : error;
        return false;
    }
    if (world.now_msc <= 0) {
        error = "expected clock TIME before the first tick";
        return false;
    }
    const double shift = symbol->shift_price;
    symbol->shift_price = 0.0;
    world.take(*symbol, next);
    symbol->shift_price = shift;
    return true;
}

}  // namespace

bool is_price_command(const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool price_command(engine& world, const word_list& words, std::string& error) {
    const std::string& name = words[0];
    if (name == "clock") {
        return clock(world, words, error);
    }
    if (name == "disconnect") {
        return disconnect(world, words, error);
    }
    if (name == "tick") {
        return tick(world, words, error);
    }
    return disturb(world, words, error);
}

}  // namespace terminal
