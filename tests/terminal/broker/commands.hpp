// Commands of scenarios that the broker knows; described in ../scenarios/README.md.
#pragma once

#include <string>
#include <vector>

namespace terminal {

struct engine;

bool is_feed_command(const std::string& name);
bool feed_command(engine& world, const std::vector<std::string>& words, std::string& error);
bool is_price_command(const std::string& name);
bool price_command(engine& world, const std::vector<std::string>& words, std::string& error);
bool is_trade_command(const std::string& name);
bool trade_command(engine& world, const std::vector<std::string>& words, std::string& error);

struct command_entry {
    const char* name;
    bool (*run)(engine&, const std::vector<std::string>&, std::string&);
};
using command_list = std::vector<command_entry>;
const command_list& account_commands();
const command_list& fault_commands();
// What others do on the account.
const command_list& hand_commands();

}  // namespace terminal
