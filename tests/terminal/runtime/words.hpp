// Words of scenario commands as values.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace terminal {

// Each is false when the word is not such a value; `error` then says what was expected.
bool read_word(const std::string& word, double& value, std::string& error);
bool read_word(const std::string& word, int64_t& value, std::string& error);
bool read_word(const std::string& word, int32_t& value, std::string& error);
bool read_word(const std::string& word, uint64_t& value, std::string& error);
bool read_word(const std::string& word, bool& value, std::string& error);
bool read_word(const std::string& word, std::string& value, std::string& error);
// 2026.01.12, 2026.01.12T10:30 or 2026.01.12T10:30:15, on the server's clock.
bool read_time(const std::string& word, int64_t& msc, std::string& error);
// 250ms, 90s, 5m, 2h or 3d.
bool read_duration(const std::string& word, int64_t& msc, std::string& error);

// "name=value" in two; false when there is no name.
bool split_option(const std::string& word, std::string& name, std::string& value);
using option_list = std::vector<std::pair<std::string, std::string>>;
// All words from `first` on as options.
bool read_options(const std::vector<std::string>& words, size_t first, option_list& options,
                  std::string& error);
// A line in words: blanks separate, "quotes" keep them together.
bool split_words(const std::string& line, std::vector<std::string>& words, std::string& error);

}  // namespace terminal
