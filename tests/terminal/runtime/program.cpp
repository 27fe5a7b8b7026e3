#include "program.hpp"

#include <charconv>

namespace mql {

namespace {

std::vector<const program_info*>& registry() {
    static std::vector<const program_info*> linked;
    return linked;
}

template <class T>
bool parse_whole(T& value, const std::string& text) {
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    return result.ec == std::errc() && result.ptr == end && !text.empty();
}

}  // namespace

const std::vector<const program_info*>& programs() { return registry(); }

void register_program(const program_info& info) { registry().push_back(&info); }

bool parse_input(int64_t& value, const string& text) {
    const std::string bytes = to_utf8(text);
    if (bytes == "true" || bytes == "false") {
        value = bytes == "true" ? 1 : 0;
        return true;
    }
    uint64_t large = 0;
    if (!bytes.empty() && bytes[0] != '-' && parse_whole(large, bytes)) {
        value = static_cast<int64_t>(large);
        return true;
    }
    return parse_whole(value, bytes);
}

bool parse_input(double& value, const string& text) { return parse_whole(value, to_utf8(text)); }

}  // namespace mql
