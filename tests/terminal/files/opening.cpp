// Opening, closing and moving files and folders.
#include <filesystem>

#include "allocation.hpp"
#include "host.hpp"
#include "open_file.hpp"
#include "prelude.hpp"

namespace mql {

namespace fs = std::filesystem;
using terminal::open_file;
using terminal::path_of;

namespace {

bool refuse(int32_t code) {
    terminal::set_last_error(code);
    return false;
}

bool is_common(int32_t flags) { return (flags & FILE_COMMON) != 0; }

// The file that a program asks for, null with the terminal's error.
std::unique_ptr<open_file> opened(const string& name, int32_t flags) {
    const std::string path = path_of(name, is_common(flags));
    if (path.empty()) {
        return nullptr;
    }
    std::error_code error;
    const bool is_there = fs::is_regular_file(path, error);
    const bool writes = (flags & FILE_WRITE) != 0;
    const bool reads = (flags & FILE_READ) != 0;
    if (!is_there && !writes) {
        refuse(ERR_FILE_NOT_EXIST);
        return nullptr;
    }
    if (writes) {
        fs::create_directories(fs::path(path).parent_path(), error);
    }
    std::ios::openmode mode = std::ios::binary | std::ios::in;
    if (writes) {
        mode |= std::ios::out;
    }
    // Writing alone begins with an empty file.
    if (writes && (!reads || !is_there)) {
        mode |= std::ios::trunc;
    }
    auto file = std::make_unique<open_file>();
    file->path = path;
    file->flags = flags;
    file->stream.open(path, mode);
    if (!file->stream.is_open()) {
        refuse(ERR_CANNOT_OPEN_FILE);
        return nullptr;
    }
    return file;
}

constexpr unsigned char byte_order_mark[] = {0xFF, 0xFE};

}  // namespace

int32_t FileOpen(string name, int32_t flags, int16_t delimiter, uint32_t codepage) {
    const uncounted pause;
    const terminal::world_lock lock;
    auto& files = terminal::program_data().get<terminal::open_files>().files;
    for (size_t handle = 1; handle < files.size(); ++handle) {
        if (files[handle] != nullptr) {
            continue;
        }
        std::unique_ptr<open_file> file = opened(name, flags);
        if (file == nullptr) {
            return INVALID_HANDLE;
        }
        file->codepage = codepage;
        file->delimiter = static_cast<char16_t>(delimiter);
        if (file->is_unicode()) {
            if (file->size() == 0 && file->can_write()) {
                file->write(byte_order_mark, sizeof byte_order_mark);
            } else {
                file->go_to(sizeof byte_order_mark);
            }
        }
        files[handle] = std::move(file);
        return static_cast<int32_t>(handle);
    }
    refuse(ERR_TOO_MANY_FILES);
    return INVALID_HANDLE;
}

void FileClose(int32_t handle) {
    const uncounted pause;
    const terminal::world_lock lock;
    if (terminal::file_of(handle) != nullptr) {
        terminal::program_data().get<terminal::open_files>().files[static_cast<size_t>(handle)] =
            nullptr;
    }
}

void FileFlush(int32_t handle) {
    const uncounted pause;
    const terminal::world_lock lock;
    if (open_file* file = terminal::file_of(handle)) {
        file->stream.flush();
    }
}

bool FileIsExist(string name, int32_t common_flag) {
    const uncounted pause;
    const terminal::world_lock lock;
    const std::string path = path_of(name, is_common(common_flag));
    std::error_code error;
    if (path.empty() || !fs::exists(path, error)) {
        return refuse(ERR_FILE_NOT_EXIST);
    }
    return fs::is_regular_file(path, error) || refuse(ERR_FILE_NOT_EXIST);
}

bool FileDelete(string name, int32_t common_flag) {
    const uncounted pause;
    const terminal::world_lock lock;
    const std::string path = path_of(name, is_common(common_flag));
    std::error_code error;
    return (!path.empty() && fs::remove(path, error)) || refuse(ERR_CANNOT_DELETE_FILE);
}

bool FileMove(string name, int32_t common_flag, string new_name, int32_t mode_flags) {
    const uncounted pause;
    const terminal::world_lock lock;
    const std::string from = path_of(name, is_common(common_flag));
    const std::string to = path_of(new_name, is_common(mode_flags));
    std::error_code error;
    if (from.empty() || to.empty() || !fs::is_regular_file(from, error)) {
        return refuse(ERR_FILE_NOT_EXIST);
    }
    if (fs::exists(to, error) && (mode_flags & FILE_REWRITE) == 0) {
        return refuse(ERR_FILE_CANNOT_REWRITE);
    }
    fs::create_directories(fs::path(to).parent_path(), error);
    fs::rename(from, to, error);
    return !error || refuse(ERR_FILE_CANNOT_REWRITE);
}

bool FolderCreate(string name, int32_t common_flag) {
    const uncounted pause;
    const terminal::world_lock lock;
    const std::string path = path_of(name, is_common(common_flag));
    std::error_code error;
    if (!path.empty()) {
        fs::create_directories(path, error);
    }
    return (!path.empty() && fs::is_directory(path, error)) || refuse(ERR_WRONG_DIRECTORYNAME);
}

}  // namespace mql
