// Properties of files.
#include <filesystem>

#include "allocation.hpp"
#include "file_times.hpp"
#include "folders.hpp"
#include "host.hpp"
#include "open_file.hpp"
#include "prelude.hpp"

namespace mql {

using terminal::open_file;

namespace {

int64_t wrong_property() {
    terminal::set_last_error(ERR_INVALID_PARAMETER);
    return -1;
}

bool has_flag(const open_file& file, int32_t flag) { return (file.flags() & flag) != 0; }

int64_t fact_of(open_file& file, ENUM_FILE_PROPERTY_INTEGER property_id) {
    switch (property_id) {
        case FILE_EXISTS: return 1;
        case FILE_CREATE_DATE:
        case FILE_MODIFY_DATE:
        case FILE_ACCESS_DATE: file.flush(); return terminal::changed_at(file.path());
        case FILE_SIZE: return file.size();
        case FILE_POSITION: return file.position();
        case FILE_END: return file.position() >= file.size() ? 1 : 0;
        case FILE_LINE_END: return file.is_at_line_end() ? 1 : 0;
        case FILE_IS_COMMON: return has_flag(file, FILE_COMMON) ? 1 : 0;
        case FILE_IS_TEXT: return file.is_binary() ? 0 : 1;
        case FILE_IS_BINARY: return file.is_binary() ? 1 : 0;
        case FILE_IS_CSV: return file.is_table() ? 1 : 0;
        case FILE_IS_ANSI: return has_flag(file, FILE_ANSI) ? 1 : 0;
        case FILE_IS_READABLE: return file.can_read() ? 1 : 0;
        case FILE_IS_WRITABLE: return file.can_write() ? 1 : 0;
        default: return wrong_property();
    }
}

}  // namespace

int64_t FileGetInteger(int32_t handle, ENUM_FILE_PROPERTY_INTEGER property_id) {
    const uncounted pause;
    const terminal::world_lock lock;
    open_file* file = terminal::file_of(handle);
    return file == nullptr ? -1 : fact_of(*file, property_id);
}

int64_t FileGetInteger(string name, ENUM_FILE_PROPERTY_INTEGER property_id, bool common_folder) {
    const uncounted pause;
    const terminal::world_lock lock;
    const std::string path = terminal::path_of(name, common_folder);
    if (path.empty()) {
        return -1;
    }
    std::error_code error;
    const bool is_there = std::filesystem::is_regular_file(path, error);
    if (property_id == FILE_EXISTS) {
        return is_there ? 1 : 0;
    }
    if (!is_there) {
        terminal::set_last_error(ERR_FILE_NOT_EXIST);
        return -1;
    }
    switch (property_id) {
        case FILE_CREATE_DATE:
        case FILE_MODIFY_DATE:
        case FILE_ACCESS_DATE: return terminal::changed_at(path);
        case FILE_SIZE: return static_cast<int64_t>(std::filesystem::file_size(path, error));
        case FILE_IS_COMMON: return common_folder ? 1 : 0;
        default: return wrong_property();
    }
}

}  // namespace mql
