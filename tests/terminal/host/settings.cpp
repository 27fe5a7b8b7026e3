#include "settings.hpp"

#include <charconv>

namespace terminal {

namespace {

bool read(const std::string& text, bool& value) {
    value = text == "on";
    return value || text == "off";
}

bool read(const std::string& text, std::string& value) {
    value = text;
    return true;
}

template <class T>
bool read(const std::string& text, T& value) {
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    return result.ec == std::errc() && result.ptr == end;
}

}  // namespace

terminal_settings& settings() {
    static terminal_settings instance;
    return instance;
}

bool terminal_settings::set(const std::string& key, const std::string& value,
                            std::string& error) {
    bool is_good = false;
    if (key == "build") {
        is_good = read(value, build);
    } else if (key == "dpi") {
        is_good = read(value, dpi);
    } else if (key == "max-bars") {
        is_good = read(value, max_bars);
    } else if (key == "x64") {
        is_good = read(value, is_64_bit);
    } else if (key == "dlls") {
        is_good = read(value, dlls_allowed);
    } else if (key == "algo") {
        is_good = read(value, algo_trading);
    } else if (key == "vps") {
        is_good = read(value, is_vps);
    } else if (key == "notifications") {
        is_good = read(value, has_notifications);
    } else if (key == "fresh-globals") {
        is_good = read(value, fresh_globals);
    } else if (key == "language") {
        is_good = read(value, language);
    } else if (key == "libraries") {
        is_good = read(value, libraries);
    } else if (key == "message-answer") {
        is_good = read(value, message_answer);
    } else if (key == "local-offset") {
        is_good = read(value, local_offset_s);
    } else if (key == "server-offset") {
        is_good = read(value, server_offset_s);
    } else {
        error = "terminal has no setting " + key;
        return false;
    }
    if (!is_good) {
        error = "terminal " + key + ": unusable value \"" + value + "\"";
    }
    return is_good;
}

}  // namespace terminal
