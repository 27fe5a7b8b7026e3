// What a user or the machine decides about a terminal.
#pragma once

#include <cstdint>
#include <string>

namespace terminal {

struct terminal_settings {
    int32_t build = 5000;
    int32_t dpi = 96;
    int32_t max_bars = 100000;
    bool is_64_bit = true;
    bool dlls_allowed = true;
    bool algo_trading = true;
    bool is_vps = false;
    bool has_notifications = true;
    // What programs cost is printed at the end.
    bool prints_measurements = false;
    // A change of symbol, timeframe or inputs makes globals anew.
    bool fresh_globals = false;
    std::string language = "English";
    std::string company = "MetaQuotes Ltd.";
    std::string name = "MetaTrader 5";
    // Folder with MQL5/Files and the rest.
    std::string data_folder = "data";
    // Folder with one folder for each set of libraries, and the one that programs load from.
    std::string libraries_root = "libraries";
    std::string libraries = "real";
    // What MessageBox answers: IDYES.
    int32_t message_answer = 6;
    // Seconds by which the computer's clock is ahead of the trade server's.
    int64_t local_offset_s = 0;
    // Seconds by which the trade server's clock is ahead of UTC.
    int64_t server_offset_s = 7200;

    // Sets one by its name; false with the reason.
    bool set(const std::string& key, const std::string& value, std::string& error);
};

terminal_settings& settings();

}  // namespace terminal
