// When a file was changed last, on the clock of the world and not of the computer.
#pragma once

#include <cstdint>
#include <string>

namespace terminal {

// Seconds since 1970 on the computer's clock as the calling program sees it.
int64_t world_seconds();
void set_changed(const std::string& path, int64_t seconds);
// 0 when there is no such file.
int64_t changed_at(const std::string& path);

}  // namespace terminal
