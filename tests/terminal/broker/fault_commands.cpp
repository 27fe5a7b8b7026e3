// Commands about what the broker does wrong.
#include <algorithm>

#include "commands.hpp"
#include "engine.hpp"
#include "words.hpp"

namespace terminal {

namespace {

using word_list = std::vector<std::string>;

constexpr int for_ever = 1000000000;

bool fault_option(const engine& world, answer_fault& made, const std::string& name,
                  const std::string& value, std::string& error) {
    int64_t duration = 0;
    if (name == "times") {
        return read_word(value, made.left, error);
    }
    if (name == "every") {
        made.left = for_ever;
        return read_word(value, made.every, error) && made.every > 0;
    }
    if (name == "executed") {
        return read_word(value, made.is_executed, error);
    }
    if (name == "for" && read_duration(value, duration, error)) {
        made.until_msc = world.now_msc + duration;
        made.left = for_ever;
        return true;
    }
    return false;
}

bool fault(engine& world, const word_list& words, std::string& error) {
    answer_fault made;
    option_list options;
    if (words.size() == 2 && words[1] == "none") {
        world.trade.faults.answers.clear();
        return true;
    }
    int32_t retcode = 0;
    if (words.size() < 2 || !read_word(words[1], retcode, error) || retcode < 10004 ||
        !read_options(words, 2, options, error)) {
        error = error.empty() ? "expected fault RETCODE [option=value ...] or fault none" : error;
        return false;
    }
    made.retcode = static_cast<uint32_t>(retcode);
    for (const auto& option : options) {
        if (!fault_option(world, made, option.first, option.second, error)) {
            error = error.empty() ? "a fault has no " + option.first + " that could be " +
                                        option.second
                                  : error;
            return false;
        }
    }
    world.trade.faults.answers.push_back(made);
    return true;
}

bool requote(engine& world, const word_list& words, std::string& error) {
    answer_fault made;
    made.retcode = mql::TRADE_RETCODE_REQUOTE;
    if (words.size() != 2 || !read_word(words[1], made.left, error)) {
        error = error.empty() ? "expected requote TIMES" : error;
        return false;
    }
    world.trade.faults.answers.push_back(made);
    return true;
}

bool transactions(engine& world, const word_list& words, std::string& error) {
    struct name {
        const char* text;
        delivery how;
    };
    constexpr name names[] = {{"normal", delivery::normal},
                              {"reversed", delivery::reversed},
                              {"doubled", delivery::doubled},
                              {"lost", delivery::lost}};
    fault_plan& faults = world.trade.faults;
    if (words.size() == 3 && words[1] == "late") {
        return read_duration(words[2], faults.transactions_late_msc, error);
    }
    for (const name& known : names) {
        if (words.size() == 2 && words[1] == known.text) {
            faults.transactions = known.how;
            faults.transactions_late_msc =
                known.how == delivery::normal ? 0 : faults.transactions_late_msc;
            return true;
        }
    }
    error = "expected transactions normal, reversed, doubled, lost or late DURATION";
    return false;
}

bool latency(engine& world, const word_list& words, std::string& error) {
    fault_plan& faults = world.trade.faults;
    if (words.size() < 2 || !read_duration(words[1], faults.latency_msc, error)) {
        error = error.empty() ? "expected latency DURATION [JITTER]" : error;
        return false;
    }
    faults.jitter_msc = 0;
    return words.size() < 3 || read_duration(words[2], faults.jitter_msc, error);
}

// Commands of one value.
bool value(engine& world, const word_list& words, std::string& error) {
    fault_plan& faults = world.trade.faults;
    const std::string& name = words[0];
    if (words.size() != 2) {
        error = "expected " + name + " VALUE";
        return false;
    }
    if (name == "slippage") {
        return read_word(words[1], faults.slippage_points, error);
    }
    if (name == "partial") {
        return read_word(words[1], faults.fill_part, error);
    }
    if (name == "reject-all") {
        return read_word(words[1], faults.rejects_all, error);
    }
    uint64_t seed = 0;
    const bool is_good = read_word(words[1], seed, error);
    world.random = random_numbers(seed);
    return is_good;
}

}  // namespace

const command_list& fault_commands() {
    static const command_list commands{
        {"fault", fault},      {"requote", requote}, {"transactions", transactions},
        {"latency", latency},  {"slippage", value},  {"partial", value},
        {"reject-all", value}, {"seed", value}};
    return commands;
}

}  // namespace terminal
