// All commands about the account and trading, by their names.
#include <algorithm>

#include "commands.hpp"

namespace terminal {

namespace {

const command_entry* find_command(const std::string& name) {
    for (const command_list* list : {&account_commands(), &fault_commands(), &hand_commands()}) {
        const auto found =
            std::find_if(list->begin(), list->end(),
                         [&](const command_entry& known) { return name == known.name; });
        if (found != list->end()) {
            return &*found;
        }
    }
    return nullptr;
}

}  // namespace

bool is_trade_command(const std::string& name) { return find_command(name) != nullptr; }

bool trade_command(engine& world, const std::vector<std::string>& words, std::string& error) {
    return find_command(words[0])->run(world, words, error);
}

}  // namespace terminal
