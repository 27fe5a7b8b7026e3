// What the terminal and the trade server refuse, and with which return code.
#pragma once

#include <cstdint>

#include "records.hpp"

namespace terminal {

struct engine;
struct symbol_state;

// The terminal checks requests before they leave; it does not know when the server trades, in
// which order positions must be closed, nor what the server has switched off.
enum class check_stage { terminal, server };

// 0 when nothing speaks against the request, else the return code of what was found first.
uint32_t check_request(const engine& world, const trade_request& request, check_stage stage);

// By how much the request changes the margin of the account.
money margin_change(const engine& world, const symbol_state& symbol,
                    const trade_request& request);

// The position a request is about: by its ticket, or, netting, that of the symbol. Or null.
const position_record* position_for(const engine& world, const trade_request& request);

}  // namespace terminal
