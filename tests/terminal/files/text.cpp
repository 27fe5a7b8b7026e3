// Text and lines in files.
#include "allocation.hpp"
#include "builtins/file_array.hpp"
#include "host.hpp"
#include "open_file.hpp"
#include "prelude.hpp"

namespace mql {

using terminal::file_of;
using terminal::open_file;

namespace {

open_file* writable(int32_t handle) {
    open_file* file = file_of(handle);
    if (file != nullptr && !file->can_write()) {
        terminal::set_last_error(ERR_FILE_NOTTOWRITE);
        return nullptr;
    }
    return file;
}

open_file* readable(int32_t handle) {
    open_file* file = file_of(handle);
    if (file != nullptr && !file->can_read()) {
        terminal::set_last_error(ERR_FILE_NOTTOREAD);
        return nullptr;
    }
    return file;
}

uint32_t write_units(open_file& file, const std::u16string& text) {
    return file.write_text(text) ? static_cast<uint32_t>(text.size()) : 0;
}

}  // namespace

uint32_t FileWrite(int32_t handle, std::initializer_list<any> arguments) {
    const uncounted pause;
    const terminal::world_lock lock;
    open_file* file = writable(handle);
    if (file == nullptr) {
        return 0;
    }
    std::u16string line;
    for (const any& argument : arguments) {
        if (&argument != arguments.begin()) {
            line += file->delimiter;
        }
        line += argument.print().text();
    }
    return write_units(*file, line + u"\r\n");
}

uint32_t FileWriteString(int32_t handle, string text, int32_t length) {
    const uncounted pause;
    const terminal::world_lock lock;
    open_file* file = writable(handle);
    const auto most = length < 0 ? std::u16string::npos : static_cast<size_t>(length);
    return file == nullptr ? 0 : write_units(*file, text.text().substr(0, most));
}

// A line of a text file, or a field of a table.
string FileReadString(int32_t handle, int32_t) {
    const uncounted pause;
    const terminal::world_lock lock;
    open_file* file = readable(handle);
    std::u16string text;
    char16_t character = 0;
    const bool is_table = file != nullptr && (file->flags & FILE_CSV) != 0;
    while (file != nullptr && file->read_character(character)) {
        if (character == u'\n' || (is_table && character == file->delimiter)) {
            break;
        }
        if (character != u'\r') {
            text += character;
        }
    }
    return string(text);
}

bool FileIsEnding(int32_t handle) {
    const uncounted pause;
    const terminal::world_lock lock;
    open_file* file = file_of(handle);
    return file == nullptr || file->position() >= file->size();
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
    return file->go_to(base + offset);
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

uint32_t file_write_bytes(int32_t handle, const void* data, size_t size) {
    const uncounted pause;
    const terminal::world_lock lock;
    open_file* file = writable(handle);
    return file != nullptr && file->write(data, size) ? static_cast<uint32_t>(size) : 0;
}

uint32_t file_read_bytes(int32_t handle, void* data, size_t size) {
    const uncounted pause;
    const terminal::world_lock lock;
    open_file* file = readable(handle);
    return file == nullptr ? 0 : static_cast<uint32_t>(file->read(data, size));
}

uint32_t file_write_text(int32_t handle, const string& line) {
    return FileWriteString(handle, line + string(u"\r\n"), -1);
}

bool file_is_binary(int32_t handle) {
    const terminal::world_lock lock;
    const open_file* file = file_of(handle);
    return file != nullptr && file->is_binary();
}

uint64_t file_remaining(int32_t handle) {
    const terminal::world_lock lock;
    open_file* file = file_of(handle);
    return file == nullptr ? 0 : static_cast<uint64_t>(file->size() - file->position());
}

int64_t FileReadLong(int32_t handle) {
    int64_t value = 0;
    file_read_bytes(handle, &value, sizeof value);
    return value;
}

double FileReadDouble(int32_t handle) {
    double value = 0.0;
    file_read_bytes(handle, &value, sizeof value);
    return value;
}

uint32_t FileWriteLong(int32_t handle, int64_t value) {
    return file_write_bytes(handle, &value, sizeof value);
}

uint32_t FileWriteDouble(int32_t handle, double value) {
    return file_write_bytes(handle, &value, sizeof value);
}

}  // namespace mql
