// Files below MQL5 as resources. Pictures are not read: what the terminal answers for a file that
// is none, and for one that is not there, is all.
#include <algorithm>
#include <filesystem>

#include "allocation.hpp"
#include "folders.hpp"
#include "host.hpp"
#include "host/library.hpp"
#include "prelude.hpp"

namespace mql {

namespace {

constexpr int32_t name_longest = 63;

// Compiled programs and libraries are not where the terminal has them: those that are linked in or
// chosen count as there.
bool is_there(const std::string& path) {
    const std::string program = to_utf8(MQLInfoString(MQL_PROGRAM_PATH));
    const std::string tail = "\\MQL5" + path;
    if (program.size() > tail.size() &&
        program.compare(program.size() - tail.size(), tail.size(), tail) == 0) {
        return true;
    }
    const std::string libraries = "\\Libraries\\";
    if (path.compare(0, libraries.size(), libraries) == 0 &&
        terminal::has_library(path.substr(libraries.size()))) {
        return true;
    }
    std::string file = path;
    std::replace(file.begin(), file.end(), '\\', '/');
    return std::filesystem::is_regular_file(terminal::data_folder() + "/MQL5" + file);
}

}  // namespace

bool ResourceCreate(const string resource_name, const string path) {
    const uncounted pause;
    const terminal::world_lock lock;
    const std::string file = to_utf8(path);
    if (resource_name.length() > name_longest) {
        terminal::set_last_error(ERR_RESOURCE_NAME_IS_TOO_LONG);
    } else if (file.empty() || file[0] != '\\') {
        terminal::not_simulated("ResourceCreate of a file beside the program");
    } else if (is_there(file)) {
        terminal::set_last_error(ERR_RESOURCE_UNSUPPOTED_TYPE);
    } else {
        terminal::set_last_error(ERR_RESOURCE_NOT_FOUND);
    }
    return false;
}

bool ResourceFree(const string) {
    const uncounted pause;
    terminal::set_last_error(ERR_RESOURCE_NOT_FOUND);
    return false;
}

}  // namespace mql
