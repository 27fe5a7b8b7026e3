// Return codes of the trade server.
#pragma once

#include <cstdint>
#include <string>

namespace terminal {

// The request was carried out, at least in part, or is being carried out.
bool is_done(uint32_t retcode);
// What the terminal writes beside it.
std::string retcode_comment(uint32_t retcode);

}  // namespace terminal
