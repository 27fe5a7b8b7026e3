// What a translated program tells the host about itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

#include "prelude.hpp"
#include "templates.hpp"

namespace mql {

enum class program_kind { expert, script };

struct property_info {
    const char* name;
    const char* value;
};

struct input_info {
    const char* name;
    const char* type;
    const char* group;
    const char* comment;
    const char* default_text;
    bool is_static;
    string (*getter)();
    bool (*setter)(const string&);
};

struct import_info {
    const char* dll;
    const char* function;
    void** slot;
};

struct program_info {
    const char* name = nullptr;
    program_kind kind = program_kind::expert;
    std::vector<property_info> properties;
    std::vector<input_info> inputs;
    std::vector<import_info> imports;
    size_t globals_size = 0;
    void (*construct)(void*) = nullptr;
    void (*destruct)(void*) = nullptr;
    void (*bind)(void*) = nullptr;
    int32_t (*on_init)() = nullptr;
    void (*on_deinit)(int32_t) = nullptr;
    void (*on_start)() = nullptr;
    void (*on_tick)() = nullptr;
    void (*on_timer)() = nullptr;
    void (*on_trade)() = nullptr;
    void (*on_trade_transaction)(const MqlTradeTransaction&, const MqlTradeRequest&,
                                 const MqlTradeResult&) = nullptr;
    void (*on_chart_event)(int32_t, const int64_t&, const double&, const string&) = nullptr;
    void (*on_book_event)(const string&) = nullptr;
    double (*on_tester)() = nullptr;
    void (*on_tester_init)() = nullptr;
    void (*on_tester_pass)() = nullptr;
    void (*on_tester_deinit)() = nullptr;
};

// All programs that are linked in, by name.
const std::vector<const program_info*>& programs();
void register_program(const program_info& info);

struct program_registrar {
    explicit program_registrar(const program_info& info) { register_program(info); }
};

// Inputs as presets write them.
template <class T>
string input_text(const T& value) {
    if constexpr (std::is_same_v<T, datetime> || std::is_same_v<T, color>) {
        return to_string(value.value);
    } else {
        return to_string(value);
    }
}

bool parse_input(int64_t& value, const string& text);
bool parse_input(double& value, const string& text);

// False when the text is not a value of the type.
template <class T>
bool input_from_text(T& target, const string& text) {
    if constexpr (std::is_same_v<T, string>) {
        target = text;
        return true;
    } else if constexpr (std::is_floating_point_v<T>) {
        double value = 0;
        if (!parse_input(value, text)) {
            return false;
        }
        target = static_cast<T>(value);
        return true;
    } else {
        if constexpr (std::is_enum_v<T>) {
            for (const enum_entry& entry : enum_table<T>::entries) {
                if (to_utf8(text) == entry.name) {
                    target = static_cast<T>(entry.value);
                    return true;
                }
            }
        }
        int64_t value = 0;
        if (!parse_input(value, text)) {
            return false;
        }
        target = cast<T>(value);
        return true;
    }
}

}  // namespace mql
