#include "open_file.hpp"

#include <filesystem>

#include "file_times.hpp"
#include "host.hpp"
#include "prelude.hpp"

namespace terminal {

namespace {

namespace fs = std::filesystem;

constexpr unsigned char byte_order_mark[] = {0xFF, 0xFE};
constexpr char16_t mark_character = 0xFEFF;

open_file* of_kind(open_file* file, file_kind kind) {
    if (kind == file_kind::any || file->is_binary() == (kind == file_kind::binary)) {
        return file;
    }
    refuse(kind == file_kind::binary ? mql::ERR_FILE_NOTBIN : mql::ERR_FILE_NOTTXT);
    return nullptr;
}

}  // namespace

bool open_file::is_binary() const { return (flags_ & mql::FILE_BIN) != 0; }
bool open_file::is_table() const { return (flags_ & (mql::FILE_BIN | mql::FILE_TXT)) == 0; }
bool open_file::is_unicode() const { return (flags_ & mql::FILE_ANSI) == 0; }
bool open_file::can_read() const { return (flags_ & mql::FILE_READ) != 0; }
bool open_file::can_write() const { return (flags_ & mql::FILE_WRITE) != 0; }

bool open_file::open(const std::string& path) {
    std::error_code error;
    const bool is_there = fs::is_regular_file(path, error);
    if (!is_there && fs::is_directory(path, error)) {
        return refuse(mql::ERR_FILE_IS_DIRECTORY);
    }
    if ((!is_there && !can_write()) || !claim_.take(path, flags_)) {
        return refuse(mql::ERR_CANNOT_OPEN_FILE);
    }
    std::ios::openmode mode = std::ios::binary | std::ios::in;
    if (can_write()) {
        fs::create_directories(fs::path(path).parent_path(), error);
        mode |= std::ios::out;
        // Writing alone begins with an empty file.
        mode |= can_read() && is_there ? std::ios::openmode() : std::ios::trunc;
    }
    stream_.open(path, mode);
    if (!stream_.is_open()) {
        return refuse(mql::ERR_CANNOT_OPEN_FILE);
    }
    path_ = path;
    if (can_write()) {
        changed_s_ = world_seconds();
    }
    if (!is_binary() && is_unicode() && can_write() && size() == 0) {
        write(byte_order_mark, sizeof byte_order_mark);
    }
    return true;
}

void open_file::flush() {
    stream_.flush();
    if (changed_s_ != 0) {
        set_changed(path_, changed_s_);
    }
}

void open_file::close() {
    if (stream_.is_open()) {
        stream_.close();
        flush();
    }
}

int64_t open_file::position() {
    stream_.clear();
    return static_cast<int64_t>(stream_.tellg());
}

int64_t open_file::size() {
    const int64_t at = position();
    stream_.seekg(0, std::ios::end);
    const auto end = static_cast<int64_t>(stream_.tellg());
    go_to(at);
    return end;
}

bool open_file::go_to(int64_t position) {
    is_at_line_end_ = false;
    stream_.clear();
    stream_.seekg(position);
    stream_.seekp(position);
    return stream_.good();
}

bool open_file::write(const void* data, size_t size) {
    const int64_t at = position();
    stream_.seekp(at);
    stream_.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
    changed_s_ = world_seconds();
    return (stream_.good() && go_to(at + static_cast<int64_t>(size))) ||
           refuse(mql::ERR_FILE_WRITEERROR);
}

size_t open_file::read(void* data, size_t size) {
    stream_.clear();
    stream_.read(static_cast<char*>(data), static_cast<std::streamsize>(size));
    const auto count = static_cast<size_t>(stream_.gcount());
    stream_.clear();
    return count;
}

uint32_t open_file::write_text(const std::u16string& text) {
    std::string bytes;
    if (!is_unicode()) {
        bytes = mql::encode(text, codepage_);
    } else {
        for (const char16_t unit : text) {
            bytes += static_cast<char>(unit & 0xFFU);
            bytes += static_cast<char>(unit >> 8U);
        }
    }
    return write(bytes.data(), bytes.size()) ? static_cast<uint32_t>(bytes.size()) : 0;
}

bool open_file::read_character(std::u16string& text) {
    unsigned char bytes[4] = {};
    if (is_unicode()) {
        const bool is_whole = read(bytes, 2) == 2;
        if (is_whole) {
            text += static_cast<char16_t>(bytes[0] | (bytes[1] << 8U));
        }
        return is_whole;
    }
    if (read(bytes, 1) != 1) {
        return false;
    }
    size_t size = 1;
    if (codepage_ == mql::CP_UTF8 && bytes[0] >= 0xC2) {
        const size_t more = bytes[0] >= 0xF0 ? 3 : bytes[0] >= 0xE0 ? 2 : 1;
        size += read(bytes + 1, more);
    }
    text += mql::decode(std::string(reinterpret_cast<char*>(bytes), size), codepage_);
    return true;
}

std::u16string open_file::read_field() {
    const bool is_start = position() == 0;
    std::u16string text;
    is_at_line_end_ = true;
    while (read_character(text)) {
        const char16_t last = text.empty() ? u'\0' : text.back();
        if (is_start && is_unicode() && text.size() == 1 && last == mark_character) {
            text.clear();
        } else if (last == u'\n' || (is_table() && last == delimiter_ && last != 0)) {
            is_at_line_end_ = last == u'\n';
            text.pop_back();
            break;
        }
    }
    if (is_at_line_end_ && !text.empty() && text.back() == u'\r') {
        text.pop_back();
    }
    return text;
}

std::u16string open_file::read_text(size_t length) {
    std::u16string text;
    while (text.size() < length && read_character(text)) {
        // A character more.
    }
    return text.substr(0, text.find(u'\0'));
}

open_file* file_of(int32_t handle) {
    auto& files = program_data().get<open_files>().files;
    if (handle < 1 || static_cast<size_t>(handle) >= files.size()) {
        set_last_error(mql::ERR_WRONG_FILEHANDLE);
        return nullptr;
    }
    open_file* file = files[static_cast<size_t>(handle)].get();
    if (file == nullptr) {
        set_last_error(mql::ERR_INVALID_FILEHANDLE);
    }
    return file;
}

open_file* readable(int32_t handle, file_kind kind) {
    open_file* file = file_of(handle);
    if (file != nullptr && !file->can_read()) {
        set_last_error(mql::ERR_FILE_NOTTOREAD);
        return nullptr;
    }
    return file == nullptr ? nullptr : of_kind(file, kind);
}

open_file* writable(int32_t handle, file_kind kind) {
    open_file* file = file_of(handle);
    if (file != nullptr && !file->can_write()) {
        set_last_error(mql::ERR_FILE_NOTTOWRITE);
        return nullptr;
    }
    return file == nullptr ? nullptr : of_kind(file, kind);
}

}  // namespace terminal
