// A symbol as the terminal and the trade server see it: prices, ticks and bars.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bar_series.hpp"
#include "currency_paths.hpp"
#include "feed.hpp"
#include "prelude.hpp"
#include "spec.hpp"

namespace terminal {

// Highest and lowest of the server's day.
struct day_range {
    double high = 0.0;
    double low = 0.0;

    void start(double price) { high = low = price; }
    void take(double price);
};

struct symbol_state {
    contract_spec spec;
    // Set by a scenario, over what is guessed; prices make the guess better once they are known.
    std::vector<std::pair<std::string, std::string>> properties;
    bool has_facts = false;
    // On the server, and what has reached the terminal.
    mql::MqlTick server{};
    mql::MqlTick shown{};
    // Ticks that reached the terminal, oldest first: at least `ticks_kept`, at most twice that.
    std::vector<mql::MqlTick> ticks;
    size_t ticks_kept = 50000;
    bar_series bars;
    // Ticks of a broken connection.
    std::vector<mql::MqlTick> missed;

    feed_plan plan;
    std::unique_ptr<feed> source;
    feed_tick upcoming;
    bool has_upcoming = false;

    int32_t wider_points = 0;
    int64_t wider_until = 0;
    int64_t silent_until = 0;
    double shift_price = 0.0;
    day_range day_bid;
    day_range day_ask;
    day_range day_last;
    day_range day_volume;
    // Kept up to date by whoever asks for a rate.
    mutable currency_paths paths;

    bool has_quote() const { return server.bid > 0.0 && server.ask > 0.0; }
    // The trade server is open for the symbol, or has quotes of it, at this moment of its clock.
    bool is_trading_at(int64_t msc) const;
    bool is_quoting_at(int64_t msc) const;
    void fetch();
    // Takes a tick of the feed as the server's.
    void quote(const feed_tick& tick, int64_t now_msc);
    // A tick that the terminal cannot see now but finds when it is connected again.
    void miss(const mql::MqlTick& tick);
    // Lets the terminal see it.
    void show(const mql::MqlTick& tick);

private:
    void keep(std::vector<mql::MqlTick>& list, const mql::MqlTick& tick) const;
};

int32_t spread_points(const mql::MqlTick& tick, const contract_spec& spec);

// The newest bars of a timeframe, oldest first, for a chart.
std::vector<mql::MqlRates> chart_bars(const symbol_state& symbol, int32_t period, size_t most);

}  // namespace terminal
