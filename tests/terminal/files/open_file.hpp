// Files that a program has open; only inside the folder that the terminal gives programs.
#pragma once

#include <array>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>

#include "string.hpp"

namespace terminal {

struct open_file {
    std::fstream stream;
    std::string path;
    int32_t flags = 0;
    uint32_t codepage = 0;
    char16_t delimiter = u'\t';

    bool is_binary() const;
    bool is_unicode() const;
    bool can_read() const;
    bool can_write() const;
    int64_t size();
    int64_t position();
    bool go_to(int64_t position);
    bool write(const void* data, size_t size);
    size_t read(void* data, size_t size);
    bool write_text(const std::u16string& text);
    // The next character; false at the end.
    bool read_character(char16_t& character);
};

// Handles of one program.
struct open_files {
    std::array<std::unique_ptr<open_file>, 64> files;
};

// Null with the terminal's error when the handle is none.
open_file* file_of(int32_t handle);
// The path of a file in the folder of programs, or of all terminals (FILE_COMMON). Empty with the
// terminal's error for names that lead outside.
std::string path_of(const mql::string& name, bool is_common);

}  // namespace terminal
