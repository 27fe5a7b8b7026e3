// Bytes and numbers in binary files.
#include "allocation.hpp"
#include "builtins/file_array.hpp"
#include "host.hpp"
#include "open_file.hpp"
#include "prelude.hpp"

namespace mql {

using terminal::file_kind;
using terminal::open_file;

uint32_t file_write_bytes(int32_t handle, const void* data, size_t size) {
    const uncounted pause;
    const terminal::world_lock lock;
    open_file* file = terminal::writable(handle, file_kind::binary);
    return file != nullptr && file->write(data, size) ? static_cast<uint32_t>(size) : 0;
}

uint32_t file_read_bytes(int32_t handle, void* data, size_t size) {
    const uncounted pause;
    const terminal::world_lock lock;
    open_file* file = terminal::readable(handle, file_kind::binary);
    const size_t count = file == nullptr ? 0 : file->read(data, size);
    if (file != nullptr && count < size) {
        terminal::set_last_error(ERR_FILE_READERROR);
    }
    return static_cast<uint32_t>(count);
}

bool file_is_binary(int32_t handle) {
    const terminal::world_lock lock;
    const open_file* file = terminal::file_of(handle);
    return file != nullptr && file->is_binary();
}

uint64_t file_remaining(int32_t handle) {
    const terminal::world_lock lock;
    open_file* file = terminal::file_of(handle);
    return file == nullptr
               ? 0
               : static_cast<uint64_t>(std::max<int64_t>(file->size() - file->position(), 0));
}

namespace {

template <class T>
T read_number(int32_t handle) {
    T value{};
    return file_read_bytes(handle, &value, sizeof value) == sizeof value ? value : T{};
}

bool is_integer_size(int32_t size) {
    const bool is_good = size == 1 || size == 2 || size == 4;
    if (!is_good) {
        terminal::set_last_error(ERR_INVALID_PARAMETER);
    }
    return is_good;
}

}  // namespace

// The lowest bytes: all platforms of the terminal keep them first.
uint32_t FileWriteInteger(int32_t handle, int32_t value, int32_t size) {
    return is_integer_size(size) ? file_write_bytes(handle, &value, static_cast<size_t>(size)) : 0;
}

int32_t FileReadInteger(int32_t handle, int32_t size) {
    int32_t value = 0;
    const bool is_read =
        is_integer_size(size) && file_read_bytes(handle, &value, static_cast<size_t>(size)) ==
                                     static_cast<uint32_t>(size);
    return is_read ? value : 0;
}

uint32_t FileWriteLong(int32_t handle, int64_t value) {
    return file_write_bytes(handle, &value, sizeof value);
}

uint32_t FileWriteFloat(int32_t handle, float value) {
    return file_write_bytes(handle, &value, sizeof value);
}

uint32_t FileWriteDouble(int32_t handle, double value) {
    return file_write_bytes(handle, &value, sizeof value);
}

int64_t FileReadLong(int32_t handle) { return read_number<int64_t>(handle); }
float FileReadFloat(int32_t handle) { return read_number<float>(handle); }
double FileReadDouble(int32_t handle) { return read_number<double>(handle); }

}  // namespace mql
