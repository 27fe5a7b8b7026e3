// A symbol as the terminal and the trade server see it: prices, ticks and bars.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "feed.hpp"
#include "prelude.hpp"
#include "spec.hpp"

namespace terminal {

struct symbol_state {
    contract_spec spec;
    // On the server, and what has reached the terminal.
    mql::MqlTick server{};
    mql::MqlTick shown{};
    // Ticks that reached the terminal, oldest first, so many at most.
    std::vector<mql::MqlTick> ticks;
    size_t ticks_kept = 50000;
    // Bars of a minute, the last one forming.
    std::vector<mql::MqlRates> bars;
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
    double day_high = 0.0;
    double day_low = 0.0;
    // Notified of one OnTick when a connection is back.
    bool is_notified = true;

    bool has_quote() const { return server.bid > 0.0 && server.ask > 0.0; }
    // The trade server is open for the symbol at this moment of its clock.
    bool is_trading_at(int64_t msc) const;
    void fetch();
    // Takes a tick of the feed as the server's.
    void quote(const feed_tick& tick, int64_t now_msc);
    // Lets the terminal see it.
    void show(const mql::MqlTick& tick);
};

// Bars of a longer period out of bars of a minute, oldest first.
std::vector<mql::MqlRates> aggregate(const std::vector<mql::MqlRates>& minutes, int32_t period,
                                     size_t most);
// Seconds of a timeframe.
int32_t period_seconds(int32_t period);
// When the bar of a timeframe begins that this second belongs to.
int64_t bar_begin(int64_t second, int32_t period);

}  // namespace terminal
