#include "file_times.hpp"

#include <sys/stat.h>
#include <utime.h>

#include "broker/market.hpp"
#include "host.hpp"
#include "host/settings.hpp"

namespace terminal {

int64_t world_seconds() {
    return program_market().now_msc() / 1000 + settings().local_offset_s;
}

void set_changed(const std::string& path, int64_t seconds) {
    utimbuf times{};
    times.actime = static_cast<time_t>(seconds);
    times.modtime = static_cast<time_t>(seconds);
    utime(path.c_str(), &times);
}

int64_t changed_at(const std::string& path) {
    struct stat facts {};
    return stat(path.c_str(), &facts) == 0 ? static_cast<int64_t>(facts.st_mtime) : 0;
}

}  // namespace terminal
