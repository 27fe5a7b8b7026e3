// JSON objects in order of insertion, with numbers printed the same way on every platform.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace terminal {

// The shortest text that reads back as the same number; `null` for what JSON cannot hold.
std::string number_text(double value);
std::string quoted_json(const std::string& text);

// One value: an object that grows by `add`, an array that grows by `push`, or a number or a text.
class json {
public:
    json() = default;
    json(bool value) : scalar_(value ? "true" : "false") {}
    json(double value) : scalar_(number_text(value)) {}
    json(const char* text) : scalar_(quoted_json(text)) {}
    json(const std::string& text) : scalar_(quoted_json(text)) {}
    template <class T, std::enable_if_t<std::is_integral_v<T>, int> = 0>
    json(T value) : scalar_(std::to_string(value)) {}
    // Of names and values.
    json(std::initializer_list<std::pair<std::string, json>> members) {
        for (const auto& member : members) {
            add(member.first, member.second);
        }
    }

    json& add(const std::string& name, const json& value) {
        members_.emplace_back(name, value);
        return *this;
    }
    json& push(const json& value) {
        is_array_ = true;
        members_.emplace_back(std::string(), value);
        return *this;
    }
    static json list() {
        json value;
        value.is_array_ = true;
        return value;
    }
    const std::vector<std::pair<std::string, json>>& members() const { return members_; }
    // A member by its name, or null.
    const json* find(const std::string& name) const;
    std::string text() const;

private:
    std::string scalar_;
    std::vector<std::pair<std::string, json>> members_;
    bool is_array_ = false;
};

}  // namespace terminal
