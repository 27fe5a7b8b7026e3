// Searching files by a pattern of their names.
#include <algorithm>
#include <filesystem>
#include <map>
#include <vector>

#include "allocation.hpp"
#include "folders.hpp"
#include "host.hpp"
#include "prelude.hpp"

namespace mql {

namespace fs = std::filesystem;

namespace {

// What is left of the searches of one program.
struct searches {
    std::map<int64_t, std::vector<std::string>> left;
    int64_t last_handle = 0;
};

char16_t lower(char16_t c) {
    return c >= u'A' && c <= u'Z' ? static_cast<char16_t>(c + (u'a' - u'A')) : c;
}

// `*` and `?` as Windows reads them; case does not matter.
bool matches(const std::u16string& name, size_t at, const std::u16string& pattern, size_t from) {
    for (; from < pattern.size(); ++at, ++from) {
        if (pattern[from] == u'*') {
            for (size_t rest = at; rest <= name.size(); ++rest) {
                if (matches(name, rest, pattern, from + 1)) {
                    return true;
                }
            }
            return false;
        }
        const bool is_same = at < name.size() && (pattern[from] == u'?' ||
                                                  lower(pattern[from]) == lower(name[at]));
        if (!is_same) {
            return false;
        }
    }
    return at == name.size();
}

// Names in the order of the alphabet, as NTFS lists them; folders with a backslash.
std::vector<std::string> found_in(const std::string& folder, const std::string& filter) {
    // "*.*" is all names, also those without a point.
    const std::u16string pattern = filter == "*.*" ? u"*" : to_utf16(filter);
    std::vector<std::string> names;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        const std::string name = entry.path().filename().u8string();
        if (matches(to_utf16(name), 0, pattern, 0)) {
            names.push_back(name + (entry.is_directory(error) ? "\\" : ""));
        }
    }
    std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
        return std::lexicographical_compare(
            a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
                return lower(static_cast<char16_t>(x)) < lower(static_cast<char16_t>(y));
            });
    });
    return names;
}

bool take_first(std::vector<std::string>& names, string& found) {
    if (names.empty()) {
        return false;
    }
    found = from_utf8(names.front());
    names.erase(names.begin());
    return true;
}

}  // namespace

int64_t FileFindFirst(string filter, string& found, int32_t common_flag) {
    const uncounted pause;
    const terminal::world_lock lock;
    std::string text = to_utf8(filter);
    std::replace(text.begin(), text.end(), '/', '\\');
    const size_t end = text.rfind('\\');
    const bool is_common = (common_flag & FILE_COMMON) != 0;
    std::string folder = terminal::files_folder(is_common);
    if (end != std::string::npos) {
        folder = terminal::path_of(from_utf8(text.substr(0, end)), is_common);
        text.erase(0, end + 1);
    }
    std::vector<std::string> names;
    if (!folder.empty()) {
        names = found_in(folder, text);
        if (names.empty()) {
            terminal::set_last_error(ERR_FILE_NOT_EXIST);
        }
    }
    if (!take_first(names, found)) {
        return INVALID_HANDLE;
    }
    auto& all = terminal::program_data().get<searches>();
    all.left[++all.last_handle] = std::move(names);
    return all.last_handle;
}

bool FileFindNext(int64_t handle, string& found) {
    const uncounted pause;
    const terminal::world_lock lock;
    auto& all = terminal::program_data().get<searches>().left;
    const auto search = all.find(handle);
    if (search == all.end()) {
        terminal::set_last_error(ERR_INVALID_FILEHANDLE);
        return false;
    }
    return take_first(search->second, found);
}

void FileFindClose(int64_t handle) {
    const uncounted pause;
    const terminal::world_lock lock;
    if (terminal::program_data().get<searches>().left.erase(handle) == 0) {
        terminal::set_last_error(ERR_INVALID_FILEHANDLE);
    }
}

}  // namespace mql
