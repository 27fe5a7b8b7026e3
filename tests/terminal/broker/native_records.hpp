// Records of the trade server as programs see them.
#pragma once

#include "prelude.hpp"
#include "records.hpp"

namespace terminal {

mql::MqlTradeTransaction native(const trade_transaction& from);
mql::MqlTradeRequest native(const trade_request& from);
mql::MqlTradeResult native(const trade_result& from);

}  // namespace terminal
