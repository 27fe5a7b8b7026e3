// Files that a program has open; only inside the folder that the terminal gives programs.
#pragma once

#include <array>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>

#include "shares.hpp"
#include "string.hpp"

namespace terminal {

enum class file_kind { any, binary, text };

class open_file {
public:
    open_file(int32_t flags, uint32_t codepage, char16_t delimiter)
        : flags_(flags), codepage_(codepage), delimiter_(delimiter) {}
    ~open_file() { close(); }
    open_file(const open_file&) = delete;
    open_file& operator=(const open_file&) = delete;

    // False with the terminal's error.
    bool open(const std::string& path);

    int32_t flags() const { return flags_; }
    char16_t delimiter() const { return delimiter_; }
    bool is_binary() const;
    bool is_table() const;
    // Two bytes for a character.
    bool is_unicode() const;
    bool can_read() const;
    bool can_write() const;
    bool is_at_line_end() const { return is_at_line_end_; }
    const std::string& path() const { return path_; }

    int64_t size();
    int64_t position();
    bool go_to(int64_t position);
    bool write(const void* data, size_t size);
    size_t read(void* data, size_t size);
    void flush();
    // Bytes written, 0 when it fails.
    uint32_t write_text(const std::u16string& text);
    // A line, or a field of a table.
    std::u16string read_field();
    // So many characters of a binary file, up to a zero.
    std::u16string read_text(size_t length);

private:
    // Appends the next character; false at the end.
    bool read_character(std::u16string& text);
    void close();

    std::fstream stream_;
    std::string path_;
    int32_t flags_;
    uint32_t codepage_;
    char16_t delimiter_;
    bool is_at_line_end_ = false;
    // When the program wrote last, 0 = never.
    int64_t changed_s_ = 0;
    share_claim claim_;
};

// Handles of one program; there is no handle 0.
struct open_files {
    std::array<std::unique_ptr<open_file>, 65> files;
};

// Null with the terminal's error when the handle is none.
open_file* file_of(int32_t handle);
// The same for files that are not open for it, or of another kind.
open_file* readable(int32_t handle, file_kind kind);
open_file* writable(int32_t handle, file_kind kind);

}  // namespace terminal
