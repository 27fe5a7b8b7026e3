// What a program is told: one entry of its queue.
#pragma once

#include <cstdint>
#include <string>

#include "prelude.hpp"

namespace terminal {

enum class event_kind {
    init,
    deinit,
    // Globals are made anew, inputs stay.
    renewal,
    start,
    tick,
    timer,
    trade,
    transaction,
    chart,
    book,
    tester,
    tester_init,
    tester_pass,
    tester_deinit
};

struct event {
    event_kind kind = event_kind::tick;
    // Reason of deinit, number of a chart event.
    int32_t code = 0;
    int64_t lparam = 0;
    double dparam = 0.0;
    mql::string sparam;
    mql::MqlTradeTransaction transaction{};
    mql::MqlTradeRequest request{};
    mql::MqlTradeResult result{};
};

const char* name_of(event_kind kind);

}  // namespace terminal
