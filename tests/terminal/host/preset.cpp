#include "preset.hpp"

#include <fstream>
#include <iterator>
#include <sstream>

#include "string.hpp"

namespace terminal {

namespace {

// The text of a file without its byte order mark.
std::string text_of(const std::string& bytes) {
    if (bytes.compare(0, 2, "\xFF\xFE") == 0) {
        std::u16string units;
        for (size_t at = 2; at + 1 < bytes.size(); at += 2) {
            const auto low = static_cast<unsigned char>(bytes[at]);
            const auto high = static_cast<unsigned char>(bytes[at + 1]);
            units += static_cast<char16_t>(low | (high << 8U));
        }
        return mql::to_utf8(units);
    }
    return bytes.compare(0, 3, "\xEF\xBB\xBF") == 0 ? bytes.substr(3) : bytes;
}

}  // namespace

std::string plain_value(const std::string& text) { return text.substr(0, text.find("||")); }

bool read_preset(const std::string& file, input_list& inputs, std::string& error) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        error = "cannot read " + file;
        return false;
    }
    std::istringstream lines(
        text_of(std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>())));
    std::string line;
    int number = 0;
    while (std::getline(lines, line)) {
        ++number;
        if (!line.empty() && line.back() == '\r') {
            line.pop_back();
        }
        if (line.empty() || line[0] == ';') {
            continue;
        }
        const size_t mark = line.find('=');
        if (mark == std::string::npos || mark == 0) {
            error = file + ":" + std::to_string(number) + ": expected name=value, was \"" + line +
                    "\"";
            return false;
        }
        inputs.emplace_back(line.substr(0, mark), line.substr(mark + 1));
    }
    return true;
}

}  // namespace terminal
