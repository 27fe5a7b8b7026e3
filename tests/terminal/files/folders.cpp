#include "folders.hpp"

#include <algorithm>
#include <filesystem>

#include "host.hpp"
#include "host/settings.hpp"
#include "prelude.hpp"

namespace terminal {

namespace {

constexpr size_t name_longest = 255;

bool is_allowed(const std::string& name) {
    const auto is_forbidden = [](unsigned char c) {
        return c < 0x20 || std::string("<>:\"|?*").find(static_cast<char>(c)) != std::string::npos;
    };
    return !name.empty() && name.front() != '/' &&
           std::none_of(name.begin(), name.end(), is_forbidden) &&
           ("/" + name + "/").find("/../") == std::string::npos;
}

}  // namespace

std::string data_folder() {
    const std::string& terminal_folder = settings().data_folder;
    return has_program() && program_in_tester() ? terminal_folder + "/Tester" : terminal_folder;
}

std::string common_folder() { return settings().data_folder + "/Common"; }

std::string files_folder(bool is_common) {
    return is_common ? common_folder() + "/Files" : data_folder() + "/MQL5/Files";
}

std::string path_of(const mql::string& name, bool is_common) {
    std::string relative = mql::to_utf8(name);
    std::replace(relative.begin(), relative.end(), '\\', '/');
    if (!is_allowed(relative)) {
        set_last_error(mql::ERR_WRONG_FILENAME);
        return "";
    }
    if (static_cast<size_t>(name.length()) > name_longest) {
        set_last_error(mql::ERR_TOO_LONG_FILENAME);
        return "";
    }
    const std::string folder = files_folder(is_common);
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    return folder + "/" + relative;
}

}  // namespace terminal
