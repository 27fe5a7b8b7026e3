// Commands about the clock, symbols and prices.
#include <algorithm>
#include <array>

#include "commands.hpp"
#include "engine.hpp"
#include "words.hpp"

namespace terminal {

namespace {

using word_list = std::vector<std::string>;

constexpr std::array<const char*, 10> names{"clock",      "symbol",  "feed",    "synthetic",
                                            "spread",     "gap",     "silence", "disconnect",
                                            "synchronized", "tick"};

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
    return read_time(words[1], world.now_msc, error);
}

symbol_state& made(engine& world, const std::string& name, const price_facts& facts) {
    symbol_state& symbol = world.symbols[name];
    if (symbol.spec.name.empty()) {
        symbol.spec = guessed_spec(name, facts);
        symbol.spec.name = name;
    }
    return symbol;
}

// The first price of a file and how many decimals its prices have.
bool facts_of(const feed_plan& plan, price_facts& facts, std::string& error) {
    if (plan.file.empty()) {
        facts.first_price = plan.walk.price;
        facts.decimals = 0;
        for (double step = plan.walk.point; step < 0.99; step *= 10) {
            ++facts.decimals;
        }
        return true;
    }
    std::ifstream file(plan.file, std::ios::binary);
    std::string line;
    if (!file || !std::getline(file, line) || !std::getline(file, line)) {
        error = "cannot read prices of " + plan.file;
        return false;
    }
    const size_t begin = line.find(',') + 1;
    const std::string bid = line.substr(begin, line.find(',', begin) - begin);
    const size_t point = bid.find('.');
    facts.decimals = point == std::string::npos ? 0 : static_cast<int>(bid.size() - point - 1);
    return read_word(bid, facts.first_price, error);
}

bool specification(engine& world, const word_list& words, std::string& error) {
    option_list options;
    if (words.size() < 2 || !read_options(words, 2, options, error)) {
        error = error.empty() ? "expected symbol NAME [property=value ...]" : error;
        return false;
    }
    symbol_state& symbol = made(world, words[1], price_facts());
    return std::all_of(options.begin(), options.end(), [&](const auto& option) {
        return set_property(symbol.spec, option.first, option.second, error);
    });
}

bool feed_option(feed_plan& plan, const std::string& name, const std::string& value,
                 std::string& error) {
    if (name == "from") {
        return read_time(value, plan.from_msc, error);
    }
    if (name == "to") {
        return read_time(value, plan.to_msc, error);
    }
    if (name == "shift") {
        return read_duration(value, plan.shift_msc, error);
    }
    error = "a feed has no option " + name;
    return false;
}

bool walk_option(feed_plan& plan, const std::string& name, const std::string& value,
                 std::string& error) {
    if (name == "price") {
        return read_word(value, plan.walk.price, error);
    }
    if (name == "point") {
        return read_word(value, plan.walk.point, error);
    }
    if (name == "step") {
        return read_word(value, plan.walk.step_points, error);
    }
    if (name == "spread") {
        return read_word(value, plan.walk.spread_points, error);
    }
    if (name == "every") {
        return read_duration(value, plan.walk.interval_msc, error);
    }
    if (name == "seed") {
        return read_word(value, plan.walk.seed, error);
    }
    return feed_option(plan, name, value, error);
}

bool prices(engine& world, const word_list& words, std::string& error) {
    const bool is_file = words[0] == "feed";
    const size_t first = is_file ? 3 : 2;
    option_list options;
    if (words.size() < first || !read_options(words, first, options, error)) {
        error = error.empty() ? "expected feed NAME FILE [option=value ...] or synthetic NAME "
                                "[option=value ...]"
                              : error;
        return false;
    }
    feed_plan plan;
    plan.file = is_file ? words[2] : "";
    plan.from_msc = is_file ? INT64_MIN : world.now_msc;
    for (const auto& option : options) {
        const bool is_good = is_file
                                 ? feed_option(plan, option.first, option.second, error)
                                 : walk_option(plan, option.first, option.second, error);
        if (!is_good) {
            return false;
        }
    }
    price_facts facts;
    if (!facts_of(plan, facts, error)) {
        return false;
    }
    symbol_state& symbol = made(world, words[1], facts);
    symbol.plan = plan;
    return world.start_feed(symbol, error);
}

bool disturbance(engine& world, const word_list& words, std::string& error) {
    symbol_state* symbol = words.size() < 3 ? nullptr : world.find(words[1]);
    if (symbol == nullptr) {
        error = "expected " + words[0] + " SYMBOL VALUE, with a symbol that is known";
        return false;
    }
    int64_t duration = INT64_MAX / 2 - world.now_msc;
    if (words.size() == 5 && words[3] == "for" && !read_duration(words[4], duration, error)) {
        return false;
    }
    if (words[0] == "silence") {
        if (!read_duration(words[2], duration, error)) {
            return false;
        }
        symbol->silent_until = world.now_msc + duration;
        return true;
    }
    int32_t points = 0;
    if (words[0] == "synchronized") {
        return read_word(words[2], symbol->spec.is_synchronized, error);
    }
    if (!read_word(words[2], points, error)) {
        return false;
    }
    if (words[0] == "spread") {
        symbol->wider_points = points;
        symbol->wider_until = world.now_msc + duration;
    } else {
        symbol->shift_price += points * symbol->spec.point();
    }
    return true;
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
    if (name == "symbol") {
        return specification(world, words, error);
    }
    if (name == "feed" || name == "synthetic") {
        return prices(world, words, error);
    }
    if (name == "disconnect") {
        return disconnect(world, words, error);
    }
    if (name == "tick") {
        return tick(world, words, error);
    }
    return disturbance(world, words, error);
}

}  // namespace terminal
