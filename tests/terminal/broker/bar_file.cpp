#include "bar_file.hpp"

#include <algorithm>

#include "table_file.hpp"

namespace terminal {

namespace {

struct bar_columns {
    size_t open;
    size_t high;
    size_t low;
    size_t close;
    size_t tick_volume;
    size_t spread;
    size_t real_volume;
};

// The first of two names that the heading has.
size_t either(const table_file& table, const char* name, const char* other) {
    const size_t found = table.column(name);
    return found != table_file::no_column ? found : table.column(other);
}

bar_columns columns_of(const table_file& table) {
    return {either(table, "open", "bid_open"),
            either(table, "high", "bid_high"),
            either(table, "low", "bid_low"),
            either(table, "close", "bid_close"),
            either(table, "tick_volume", "tickvol"),
            table.column("spread"),
            either(table, "real_volume", "vol")};
}

bool read_bar(const table_file& table, const bar_columns& columns, mql::MqlRates& bar) {
    int64_t msc = 0;
    int64_t spread = 0;
    bar = mql::MqlRates{};
    double open = 0.0;
    double high = 0.0;
    double low = 0.0;
    double close = 0.0;
    int64_t ticks = 1;
    int64_t volume = 0;
    if (!table.moment(msc) || !table.number(columns.open, open) ||
        !table.number(columns.high, high) || !table.number(columns.low, low) ||
        !table.number(columns.close, close) || !table.number(columns.tick_volume, ticks) ||
        !table.number(columns.spread, spread) || !table.number(columns.real_volume, volume)) {
        return false;
    }
    bar.time = mql::datetime(msc / 1000);
    bar.open = open;
    bar.high = high;
    bar.low = low;
    bar.close = close;
    bar.tick_volume = ticks;
    bar.spread = static_cast<int32_t>(spread);
    bar.real_volume = volume;
    return low > 0.0 && low <= std::min(open, close) && high >= std::max(open, close);
}

}  // namespace

bool read_bars(const std::string& file, int64_t shift_s, bar_series::bar_list& bars,
               std::string& error) {
    table_file table;
    if (!table.open(file, error)) {
        return false;
    }
    const bar_columns columns = columns_of(table);
    if (std::max({columns.open, columns.high, columns.low, columns.close}) ==
        table_file::no_column) {
        error = table.complaint("a heading with open, high, low and close");
        return false;
    }
    mql::MqlRates bar{};
    while (table.next()) {
        if (!read_bar(table, columns, bar)) {
            error = table.complaint("a time and the prices that the heading names");
            return false;
        }
        bar.time = mql::datetime(bar.time.value + shift_s);
        if (!bars.empty() && bar.time.value <= bars.back().time.value) {
            error = table.complaint("a bar later than that of the row above");
            return false;
        }
        bars.push_back(bar);
    }
    return true;
}

}  // namespace terminal
