// A file of prices: a heading that names the columns, then a row a line, read one after another.
// What hypertrader writes and reads (commas) and what MetaTrader 5 exports (tabs, <NAMES>).
#pragma once

#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace terminal {

class table_file {
public:
    static constexpr size_t no_column = SIZE_MAX;

    // False with the reason when it cannot be read or has no heading.
    bool open(const std::string& file, std::string& error);
    // Of a name in small letters without brackets; `no_column` when there is none.
    size_t column(const std::string& name) const;
    // The next row; false at the end.
    bool next();
    std::string_view text(size_t column) const;
    // An empty field leaves the value as it is, everything else that is no number is an error.
    bool number(size_t column, double& value) const;
    bool number(size_t column, int64_t& value) const;
    // The moment of the row: time_ms or time_msc, else date and time, else time.
    bool moment(int64_t& msc) const;
    // FILE:LINE: expected WHAT, was "ROW"
    std::string complaint(const std::string& what) const;

private:
    void split();
    bool read_line();
    bool text_moment(std::string_view date, std::string_view clock, int64_t& msc) const;

    std::string file_;
    std::ifstream stream_;
    std::string line_;
    int64_t number_ = 0;
    char separator_ = ',';
    std::map<std::string, size_t> columns_;
    std::vector<std::string_view> fields_;
    size_t stamp_ = no_column;
    size_t date_ = no_column;
    size_t time_ = no_column;
};

}  // namespace terminal
