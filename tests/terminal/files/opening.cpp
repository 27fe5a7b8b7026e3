// Opening, closing and places of files.
#include "allocation.hpp"
#include "folders.hpp"
#include "host.hpp"
#include "open_file.hpp"
#include "prelude.hpp"

namespace mql {

using terminal::file_of;
using terminal::open_file;

int32_t FileOpen(string name, int32_t flags, int16_t delimiter, uint32_t codepage) {
    const uncounted pause;
    const terminal::world_lock lock;
    if ((flags & (FILE_READ | FILE_WRITE)) == 0) {
        terminal::set_last_error(ERR_INVALID_PARAMETER);
        return INVALID_HANDLE;
    }
    const std::string path = terminal::path_of(name, (flags & FILE_COMMON) != 0);
    if (path.empty()) {
        return INVALID_HANDLE;
    }
    auto& files = terminal::program_data().get<terminal::open_files>().files;
    for (size_t handle = 1; handle < files.size(); ++handle) {
        if (files[handle] == nullptr) {
            auto file = std::make_unique<open_file>(flags, codepage,
                                                    static_cast<char16_t>(delimiter));
            if (!file->open(path)) {
                return INVALID_HANDLE;
            }
            files[handle] = std::move(file);
            return static_cast<int32_t>(handle);
        }
    }
    terminal::set_last_error(ERR_TOO_MANY_FILES);
    return INVALID_HANDLE;
}

void FileClose(int32_t handle) {
    const uncounted pause;
    const terminal::world_lock lock;
    if (file_of(handle) != nullptr) {
        terminal::program_data().get<terminal::open_files>().files[static_cast<size_t>(handle)] =
            nullptr;
    }
}

void FileFlush(int32_t handle) {
    const uncounted pause;
    const terminal::world_lock lock;
    if (open_file* file = file_of(handle)) {
        file->flush();
    }
}

bool FileIsEnding(int32_t handle) {
    const uncounted pause;
    const terminal::world_lock lock;
    open_file* file = file_of(handle);
    return file == nullptr || file->position() >= file->size();
}

bool FileIsLineEnding(int32_t handle) {
    const uncounted pause;
    const terminal::world_lock lock;
    const open_file* file = terminal::readable(handle, terminal::file_kind::text);
    return file != nullptr && file->is_at_line_end();
}

bool FileSeek(int32_t handle, int64_t offset, ENUM_FILE_POSITION origin) {
    const uncounted pause;
    const terminal::world_lock lock;
    open_file* file = file_of(handle);
    if (file == nullptr) {
        return false;
    }
    const int64_t base = origin == SEEK_SET_   ? 0
                         : origin == SEEK_CUR_ ? file->position()
                                               : file->size();
    return file->go_to(std::max<int64_t>(base + offset, 0));
}

uint64_t FileTell(int32_t handle) {
    const uncounted pause;
    const terminal::world_lock lock;
    open_file* file = file_of(handle);
    return file == nullptr ? 0 : static_cast<uint64_t>(file->position());
}

uint64_t FileSize(int32_t handle) {
    const uncounted pause;
    const terminal::world_lock lock;
    open_file* file = file_of(handle);
    return file == nullptr ? 0 : static_cast<uint64_t>(file->size());
}

}  // namespace mql
