#include "table_file.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <type_traits>

#include "time_text.hpp"

namespace terminal {

namespace {

// In small letters, without the brackets of MetaTrader.
std::string plain_name(std::string_view text) {
    std::string name;
    for (const char letter : text) {
        if (letter != '<' && letter != '>') {
            name += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        }
    }
    return name;
}

template <class T>
bool read_number(std::string_view text, T& value) {
    if (text.empty()) {
        return true;
    }
    const auto end = text.data() + text.size();
    const auto part = std::from_chars(text.data(), end, value);
    bool is_good = part.ec == std::errc() && part.ptr == end;
    if constexpr (std::is_floating_point_v<T>) {
        is_good = is_good && std::isfinite(value);
    }
    return is_good;
}

}  // namespace

bool table_file::open(const std::string& file, std::string& error) {
    file_ = file;
    stream_.open(file, std::ios::binary);
    if (!stream_) {
        error = "cannot read " + file;
        return false;
    }
    if (!read_line()) {
        error = file + " is empty";
        return false;
    }
    if (line_.compare(0, 3, "\xEF\xBB\xBF") == 0) {
        line_.erase(0, 3);
    }
    separator_ = line_.find('\t') == std::string::npos ? ',' : '\t';
    split();
    for (size_t index = 0; index < fields_.size(); ++index) {
        columns_.emplace(plain_name(fields_[index]), index);
    }
    stamp_ = std::min(column("time_ms"), column("time_msc"));
    date_ = column("date");
    time_ = column("time");
    if (stamp_ == no_column && time_ == no_column && date_ == no_column) {
        error = complaint("a heading with time_ms, or date and time");
        return false;
    }
    return true;
}

size_t table_file::column(const std::string& name) const {
    const auto found = columns_.find(name);
    return found == columns_.end() ? no_column : found->second;
}

bool table_file::read_line() {
    if (!std::getline(stream_, line_)) {
        return false;
    }
    ++number_;
    if (!line_.empty() && line_.back() == '\r') {
        line_.pop_back();
    }
    return true;
}

void table_file::split() {
    fields_.clear();
    const std::string_view line = line_;
    size_t begin = 0;
    for (;;) {
        const size_t end = std::min(line.find(separator_, begin), line.size());
        fields_.push_back(line.substr(begin, end - begin));
        if (end == line.size()) {
            return;
        }
        begin = end + 1;
    }
}

bool table_file::next() {
    if (!read_line()) {
        return false;
    }
    split();
    return true;
}

std::string_view table_file::text(size_t column) const {
    return column < fields_.size() ? fields_[column] : std::string_view();
}

bool table_file::number(size_t column, double& value) const {
    return read_number(text(column), value);
}

bool table_file::number(size_t column, int64_t& value) const {
    return read_number(text(column), value);
}

bool table_file::text_moment(std::string_view date, std::string_view clock, int64_t& msc) const {
    std::string whole(date);
    if (!clock.empty()) {
        whole += ' ';
        whole += clock;
    }
    int64_t fraction = 0;
    const size_t point = whole.size() > 10 ? whole.find('.', 10) : std::string::npos;
    if (point != std::string::npos) {
        const std::string_view digits = std::string_view(whole).substr(point + 1);
        if (digits.size() != 3 || !read_number(digits, fraction)) {
            return false;
        }
        whole.erase(point);
    }
    int64_t seconds = 0;
    if (!mql::parse_time(whole, 0, seconds)) {
        return false;
    }
    msc = seconds * 1000 + fraction;
    return true;
}

bool table_file::moment(int64_t& msc) const {
    if (stamp_ != no_column) {
        return !text(stamp_).empty() && number(stamp_, msc);
    }
    return date_ != no_column ? text_moment(text(date_), text(time_), msc)
                              : text_moment(text(time_), {}, msc);
}

std::string table_file::complaint(const std::string& what) const {
    return file_ + ":" + std::to_string(number_) + ": expected " + what + ", was \"" + line_ +
           "\"";
}

}  // namespace terminal
