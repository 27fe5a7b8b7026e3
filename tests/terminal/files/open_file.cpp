#include "open_file.hpp"

#include <algorithm>
#include <filesystem>

#include "host.hpp"
#include "host/settings.hpp"
#include "prelude.hpp"

namespace terminal {

bool open_file::is_binary() const { return (flags & mql::FILE_BIN) != 0; }
bool open_file::is_unicode() const { return !is_binary() && (flags & mql::FILE_ANSI) == 0; }
bool open_file::can_read() const { return (flags & mql::FILE_READ) != 0; }
bool open_file::can_write() const { return (flags & mql::FILE_WRITE) != 0; }

int64_t open_file::position() {
    stream.clear();
    return static_cast<int64_t>(stream.tellg());
}

int64_t open_file::size() {
    const int64_t at = position();
    stream.seekg(0, std::ios::end);
    const auto end = static_cast<int64_t>(stream.tellg());
    go_to(at);
    return end;
}

bool open_file::go_to(int64_t position) {
    stream.clear();
    stream.seekg(position);
    stream.seekp(position);
    return stream.good();
}

bool open_file::write(const void* data, size_t size) {
    const int64_t at = position();
    stream.seekp(at);
    stream.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
    return stream.good() && go_to(at + static_cast<int64_t>(size));
}

size_t open_file::read(void* data, size_t size) {
    stream.clear();
    stream.read(static_cast<char*>(data), static_cast<std::streamsize>(size));
    const auto count = static_cast<size_t>(stream.gcount());
    stream.clear();
    return count;
}

bool open_file::write_text(const std::u16string& text) {
    if (!is_unicode()) {
        const std::string bytes = mql::encode(text, codepage);
        return write(bytes.data(), bytes.size());
    }
    std::string bytes;
    for (const char16_t unit : text) {
        bytes += static_cast<char>(unit & 0xFFU);
        bytes += static_cast<char>(unit >> 8U);
    }
    return write(bytes.data(), bytes.size());
}

bool open_file::read_character(char16_t& character) {
    unsigned char bytes[4] = {};
    if (is_unicode()) {
        const bool is_whole = read(bytes, 2) == 2;
        character = static_cast<char16_t>(bytes[0] | (bytes[1] << 8U));
        return is_whole;
    }
    if (read(bytes, 1) != 1) {
        return false;
    }
    size_t size = 1;
    if (codepage == mql::CP_UTF8 && bytes[0] >= 0xC2) {
        const size_t more = bytes[0] >= 0xF0 ? 3 : bytes[0] >= 0xE0 ? 2 : 1;
        size += read(bytes + 1, more);
    }
    const std::u16string text =
        mql::decode(std::string(reinterpret_cast<char*>(bytes), size), codepage);
    character = text.empty() ? u'?' : text[0];
    return true;
}

open_file* file_of(int32_t handle) {
    auto& files = program_data().get<open_files>().files;
    const bool is_open = handle >= 1 && static_cast<size_t>(handle) < files.size() &&
                         files[static_cast<size_t>(handle)] != nullptr;
    if (!is_open) {
        set_last_error(mql::ERR_INVALID_FILEHANDLE);
        return nullptr;
    }
    return files[static_cast<size_t>(handle)].get();
}

std::string path_of(const mql::string& name, bool is_common) {
    std::string relative = mql::to_utf8(name);
    std::replace(relative.begin(), relative.end(), '\\', '/');
    const bool is_outside = relative.empty() || relative.front() == '/' ||
                            relative.find(':') != std::string::npos ||
                            ("/" + relative + "/").find("/../") != std::string::npos;
    if (is_outside) {
        set_last_error(mql::ERR_WRONG_FILENAME);
        return "";
    }
    std::string folder = settings().data_folder;
    folder += is_common             ? "/Common/Files"
              : program_in_tester() ? "/Tester/MQL5/Files"
                                    : "/MQL5/Files";
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    return folder + "/" + relative;
}

}  // namespace terminal
