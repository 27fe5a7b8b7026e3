// Text in files: lines, fields of tables and the values in them.
#include "allocation.hpp"
#include "host.hpp"
#include "open_file.hpp"
#include "prelude.hpp"

namespace mql {

using terminal::file_kind;
using terminal::open_file;

namespace {

// The next field as text; empty with the terminal's error.
string next_field(int32_t handle) {
    open_file* file = terminal::readable(handle, file_kind::text);
    return file == nullptr ? string(u"") : string(file->read_field());
}

}  // namespace

uint32_t FileWrite(int32_t handle, std::initializer_list<any> arguments) {
    const uncounted pause;
    const terminal::world_lock lock;
    open_file* file = terminal::writable(handle, file_kind::text);
    if (file == nullptr) {
        return 0;
    }
    std::u16string line;
    for (const any& argument : arguments) {
        if (&argument != arguments.begin() && file->delimiter() != 0) {
            line += file->delimiter();
        }
        line += argument.print().text();
    }
    return file->write_text(line + u"\r\n");
}

uint32_t FileWriteString(int32_t handle, string text, int32_t length) {
    const uncounted pause;
    const terminal::world_lock lock;
    open_file* file = terminal::writable(handle, file_kind::any);
    if (file == nullptr) {
        return 0;
    }
    std::u16string units = text.text();
    // A length counts in binary files only; what is missing there is filled with zeros.
    if (file->is_binary() && length >= 0) {
        units.resize(static_cast<size_t>(length), u'\0');
    }
    return file->write_text(units);
}

string FileReadString(int32_t handle, int32_t length) {
    const uncounted pause;
    const terminal::world_lock lock;
    open_file* file = terminal::readable(handle, file_kind::any);
    if (file == nullptr) {
        return string(u"");
    }
    if (!file->is_binary()) {
        return string(file->read_field());
    }
    if (length < 0) {
        terminal::set_last_error(ERR_FILE_BINSTRINGSIZE);
        return string(u"");
    }
    return string(file->read_text(static_cast<size_t>(length)));
}

double FileReadNumber(int32_t handle) {
    const uncounted pause;
    const terminal::world_lock lock;
    return text_to_double(next_field(handle));
}

bool FileReadBool(int32_t handle) {
    const uncounted pause;
    const terminal::world_lock lock;
    return text_to_bool(next_field(handle));
}

datetime FileReadDatetime(int32_t handle) {
    const uncounted pause;
    const terminal::world_lock lock;
    return text_to_time(next_field(handle));
}

uint32_t file_write_text(int32_t handle, const string& line) {
    return FileWriteString(handle, line + string(u"\r\n"), -1);
}

}  // namespace mql
