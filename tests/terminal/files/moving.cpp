// Files as a whole: existing, deleting, copying and moving; folders.
#include <filesystem>

#include "allocation.hpp"
#include "file_times.hpp"
#include "folders.hpp"
#include "host.hpp"
#include "prelude.hpp"
#include "shares.hpp"

namespace mql {

namespace fs = std::filesystem;
using terminal::path_of;
using terminal::refuse;

namespace {

bool is_common(int32_t flags) { return (flags & FILE_COMMON) != 0; }

bool is_file(const std::string& path) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
        return refuse(ERR_FILE_IS_DIRECTORY);
    }
    return fs::is_regular_file(path, error) || refuse(ERR_FILE_NOT_EXIST);
}

bool is_folder(const std::string& path) {
    std::error_code error;
    if (fs::is_regular_file(path, error)) {
        return refuse(ERR_FILE_ISNOT_DIRECTORY);
    }
    return fs::is_directory(path, error) || refuse(ERR_DIRECTORY_NOT_EXIST);
}

// From where to where; false with the terminal's error.
bool both_paths(const string& name, int32_t common_flag, const string& new_name,
                int32_t mode_flags, std::string& from, std::string& to) {
    from = path_of(name, is_common(common_flag));
    to = from.empty() ? "" : path_of(new_name, is_common(mode_flags));
    if (to.empty() || !is_file(from)) {
        return false;
    }
    std::error_code error;
    const bool may_replace = (mode_flags & FILE_REWRITE) != 0 && !terminal::is_file_open(to);
    if (fs::exists(to, error) && !may_replace) {
        return refuse(ERR_FILE_CANNOT_REWRITE);
    }
    fs::create_directories(fs::path(to).parent_path(), error);
    return true;
}

}  // namespace

bool FileIsExist(string name, int32_t common_flag) {
    const uncounted pause;
    const terminal::world_lock lock;
    const std::string path = path_of(name, is_common(common_flag));
    return !path.empty() && is_file(path);
}

bool FileDelete(string name, int32_t common_flag) {
    const uncounted pause;
    const terminal::world_lock lock;
    const std::string path = path_of(name, is_common(common_flag));
    if (path.empty() || !is_file(path)) {
        return false;
    }
    std::error_code error;
    return (!terminal::is_file_open(path) && fs::remove(path, error)) ||
           refuse(ERR_CANNOT_DELETE_FILE);
}

bool FileCopy(string name, int32_t common_flag, string new_name, int32_t mode_flags) {
    const uncounted pause;
    const terminal::world_lock lock;
    std::string from;
    std::string to;
    if (!both_paths(name, common_flag, new_name, mode_flags, from, to)) {
        return false;
    }
    // An own file in place of the old one: not all platforms' copy_file replaces.
    std::error_code error;
    fs::remove(to, error);
    if (!fs::copy_file(from, to, error)) {
        return refuse(ERR_FILE_CANNOT_REWRITE);
    }
    terminal::set_changed(to, terminal::changed_at(from));
    return true;
}

bool FileMove(string name, int32_t common_flag, string new_name, int32_t mode_flags) {
    const uncounted pause;
    const terminal::world_lock lock;
    std::string from;
    std::string to;
    if (!both_paths(name, common_flag, new_name, mode_flags, from, to)) {
        return false;
    }
    if (terminal::is_file_open(from)) {
        return refuse(ERR_CANNOT_OPEN_FILE);
    }
    std::error_code error;
    fs::remove(to, error);
    fs::rename(from, to, error);
    return !error || refuse(ERR_FILE_CANNOT_REWRITE);
}

bool FolderCreate(string name, int32_t common_flag) {
    const uncounted pause;
    const terminal::world_lock lock;
    const std::string path = path_of(name, is_common(common_flag));
    std::error_code error;
    if (path.empty()) {
        return false;
    }
    fs::create_directories(path, error);
    return fs::is_directory(path, error) || refuse(ERR_WRONG_DIRECTORYNAME);
}

bool FolderDelete(string name, int32_t common_flag) {
    const uncounted pause;
    const terminal::world_lock lock;
    const std::string path = path_of(name, is_common(common_flag));
    if (path.empty() || !is_folder(path)) {
        return false;
    }
    std::error_code error;
    return fs::remove(path, error) || refuse(ERR_CANNOT_DELETE_DIRECTORY);
}

bool FolderClean(string name, int32_t common_flag) {
    const uncounted pause;
    const terminal::world_lock lock;
    const std::string path = path_of(name, is_common(common_flag));
    if (path.empty() || !is_folder(path)) {
        return false;
    }
    if (terminal::is_folder_in_use(path)) {
        return refuse(ERR_CANNOT_CLEAN_DIRECTORY);
    }
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(path, error)) {
        fs::remove_all(entry.path(), error);
        if (error) {
            return refuse(ERR_CANNOT_CLEAN_DIRECTORY);
        }
    }
    return true;
}

}  // namespace mql
