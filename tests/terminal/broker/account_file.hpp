// An account in a file, so that it outlives a crash of the terminal.
#pragma once

#include <string>

#include "account.hpp"

namespace terminal {

bool save_account(const account_state& account, const std::string& file, std::string& error);
bool load_account(account_state& account, const std::string& file, std::string& error);

}  // namespace terminal
