// Commands about symbols and where their prices come from.
#include <algorithm>
#include <array>

#include "bar_file.hpp"
#include "civil_time.hpp"
#include "commands.hpp"
#include "engine.hpp"
#include "table_file.hpp"
#include "time_text.hpp"
#include "words.hpp"

namespace terminal {

namespace {

using word_list = std::vector<std::string>;

// As many as `hypertrader replay` samples.
constexpr int rows_looked_at = 2000;
constexpr std::array<const char*, 5> names{"symbol", "feed", "synthetic", "bars", "session"};

symbol_state& made(engine& world, const std::string& name) {
    symbol_state& symbol = world.symbols[name];
    if (symbol.spec.name.empty()) {
        symbol.spec = guessed_spec(name, price_facts());
    }
    return symbol;
}

// The same when prices are known.
symbol_state& made(engine& world, const std::string& name, const price_facts& facts) {
    symbol_state& symbol = made(world, name);
    if (symbol.has_facts) {
        return symbol;
    }
    symbol.has_facts = true;
    contract_spec better = guessed_spec(name, facts);
    better.quote_sessions = symbol.spec.quote_sessions;
    better.trade_sessions = symbol.spec.trade_sessions;
    better.is_selected = symbol.spec.is_selected;
    better.is_synchronized = symbol.spec.is_synchronized;
    std::string ignored;
    for (const auto& property : symbol.properties) {
        set_property(better, property.first, property.second, ignored);
    }
    symbol.spec = better;
    return symbol;
}

// The first price of a file and how many decimals its prices have.
bool facts_of(const feed_plan& plan, price_facts& facts, std::string& error) {
    facts.decimals = 0;
    if (plan.file.empty()) {
        facts.first_price = plan.walk.price;
        for (double step = plan.walk.point; step < 0.99; step *= 10) {
            ++facts.decimals;
        }
        return true;
    }
    table_file table;
    if (!table.open(plan.file, error)) {
        return false;
    }
    const size_t bid = table.column("bid");
    for (int rows = 0; rows < rows_looked_at && table.next(); ++rows) {
        const std::string_view text = table.text(bid);
        const size_t point = std::min(text.find('.'), text.size());
        // Zeros at the end say nothing.
        const size_t last = std::max(text.find_last_not_of('0') + 1, point + 1);
        const int decimals = static_cast<int>(last - point - 1);
        facts.decimals = std::max(facts.decimals, decimals);
        if (facts.first_price <= 0.0 && !table.number(bid, facts.first_price)) {
            error = table.complaint("a price below bid");
            return false;
        }
    }
    if (facts.first_price <= 0.0) {
        error = table.complaint("prices");
    }
    return facts.first_price > 0.0;
}

bool specification(engine& world, const word_list& words, std::string& error) {
    option_list options;
    if (words.size() < 2 || !read_options(words, 2, options, error)) {
        error = error.empty() ? "expected symbol NAME [property=value ...]" : error;
        return false;
    }
    symbol_state& symbol = made(world, words[1]);
    return std::all_of(options.begin(), options.end(), [&](const auto& option) {
        symbol.properties.push_back(option);
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
    if (name == "for") {
        int64_t duration = 0;
        plan.to_msc = plan.from_msc;
        const bool is_good = read_duration(value, duration, error);
        plan.to_msc += duration;
        return is_good;
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

bool is_walk(const synthetic_walk& walk, std::string& error) {
    if (walk.price > 0.0 && walk.point > 0.0 && walk.step_points >= 0 &&
        walk.spread_points >= 0 && walk.interval_msc > 0) {
        return true;
    }
    error = "expected price, point and every above 0, and step and spread not below";
    return false;
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
    if (!is_file && !is_walk(plan.walk, error)) {
        return false;
    }
    price_facts facts;
    if (!facts_of(plan, facts, error)) {
        return false;
    }
    symbol_state& symbol = made(world, words[1], facts);
    symbol.plan = plan;
    return world.start_feed(symbol, error);
}

// History of a symbol before its feed, and before now when the clock has been set.
bool history(engine& world, const word_list& words, std::string& error) {
    int64_t shift_msc = 0;
    option_list options;
    if (words.size() < 3 || !read_options(words, 3, options, error)) {
        error = error.empty() ? "expected bars NAME FILE [shift=DURATION]" : error;
        return false;
    }
    for (const auto& option : options) {
        if (option.first != "shift") {
            error = "bars have no option " + option.first;
            return false;
        }
        if (!read_duration(option.second, shift_msc, error)) {
            return false;
        }
    }
    bar_series::bar_list bars;
    if (!read_bars(words[2], shift_msc / 1000, bars, error)) {
        return false;
    }
    symbol_state& symbol = made(world, words[1]);
    symbol.bars.put_before(bars, world.now_msc > 0 ? world.now_msc / 1000 : INT64_MAX);
    return true;
}

// "mon" is one day, "mon-fri" five.
bool read_days(const std::string& word, int& first, int& last, std::string& error) {
    static const std::string all = "sunmontuewedthufrisat";
    const auto number = [](const std::string& name) {
        const size_t at = name.size() == 3 ? all.find(name) : std::string::npos;
        return at == std::string::npos || at % 3 != 0 ? -1 : static_cast<int>(at / 3);
    };
    const size_t dash = word.find('-');
    first = number(word.substr(0, dash));
    last = dash == std::string::npos ? first : number(word.substr(dash + 1));
    if (first < 0 || last < first) {
        error = "expected a day sun to sat, or days such as mon-fri, was \"" + word + "\"";
        return false;
    }
    return true;
}

bool read_hours(const std::string& word, session_hours& hours, std::string& error) {
    const size_t dash = word.find('-');
    const auto second = [](const std::string& text, int& value) {
        int64_t seconds = seconds_per_day;
        const bool is_good = text == "24:00" || (text.find(':') != std::string::npos &&
                                                 mql::parse_time(text, 0, seconds));
        value = static_cast<int>(seconds);
        return is_good;
    };
    if (dash == std::string::npos || !second(word.substr(0, dash), hours.from_s) ||
        !second(word.substr(dash + 1), hours.to_s) || hours.from_s >= hours.to_s) {
        error = "expected hours such as 00:05-23:55 or 00:00-24:00, was \"" + word + "\"";
        return false;
    }
    return true;
}

// With the first session of a symbol, all other times are closed.
bool session(engine& world, const word_list& words, std::string& error) {
    const bool is_one_kind = words.size() == 5;
    session_hours hours{};
    int first = 0;
    int last = 0;
    if (words.size() < 4 || words.size() > 5 ||
        (is_one_kind && words[4] != "quote" && words[4] != "trade")) {
        error = "expected session NAME DAYS FROM-TO [quote|trade]";
        return false;
    }
    if (!read_days(words[2], first, last, error) || !read_hours(words[3], hours, error)) {
        return false;
    }
    contract_spec& spec = made(world, words[1]).spec;
    for (hours.day = first; hours.day <= last; ++hours.day) {
        if (!is_one_kind || words[4] == "quote") {
            spec.quote_sessions.push_back(hours);
        }
        if (!is_one_kind || words[4] == "trade") {
            spec.trade_sessions.push_back(hours);
        }
    }
    return true;
}

}  // namespace

bool is_feed_command(const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool feed_command(engine& world, const word_list& words, std::string& error) {
    const std::string& name = words[0];
    if (name == "symbol") {
        return specification(world, words, error);
    }
    if (name == "bars") {
        return history(world, words, error);
    }
    if (name == "session") {
        return session(world, words, error);
    }
    return prices(world, words, error);
}

}  // namespace terminal
