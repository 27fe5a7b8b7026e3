// Built-ins of the tester: ranges of an optimisation and money during a pass.
#include <algorithm>

#include "allocation.hpp"
#include "broker/deals.hpp"
#include "broker/engine.hpp"
#include "expert.hpp"
#include "host.hpp"
#include "ranges.hpp"

namespace mql {

using terminal::current_expert;
using terminal::input_range;
using terminal::refuse;

namespace {

bool watches_frames() {
    const terminal::tester_state* tester = current_expert()->tester;
    return tester != nullptr && tester->is_frames;
}

bool has_input(const std::string& name) {
    const auto& inputs = current_expert()->info().inputs;
    return std::any_of(inputs.begin(), inputs.end(),
                       [&](const input_info& input) { return name == input.name; });
}

input_range* find_range(const std::string& name) {
    for (input_range& range : terminal::the_ranges()) {
        if (range.name == name) {
            return &range;
        }
    }
    return nullptr;
}

template <class T>
bool get_range(const string& name, bool& enable, T& value, T& start, T& step, T& stop) {
    const uncounted pause;
    const terminal::world_lock lock;
    const std::string input = to_utf8(name);
    if (!watches_frames()) {
        return refuse(ERR_FUNCTION_NOT_ALLOWED);
    }
    if (!has_input(input)) {
        return refuse(ERR_INVALID_PARAMETER);
    }
    const input_range* range = find_range(input);
    enable = range != nullptr && range->is_enabled;
    if (range == nullptr || !range->values.empty()) {
        const std::string text = range == nullptr ? current_expert()->input_text(input)
                                                  : range->values.front();
        value = static_cast<T>(std::strtod(text.c_str(), nullptr));
        start = step = stop = T();
        return true;
    }
    value = static_cast<T>(range->value);
    start = static_cast<T>(range->start);
    step = static_cast<T>(range->step);
    stop = static_cast<T>(range->stop);
    return true;
}

template <class T>
bool set_range(const string& name, bool enable, T value, T start, T step, T stop) {
    const uncounted pause;
    const terminal::world_lock lock;
    input_range range;
    range.name = to_utf8(name);
    range.is_enabled = enable;
    range.value = static_cast<double>(value);
    range.start = static_cast<double>(start);
    range.step = static_cast<double>(step);
    range.stop = static_cast<double>(stop);
    if (!watches_frames()) {
        return refuse(ERR_FUNCTION_NOT_ALLOWED);
    }
    if (!has_input(range.name) || (enable && (step <= T() || stop < start))) {
        return refuse(ERR_INVALID_PARAMETER);
    }
    if (!enable) {
        range.values = {terminal::number_text(range.value)};
    }
    input_range* known = find_range(range.name);
    if (known != nullptr) {
        *known = range;
    } else {
        terminal::the_ranges().push_back(range);
    }
    return true;
}

bool change_balance(double amount, const char* comment) {
    const uncounted pause;
    const terminal::world_lock lock;
    if (!terminal::program_in_tester()) {
        return refuse(ERR_FUNCTION_NOT_ALLOWED);
    }
    terminal::engine& world = terminal::engine_of_program();
    if (world.trade.account.balance.units() + amount < 0.0) {
        return false;
    }
    terminal::book_balance(world, terminal::money::of(amount), comment);
    return true;
}

}  // namespace

bool ParameterGetRange(string name, bool& enable, int64_t& value, int64_t& start, int64_t& step,
                       int64_t& stop) {
    return get_range(name, enable, value, start, step, stop);
}
bool ParameterGetRange(string name, bool& enable, double& value, double& start, double& step,
                       double& stop) {
    return get_range(name, enable, value, start, step, stop);
}
bool ParameterSetRange(string name, bool enable, int64_t value, int64_t start, int64_t step,
                       int64_t stop) {
    return set_range(name, enable, value, start, step, stop);
}
bool ParameterSetRange(string name, bool enable, double value, double start, double step,
                       double stop) {
    return set_range(name, enable, value, start, step, stop);
}

bool TesterDeposit(double money) { return money > 0.0 && change_balance(money, "deposit"); }
bool TesterWithdrawal(double money) { return money > 0.0 && change_balance(-money, "withdrawal"); }

}  // namespace mql
